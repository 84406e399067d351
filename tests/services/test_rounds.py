"""Rounds: opened by rule, decided once, with what left the table and who saw it differently."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import use_kit
from storyapp.rules.consent import Light, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.rounds import Method, OutcomeKind, RoundState
from storyapp.services import cases, minutes, rounds, seating, voting
from storyapp.services.rounds import Closing
from storyapp.services.transaction import act
from tests import builders
from tests.services.round_builders import BECAUSE, JOINT, Table

pytestmark = pytest.mark.usefixtures("app")


def hold(story_id: int) -> None:
    with act("shell") as doing:
        cases.open_case(doing, db.session.get_one(Story, story_id), opened_by="reader", signals=[])


def codes_of(*calls) -> list[str]:
    codes = []
    for call in calls:
        with pytest.raises(RuleBroken) as broken:
            call()
        codes.append(broken.value.code)
    return codes


def test_a_majority_decides_with_an_absent_panellist_and_keeps_the_dissent():
    table = Table()
    table.vote("Owl", 1)
    table.vote("Moth", 2, "I would have taken this one.")
    table.vote("Owl", 2, "I have thought again.")
    table.vote("Owl", 1, "And once more.")
    table.vote("Fern", 1)
    table.decide(1, dissent_of=(table.seat("Moth").id,))

    told = minutes.minutes_of(table.sitting)

    assert table.one.state is RoundState.DECIDED and table.one.outcome is OutcomeKind.ONE
    assert [row.name for row in told.chosen] == ["Title 1"]
    assert [(label, row.text) for label, row in told.dissents] == [("Moth", "I would have taken this one.")]
    assert {row.n_changes for row in queries.ballots_of(table.id)} == {0, 2}


def test_absent_panellists_do_not_block_but_the_quorum_holds():
    table = Table(quorum=2)
    table.vote("Owl", 1)

    assert codes_of(lambda: table.decide(1)) == ["round.quorum-missing"]

    table.vote("Moth", None, "I know too little.")
    table.decide(1)

    assert [seat.label for seat in minutes.minutes_of(table.sitting).absent] == ["Fern"]


def test_after_a_tie_two_stories_may_be_named():
    table = Table(labels=("Owl", "Moth"))
    table.vote("Owl", 1)
    table.vote("Moth", 2)

    assert codes_of(lambda: table.decide(1)) == ["round.tie-not-talked-out"]

    table.decide(1, 2)

    assert table.one.outcome is OutcomeKind.TWO and table.one.is_tie


def test_after_a_tie_the_panel_votes_again_and_may_choose_none():
    table = Table(labels=("Owl", "Moth"))
    table.vote("Owl", 1)
    table.vote("Moth", 2)
    rounds.begin_next_turn(table.programme, table.id, turn=1, account_id=table.facilitator.id)
    rounds.begin_next_turn(table.programme, table.id, turn=1, account_id=table.facilitator.id)
    table.vote("Owl", 1)
    table.vote("Moth", 2)
    table.decide(reason="We could not agree, and both stories deserve better.")

    assert (table.one.turn, table.one.outcome) == (2, OutcomeKind.NONE)


def test_in_iterative_voting_the_last_turn_counts_and_a_mover_is_seen():
    table = Table(method=Method.ITERATIVE)
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    table.vote("Fern", 2)
    rounds.begin_next_turn(table.programme, table.id, turn=1, account_id=table.facilitator.id)
    table.vote("Owl", 2)
    table.vote("Moth", 2)
    table.vote("Fern", 2)
    table.decide(2)

    told = minutes.minutes_of(table.sitting)

    assert [told.labels[move.seat_id] for move in told.moves] == ["Owl", "Moth"]
    assert told.n_turns_to_agree == 2 and [turn.outcome.n_votes for turn in told.turns] == [3, 3]


def test_a_story_that_is_held_leaves_the_table_and_its_ballots_are_void():
    table = Table()
    table.vote("Owl", 1)
    table.vote("Moth", 2)
    table.vote("Fern", 2)
    hold(table.story_ids[1])

    assert table.sitting.n_gone == 1 and table.sitting.outcome.n_void == 2
    assert table.sitting.voted == {table.seat("Owl").id}
    assert codes_of(lambda: table.vote("Moth", 2)) == ["ballot.story-not-here"]


def test_a_story_whose_consent_was_narrowed_leaves_the_table():
    table = Table()
    with act("shell"):
        db.session.get_one(Story, table.story_ids[0]).may_panel = Light.NO

    assert table.story_ids[0] not in table.sitting.story_ids


def test_a_round_offers_only_stories_whose_tellers_agreed_to_such_readers():
    programme = builders.a_programme()
    for_all = builders.a_story(programme)
    adults_only = builders.a_story(programme, refused=(Purpose.YOUTH_PANEL,))
    builders.a_story(programme, screened=False)
    builders.a_story(programme, refused=(Purpose.PANEL, Purpose.YOUTH_PANEL))
    table = Table(programme=programme, stories=[for_all, adults_only], is_open=False, is_youth=True)

    assert [read.story.id for read in table.sitting.reads] == [for_all.id]


def test_a_young_reader_on_an_adult_panel_needs_the_consent_for_young_readers():
    programme = builders.a_programme()
    stories = [builders.a_story(programme) for _ in range(2)]
    adults_only = builders.a_story(programme, refused=(Purpose.YOUTH_PANEL,))
    table = Table(programme=programme, stories=[*stories, adults_only], is_open=False)
    seating.add_seats(programme, table.id, ["Robin"], language="en", is_young=True, account_id=table.facilitator.id)

    assert codes_of(lambda: rounds.open_round(programme, table.id, account_id=table.facilitator.id)) == [
        "round.stories-not-allowed"
    ]


def test_what_a_lower_level_chose_comes_first_on_the_next():
    table = Table()
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 3)
    table.decide(3)
    above = Table(
        programme=table.programme, stories=[db.session.get(Story, table.story_ids[0])], selection_level=2, is_open=False
    )

    offered = rounds.candidates_for(table.programme, above.one)

    assert offered[0].id == table.story_ids[2]


def test_the_ballot_of_a_revoked_seat_does_not_count():
    table = Table()
    table.vote("Owl", 1)
    table.vote("Moth", 2)
    seating.revoke_seat(table.programme, table.id, table.seat("Moth").id, account_id=table.facilitator.id)

    assert table.sitting.outcome.chosen == (table.story_ids[0],)
    assert codes_of(lambda: table.vote("Moth", 1)) == ["ballot.seat-revoked"]


def test_a_substitute_joins_an_open_round_and_no_name_stands_twice():
    table = Table()
    add = dict(language="en", is_young=False, account_id=table.facilitator.id)
    seating.add_seats(table.programme, table.id, ["Wren"], **add)
    table.vote("Wren", 1)

    assert len(table.sitting.seats) == 4
    assert codes_of(lambda: seating.add_seats(table.programme, table.id, ["wren"], **add)) == ["round.seat-named-twice"]


def test_more_time_lets_ballots_in_again(clock):
    table = Table()
    clock.now += timedelta(days=4)

    assert codes_of(lambda: table.vote("Owl", 1)) == ["ballot.too-late"]

    rounds.extend(table.programme, table.id, clock.now + timedelta(days=1), account_id=table.facilitator.id)
    table.vote("Owl", 1)

    assert table.sitting.voted == {table.seat("Owl").id}


def test_a_round_of_another_programme_is_refused():
    table, other = Table(), builders.a_programme()

    assert rounds.round_of(other, table.id) is None
    assert codes_of(lambda: rounds.extend(other, table.id, None, account_id=table.facilitator.id)) == [
        "round.not-yours"
    ]


def in_threads(app, kit, calls) -> list[str]:
    """Do all calls at once; return "done" or the code of each."""

    def one(call) -> str:
        with app.app_context():
            use_kit(kit)
            try:
                call()
            except RuleBroken as broken:
                return broken.code
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(one, calls))


def test_two_facilitators_who_close_at_once_make_one_decision(app, kit):
    table = Table()
    second = builders.an_account(Role.FACILITATOR, programme=table.programme).id
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    first, programme_id, chosen = table.facilitator.id, table.programme.id, table.story_ids[0]
    db.session.remove()

    def close(account_id: int, reason: str):
        def call() -> None:
            programme = db.session.get(type(table.programme), programme_id)
            closing = Closing(choice=(chosen,), joint_reason=reason)
            rounds.decide_round(programme, table.id, closing, account_id=account_id)

        return call

    said = in_threads(app, kit, [close(first, JOINT), close(second, "Another reason of five words.")] * 2)

    assert said == ["done", *["round.already-decided"] * 3]
    assert (table.one.facilitator_id, table.one.joint_reason) in (
        (first, JOINT), (second, "Another reason of five words."),
    )  # fmt: skip


def test_ballots_that_arrive_as_the_round_closes_are_in_or_refused(app, kit):
    table = Table(labels=("Owl", "Moth", "Fern", "Wren"))
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    seats = [table.seat(label).id for label in ("Fern", "Wren")]
    programme_id, account_id, chosen = table.programme.id, table.facilitator.id, table.story_ids[0]
    db.session.remove()

    def close() -> None:
        programme = db.session.get(type(table.programme), programme_id)
        rounds.decide_round(programme, table.id, Closing(choice=(chosen,), joint_reason=JOINT), account_id=account_id)

    def vote(seat_id: int):
        return lambda: voting.cast(seat_id, story_id=chosen, reason=BECAUSE, turn=1)

    said = in_threads(app, kit, [vote(seats[0]), close, vote(seats[1])])
    n_in = len(queries.ballots_of(table.id)) - 2

    assert table.one.state is RoundState.DECIDED
    assert said == ["ballot.round-closed"] * (2 - n_in) + ["done"] * (1 + n_in)


def test_the_same_ballot_sent_twice_at_once_is_one(app, kit):
    table = Table()
    seat_id, chosen = table.seat("Owl").id, table.story_ids[0]
    db.session.remove()

    said = in_threads(app, kit, [lambda: voting.cast(seat_id, story_id=chosen, reason=BECAUSE, turn=1)] * 4)

    assert said == ["done"] * 4 and len(queries.ballots_of(table.id)) == 1
