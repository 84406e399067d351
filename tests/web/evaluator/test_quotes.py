"""The basket of quotes on its pages: one press from a theme, a result or a search, in both languages, no JavaScript."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.quotes import ChosenQuote
from storyapp.data.tables.stories import Story, StoryWords
from storyapp.rules.consent import Light
from storyapp.rules.people import Role
from storyapp.rules.quotes import LONGEST_NOTE
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services.transaction import act
from tests import builders

CONFIRMED = {"state": TagState.CONFIRMED, "decided_as": CoderKind.PERSON, "coder": CoderKind.PERSON}
WORDS = "speak in class again"


@pytest.fixture
def story(programme, theme):
    """A story on which a person confirmed the theme."""
    story = builders.a_story(programme)
    builders.a_suggested_tag(story, theme, WORDS, **CONFIRMED)
    return story


def url(programme, rest: str = "quotes") -> str:
    return f"/p/{programme.slug}/{rest}"


def press(browser):
    """Press the first "Choose this quote" of the page."""
    button = browser.page.find("button", attrs={"form": "choose-quote"})
    browser.submit({button["name"]: button["value"]}, form="choose-quote")


def test_from_a_theme_into_the_basket(either, programme, theme, story):
    either.get(url(programme, f"themes/{theme.id}"))
    press(either)
    after = either.page
    basket = either.get(url(programme))

    assert {"en": "In the basket", "ru": "В подборке"}[either.language] in after.get_text()
    assert [quote.get_text() for quote in basket.select(".found blockquote")] == [story.happened]
    assert theme.name.say(either.language) in basket.select_one(".quote-shelf h2").get_text()
    assert basket.select_one(".found blockquote")["lang"] == "en"


def test_from_a_result_into_the_basket(either, programme):
    result = builders.a_result(programme)
    story = builders.a_story(programme)
    builders.a_suggested_link(story, result, WORDS, **CONFIRMED)

    either.get(url(programme, f"results/{result.id}"))
    press(either)

    assert either.get(url(programme)).select_one(".found blockquote").get_text() == story.happened


def test_from_words_in_context_into_the_basket_and_back_to_the_search(either, programme, story):
    with act("shell"):
        db.session.add(StoryWords(story_id=story.id, lemmas="mentor"))
    either.get(url(programme, "concordance?word=mentor"))
    press(either)

    assert either.page.find("input", attrs={"name": "word"})["value"] == "mentor"
    assert db.session.scalars(db.select(ChosenQuote)).one().theme_id is not None


def test_a_refused_story_has_no_button(desk, programme, theme):
    story = builders.a_story(programme, refused=(builders.Purpose.QUOTE,))
    builders.a_suggested_tag(story, theme, WORDS, **CONFIRMED)

    page = desk.get(url(programme, f"themes/{theme.id}"))

    assert page.select(".found blockquote") and not page.select("button[form=choose-quote]")


def test_a_story_narrowed_meanwhile_is_refused_kindly(desk, programme, theme, story):
    desk.get(url(programme, f"themes/{theme.id}"))
    with act("shell"):
        db.session.get(Story, story.id).may_quote = Light.NO

    press(desk)

    assert "cannot be chosen now" in desk.text()
    assert db.session.scalars(db.select(ChosenQuote)).all() == []


@pytest.mark.parametrize("sentence", ["", "x", "x:1:2", "x:a:b:c", ":::::", "x:9999999999:2:1", "ж:0:5:1"])
def test_a_press_that_names_nothing_chooses_nothing(desk, programme, theme, story, sentence):
    desk.get(url(programme, f"themes/{theme.id}"))

    desk.submit({"sentence": sentence}, form="choose-quote")

    assert db.session.scalars(db.select(ChosenQuote)).all() == []


def test_a_note_says_why_and_may_be_changed(either, programme, theme, story):
    either.get(url(programme, f"themes/{theme.id}"))
    press(either)
    either.get(url(programme))
    quote_id = db.session.scalars(db.select(ChosenQuote.id)).one()

    either.submit({f"quote-{quote_id}-note": "Says it best"}, form=f"quote-form-{quote_id}")

    assert "Says it best" in either.page.select_one(f"#quote-{quote_id}").get_text()


def test_a_note_that_is_too_long_is_kept_on_the_page_with_its_error(desk, programme, theme, story):
    desk.get(url(programme, f"themes/{theme.id}"))
    press(desk)
    desk.get(url(programme))
    quote_id = db.session.scalars(db.select(ChosenQuote.id)).one()

    desk.submit({f"quote-{quote_id}-note": "x" * (LONGEST_NOTE + 1)}, form=f"quote-form-{quote_id}", status=422)

    assert desk.page.select(".error-summary")
    assert desk.page.select_one("textarea").get_text(strip=True) == "x" * (LONGEST_NOTE + 1)


def test_a_quote_is_taken_out(either, programme, theme, story):
    either.get(url(programme, f"themes/{theme.id}"))
    press(either)
    either.get(url(programme))

    quote_id = db.session.scalars(db.select(ChosenQuote.id)).one()
    either.post(url(programme, f"quotes/{quote_id}/out"))

    assert {"en": "The basket is empty", "ru": "В подборке пусто"}[either.language] in either.text()


def test_who_does_not_code_has_no_basket(client, programme):
    builders.sign_in(client, builders.an_account(Role.COLLECTOR, programme=programme))

    client.get(url(programme), status=403)


def test_the_basket_is_taken_along_as_a_report_of_its_own(either, programme, theme, story):
    either.get(url(programme, f"themes/{theme.id}"))
    press(either)
    page = either.get(url(programme))

    page = either.post(page.select_one("form[action$='/quotes/file']")["action"])

    assert "/reports/" in either.url
    assert story.happened in page.get_text()
    assert page.select(".report-files a[href$='file.docx']") and page.select(".report-files a[href$='file.xlsx']")
    assert {"en": "Chosen quotes", "ru": "Выбранные цитаты"}[either.language] in either.get(
        url(programme, "reports")
    ).get_text()
