"""Walk 2: a guardian agrees by a link, and sees no story."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ASKED_WHEN_TELLING, Light
from storyapp.rules.stories import StoryState
from tests.browser.walks import WORDS, Teller
from tests.browser.window import Window


def newest() -> tuple[StoryState, Light]:
    return db.session.execute(select(Story.state, Story.may_quote).order_by(Story.id.desc()).limit(1)).one()._tuple()


def answer(window: Window, **changes: str) -> None:
    """Choose yes to each use, but for the changes."""
    for purpose in ASKED_WHEN_TELLING:
        window.choose(purpose.value, changes.get(purpose.value, "yes"))
    window.send()


def path_on_card(window: Window) -> str:
    return "/g/" + window.page.locator("#card-link").inner_text().strip().rsplit("/", 1)[1]


@pytest.mark.parametrize(
    ("language", "javascript"), [("ru", False), ("en", True)], ids=["Russian, no JavaScript", "English"]
)
def test_a_guardian_agrees_by_a_link_and_sees_no_story(open_browser, house, language, javascript):
    child = open_browser(language=language, javascript=javascript, width=360)
    adult = open_browser(language=language, javascript=javascript, width=360)
    teller = Teller(window=child, band="10-13")
    teller.begin()
    teller.go_on(to="check")
    child.send()
    child.press(child.page.locator('a[href="/telling/guardian-card"]'))
    child.send("form.post-button")
    path, pages = path_on_card(child), []

    adult.go(path)
    adult.is_at("/guardian/who")
    pages.append(adult.page.inner_text("body"))
    adult.choose("kind", "parent")
    adult.send()
    pages.append(adult.page.inner_text("body"))
    answer(adult)
    adult.is_at("/guardian/code")
    code = "".join(adult.page.locator(".receipt .code span").all_inner_texts())
    adult.send("form.post-button")
    agreed = house.ask(newest)
    adult.go("/guardian")
    adult.fill("code", code)
    adult.send()
    adult.is_at("/guardian/answer")
    answer(adult, quote="no")

    assert agreed == (StoryState.TOLD, Light.YES)
    assert house.ask(newest) == (StoryState.TOLD, Light.NO)
    assert not [word for word in WORDS[language] for page in pages if word in page]


def test_a_child_who_opens_the_card_finds_a_kind_way_back(open_browser, house):
    child = open_browser(language="ru", width=360)
    teller = Teller(window=child, band="10-13")
    teller.begin()
    teller.go_on(to="check")
    child.send()
    child.press(child.page.locator('a[href="/telling/guardian-card"]'))
    child.send("form.post-button")

    child.go(path_on_card(child))
    child.choose("kind", "not-guardian")
    child.send()

    child.is_at("/guardian/not-guardian")
    assert house.ask(newest)[0] is StoryState.WAITING_FOR_GUARDIAN
    child.go("/telling/receipt")
    expect(child.page.locator(".receipt .code")).to_be_visible()
