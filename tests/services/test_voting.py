"""Voting as a service: whose ballot, in which turn, typed in from paper, and words kept for the next page."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.people import Visit
from storyapp.rules.errors import RuleBroken
from storyapp.services import dissenting, voting
from tests import builders
from tests.services.round_builders import BECAUSE, Table

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    ("story", "reason", "turn", "code"),
    [
        (1, "…", 1, "ballot.reason-too-short"),
        (None, "", 1, "ballot.reason-too-short"),
        (1, BECAUSE, 2, "ballot.turn-over"),
    ],
    ids=["a reason is a sentence", "so is that of an abstention", "a vote for another turn"],
)
def test_a_ballot_that_is_not_whole_is_refused(story, reason, turn, code):
    table = Table()

    with pytest.raises(RuleBroken) as broken:
        table.vote("Owl", story, reason, turn=turn)

    assert broken.value.code == code and not queries.ballots_of(table.id)


def test_a_ballot_from_paper_obeys_the_same_rules_and_is_noted_as_such():
    table = Table()
    table.vote("Owl", 1)
    voting.cast_from_paper(
        table.programme, table.id, table.seat("Owl").id, story_id=table.story_ids[1], reason=BECAUSE,
        account_id=table.facilitator.id,
    )  # fmt: skip
    acts = db.session.scalars(db.select(AuditEvent.act).order_by(AuditEvent.id)).all()

    assert [row.story_id for row in queries.ballots_of(table.id)] == [table.story_ids[1]]
    assert acts[-2:] == ["ballot.cast", "ballot.typed-in"]


def test_a_paper_ballot_for_a_seat_of_another_round_is_refused():
    table, other = Table(), Table()

    with pytest.raises(RuleBroken) as broken:
        voting.cast_from_paper(
            table.programme, table.id, other.seat("Owl").id, story_id=None, reason=BECAUSE,
            account_id=table.facilitator.id,
        )  # fmt: skip

    assert broken.value.code == "round.not-yours"


def test_who_stepped_back_from_a_story_cannot_choose_it():
    table = Table()
    seat_id = table.seat("Owl").id
    voting.recuse(seat_id, table.story_ids[0], knows=True)

    with pytest.raises(RuleBroken) as broken:
        table.vote("Owl", 1)

    assert broken.value.code == "ballot.recused"
    assert not voting.recuse(seat_id, table.story_ids[0], knows=False)
    table.vote("Owl", 1)


def test_what_was_typed_waits_under_a_seal_that_only_the_cookie_opens():
    table = Table()
    cookie, _ = voting.enter(table.token("Owl"))
    voting.keep_typed(cookie, {"reason": "half a thought"})
    sealed = db.session.scalar(db.select(Visit.typed_sealed).where(Visit.seat_id == table.seat("Owl").id))

    assert b"half" not in sealed and voting.typed(cookie) == {"reason": "half a thought"}
    voting.forget_typed(cookie)
    assert voting.typed(cookie) == {}


def test_dissent_is_said_once_and_only_after_the_choice():
    table = Table()
    seat_id = table.seat("Owl").id
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    with pytest.raises(RuleBroken):
        dissenting.say_dissent(seat_id, "I see it differently now.")
    table.decide(1)
    dissenting.say_dissent(seat_id, "I see it differently now.")
    dissenting.say_dissent(seat_id, "I see it quite differently.")

    assert [row.text for row in queries.dissents_of(table.id)] == ["I see it quite differently."]


def test_a_link_says_nothing_of_who_sits_there():
    table = Table(programme=builders.a_programme())
    seat = table.seat("Owl")

    assert table.token("Owl").encode() not in seat.token_sealed + seat.token_hash
