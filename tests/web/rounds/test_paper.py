"""Paper: ballots of every method are printed for each seat and typed in again."""

import pytest
from bs4 import BeautifulSoup

from storyapp.rules.rounds import Method
from storyapp.rules.selection.methods import METHODS, BallotKind
from storyapp.services import rounds, voting
from storyapp.services.paper import ballots_to_print
from storyapp.web.common.addresses import full_address
from storyapp.web.common.qr import qr_drawing
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import BECAUSE, Table


@pytest.fixture(params=["en", "ru"])
def staff(request, app) -> PageClient:
    return PageClient(app, language=request.param)


def paper_of(table: Table, label: str) -> str:
    return f"/p/{table.programme.slug}/rounds/{table.id}/seats/{table.seat(label).id}/ballot"


def filled_in(table: Table, label: str) -> dict[str, str]:
    """What a panellist wrote who prefers the earlier told story."""
    place, best = voting.place_of(table.seat(label)), table.public_ids
    if place.asks is BallotKind.CHOICE:
        return {"choice": best[0], "reason": BECAUSE}
    if place.asks is BallotKind.PAIRS:
        pairs = [[read.story.public_id for read in pair] for pair in voting.pairs_on_paper(place)]
        return {"reason": BECAUSE} | {f"mark-{a}-{b}": min(a, b, key=best.index) for a, b in pairs}
    marks = {BallotKind.SCORES: "543", BallotKind.SHORTLIST: "210"}.get(place.asks, "123")
    return {"reason": BECAUSE} | {f"mark-{story}": mark for story, mark in zip(best, marks, strict=True)}


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.value)
def test_a_ballot_of_every_method_is_printed_for_each_seat_and_typed_in(app, method):
    table = Table(method=method, quorum=1)
    client = PageClient(app, language="en")
    builders.sign_in(client, table.facilitator)
    page = client.get(f"/p/{table.programme.slug}/rounds/{table.id}/cards")
    printed = [card for card in page.select(".card") if "Ballot" in card.h2.get_text()]
    client.get(paper_of(table, "Owl"))

    client.submit(filled_in(table, "Owl"))

    assert [label for label in ("Owl", "Moth", "Fern") if any(label in card.get_text() for card in printed)] == [
        "Owl", "Moth", "Fern",
    ]  # fmt: skip
    assert table.sitting.voted == {table.seat("Owl").id}
    outcome = table.sitting.outcome
    assert (outcome.chosen or outcome.shortlist or outcome.order[0])[0] == table.story_ids[0]


def test_the_pairs_on_paper_are_those_of_the_phone_without_what_the_seat_does_not_judge(app):
    table = Table(method=Method.PAIRWISE, n_stories=4)
    owl = table.seat("Owl")
    voting.recuse(owl.id, table.story_ids[0], knows=True)

    pairs = [{read.row.story_id for read in pair} for pair in voting.pairs_on_paper(voting.place_of(owl))]

    assert len(pairs) == 3 and not any(table.story_ids[0] in pair for pair in pairs)
    first = voting.place_of(owl).next_pair
    assert {read.row.story_id for read in first} == pairs[0]


def test_comparisons_on_paper_are_taken_whole_or_not_at_all(staff):
    table = Table(method=Method.PAIRWISE)
    builders.sign_in(staff, table.facilitator)
    sent = filled_in(table, "Owl")
    staff.get(paper_of(table, "Owl"))
    staff.submit({**sent, "reason": ""}, status=422)
    assert table.sitting.cast == ()
    staff.submit({"reason": BECAUSE} | dict.fromkeys(set(sent) - {"reason"}, ""), status=422)

    staff.submit(sent)
    staff.get(paper_of(table, "Moth"))
    staff.submit({"abstains": "y", "reason": BECAUSE} | dict.fromkeys(set(filled_in(table, "Moth")) - {"reason"}, ""))

    sitting = table.sitting
    assert [len(sitting.comparisons.get(row.id, ())) for row in sitting.cast] == [3, 0]
    assert [row.is_abstention for row in sitting.cast] == [False, True]


def test_comparisons_of_a_secret_round_are_typed_in_once(app):
    table = Table(method=Method.PAIRWISE, is_secret=True)
    place = voting.place_of(table.seat("Owl"))
    answers = {frozenset(read.row.story_id for read in pair): None for pair in voting.pairs_on_paper(place)}
    type_in = lambda: voting.compare_from_paper(  # noqa: E731
        table.programme, table.id, place.seat.id, answers, reason=BECAUSE, account_id=table.facilitator.id
    )
    type_in()

    with pytest.raises(rounds.RuleBroken) as broken:
        type_in()

    assert broken.value.code == "ballot.secret-elsewhere"
    assert [row.seat_id for row in table.sitting.cast] == [None]


def test_a_stack_of_ballots_is_typed_in_one_after_the_other(staff, app):
    table = Table(quorum=1)
    builders.sign_in(staff, table.facilitator)
    base = f"/p/{table.programme.slug}/rounds/{table.id}"
    staff.get(f"{base}/ballots")
    opened = []

    for label in ("Owl", "Moth", "Fern"):
        assert label in staff.page.find("main").get_text()
        opened.append(staff.url)
        staff.submit(filled_in(table, label) | {"next": "1"})

    assert opened == [paper_of(table, label) for label in ("Owl", "Moth", "Fern")]
    assert staff.url == base
    assert len(table.sitting.voted) == 3
    assert staff.get(f"{base}/ballots") and staff.url == base


def test_each_ballot_has_a_picture_that_leads_to_where_it_is_typed_in(staff, app):
    table = Table()
    builders.sign_in(staff, table.facilitator)

    page = staff.get(f"/p/{table.programme.slug}/rounds/{table.id}/cards")

    drawn = [str(svg) for svg in page.select(".paper-qr svg")]
    wanted = [
        str(BeautifulSoup(qr_drawing(full_address(paper_of(table, label)), named=""), "lxml").svg.path["d"])
        for label in ("Owl", "Moth", "Fern")
    ]
    assert [path in svg for path, svg in zip(wanted, drawn, strict=True)] == [True, True, True]


def test_a_secret_ballot_on_paper_carries_its_name_on_a_strip_to_be_torn_off(app):
    table = Table(method=Method.SECRET, labels=("Owl", "Moth"))
    client = PageClient(app, language="en")
    builders.sign_in(client, table.facilitator)

    page = client.get(f"/p/{table.programme.slug}/rounds/{table.id}/cards")

    ballot = next(card for card in page.select(".card") if "Ballot" in card.h2.get_text())
    strip = ballot.select_one(".paper-strip").extract()
    assert "Owl" in strip.get_text() and strip.select_one("svg")
    assert "Owl" not in ballot.get_text() and not ballot.select_one("svg")


def test_secret_ballots_on_paper_are_all_alike(app):
    table = Table(method=Method.SECRET, n_stories=6, labels=("Owl", "Moth", "Fern", "Wren"))

    orders = {tuple(read.row.story_id for read in ballot.reads) for ballot in ballots_to_print(table.sitting)}

    assert orders == {tuple(table.story_ids)}
