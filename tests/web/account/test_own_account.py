"""One's own account page."""

import pyotp
import pytest

from storyapp.rules.people import Role
from tests.builders import a_programme, an_account, sign_in
from tests.web.account.test_signing_in import PASSWORD, enter


@pytest.fixture
def account(app):
    return an_account(Role.FUNDER_VIEWER, programme=a_programme())


@pytest.mark.parametrize("path", ["/account", "/account/password", "/account/second-factor"])
def test_the_pages_open_in_both_languages(client, russian, account, path):
    for browser in (client, russian):
        sign_in(browser, account)

        browser.get(path)

        assert browser.h1


def test_name_and_language_can_be_changed(client, account):
    sign_in(client, account)
    client.get("/account")

    client.language = "ru"
    client.submit({"name": "Vera", "speaks": "ru"})

    assert client.page.find("input", attrs={"name": "name"})["value"] == "Vera"
    assert "Сохранено" in client.text()


def test_a_new_password_ends_every_other_visit(client, russian, account):
    sign_in(russian, account)
    sign_in(client, account)
    client.get("/account/password")

    client.submit({"old": PASSWORD, "new": "four quiet words together"})

    assert client.url == "/account"
    russian.get("/account")
    assert russian.url == "/sign-in"
    enter(client, account, "four quiet words together")
    assert client.url != "/sign-in"


@pytest.mark.parametrize(
    ("old", "new", "answer"),
    [
        ("not my password", "four quiet words together", "not your current password"),
        (PASSWORD, "short one", "too short"),
        (PASSWORD, "password123456", "Many people use"),
    ],
    ids=["wrong old one", "too short", "too common"],
)
def test_a_password_that_will_not_do_is_refused(client, account, old, new, answer):
    sign_in(client, account)
    client.get("/account/password")

    client.submit({"old": old, "new": new})

    assert answer in client.text()


def test_ones_own_address_is_no_password(client, account):
    sign_in(client, account)
    client.get("/account/password")

    client.submit({"old": PASSWORD, "new": account.email})

    assert "your own name" in client.text()


def test_signing_out_everywhere_ends_all_visits(client, russian, account):
    sign_in(russian, account)
    sign_in(client, account)
    client.get("/account")

    client.post("/account/sign-out-everywhere")

    assert client.url == "/sign-in"
    russian.get("/account")
    assert russian.url == "/sign-in"


def set_up_phone(client, clock):
    client.get("/account/second-factor")
    secret = client.page.find("ol").find("code").get_text().replace(" ", "")
    client.submit({"code": pyotp.TOTP(secret).at(clock.now), "password": PASSWORD})


def test_a_chosen_second_step_is_asked_for_at_the_next_sign_in(client, clock, account):
    sign_in(client, account)
    set_up_phone(client, clock)
    assert len(client.page.select(".codes code")) == 10

    enter(client, account)

    assert client.url == "/second-factor"


def test_new_recovery_codes_need_the_password(client, clock, account):
    sign_in(client, account)
    set_up_phone(client, clock)

    client.get("/account/recovery-codes")
    client.submit({"password": "not my password"})
    assert not client.page.select(".codes code")

    client.submit({"password": PASSWORD})
    assert len(client.page.select(".codes code")) == 10
