"""Feedback: a round is finished when every teller has an answer, and the young people have theirs."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ConsentBy
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import RoundState
from storyapp.services import consents, feedback, rounds
from storyapp.services.feedback import Answer
from storyapp.services.transaction import act
from tests import builders
from tests.services.round_builders import Table

pytestmark = pytest.mark.usefixtures("app")
VALUED = Answer(valued="We valued your patience.", will_change="Mentors stay a year.")


def decided(**changes) -> Table:
    table = Table(**changes)
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    table.decide(1)
    return table


def answer(table: Table, n: int, words: Answer = VALUED) -> None:
    feedback.answer_teller(table.programme, table.id, table.public_ids[n - 1], words, account_id=table.facilitator.id)


def finish(table: Table) -> str:
    try:
        feedback.finish_round(table.programme, table.id, account_id=table.facilitator.id)
    except RuleBroken as broken:
        return broken.code
    return table.one.state.name


def test_a_round_is_not_finished_while_a_teller_waits():
    table = decided()
    answer(table, 1)
    answer(table, 2)

    assert finish(table) == "round.feedback-missing"

    answer(table, 3, Answer(exception="Nobody can reach this teller."))
    assert finish(table) == "FINISHED"


def test_no_answer_is_owed_for_a_story_that_was_withdrawn():
    table = decided()
    answer(table, 1)
    answer(table, 2)
    with act("teller") as doing:
        story = db.session.get_one(Story, table.story_ids[2])
        consents.withdraw_story(doing, story, by=ConsentBy.CHILD, today=builders.TODAY)

    assert finish(table) == "FINISHED"


def test_an_answer_may_be_mended_after_the_end():
    table = decided()
    for n in (1, 2, 3):
        answer(table, n)
    finish(table)
    answer(table, 1, Answer(valued="We valued your patience and your humour."))
    read = queries.read_of(table.id, table.public_ids[0])

    assert table.one.state is RoundState.FINISHED and read.row.valued.endswith("humour.")
    assert read.row.answered_by_id == table.facilitator.id and read.row.is_chosen


def test_nobody_answers_before_the_panel_has_decided():
    table = Table()

    with pytest.raises(RuleBroken) as broken:
        answer(table, 1)

    assert broken.value.code == "round.not-now"


def test_adults_who_chose_otherwise_owe_the_young_people_an_answer():
    youth = decided(is_youth=True, is_young=True)
    adults = Table(
        programme=youth.programme, stories=[db.session.get_one(Story, one) for one in youth.story_ids]
    )  # fmt: skip
    adults.vote("Owl", 2)
    adults.vote("Moth", 2)
    adults.decide(2)
    for n in (1, 2, 3):
        answer(adults, n)
        answer(youth, n)

    assert finish(youth) == "FINISHED"
    assert finish(adults) == "round.answer-to-youth-missing"

    rounds.answer_youth(
        adults.programme, adults.id, "We weighed it otherwise because of money.", account_id=adults.facilitator.id
    )
    assert finish(adults) == "FINISHED"


def test_an_answer_with_a_sentence_only_begun_is_refused():
    table = decided()

    with pytest.raises(RuleBroken, match=r"round\.answer-only-begun"):
        answer(table, 1, Answer(valued="We valued your patience.", will_change="Because of it we will…"))


def test_a_round_is_not_finished_while_an_answer_kept_earlier_is_only_begun():
    table = decided()
    for n in (1, 2, 3):
        answer(table, n)
    queries.read_of(table.id, table.public_ids[2]).row.will_change = "Now we will…"
    db.session.commit()

    assert finish(table) == "round.feedback-missing"


def test_an_answer_to_young_people_says_why_in_a_sentence():
    adults = decided()

    with pytest.raises(RuleBroken, match=r"round\.answer-to-youth-too-short"):
        rounds.answer_youth(adults.programme, adults.id, "No.", account_id=adults.facilitator.id)
