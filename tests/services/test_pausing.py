"""A round that rests, a choice that young people refused, a ballot that is taken out."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.rooms import Expectation, Room
from storyapp.data.tables.rounds import SeatTurn
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ConsentBy
from storyapp.rules.errors import RuleBroken
from storyapp.rules.panels import PanelSay, YouthWord
from storyapp.rules.rounds import Method, OutcomeKind, RoundState
from storyapp.services import (
    consents,
    feedback,
    minutes,
    minutes_file,
    panels,
    pausing,
    reopening,
    rooms,
    rounds,
    seating,
    voting,
)
from storyapp.services.transaction import act
from tests import builders
from tests.services.round_builders import JOINT, Table
from tests.services.test_panels import NO, a_panel, answered, chosen

pytestmark = pytest.mark.usefixtures("app")
SECOND = "We listened to the young people and chose anew."


def code_of(does) -> str:
    with pytest.raises(RuleBroken) as broken:
        does()
    return broken.value.code


def pause(table: Table) -> None:
    pausing.pause(table.programme, table.id, account_id=table.facilitator.id)


def go_on(table: Table) -> None:
    pausing.go_on(table.programme, table.id, account_id=table.facilitator.id)


def acts_on(subject: str) -> list[str]:
    return list(
        db.session.scalars(db.select(AuditEvent.act).where(AuditEvent.subject == subject).order_by(AuditEvent.id))
    )


def test_a_pause_stops_the_clock_and_gives_the_time_back(clock):
    table = Table()
    rooms.set_timer(table.programme, table.id, 5, account_id=table.facilitator.id)
    closes_at, timer = table.one.closes_at, db.session.get_one(Room, table.id).timer_ends_at
    pause(table)
    clock.now += timedelta(days=10)
    assert code_of(lambda: table.vote("Owl", 1)) == "ballot.round-paused"

    go_on(table)
    table.vote("Owl", 1)

    assert table.one.closes_at == closes_at + timedelta(days=10) and table.one.paused_at is None
    assert db.session.get_one(Room, table.id).timer_ends_at == timer + timedelta(days=10)
    assert acts_on(f"round:{table.id}")[-2:] == ["round.paused", "round.gone-on"]


def test_while_a_round_rests_nothing_is_decided_shown_or_extended_and_seats_may_change():
    table = Table()
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    pause(table)
    who = {"account_id": table.facilitator.id}

    assert code_of(lambda: table.decide(1)) == "round.paused"
    assert code_of(lambda: pause(table)) == "round.paused"
    assert code_of(lambda: rooms.show_on_screen(table.programme, table.id, place=1, **who)) == "round.paused"
    assert code_of(lambda: rounds.begin_next_turn(table.programme, table.id, turn=1, **who)) == "round.paused"
    seating.add_seats(table.programme, table.id, ["Star"], language="en", is_young=False, **who)
    go_on(table)
    table.decide(1)
    assert code_of(lambda: go_on(table)) == "round.not-now"


def test_a_story_withdrawn_in_a_pause_leaves_the_table():
    table = Table()
    pause(table)
    with act("teller") as doing:
        story = db.session.get_one(Story, table.story_ids[0])
        consents.withdraw_story(doing, story, by=ConsentBy.CHILD, today=builders.TODAY)

    go_on(table)

    assert set(table.sitting.story_ids) == set(table.story_ids[1:])


def refused() -> Table:
    """A round of adults whose choice young people with a veto refused."""
    table = answered(chosen(Table()))
    a_panel(table.programme, PanelSay.VETO)
    who = {"account_id": table.facilitator.id}
    panels.say_youth_word(table.programme, table.id, YouthWord.REFUSES, NO, **who)
    return table


def reopen(table: Table) -> None:
    closes_at = table.one.closes_at + timedelta(days=2)
    reopening.reopen(table.programme, table.id, closes_at, account_id=table.facilitator.id)


def finish(table: Table) -> None:
    feedback.finish_round(table.programme, table.id, account_id=table.facilitator.id)


def test_after_a_refusal_adults_vote_again_and_both_choices_stay_on_paper():
    table = refused()
    reopen(table)
    assert table.one.state is RoundState.OPEN and table.one.turn == 2 and table.one.outcome is None
    assert code_of(lambda: table.decide(1)) == "round.quorum-missing"  # the old ballots decide nothing

    for label in ("Owl", "Moth"):
        table.vote(label, 2)
    table.decide(2, reason=SECOND)

    told = str(minutes_file.written(minutes.minutes_of(table.sitting)))
    assert table.one.outcome is OutcomeKind.ONE and NO in told and JOINT in told and SECOND in told
    (kept,) = reopening.refused_before(table.sitting)
    assert (kept.names, kept.joint_reason, kept.because) == (("Title 1",), JOINT, NO)
    assert code_of(lambda: finish(table)) == "round.youth-word-missing"  # they are asked about the new choice too
    panels.say_youth_word(
        table.programme, table.id, YouthWord.AGREES, "Now it speaks of us as well.", account_id=table.facilitator.id
    )
    finish(table)
    assert acts_on(f"round:{table.id}").count("round.reopened") == 1


def test_or_they_answer_in_writing_before_the_round_is_finished():
    table = refused()
    assert code_of(lambda: finish(table)) == "round.refusal-unanswered"

    rounds.answer_youth(table.programme, table.id, JOINT, account_id=table.facilitator.id)
    finish(table)

    assert table.one.state is RoundState.FINISHED


def test_a_round_opens_again_only_after_a_refusal_and_for_a_time_to_come():
    table = chosen(Table())
    assert code_of(lambda: reopen(table)) == "round.not-refused"

    other = refused()
    again = lambda at: reopening.reopen(other.programme, other.id, at, account_id=other.facilitator.id)  # noqa: E731
    assert code_of(lambda: again(None)) == "round.closing-time-missing"
    assert code_of(lambda: again(other.one.opened_at - timedelta(days=1))) == "round.closing-time-past"
    assert other.one.state is RoundState.DECIDED


def test_what_was_refused_hides_a_story_that_left_since():
    table = refused()
    reopen(table)
    with act("teller") as doing:
        story = db.session.get_one(Story, table.story_ids[0])
        consents.withdraw_story(doing, story, by=ConsentBy.CHILD, today=builders.TODAY)

    (kept,) = reopening.refused_before(table.sitting)

    assert (kept.names, kept.joint_reason, kept.because) == (("",), "", NO)


@pytest.mark.parametrize("method", [Method.MAJORITY, Method.SECRET], ids=["open", "secret"])
def test_a_ballot_is_taken_out_whole_and_its_writer_may_vote_anew(method):
    table = Table(method=method)
    seat_id, cookie = table.seat("Owl").id, "a-browser"
    cast = dict(story_id=table.story_ids[0], reason="It stays with me.", turn=1, cookie=cookie)
    voting.cast(seat_id, **cast)

    voting.take_back(seat_id, cookie=cookie)

    assert table.sitting.cast == () and table.sitting.voted == frozenset()
    assert not db.session.scalars(db.select(SeatTurn)).all()
    voting.cast(seat_id, **cast)
    assert table.sitting.voted == {seat_id}
    assert acts_on(f"seat:{seat_id}")[-3:] == ["ballot.cast", "ballot.taken-back", "ballot.cast"]


def test_with_a_ballot_goes_what_its_writer_expected():
    table = Table()
    table.vote("Owl", 1)
    rooms.expect(table.seat("Owl").id, table.story_ids[1])

    voting.take_back(table.seat("Owl").id)

    assert not db.session.scalars(db.select(Expectation)).all()


def test_nobody_takes_out_what_is_not_theirs_or_no_longer_open():
    table = Table(method=Method.SECRET)
    voting.cast(table.seat("Owl").id, story_id=table.story_ids[0], reason=JOINT, turn=1, cookie="mine")
    voting.cast(table.seat("Moth").id, story_id=table.story_ids[0], reason=JOINT, turn=1, cookie="theirs")

    assert code_of(lambda: voting.take_back(table.seat("Owl").id, cookie="another")) == "ballot.none-to-take-back"
    assert code_of(lambda: voting.take_back(table.seat("Fern").id, cookie="new")) == "ballot.none-to-take-back"
    table.decide(1)
    assert code_of(lambda: voting.take_back(table.seat("Owl").id, cookie="mine")) == "ballot.round-closed"
    assert len(table.sitting.cast) == 2


def test_who_comes_late_gets_the_vote_that_is_open_and_no_other():
    table = Table(method=Method.ITERATIVE)
    table.vote("Owl", 1)
    table.vote("Moth", 2)
    who = {"account_id": table.facilitator.id}
    rounds.begin_next_turn(table.programme, table.id, turn=1, **who)
    seating.add_seats(table.programme, table.id, ["Star"], language="en", is_young=False, **who)

    assert code_of(lambda: table.vote("Star", 1, turn=1)) == "ballot.turn-over"
    table.vote("Star", 1)

    assert table.sitting.voted == {table.seat("Star").id}
