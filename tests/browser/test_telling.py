"""A young person tells on a phone, comes back by the code, and leaves nothing behind."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.stories import StoryState
from tests.browser.walks import WORDS, Teller, n_stories
from tests.browser.window import dare


def count() -> int:
    return db.session.scalar(select(func.count(Story.id)))


def newest() -> StoryState:
    return db.session.scalars(select(Story.state).order_by(Story.id.desc()).limit(1)).one()


@pytest.mark.parametrize(
    ("language", "javascript", "band"),
    [("ru", False, "10-13"), ("en", True, "14-15"), ("ru", True, "18-23"), ("en", False, "adult")],
    ids=["Russian, a child, no JavaScript", "English", "Russian", "English, no JavaScript"],
)
def test_a_story_is_told_and_opened_again_by_its_code(open_browser, house, language, javascript, band):
    window = open_browser(language=language, javascript=javascript, width=360)
    teller, before = Teller(window=window, band=band), n_stories(house)
    teller.begin()

    teller.go_on(to="matters")
    window.press(window.page.locator(".back-link a"))
    expect(window.page.locator('[name="happened"]')).to_have_value(WORDS[language][2])
    teller.go_on(to="check")
    expect(window.page.locator("main")).to_contain_text(WORDS[language][2])
    window.send()
    window.is_at("/telling/receipt")
    code = teller.code()
    window.send("form.post-button")

    assert len(code) == 20
    assert n_stories(house) == before + 1
    assert house.ask(newest) is (StoryState.WAITING_FOR_GUARDIAN if band == "10-13" else StoryState.TOLD)
    window.is_at("/telling/done")
    window.go("/my-story")
    window.fill("code", code)
    window.send()
    window.is_at("/my-story/view")
    window.page.locator("main details summary").first.click()
    expect(window.page.locator("main")).to_contain_text(WORDS[language][3])
    for path in ("/my-story/consent", "/my-story/write", "/my-story/take-back", "/my-story/erase"):
        window.go(path)


def test_pressing_send_twice_with_the_keyboard_sends_one_story(open_browser, house):
    window = open_browser(width=360, closely=False)
    teller, before = Teller(window=window), n_stories(house)
    teller.begin()
    teller.go_on(to="check")

    window.page.locator("#page-form button[type=submit]").focus()
    dare(lambda: window.page.keyboard.press("Enter"))
    dare(lambda: window.page.keyboard.press("Enter"))

    house.wait_for(count, before + 1)
    assert has_a_code(teller)
    assert n_stories(house) == before + 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_pressing_send_twice_with_a_finger_sends_one_story(open_browser, house, javascript):
    window = open_browser(width=360, closely=False, javascript=javascript)
    teller, before = Teller(window=window), n_stories(house)
    teller.begin()
    teller.go_on(to="check")

    dare(lambda: window.page.locator("#page-form button[type=submit]").dblclick(no_wait_after=True))

    house.wait_for(count, before + 1)
    assert has_a_code(teller)
    assert n_stories(house) == before + 1


def has_a_code(teller: Teller) -> bool:
    """Tell whether the receipt shows a code, opened in a second tab, as the first may still be on its way."""
    page = teller.window.context.new_page()
    page.goto(teller.window.house.url + "/telling/receipt")
    expect(page.locator(".receipt .code")).to_be_visible()
    return len("".join(page.locator(".receipt .code span").all_inner_texts())) == 20


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_switching_the_language_keeps_the_half_typed_words(open_browser, javascript):
    window = open_browser(language="ru", width=360, closely=False, javascript=javascript)
    teller = Teller(window=window)
    teller.begin()
    teller.go_on(to="happened")
    window.fill("happened", "Сначала я молч")

    window.press(window.page.locator("button[name=switch_language]").first)

    expect(window.page.locator("html")).to_have_attribute("lang", "en")
    expect(window.page.locator('[name="happened"]')).to_have_value("Сначала я молч")
    expect(window.page.locator(".error")).to_have_count(0)


def test_a_mistake_is_named_beside_its_field_and_the_words_stay(open_browser):
    window = open_browser(width=360)
    teller = Teller(window=window)
    teller.begin()
    teller.go_on(to="happened")
    window.fill("happened", "short")

    window.send()

    expect(window.page.locator(".error-summary")).to_be_focused()
    expect(window.page.locator('[name="happened"]')).to_have_value("short")


def test_the_code_is_copied_and_saved_as_a_picture(open_browser, tmp_path):
    window = open_browser(language="ru", width=360, permissions=["clipboard-read", "clipboard-write"])
    teller = Teller(window=window)
    teller.begin()
    teller.go_on(to="check")
    window.send()
    window.ready()

    window.page.locator("[data-copy]").click()
    expect(window.page.locator("[data-copy]")).to_have_text("Скопировано")
    with window.page.expect_download() as coming:
        window.page.locator("a[href$='receipt.png']").click()

    assert window.page.evaluate("navigator.clipboard.readText()").replace(" ", "") == teller.code()
    assert coming.value.suggested_filename == "notebook.png"
