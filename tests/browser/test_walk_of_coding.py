"""Walk 8: suggestions with the words that made them, twenty confirmed by keyboard alone, and agreement at the end."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.test_coding import EVALUATOR, n_steps, press, suggest_everything_again
from tests.browser.window import Window
from tests.demo_house import cookies_of

SEEN_FOCUS = """(e) => [e, e.closest(".option")].filter(Boolean).some((one) => {
  const s = getComputedStyle(one);
  return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
})"""
MOST_TABS = 80


def tab_to(window: Window, target: Locator) -> None:
    """Go to something with the Tab key; the focus can be seen there, and nothing traps it on the way."""
    for _ in range(MOST_TABS):
        window.page.keyboard.press("Tab")
        if target.evaluate("(e) => e === document.activeElement"):
            assert target.evaluate(SEEN_FOCUS)
            return
    raise AssertionError("the Tab key does not come there")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_twenty_are_confirmed_by_keyboard_and_agreement_is_shown(open_browser, house, app, language):
    window = open_browser(language=language, closely=False)
    house.ask(suggest_everything_again)
    window.let_in(**house.ask(lambda: cookies_of(app, EVALUATOR)))
    before = house.ask(n_steps)
    window.go("/p/mentors")
    tab_to(window, window.page.locator("nav a[href='/p/mentors/coding']").first)
    window.page.keyboard.press("Enter")
    expect(window.page).to_have_url(re.compile(r"/p/mentors/coding$"))
    window.ready()

    press(window, "?")
    expect(window.page.locator("details[open] .keys")).to_be_visible()
    why = window.page.locator(".suggestion summary").first
    tab_to(window, why) if not why.evaluate("(e) => e === document.activeElement") else None
    window.page.keyboard.press("Enter")
    expect(window.page.locator(".suggestion details[open] .details-text").first).to_be_visible()
    for n in range(1, 21):
        window.ready()
        with window.page.expect_navigation():
            press(window, "1")
        house.wait_for(n_steps, before + n)
    window.ready()
    with window.page.expect_navigation():
        window.page.keyboard.press("Control+z")
    house.wait_for(n_steps, before + 19)
    window.ready()
    tab_to(window, window.page.locator("nav.tabs a[href='/p/mentors/themes']"))
    window.page.keyboard.press("Enter")

    expect(window.page.locator(".agreement-number").first).to_contain_text("κ")
