"""Shares of a long list in the database: dealt, dealt anew as people come and go, and only readers' marks count."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.house import AuditEvent
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import Method, RoundState
from storyapp.rules.selection.published import count_published
from storyapp.services import minutes, minutes_said, paper, rooms, rounds, seating, shares, voting
from storyapp.services.publishing_ballots import published_ballots
from tests.services.round_builders import BECAUSE, Table

pytestmark = pytest.mark.usefixtures("app")
FOUR = ("Owl", "Moth", "Fern", "Lynx")


def dealt(*, is_open: bool = True, readers: int = 2, n_stories: int = 8, **changes) -> Table:
    """A round of eight stories and four people, each story read by two."""
    table = Table(n_stories=n_stories, labels=FOUR, is_open=False, **{"method": Method.SCORING, **changes})
    shares.deal_out(table.programme, table.id, readers, account_id=table.facilitator.id)
    if is_open:
        rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)
    return table


def share(table: Table, label: str) -> list[int]:
    db.session.expire_all()
    return [row.story_id for row in queries.shares_of(table.id).get(table.seat(label).id, ())]


def read(table: Table, label: str, n: int = 99) -> list[int]:
    """Open the first n stories of a share; return them."""
    opened = [one.row.story_id for one in voting.place_of(table.seat(label)).reads[:n]]
    for place, story_id in enumerate(opened, 1):
        voting.note_read(table.seat(label).id, place, story_id)
    return opened


def readers(table: Table) -> set[int]:
    db.session.expire_all()
    return {n for n, _ in shares.readers_so_far(table.sitting).values()}


def loads(table: Table) -> list[int]:
    return [len(share(table, seat.label)) for seat in table.sitting.seats]


def code_of(does) -> str:
    with pytest.raises(RuleBroken) as broken:
        does()
    return broken.value.code


def score(table: Table, label: str, marks: dict[int, int]) -> None:
    voting.cast(table.seat(label).id, reason=BECAUSE, turn=1, marks=marks)


def test_the_deal_is_seen_before_opening_and_follows_the_stories_and_seats():
    table = dealt(is_open=False)
    assert readers(table) == {2} and loads(table) == [4, 4, 4, 4]

    seating.add_seats(
        table.programme, table.id, ["Star"], language="en", is_young=False, account_id=table.facilitator.id
    )
    assert readers(table) == {2} and sorted(loads(table)) == [3, 3, 3, 3, 4]

    rounds.choose_stories(table.programme, table.id, table.public_ids[:5], account_id=table.facilitator.id)
    assert readers(table) == {2} and loads(table) == [2] * 5


def test_a_member_sees_only_their_share_and_judges_only_what_they_opened():
    table = dealt()
    mine = share(table, "Owl")
    assert [one.row.story_id for one in voting.place_of(table.seat("Owl")).reads] == mine
    elsewhere = next(one for one in table.story_ids if one not in mine)

    assert code_of(lambda: score(table, "Owl", {mine[0]: 5})) == "ballot.story-not-here"
    assert code_of(lambda: score(table, "Owl", {elsewhere: 5})) == "ballot.story-not-here"
    read(table, "Owl", 2)
    score(table, "Owl", {mine[0]: 5, mine[1]: 2})

    assert set(table.sitting.outcome.tally) == set(mine[:2])


def test_who_is_away_gives_the_unread_to_the_others_and_takes_a_share_again():
    table = dealt()
    opened = read(table, "Moth", 2)

    shares.set_away(table.programme, table.id, table.seat("Owl").id, is_away=True, account_id=table.facilitator.id)
    assert share(table, "Owl") == [] and set(opened) <= set(share(table, "Moth"))
    assert readers(table) == {2} and sorted(loads(table)) == [0, 5, 5, 6]

    shares.come_back(table.seat("Owl").id)
    assert readers(table) == {2} and loads(table) == [4, 4, 4, 4]
    acts = db.session.scalars(db.select(AuditEvent.act).order_by(AuditEvent.id)).all()
    assert [one for one in acts if one in ("round.dealt", "round.seat-away", "round.seat-back")] == [
        "round.dealt", "round.seat-away", "round.seat-back",
    ]  # fmt: skip


def test_a_removed_member_a_substitute_and_one_by_the_code_share_what_nobody_opened():
    table = dealt()
    read(table, "Owl")
    seating.revoke_seat(table.programme, table.id, table.seat("Owl").id, account_id=table.facilitator.id)
    assert readers(table) == {2} and sorted(loads(table)) == [5, 5, 6]

    seating.add_seats(
        table.programme, table.id, ["Star"], language="en", is_young=False, account_id=table.facilitator.id
    )
    rooms.open_code(table.programme, table.id, account_id=table.facilitator.id)
    rooms.join(rooms.code_of(table.id), "Comet", language="en", visitor="somebody")

    assert readers(table) == {2} and sorted(loads(table)) == [3, 3, 3, 3, 4]


def test_who_knows_the_teller_hands_the_story_on():
    table = dealt()
    known = share(table, "Owl")[0]

    voting.recuse(table.seat("Owl").id, known, knows=True)

    assert known not in share(table, "Owl") and readers(table) == {2}


def test_marks_count_among_the_readers_of_a_story_and_anyone_counts_the_same_again():
    table = dealt(method=Method.BORDA)
    for label in FOUR:
        score(table, label, {story_id: place for place, story_id in enumerate(sorted(read(table, label)), 1)})
    tally = table.sitting.outcome.tally
    assert tally[table.story_ids[0]] == 6 and sum(tally.values()) == 0  # first of four with both of its readers
    table.decide(reason="We could not agree on one of them.")

    again = count_published(Method.BORDA, published_ballots(table.sitting)).outcome

    assert list(again.tally.values()) == list(tally.values())


def test_the_minutes_say_who_read_what():
    table = dealt()
    for label in FOUR:
        score(table, label, {story_id: 1 + (story_id == table.story_ids[0]) for story_id in read(table, label)})
    table.decide(1)

    said = " ".join(minutes_said.share_sentences(minutes.minutes_of(table.sitting).sitting))

    assert "each story to 2 readers or more, at most 4 stories a person" in said
    assert "2 to 2 readers each" in said


def test_before_the_vote_everybody_reads_what_is_on_the_shortlist():
    table = dealt(method=Method.SHORTLIST)
    listed = set(table.story_ids[:2])
    for label in FOUR:
        score(table, label, {story_id: 2 if story_id in listed else 0 for story_id in read(table, label)})

    rounds.begin_next_turn(table.programme, table.id, turn=1, account_id=table.facilitator.id)

    assert all(listed <= set(share(table, label)) for label in FOUR)
    assert {one.row.story_id for one in voting.place_of(table.seat("Owl"), is_paper=True).choices} == listed


def test_a_paper_ballot_holds_the_share_and_counts_it_as_read():
    table = dealt()
    mine = share(table, "Owl")
    printed = next(one for one in paper.ballots_to_print(table.sitting) if one.seat.label == "Owl")
    assert [one.row.story_id for one in printed.reads] == mine

    voting.cast_from_paper(
        table.programme, table.id, table.seat("Owl").id, reason=BECAUSE, account_id=table.facilitator.id,
        marks=dict.fromkeys(mine, 3),
    )  # fmt: skip

    assert set(table.sitting.outcome.tally) == set(mine)


def test_a_changed_plan_takes_the_deal_back_where_all_must_read_all():
    table = dealt(is_open=False)
    for label in ("Fern", "Lynx", "Moth"):
        seating.revoke_seat(table.programme, table.id, table.seat(label).id, account_id=table.facilitator.id)

    assert share(table, "Owl") == []
    assert code_of(lambda: rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)) == (
        "round.too-few-seats"
    )
    assert table.one.state is RoundState.DRAFT


def test_a_deal_is_made_in_the_draft_only_and_for_the_own_programme():
    table, other = dealt(), dealt()
    account_id = table.facilitator.id

    assert code_of(lambda: shares.deal_out(table.programme, table.id, 3, account_id=account_id)) == "round.not-now"
    assert code_of(lambda: shares.deal_out(table.programme, other.id, 3, account_id=account_id)) == "round.not-yours"
    assert code_of(
        lambda: shares.set_away(
            table.programme, table.id, other.seat("Owl").id, is_away=True, account_id=account_id
        )
    ) == "round.not-yours"  # fmt: skip
