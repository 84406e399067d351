"""An evaluator builds a report, reads it and takes it along in every format."""

import pytest
from playwright.sync_api import expect

from storyapp.formats import registry
from tests.demo_house import cookies_of

NO_WHOLE_REPORT = {"slides", "pptx"}  # handouts and summaries alone become slides
BEGINNINGS = {
    "html": b"<!doctype html", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbf", "pdf": b"%PDF-",
    "json": b"{",
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_report_is_built_read_and_taken_along(open_browser, house, app, language, tmp_path):
    window = open_browser(language=language)
    window.let_in(**house.ask(lambda: cookies_of(app, "staff, evaluator")))
    window.go("/p/mentors/reports")
    window.page.locator("details:has(#page-form):not([open]) > summary").click()
    missing = [one.get_attribute("value") for one in window.page.locator("input[name=periods]:not(:checked)").all()]
    for period in missing:
        window.choose("periods", period)
    window.choose("language", language)

    window.send()

    window.is_at(r"/p/mentors/reports/[a-z2-9]{16}")
    expect(window.page.locator("h1")).to_be_visible()
    links = [link.get_attribute("href") for link in window.page.locator("a[href*='/file.']").all()]
    files = {link.rsplit(".", 1)[1]: window.context.request.get(house.url + link) for link in links}
    assert set(files) == {one.name for one in registry.available()} - NO_WHOLE_REPORT
    wrong = {name: file.body()[:20] for name, file in files.items() if not file.body().lower().startswith(BEGINNINGS[name].lower())}  # fmt: skip
    assert wrong == {}
    assert {file.status for file in files.values()} == {200}
