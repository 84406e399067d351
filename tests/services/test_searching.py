"""Stories are found by any form of a word, by what is known of them, and never across programmes."""

import pytest
from sqlalchemy import event

from storyapp.data.db import db
from storyapp.data.queries.stories import PAGE, StoryFilter
from storyapp.rules.stories import Direction
from storyapp.services.analysing import analyse_story
from storyapp.services.jobs import Ticket
from storyapp.services.searching import find_stories
from tests.builders import a_programme, a_story


def a_found_story(programme, happened, language="ru", **changes):
    story = a_story(programme, happened=happened, matters="", title="", language=language, **changes)
    analyse_story(
        Ticket(
            job_id=0, organisation_id=story.organisation_id, subject_id=story.id, options={"stage": "working"}, n_done=0
        )
    )
    return story.public_id


@pytest.fixture
def programme(app):
    return a_programme()


def found(programme, words):
    return [row.public_id for row in find_stories(programme, StoryFilter(), words=words).rows]


@pytest.mark.parametrize(
    ("told", "language", "asked"),
    [
        ("Я рассказала историю о клубе.", "ru", "истории"),
        ("Ёжик пришёл в наш клуб.", "ru", "ежики"),
        ("Мы вместе шли в весёлый клуб.", "ru", "весёлые клубы"),
        ("She was running to the clubs every day.", "en", "run club"),
        ("My children wrote stories.", "en", "child story"),
    ],
    ids=["another case", "е for ё", "two words, both needed", "another tense", "irregular plurals"],
)
def test_a_word_is_found_in_another_form(programme, told, language, asked):
    story = a_found_story(programme, told, language)
    a_found_story(programme, "Совсем другие слова здесь стоят.")

    assert found(programme, asked) == [story]


@pytest.mark.parametrize("words", ['"', "' OR 1=1 --", "клуб*", "NEAR(", "а AND", "!!!", "()", "club-room:*&|"])
def test_signs_in_a_search_do_no_harm(programme, words):
    a_found_story(programme, "Я рассказала историю о клубе.")

    assert len(found(programme, words)) <= 1


def test_all_words_must_occur(programme):
    a_found_story(programme, "Я рассказала историю о клубе.")

    assert found(programme, "история школа") == []


def test_a_story_of_another_programme_is_not_found(programme):
    a_found_story(a_programme(), "Я рассказала историю о клубе.")

    assert found(programme, "история") == []


def test_the_list_is_narrowed_by_what_is_known(programme):
    worse = a_story(programme, direction=Direction.WORSE)
    a_story(programme)

    rows = find_stories(programme, StoryFilter(direction=Direction.WORSE)).rows

    assert [row.public_id for row in rows] == [worse.public_id]


def test_one_can_page_forth_and_back(programme):
    ids = [a_story(programme, screened=False).public_id for _ in range(3)]

    first = find_stories(programme, StoryFilter(), before=ids[2])
    back = find_stories(programme, StoryFilter(), after=ids[1])

    assert [row.public_id for row in first.rows] == [ids[1], ids[0]]
    assert [row.public_id for row in back.rows] == [ids[2]]
    assert (first.previous, first.following) == (ids[1], "")
    assert PAGE == 50


def test_five_and_fifty_stories_take_the_same_number_of_queries(programme):
    def count_queries():
        n = []

        def note(*_):
            n.append(1)

        event.listen(db.engine, "before_cursor_execute", note)
        find_stories(programme, StoryFilter())
        event.remove(db.engine, "before_cursor_execute", note)
        return len(n)

    for _ in range(5):
        a_story(programme, screened=False)
    few = count_queries()
    for _ in range(20):
        a_story(programme, screened=False)

    assert count_queries() == few
