"""Walk 9: stories outside every intended result become a new result in the library, by keyboard alone."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.coding import ResultLink
from storyapp.data.tables.programmes import SocialResult
from storyapp.rules.tags import TagState
from tests.browser.test_coding import EVALUATOR
from tests.browser.test_walk_of_coding import tab_to
from tests.browser.window import Window
from tests.demo_house import cookies_of

WORDING = {"en": "Young people look after the place where they live", "ru": "Ребята заботятся о месте, где живут"}


def n_results() -> int:
    return db.session.scalar(select(func.count(SocialResult.id)))


def n_waiting() -> int:
    """Count the suggestions of the newest result that wait for a person."""
    newest = db.session.scalar(select(func.max(SocialResult.id)))
    waits = select(func.count(ResultLink.id)).where(
        ResultLink.result_id == newest, ResultLink.state == TagState.SUGGESTED
    )
    return db.session.scalar(waits)


def press_on(window: Window, css: str, key: str = "Enter") -> None:
    """Go to something with the Tab key and press a key there."""
    tab_to(window, window.page.locator(css).first)
    window.page.keyboard.press(key)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_nobody_planned_becomes_a_result_by_keyboard(open_browser, house, app, language):
    window = open_browser(language=language, closely=False)
    window.let_in(**house.ask(lambda: cookies_of(app, EVALUATOR)))
    before = house.ask(n_results)
    window.go("/p/mentors/themes")
    window.ready()
    press_on(window, "nav.tabs a[href='/p/mentors/not-planned']")
    expect(window.page).to_have_url(re.compile(r"/not-planned$"))
    window.ready()

    if not window.page.locator("input[name=scope]").first.is_visible():
        press_on(window, "details:has(#page-form) > summary")
    press_on(window, "input[name=scope]:checked", "ArrowDown")
    press_on(window, "#page-form button[type=submit]:not([name=switch_language])")
    expect(window.page.locator(".group-cards > li").first).to_be_visible()
    n_stories = int(re.search(r"\d+", window.page.locator(".group-cards > li p").first.inner_text()).group())
    press_on(window, ".group-cards h3 a")
    expect(window.page).to_have_url(re.compile(r"/not-planned/\d+$"))
    window.ready()

    press_on(window, f"#result-form [name=result-words_{language}]", "Control+a")
    window.page.keyboard.type(WORDING[language])
    press_on(window, "#result-form select[name=result-level]", "ArrowDown")
    press_on(window, "#result-form button[type=submit]:not([name=switch_language])")
    expect(window.page.locator("form[action$='/accept']")).to_be_visible()
    assert house.ask(n_results) == before
    window.ready()
    press_on(window, "form[action$='/accept'] button")

    expect(window.page).to_have_url(re.compile(r"/p/mentors/results/\d+$"))
    expect(window.page.locator("h1")).to_contain_text(WORDING[language])
    expect(window.page.locator("main a[href*='/not-planned/']").first).to_be_visible()
    assert house.ask(n_results) == before + 1
    assert n_stories >= house.ask(n_waiting) >= 3
