"""The equity check in words: any choice question about the teller, and no small number."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.report import tables_of
from storyapp.rules.stories import Mode
from storyapp.services import equity, minutes, minutes_file, reporting
from storyapp.services.equity import tell_equity
from storyapp.services.equity_over_rounds import equity_of
from storyapp.services.reports.counting import Numbers
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests.builders import a_programme, a_question, a_story, an_account, the_period
from tests.services.round_builders import Table

N_MALE = 6


@pytest.fixture
def programme(app):
    return a_programme()


def a_decided_round(programme, question, values, **changes):
    """A round that chose the first of the stories with these answers."""
    stories = [
        a_story(programme, title=f"Title {n}", answers={question.id: value}, age_band=AgeBand.FROM_16_TO_17)
        for n, value in enumerate(values)
    ]
    table = Table(programme=programme, stories=stories, **changes)
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    table.decide(1)
    return table


def lines_of(table):
    told = minutes.minutes_of(table.sitting)
    lines = tell_equity(told.equity, told.asked, Numbers(told.k, {}), collectors=told.collectors)
    return {line.name: line for line in lines}


def counts(line):
    return {group.name: (group.n_chosen, group.n_not_chosen) for group in line.groups}


def test_a_choice_question_about_the_teller_is_compared(programme):
    table = a_decided_round(programme, a_question(programme), ["female"] + ["male"] * N_MALE + ["female"] * 5)

    gender = lines_of(table)["Gender"]

    assert gender.sentence == "Chosen and other stories differ in this; with so few it may be chance."
    assert counts(gender) == {"Female": ("fewer than 5", 5), "Male": ("fewer than 5", N_MALE)}


def test_no_small_number_follows_from_the_ones_beside_it(programme):
    table = a_decided_round(programme, a_question(programme), ["female"] + ["male"] * N_MALE + ["female"] * 3)

    assert not lines_of(table)["Gender"].groups


def test_a_table_that_would_hide_every_number_is_left_out(programme):
    a_decided_round(programme, a_question(programme), ["female"] + ["male"] * 4 + ["female"] * 4)
    order = Order(language="en", audience="public", length="full", period_ids=(the_period(programme).id,))

    report = reporting.content_of(reporting.build_now(programme, order, actor=SHELL))

    codes = {placed.table.code for placed in tables_of(report)}
    assert "equity-asked" in codes
    assert "equity-asked-groups" not in codes


def test_too_few_to_compare_is_said_once(programme):
    table = a_decided_round(programme, a_question(programme), ["female"] * 3)

    written_down = str(minutes_file.written(minutes.minutes_of(table.sitting)))

    assert written_down.count("Too few stories") == 1


def test_of_several_answers_each_is_compared(programme):
    question = a_question(programme, kind=QuestionKind.SEVERAL_OF)
    table = a_decided_round(programme, question, [["female"]] + [["female", "male"]] * 8)

    assert counts(lines_of(table)["Gender"]) == {"Female": ("fewer than 5", 8), "Male": ("fewer than 5", 8)}


@pytest.mark.parametrize(
    "changes", [{"family": QuestionFamily.STORY}, {"kind": QuestionKind.SHORT_TEXT, "options": []}],
    ids=["about the story", "in own words"],
)  # fmt: skip
def test_other_questions_are_not_compared(programme, changes):
    table = a_decided_round(programme, a_question(programme, **changes), ["female"] * 9)

    assert "Gender" not in lines_of(table)


def test_who_wrote_down_is_compared_by_name_in_the_round_only(programme):
    table = a_decided_round(programme, a_question(programme), ["female"] * 14)
    collector = an_account(Role.COLLECTOR, programme=programme)
    with act("shell"):
        for story_id in table.story_ids[:6]:
            story = db.session.get_one(Story, story_id)
            story.collector_id, story.mode = collector.id, Mode.PEER
    name = collector.name
    order = Order(language="en", audience="inside", length="full", period_ids=(the_period(programme).id,))
    report = reporting.content_of(reporting.build_now(programme, order, actor=SHELL))

    lines = lines_of(table)

    assert set(counts(lines["Who wrote it down"])) == {"The teller alone", name}
    assert set(counts(lines["How the story was collected"])) == {"Told by the teller", "Written down by a peer"}
    assert name not in str(report)
    assert "Who wrote it down" in str(report)


def test_it_is_said_how_it_was_tested_and_what_it_cannot_say(programme):
    first = a_decided_round(programme, a_question(programme), ["female"] * 9)

    cautions = equity.cautions(minutes.minutes_of(first.sitting).equity)

    assert "nothing here was tested" in " ".join(cautions)
    assert str(minutes_file.written(minutes.minutes_of(first.sitting))).count(cautions[0]) == 1


def test_over_all_rounds_the_longest_stories_are_seen_to_win(programme):
    for n in range(3):
        stories = [a_story(programme, title=f"{n}.{m}") for m in range(4)]
        with act("shell"):
            for m, story in enumerate(stories):
                story.n_words = 300 if m == 0 else 100 + m
        table = Table(programme=programme, stories=stories)
        for label in ("Owl", "Moth", "Fern"):
            table.vote(label, 1)
        table.decide(1)

    told = equity_of(programme)

    length = next(line for line in told.lines if line.name == "Length of the story")
    assert length.sentence == (
        "Chosen and other stories differ in this by more than chance alone would make likely; ask the panels why. "
        "Words in the middle story: chosen 300, not chosen 102."
    )
    assert (told.n_rounds, told.check.n_chosen, told.check.n_not_chosen) == (3, 3, 9)
    assert "Wilcoxon" in " ".join(told.cautions)


def test_how_easily_a_story_reads_is_compared(programme):
    table = a_decided_round(programme, a_question(programme), ["female"] * 9)

    assert "Reading ease of the middle story" in lines_of(table)["How easily it reads"].sentence


def test_a_report_compares_by_the_answers_too(programme):
    a_decided_round(programme, a_question(programme), ["female"] + ["male"] * N_MALE + ["female"] * 5)
    order = Order(language="ru", audience="public", length="full", period_ids=(the_period(programme).id,))

    report = reporting.content_of(reporting.build_now(programme, order, actor=SHELL))

    tables = {placed.table.code: placed.table.rows for placed in tables_of(report)}
    assert tables["equity-asked"][0][0] == "Пол"
    assert tables["equity-asked-groups"] == (
        ("Пол", "Женский", "меньше 5", 5),
        ("Пол", "Мужской", "меньше 5", N_MALE),
    )
