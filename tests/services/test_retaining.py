"""Originals go 24 months after a programme has ended; confirmed texts stay."""

from datetime import date, timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.errors import RuleBroken
from storyapp.services import retaining
from storyapp.services.sealing import open_original
from storyapp.services.transaction import act
from tests import builders


def ended(programme_id: int, day: date) -> None:
    with act("shell"):
        db.session.get_one(Programme, programme_id).ended_on = day


def test_an_original_is_kept_while_its_time_runs(app, clock):
    story = builders.a_story(builders.a_programme())
    ended(story.programme_id, clock.now.date())
    clock.now += timedelta(days=700)

    assert retaining.erase_old_originals() == 0
    assert open_original(story.id)["happened"] == builders.HAPPENED


def test_an_original_goes_when_its_time_is_over_and_the_working_text_stays(app, clock):
    story_id = builders.a_story(programme := builders.a_programme()).id
    ended(programme.id, clock.now.date())
    clock.now += timedelta(days=740)

    assert retaining.erase_old_originals() == 1
    assert db.session.get(Story, story_id).happened == builders.HAPPENED
    with pytest.raises(RuleBroken, match=r"story\.erased"):
        open_original(story_id)


def test_a_programme_that_goes_on_keeps_its_originals(app, clock):
    builders.a_story(builders.a_programme())
    clock.now += timedelta(days=4000)

    assert retaining.erase_old_originals() == 0
