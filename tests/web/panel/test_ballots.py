"""Ballots of every kind on a phone, counted on the page and again from what was published; secret means secret."""

import json

import pytest

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.people import Visit
from storyapp.data.tables.rounds import BallotCast, SeatTurn
from storyapp.rules.rounds import Method
from storyapp.rules.selection.methods import METHODS, BallotKind
from storyapp.rules.selection.published import count_published
from storyapp.services import rounds, voting
from storyapp.services.publishing_ballots import published_ballots
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table

WHY = "It stays with me."


def come_in(reader, table, label="Owl"):
    reader.get(f"/panel/enter/{table.token(label)}")


def typed(table, *marks, **more):
    named = zip(table.public_ids, marks, strict=False)
    return {f"mark-{story}": str(mark) for story, mark in named} | {"reason": WHY} | more


@pytest.fixture(params=["en", "ru"])
def reader(request, app):
    return PageClient(app, language=request.param)


@pytest.mark.parametrize(
    ("method", "marks"),
    [(Method.SCORING, (1, 5, 3)), (Method.SHORTLIST, (0, 2, 1)), (Method.BORDA, (2, 1, ""))],
    ids=["scores", "yes, maybe, no", "an order with a gap"],
)
def test_marks_arrive_and_can_be_changed(reader, method, marks):
    table = Table(method=method)
    come_in(reader, table)
    reader.get("/panel/vote")
    reader.submit(typed(table, 2, 2, 2))
    reader.get("/panel/vote")
    reader.submit(typed(table, *marks))

    assert reader.url == "/panel/voted" and "Title 2" in reader.text()
    (ballot,) = table.sitting.ballots
    assert dict(ballot.marks) == {table.story_ids[n]: mark for n, mark in enumerate(marks) if mark != ""}


@pytest.mark.parametrize("sent", [{}, {"abstains": "y", "first": 3}, {"first": 99}], ids=["none", "both", "too high"])
def test_marks_that_cannot_be_taken_are_kept_and_explained(reader, sent):
    table = Table(method=Method.SCORING)
    come_in(reader, table)
    reader.get("/panel/vote")
    more = {name: value for name, value in sent.items() if name != "first"}
    reader.post("/panel/vote", typed(table, sent.get("first", ""), **more))

    assert reader.page.find(class_="error-summary") and WHY in reader.page.find("textarea").get_text()
    assert not table.sitting.cast


@pytest.mark.parametrize("is_switching", [False, True], ids=["nothing marked", "the language chosen"])
def test_who_is_shown_the_ballot_again_can_still_abstain(reader, is_switching):
    table = Table(method=Method.SCORING)
    come_in(reader, table)
    reader.get("/panel/vote")
    reader.post("/panel/vote", {"reason": WHY} | ({"switch_language": reader.language} if is_switching else {}))
    reader.get("/panel/vote")

    box = reader.page.find("input", attrs={"name": "abstains"})
    reader.submit({"abstains": box["value"], "reason": WHY})

    assert reader.url == "/panel/voted"
    assert [ballot.is_abstention for ballot in table.sitting.cast] == [True]


def test_a_story_named_twice_on_one_ballot_is_pointed_out_and_nothing_is_lost(reader):
    table = Table(method=Method.SCORING)
    come_in(reader, table)
    reader.get("/panel/vote")
    name = f"mark-{table.public_ids[0]}"
    reader.post("/panel/vote", {name: ["1", "5"], "reason": WHY})

    assert reader.page.find(class_="error-summary") and WHY in reader.page.find("textarea").get_text()
    assert not table.sitting.cast


def test_pairs_come_one_at_a_time_and_count_at_once(reader):
    table = Table(method=Method.PAIRWISE)
    come_in(reader, table)
    reader.get("/panel/vote")
    for _ in range(3):
        pair = [reader.page.find("input", attrs={"name": f"compared-{n}"})["value"] for n in (1, 2)]
        reader.submit({"better": min(pair, key=table.public_ids.index), "reason": ""})
    reader.submit({"reason": WHY})

    assert reader.url == "/panel/voted"
    outcome = table.sitting.outcome
    assert (outcome.chosen, outcome.has_prior) == ((table.story_ids[0],), True)


def fill_in(table):
    kind = METHODS[table.one.method].first
    for n, label in enumerate(("Owl", "Moth", "Fern")):
        if kind is BallotKind.CHOICE:
            table.vote(label, 1)
            continue
        seat = table.seat(label).id
        if kind is BallotKind.PAIRS:
            voting.compare(seat, pair=table.story_ids[:2], better_id=table.story_ids[0], reason="", turn=1)
            continue
        marks = {BallotKind.ORDER: (1, 2, 3), BallotKind.SHORTLIST: (2, 0, 0)}.get(kind, (5, 1, 1 + n))

        voting.cast(
            seat, marks=dict(zip(table.story_ids, marks, strict=True)), reason=WHY, turn=1, cookie=f"phone {label}"
        )


@pytest.mark.parametrize("method", [one for one in Method if one is not Method.SCORING_THEN_VOTE])
def test_every_method_decides_and_anyone_counts_the_same_again(app, method):
    table = Table(method=method)
    fill_in(table)
    table.decide(1)
    reader = PageClient(app, language="en")
    builders.sign_in(reader, table.facilitator)
    page = f"/p/{table.programme.slug}/rounds/{table.id}"
    reader.get(page)
    assert reader.page.find("svg", class_="count-bar")
    reader.get(f"{page}/minutes")
    published = published_ballots(table.sitting)

    counted = count_published(method, json.loads(json.dumps(published)))

    assert [counted.options[one - 1] for one in counted.outcome.leaders] == [table.public_ids[0]]
    assert published["titles"][table.public_ids[0]] == "Title 1"


def test_after_scores_the_panel_votes_and_the_vote_decides(app):
    table = Table(method=Method.SCORING_THEN_VOTE)
    fill_in(table)
    rounds.begin_next_turn(table.programme, table.id, turn=1, account_id=table.facilitator.id)
    for label in ("Owl", "Moth"):
        table.vote(label, 2)
    table.decide(2)

    assert table.one.outcome is not None
    assert count_published(Method.SCORING_THEN_VOTE, published_ballots(table.sitting)).outcome.chosen == (2,)


def test_no_row_links_a_voter_with_a_secret_ballot(reader):
    table = Table(method=Method.SECRET)
    come_in(reader, table)
    reader.get("/panel/vote")
    reader.submit({"choice": table.public_ids[0], "reason": WHY})
    (ballot,) = db.session.scalars(db.select(BallotCast))
    visits = {visit.token_hash for visit in db.session.scalars(db.select(Visit))}
    seats = {seat.token_hash for seat in queries.seats_of(table.id)}

    assert (ballot.seat_id, ballot.id < 0, ballot.key_hash in visits | seats) == (None, True, False)
    assert [row.seat_id for row in db.session.scalars(db.select(SeatTurn))] == [table.seat("Owl").id]
    assert table.sitting.voted == {table.seat("Owl").id}


def test_a_secret_ballot_is_changed_by_its_own_browser_and_by_no_other(reader, app):
    table = Table(method=Method.SECRET)
    come_in(reader, table)
    reader.get("/panel/vote")
    reader.submit({"choice": table.public_ids[0], "reason": WHY})
    come_in(reader, table)
    reader.get("/panel/vote")
    reader.submit({"choice": table.public_ids[1], "reason": WHY})
    other = PageClient(app, language=reader.language)
    come_in(other, table)
    other.post("/panel/vote", {"choice": table.public_ids[2], "reason": WHY})

    assert [row.story_id for row in table.sitting.cast] == [table.story_ids[1]]
