"""What a browser may send that no page of ours offers: each gets a kind answer, no ballot is made and no word is lost."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.rounds import Method
from storyapp.services import cases, seating
from storyapp.services.transaction import act
from tests.pages import PageClient
from tests.services.round_builders import Table

WHY = "It shows how trust grows."


@pytest.fixture(params=["en", "ru"])
def reader(request, app):
    return PageClient(app, language=request.param)


def come_in(reader, table, label="Owl"):
    reader.get(f"/panel/enter/{table.token(label)}")
    reader.get("/panel/vote")


def hold(story_id):
    with act("shell") as doing:
        cases.open_case(doing, db.session.get_one(Story, story_id), opened_by="reader", signals=[])


def is_kept(reader):
    return WHY in reader.page.find("textarea").get_text() and reader.page.find(class_="error-summary") is not None


@pytest.mark.parametrize("method", [one for one in Method if one is not Method.PAIRWISE], ids=lambda one: one.value)
def test_an_empty_ballot_of_any_method_is_asked_for_a_choice(reader, method):
    table = Table(method=method)
    come_in(reader, table)

    reader.post("/panel/vote", {"reason": WHY})

    assert is_kept(reader)
    assert table.sitting.cast == ()


@pytest.mark.parametrize("method", [Method.MAJORITY, Method.SECRET, Method.CONSENSUS], ids=lambda one: one.value)
def test_two_choices_on_one_ballot_are_no_vote(reader, method):
    table = Table(method=method)
    come_in(reader, table)

    reader.post("/panel/vote", {"choice": table.public_ids[:2], "reason": WHY})

    assert is_kept(reader)
    assert table.sitting.cast == ()


@pytest.mark.parametrize(
    "choice", ["zzzzzzzzzzzzzzzz", "0", "-1", "'; --", "\N{PILE OF POO}", "a" * 5000],
    ids=["an unknown story", "nought", "below nought", "signs", "a picture", "endless"],
)  # fmt: skip
def test_a_choice_that_was_never_offered_is_no_vote(reader, choice):
    table = Table()
    come_in(reader, table)

    reader.post("/panel/vote", {"choice": choice, "reason": WHY})

    assert is_kept(reader)
    assert table.sitting.cast == ()


def test_a_story_of_another_round_is_no_choice(reader):
    table, other = Table(), Table()
    come_in(reader, table)

    reader.post("/panel/vote", {"choice": other.public_ids[0], "reason": WHY})

    assert is_kept(reader)
    assert table.sitting.cast == other.sitting.cast == ()


@pytest.mark.parametrize("mark", ["9", "-1", "2.5", "three", "٣", "9" * 400], ids=lambda mark: mark[:5])
@pytest.mark.parametrize("method", [Method.SCORING, Method.SHORTLIST, Method.BORDA], ids=lambda one: one.value)
def test_a_mark_that_is_none_is_pointed_out(reader, method, mark):
    table = Table(method=method)
    come_in(reader, table)

    reader.post("/panel/vote", {f"mark-{table.public_ids[0]}": mark, "reason": WHY})

    assert is_kept(reader)
    assert table.sitting.cast == ()


@pytest.mark.parametrize("sent", ["the same twice", "another story", "nothing"])
def test_a_comparison_that_nobody_offered_is_not_counted(reader, sent):
    table = Table(method=Method.PAIRWISE)
    come_in(reader, table)
    first, other = table.public_ids[0], Table().public_ids[0]
    second = {"the same twice": first, "another story": other, "nothing": ""}[sent]

    reader.post("/panel/compare", {"compared-1": first, "compared-2": second, "better": first}, status=422)

    assert reader.page.find(class_="error-summary")
    first_words = reader.page.find(class_="note-warn")
    assert (
        first_words.find("a")["href"] == "#page-form"
        and first_words in reader.page.find(class_="split").find_all_previous()
    )
    assert table.sitting.cast == ()


def test_a_story_that_was_held_while_the_ballot_lay_open_cannot_be_chosen_any_more(reader):
    table = Table()
    come_in(reader, table)
    hold(table.story_ids[0])

    reader.post("/panel/vote", {"choice": table.public_ids[0], "reason": WHY})

    assert is_kept(reader)
    assert "Title 1" not in reader.text()
    assert table.sitting.cast == ()


def test_a_member_who_was_removed_while_the_ballot_lay_open_is_told_so(reader):
    table = Table()
    come_in(reader, table)
    seating.revoke_seat(table.programme, table.id, table.seat("Owl").id, account_id=table.facilitator.id)

    reader.post("/panel/vote", {"choice": table.public_ids[0], "reason": WHY})

    assert reader.url == "/panel/no-seat"
    assert table.sitting.cast == ()


def test_a_link_that_was_forwarded_makes_no_second_ballot(app, reader):
    table, friend = Table(), PageClient(app, language="en")
    come_in(reader, table)
    come_in(friend, table)

    reader.submit({"choice": table.public_ids[0], "reason": WHY})
    friend.submit({"choice": table.public_ids[1], "reason": "It stays with me and with others."})

    assert [ballot.story_id for ballot in table.sitting.cast] == [table.story_ids[1]]
