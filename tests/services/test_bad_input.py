"""What can go wrong in a round: each gets a clear answer, nothing is lost, and the minutes say what changed."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ConsentBy
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import Method, OutcomeKind, RoundState
from storyapp.services import cases, consents, minutes, minutes_file, rounds, seating, voting
from storyapp.services.transaction import act
from tests import builders
from tests.services.round_builders import BECAUSE, JOINT, Table

pytestmark = pytest.mark.usefixtures("app")
NONE_OF_THEM = "We could not agree, and both stories deserve better."


def code_of(does) -> str:
    with pytest.raises(RuleBroken) as broken:
        does()
    return broken.value.code


def withdraw(story_id: int) -> None:
    with act("teller") as doing:
        story = db.session.get_one(Story, story_id)
        consents.withdraw_story(doing, story, by=ConsentBy.CHILD, today=builders.TODAY)


def hold(story_id: int) -> None:
    with act("shell") as doing:
        cases.open_case(doing, db.session.get_one(Story, story_id), opened_by="reader", signals=[])


def acts_on(table: Table) -> list[str]:
    return list(db.session.scalars(db.select(AuditEvent.act).where(AuditEvent.subject == f"round:{table.id}")))


def told(table: Table) -> str:
    return str(minutes_file.written(minutes.minutes_of(table.sitting)))


@pytest.mark.parametrize(
    ("method", "said", "code"),
    [
        (Method.MAJORITY, {"story_id": 999_999}, "ballot.story-not-here"),
        (Method.SCORING, {"marks": {999_999: 3}}, "ballot.story-not-here"),
        (Method.SCORING, {"marks": {}, "story_id": 1}, "ballot.wrong-kind"),
        (Method.BORDA, {"marks": {0: 99}}, "ballot.story-not-here"),
        (Method.MAJORITY, {"story_id": None, "reason": ""}, "ballot.reason-too-short"),
    ],
    ids=["an unknown story", "an unknown story among scores", "a choice where scores are asked", "a place of no story",
         "an empty ballot"],
)  # fmt: skip
def test_a_ballot_that_says_what_cannot_be(method, said, code):
    table = Table(method=method)

    assert code_of(lambda: voting.cast(table.seat("Owl").id, turn=1, **{"reason": BECAUSE, **said})) == code
    assert table.sitting.cast == ()


def test_a_vote_after_closing_is_refused_and_the_decision_stays():
    table = Table()
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1)

    assert code_of(lambda: table.vote("Fern", 2)) == "ballot.round-closed"
    assert len(table.sitting.cast) == 2 and table.one.joint_reason == JOINT


def test_a_recused_or_removed_member_does_not_vote():
    table = Table()
    voting.recuse(table.seat("Owl").id, table.story_ids[0], knows=True)
    seating.revoke_seat(table.programme, table.id, table.seat("Moth").id, account_id=table.facilitator.id)

    assert code_of(lambda: table.vote("Owl", 1)) == "ballot.recused"
    assert code_of(lambda: table.vote("Moth", 1)) == "ballot.seat-revoked"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"labels": ("Owl",), "quorum": 1}, "round.too-few-seats"),
        ({"n_stories": 1}, "round.too-few-stories"),
        ({"quorum": 9}, "round.quorum-out-of-range"),
        ({"closes_at": None}, "round.closing-time-missing"),
    ],
    ids=["a panel of one", "one story", "more ballots than seats", "no closing time"],
)
def test_a_round_that_cannot_open(facts, code):
    table = Table(is_open=False, **facts)

    assert code_of(lambda: rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)) == code
    assert table.one.state is RoundState.DRAFT


def test_a_round_without_any_story_does_not_open():
    table = Table(is_open=False)
    rounds.choose_stories(table.programme, table.id, [], account_id=table.facilitator.id)

    assert code_of(lambda: rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)) == (
        "round.too-few-stories"
    )


def test_a_panel_of_which_one_is_left_can_still_decide():
    table = Table(labels=("Owl", "Moth"))
    table.vote("Owl", 1)
    seating.revoke_seat(table.programme, table.id, table.seat("Moth").id, account_id=table.facilitator.id)

    table.decide(1)

    assert table.one.outcome is OutcomeKind.ONE


def test_when_all_abstain_nothing_can_be_chosen_and_none_has_its_text():
    table = Table()
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, None)

    assert code_of(lambda: table.decide(1)) == "round.choice-not-from-ballots"
    assert code_of(lambda: table.decide(reason="No.")) == "round.none-without-text"

    table.decide(reason=NONE_OF_THEM)
    assert table.one.outcome is OutcomeKind.NONE


def test_when_everyone_ties_no_lot_is_drawn():
    table = Table()
    for n, label in enumerate(("Owl", "Moth", "Fern"), start=1):
        table.vote(label, n)

    assert table.sitting.outcome.tied == tuple(table.story_ids)
    assert code_of(lambda: table.decide(1)) == "round.tie-not-talked-out"
    assert code_of(lambda: table.decide(1, 2, 3)) == "round.too-many-chosen"


@pytest.mark.parametrize("leave", [withdraw, hold], ids=["withdrawn", "held"])
def test_a_story_that_leaves_between_vote_and_close_is_counted_out_and_the_minutes_say_so(leave):
    table = Table()
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    table.vote("Fern", 2)
    leave(table.story_ids[0])

    assert code_of(lambda: table.decide(1)) == "round.quorum-missing"  # two ballots fell, so those people vote again

    table.vote("Owl", 2)
    assert code_of(lambda: table.decide(1)) == "round.choice-not-from-ballots"
    table.decide(2)

    assert [row.read.row.story_id for row in minutes.minutes_of(table.sitting).chosen] == [table.story_ids[1]]
    assert "1 story had left the table before the choice." in told(table)
    assert acts_on(table)[-1] == "round.decided"


def test_a_chosen_story_that_is_withdrawn_afterwards_leaves_its_place_without_words():
    table = Table()
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1)
    withdraw(table.story_ids[0])

    said = minutes.minutes_of(table.sitting)

    assert len(said.chosen) == 1 and said.chosen[0].name == "" and said.joint_reason == ""
    assert BECAUSE not in told(table)


def test_when_every_story_has_left_the_panel_says_why_it_chose_none():
    table = Table(n_stories=2, quorum=1)
    table.vote("Owl", 1)
    table.vote("Moth", None)
    for story_id in table.story_ids:
        withdraw(story_id)

    table.decide(reason="Both tellers took their stories back, so nothing is left.")

    assert table.one.outcome is OutcomeKind.NONE
    assert "2 stories had left the table before the choice." in told(table)


def test_a_link_that_went_astray_is_stopped_and_opens_nothing_more():
    table = Table()
    astray = table.token("Owl")
    cookie, _ = voting.enter(astray)
    table.vote("Owl", 1)
    seating.renew_link(table.programme, table.id, table.seat("Owl").id, account_id=table.facilitator.id)

    assert voting.enter(astray) is None and voting.sessions.seat_visit(cookie) is None
    assert len(table.sitting.cast) == 1  # the vote of the right person stays, and can be changed with the new link


def test_a_ballot_on_the_way_while_the_clock_steps_over_the_deadline(clock):
    table = Table()
    table.vote("Owl", 1)
    clock.now = table.one.closes_at

    assert code_of(lambda: table.vote("Moth", 1)) == "ballot.too-late"

    clock.now -= timedelta(seconds=1)
    table.vote("Moth", 1)
    assert len(table.sitting.cast) == 2
