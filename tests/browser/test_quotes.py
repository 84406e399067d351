"""An evaluator chooses a quote with one press and finds it in the basket."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_unplanned import EVALUATOR
from tests.demo_house import cookies_of


@pytest.mark.parametrize(("language", "width"), [("en", 360), ("ru", 1280)])
def test_a_quote_is_chosen_with_one_press_and_found_in_the_basket(open_browser, house, app, language, width):
    window = open_browser(language=language, width=width)
    window.let_in(**house.ask(lambda: cookies_of(app, EVALUATOR)))
    window.go("/p/mentors/themes")
    window.press(window.page.locator("main .table-wrap tbody th a").first)
    first = window.page.locator(".found", has=window.page.locator("button[form=choose-quote]")).first
    words = first.locator("blockquote").first.inner_text()

    window.press(window.page.locator("button[form=choose-quote]").first)
    window.go("/p/mentors/quotes")

    expect(window.page.locator(".found blockquote", has_text=words)).to_be_visible()
