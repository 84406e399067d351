"""Easy reading for ten to thirteen: short words, pictures, a voice; the story that is kept is the same."""

import re
from pathlib import Path

import pytest

import storyapp
from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.services.sealing import open_original
from storyapp.web.storyteller.steps import STEPS
from storyapp.words.speech import catalogue
from tests.builders import a_programme, a_question, an_invitation
from tests.pages import PageClient
from tests.web.storyteller.walks import tell, walk

STATIC = Path(storyapp.__file__).parent / "web" / "static"
YOUNG = {"age": {"band": "10-13", "role": "young_person"}}
PICTURED = ("consent", "range", "choose", "happened", "matters", "direction", "questions", "title", "check")


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def token(programme):
    return an_invitation(programme)[1]


def picture(browser):
    found = browser.page.find(class_="pictogram")
    return found["class"][1].removeprefix("pictogram-") if found else ""


@pytest.mark.parametrize("step", PICTURED)
def test_each_step_of_the_youngest_has_its_picture_and_a_voice_that_waits(client, programme, token, step):
    a_question(programme)
    walk(client, token, to=step, **YOUNG)

    assert picture(client) == step
    assert client.page.find("button", attrs={"data-aloud": True}).has_attr("hidden")
    assert any("easy.css" in link["href"] for link in client.page.find_all("link", rel="stylesheet"))


def test_no_step_of_the_youngest_shows_an_empty_square():
    drawn = re.findall(
        r"\.pictogram-(\w+) { --picture: url\((pictograms/\w+\.svg)\)", (STATIC / "easy.css").read_text()
    )

    assert {step.name for step in STEPS} - {"start"} <= {name for name, _ in drawn}
    assert [file for _, file in drawn if not (STATIC / file).is_file()] == []


@pytest.mark.parametrize(("language", "easy", "usual"), [
    ("en", "Two or three sentences. Mistakes are fine.", "Spelling does not matter"), ("ru", "Ошибки не страшны.", "Хватит"),
])  # fmt: skip
def test_the_youngest_read_short_words(app, token, language, easy, usual):
    young, older = PageClient(app, language=language), PageClient(app, language=language)
    walk(young, token, to="happened", **YOUNG)
    walk(older, token, to="happened")

    assert easy in young.text()
    assert older.page.find("button", attrs={"data-aloud": True}).has_attr("hidden")
    assert easy not in older.text() and picture(older) == ""


def test_what_is_kept_does_not_know_how_it_was_asked(app, client, programme):
    kept = []
    for changes in (YOUNG, {}):
        programme = a_programme()
        tell(PageClient(app, language="en"), an_invitation(programme)[1], **changes)
        kept.append(the_story_of(programme))

    young, older = kept
    assert young.keys() == older.keys()
    assert {name for name in young if young[name] != older[name]} == {"age_band"}


def the_story_of(programme):
    story = db.session.scalars(db.select(Story).where(Story.programme_id == programme.id)).one()
    return open_original(story.id) | {name: getattr(story, name) for name in ("age_band", "direction", "mode", "n_words", "language")}  # fmt: skip


@pytest.mark.parametrize("language", ["ru", "en"])
def test_short_words_are_short(language):
    usual, easy = catalogue(language), catalogue(language, easy=True)
    changed = {
        msgid: words
        for msgid, words in easy._catalog.items()
        if msgid and getattr(usual, "_catalog", {}).get(msgid) != words
    }
    sentences = [s for words in changed.values() for s in words.replace("?", ".").split(".") if s.strip()]

    assert len(changed) > 20
    assert max(len(sentence.split()) for sentence in sentences) <= 9
