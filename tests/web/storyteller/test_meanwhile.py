"""What happens between a page and its last press: a story is taken back, a clock steps (safety: faults)."""

from datetime import date, timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import Light, Purpose
from storyapp.rules.people import Role
from storyapp.rules.stories import StoryState
from storyapp.services import my_story
from tests.builders import a_programme, a_story, an_account, an_invitation, sign_in
from tests.web.storyteller.walks import step_of, tell, the_story, walk


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def token(programme):
    return an_invitation(programme)[1]


def open_consent(client, token) -> int:
    """Tell a story, come back with its code, and open the page of consent; return the story's id."""
    code = tell(client, token)
    client.get("/my-story")
    client.submit({"code": code})
    client.get("/my-story/consent")
    return the_story().id


def test_a_yes_that_arrives_after_the_story_was_taken_back_changes_nothing(client, token):
    story_id = open_consent(client, token)
    my_story.withdraw(story_id)

    client.submit({Purpose.PUBLICATION.value: "yes"})

    story = the_story()
    assert story.state is StoryState.WITHDRAWN and story.may_publish is Light.NO


def test_a_yes_that_arrives_after_the_story_was_erased_is_answered_kindly(client, token):
    story_id = open_consent(client, token)
    my_story.erase(story_id)

    client.submit({Purpose.PUBLICATION.value: "yes"})

    assert client.h1 and the_story().may_publish is Light.NO


def test_a_guardian_s_paper_for_a_story_that_was_taken_back_meanwhile_is_answered_kindly(client, app):
    programme = a_programme(guardian_age=16)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    story = a_story(programme, screened=False)
    client.get(f"/p/{programme.slug}/consent")
    my_story.withdraw(story.id)

    client.submit(
        {"stories": [story.public_id], "number": "17", "signed_on": "2026-05-19", "purposes": ["ANALYSIS"]}, status=422
    )

    assert db.session.get_one(Story, story.id).may_count is Light.NO


@pytest.mark.parametrize("step", [timedelta(days=-1), timedelta(hours=-3), timedelta(0)], ids=["a day", "hours", "not"])
def test_what_was_said_last_holds_though_the_clock_steps_back(client, token, clock, step):
    story_id = open_consent(client, token)
    my_story.change_consent(story_id, {Purpose.QUOTE: True})

    clock.now += step
    my_story.change_consent(story_id, {Purpose.QUOTE: False})

    assert the_story().may_quote is Light.NO


def test_a_story_is_sent_though_the_clock_steps_back_while_it_is_told(client, token, clock):
    walk(client, token)

    clock.now -= timedelta(hours=5)
    client.submit()

    assert step_of(client) == "receipt"


def test_a_clock_that_leaps_ahead_ends_the_draft_kindly(client, token, clock):
    walk(client, token)

    clock.now += timedelta(days=3)
    client.submit()

    assert client.url == "/telling" and "deleted after one day" in client.text()


def test_a_story_keeps_the_day_on_which_it_arrived(client, token, clock):
    walk(client, token)

    clock.now += timedelta(hours=16)  # past midnight
    client.submit()

    assert the_story().told_on == date(2026, 5, 21)
