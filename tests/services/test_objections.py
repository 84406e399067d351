"""A teller says that the text still tells who somebody is: it changes, or somebody answers and the teller agrees."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries import stories
from storyapp.data.queries.appearing import appears_in
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.services import my_story, screening
from storyapp.services.screening import Texts
from tests.builders import a_programme, a_story, an_account

TOLD = "Our mentor from the red house came every week and I speak in class now."
COVERED = "Our mentor came every week and I speak in class now."
ANSWER = "There are four red houses in the village, so nobody can tell."


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def reader(programme):
    return an_account(Role.FACILITATOR, programme=programme)


@pytest.fixture
def story(programme, reader):
    """A screened text to which its teller has objected."""
    told = a_story(programme, screened=False)
    confirm(programme, told, reader, version=0)
    my_story.object_to_text(told.id)
    return told


def confirm(programme, told, reader, *, words=TOLD, version=1, answer=""):
    texts = Texts(title="", happened=words, matters="", considered=())
    screening.confirm_working_text(
        programme, told.public_id, texts, seen_version=version, account_id=reader.id, language="en", domain_id=None,
        answer=answer,
    )  # fmt: skip


def fresh(story):
    db.session.expire_all()
    return db.session.get(Story, story.id)


@pytest.mark.parametrize("words", [TOLD, f"  {TOLD}\n"], ids=["the same words", "the same words, other spaces"])
def test_an_objection_is_not_passed_over_by_confirming_the_same_words(programme, reader, story, words):
    with pytest.raises(RuleBroken, match=r"story\.objection-stands"):
        confirm(programme, story, reader, words=words)

    assert not appears_in(fresh(story), Where.PANEL)


def test_changed_words_settle_it(programme, reader, story):
    confirm(programme, story, reader, words=COVERED)

    assert appears_in(fresh(story), Where.PANEL)


def test_an_answer_waits_under_the_code_and_the_text_goes_on_resting(programme, reader, story):
    confirm(programme, story, reader, answer=ANSWER)

    assert [one.text for one in my_story.messages_of(story)] == [ANSWER]
    assert not appears_in(fresh(story), Where.PANEL)
    assert fresh(story).text_version == 1
    assert stories.next_to_screen(programme) is None


def test_a_teller_who_has_read_the_answer_may_let_the_text_stay(programme, reader, story):
    confirm(programme, story, reader, answer=ANSWER)

    my_story.let_text_stay(story.id)

    assert appears_in(fresh(story), Where.PANEL)


def test_a_teller_who_is_not_convinced_brings_it_back_to_the_desk(programme, reader, story):
    confirm(programme, story, reader, answer=ANSWER)

    my_story.object_to_text(story.id)

    assert stories.next_to_screen(programme).id == story.id
    with pytest.raises(RuleBroken, match=r"objection-unanswered"):
        my_story.let_text_stay(story.id)


def test_after_an_answer_the_words_can_still_be_changed(programme, reader, story):
    confirm(programme, story, reader, answer=ANSWER)

    confirm(programme, story, reader, words=COVERED)

    assert appears_in(fresh(story), Where.PANEL) and fresh(story).objection_answered_on is None


def test_nothing_can_be_let_stay_before_anybody_has_answered(story):
    with pytest.raises(RuleBroken, match=r"objection-unanswered"):
        my_story.let_text_stay(story.id)
