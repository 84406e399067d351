"""Old stories come in from a table, through the screens, to the result."""

import pytest
from playwright.sync_api import expect

from tests.browser.walks import n_stories
from tests.demo_house import TABLE, cookies_of


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("ru", False)], ids=["English", "Russian, no JavaScript"])  # fmt: skip
def test_a_table_is_brought_looked_over_and_taken_in(open_browser, house, app, language, javascript):
    window, before = open_browser(language=language, javascript=javascript), n_stories(house)
    window.let_in(**house.ask(lambda: cookies_of(app, "staff, facilitator")))
    window.go("/p/mentors/import/new")

    window.page.locator("input[type=file]").set_input_files(
        {"name": "old stories.csv", "mimeType": "text/csv", "buffer": TABLE}
    )
    window.send()
    window.is_at(r"/p/mentors/import/\d+/columns")
    window.send()
    window.is_at(r"/p/mentors/import/\d+/words")
    window.page.locator("#page-form select").first.select_option("BETTER")
    window.send()
    window.is_at(r"/p/mentors/import/\d+/check")
    assert n_stories(house) == before
    window.send("form[action$='/start']")

    window.is_at(r"/p/mentors/import/\d+")
    expect(window.page.locator(".note-good")).to_be_visible()
    assert n_stories(house) == before + 2
    window.press(window.page.locator("main a[href$='/undo']"))
    window.send("#undo-form")
    assert n_stories(house) == before
