"""What is printed fits its paper; fields for a file speak the language of the page, not of the browser."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.services.invitations import invitation_list
from tests.browser.walks import Teller
from tests.demo_house import RETURNED, cookies_of

A4 = {"width": 794, "height": 1123}
STAFF = "staff, facilitator"


def sheet_of(path: str) -> str:
    """Return the address of what is printed for the first link of the Russian programme."""
    programme = db.session.scalars(select(Programme).where(Programme.slug == "mentors")).one()
    return f"/p/{programme.slug}/invitations/{invitation_list(programme)[0].id}/{path}"


def n_printed(window) -> int:
    """Return how many sheets of paper the open page takes."""
    pages = re.findall(rb"/Type\s*/Page\b", window.page.pdf(prefer_css_page_size=True))
    return len(pages)


@pytest.mark.parametrize("path", ["sheet", "cards"])
def test_a_poster_and_four_cards_take_one_sheet_each(open_browser, house, path):
    window = open_browser(language="ru")
    window.let_in(**cookies_of(house.app, STAFF))

    window.go(house.ask(lambda: sheet_of(path)))

    assert n_printed(window) == 1


def test_cards_are_cut_where_the_sheet_is_halved(open_browser, house):
    window = open_browser(language="ru")
    window.let_in(**cookies_of(house.app, STAFF))
    window.go(house.ask(lambda: sheet_of("cards")))
    window.page.set_viewport_size(A4)
    window.page.emulate_media(media="print")

    boxes = [card.bounding_box() for card in window.page.locator(".small-card").all()]

    assert [round(box["x"] / A4["width"], 2) for box in boxes] == [0, 0.5, 0, 0.5]
    assert all(abs(box["width"] - A4["width"] / 2) < 2 and abs(box["height"] - A4["height"] / 2) < 3 for box in boxes)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_teller_reads_our_words_on_the_button_and_the_name_of_what_was_chosen(open_browser, house, javascript):
    window = open_browser(language="ru", width=360, javascript=javascript)
    window.let_in(**cookies_of(house.app, RETURNED))
    window.go("/my-story/attachments")
    field = window.page.locator("input[type=file]")
    expect(window.page.locator(".file-pick .button")).to_have_text("Выбрать файл")
    assert not shows_own_words(field)

    field.set_input_files({"name": "river.png", "mimeType": "image/png", "buffer": b"png"})

    assert shows_own_words(field)


def test_what_cannot_be_given_back_is_sent_only_whole_and_asked_for_in_our_words(open_browser, house):
    window = open_browser(language="ru", width=360)
    window.page.context.set_extra_http_headers({"Accept-Language": "en"})
    window.let_in(**cookies_of(house.app, RETURNED))
    window.go("/my-story/attachments")
    window.ready()
    window.page.locator("input[type=file]").set_input_files(
        {"name": "river.png", "mimeType": "image/png", "buffer": b"png"}
    )

    window.page.locator("#page-form button[type=submit]:not([name=switch_language])").first.click()

    words = window.page.locator("[name=about]").evaluate("one => one.validationMessage")
    assert words == "Опиши, пожалуйста, в нескольких словах, что там."
    assert window.page.locator("input[type=file]").evaluate("one => one.files.length") == 1
    window.fill("about", "Река")
    window.choose("may_be_shown", "no")
    assert window.page.locator("#page-form").evaluate("one => one.checkValidity()")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_scan_that_may_be_left_out_shows_its_name_once_it_is_chosen(open_browser, house, javascript):
    window = open_browser(language="ru", javascript=javascript)
    window.let_in(**cookies_of(house.app, STAFF))
    window.go("/p/mentors/consent/again")
    if javascript:
        window.ready()
    field = window.page.locator("input[type=file]")
    expect(window.page.locator(".file-pick .button")).to_be_visible()
    assert javascript != shows_own_words(field)

    field.set_input_files({"name": "paper.png", "mimeType": "image/png", "buffer": b"png"})

    assert shows_own_words(field)


def shows_own_words(field) -> bool:
    """Tell whether the words that the browser itself puts into the field are seen."""
    return field.evaluate("one => getComputedStyle(one).color") != "rgba(0, 0, 0, 0)"


def test_yes_and_no_of_the_youngest_stand_on_one_line(open_browser):
    window = open_browser(language="ru", width=360, javascript=False)
    teller = Teller(window=window, band="10-13")
    teller.begin()

    teller.go_on(to="consent")

    words = window.page.locator(".choices-pair .option-words")
    assert words.count() > 4
    assert {
        round(one.evaluate("w => w.getClientRects()[0].height / parseFloat(getComputedStyle(w).lineHeight)"))
        for one in words.all()
    } == {1}
