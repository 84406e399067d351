"""The demo's open doors, which exist only in a demo."""

from dataclasses import replace

import pytest

from storyapp.app import create_app
from storyapp.data.db import db
from storyapp.gateways.kit import use_kit
from storyapp.rules.people import Role
from storyapp.services import accounts
from tests.builders import a_programme, an_account
from tests.pages import PageClient


@pytest.fixture
def demo(app, settings, kit):
    """The same installation, run as a demo."""
    shown = replace(kit, settings=replace(settings, is_demo=True))
    other = create_app(shown.settings, kit=shown)
    use_kit(shown)
    yield other
    with other.app_context():
        db.engine.dispose()


def test_one_press_signs_in_as_a_person_of_the_demo(demo):
    programme = a_programme()
    an_account(Role.FACILITATOR, programme=programme, password_hash=None)
    browser = PageClient(demo, language="en")

    browser.get("/sign-in")
    path = browser.page.select_one(".post-button")["action"]
    browser.post(path)

    assert browser.url not in ("/sign-in", "/second-factor")


def test_the_demo_page_speaks_russian(demo):
    an_account(Role.EVALUATOR, programme=a_programme(), password_hash=None)
    browser = PageClient(demo, language="ru")

    browser.get("/sign-in")

    assert "Войти как" in browser.text()


def test_who_came_by_invitation_enters_with_their_own_password_only(demo, kit):
    account = an_account(Role.EVALUATOR, programme=a_programme())
    browser = PageClient(demo, language="en")

    browser.get("/sign-in")
    browser.get(f"/demo/{kit.vault.sign(str(account.id), 'demo')}", status=404)

    assert accounts.demo_links() == []
    assert not browser.page.select(".post-button")


def test_outside_a_demo_the_doors_do_not_exist(client, app, kit):
    account = an_account(Role.FACILITATOR, programme=a_programme())
    token = kit.vault.sign(str(account.id), "demo")

    client.get(f"/demo/{token}", status=404)

    assert accounts.demo_links() == []
    client.get("/sign-in")
    assert not client.page.select(".post-button")
