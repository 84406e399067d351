"""An evaluator looks for what nobody planned, and makes a result of it, on a phone."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.programmes import SocialResult
from tests.demo_house import STAFF, cookies_of

EVALUATOR = next(name for name, role in STAFF.items() if role.name == "EVALUATOR")


def n_results() -> int:
    return db.session.scalar(select(func.count(SocialResult.id)))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_group_becomes_a_result_on_a_phone(open_browser, house, app, language):
    window = open_browser(language=language, width=360)
    window.let_in(**house.ask(lambda: cookies_of(app, EVALUATOR)))
    before = house.ask(n_results)
    window.go("/p/mentors/not-planned")
    window.choose("scope", "sentences")

    window.send()
    expect(window.page.locator(".group-cards > li").first).to_be_visible()
    window.press(window.page.locator(".group-cards h3 a").first)
    window.send("#result-form")
    window.press(window.page.locator("form[action$='/accept'] button").first)

    window.is_at(r"/p/mentors/results/\d+")
    assert house.ask(n_results) == before + 1
