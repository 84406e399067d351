"""`storyapp minutes verify`: the fingerprint of a round, worked out again."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.services import minutes_file
from storyapp.services.transaction import act
from tests.cli.houses import type_in
from tests.services.round_builders import Table


@pytest.fixture
def table(app):
    table = Table()
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    table.decide(1)
    return table


def verify(settings, table, *more, round_id=None):
    words = ("--programme", table.programme.slug, "--round", str(round_id or table.id))
    return type_in(settings, "minutes", "verify", *words, *more)


def test_minutes_that_hold_are_the_same(settings, table):
    whole = minutes_file.fingerprint_of(table.sitting).whole

    outcome = verify(settings, table, whole)

    assert (outcome.exit_code, "The same." in outcome.output) == (0, True), outcome.output


def test_a_text_that_was_changed_shows(settings, table):
    before = minutes_file.fingerprint_of(table.sitting)
    with act("shell"):
        db.session.get_one(Story, table.story_ids[0]).matters = "Something else."

    outcome = verify(settings, table, before.whole)

    assert outcome.exit_code == 1
    assert "ANOTHER FINGERPRINT" in outcome.output
    assert before.ballots in outcome.output


def test_a_round_that_is_not_decided_has_no_minutes(settings, table):
    outcome = verify(settings, table, round_id=table.id + 1)

    assert outcome.exit_code == 1
    assert "There is no decided round" in outcome.output
