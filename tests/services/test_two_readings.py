"""Nothing reported that only one person has seen, where a programme wants two readings."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.report import Note, blocks_of, tables_of
from storyapp.rules.results import LinkDirection
from storyapp.rules.two_readings import Reading, ReadTwice, counted, read_by_two
from storyapp.services import deciding_together, reporting, second_desk, tagging
from storyapp.services.reports.material import Order
from storyapp.services.tagging import Coder, Place
from storyapp.services.transaction import SHELL, act
from tests import builders

WORDS = "speak in class again"
ENOUGH = 7


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def first(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


@pytest.fixture
def second(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


def place_of(story):
    return Place(programme_id=story.programme_id, public_id=story.public_id)


def stories(programme, n=ENOUGH):
    return [builders.a_story(programme, age_band=AgeBand.FROM_16_TO_17, title=f"Title {i}") for i in range(n)]


def coded(story, theme, coder):
    tagging.confirm_tag(place_of(story), builders.a_suggested_tag(story, theme, WORDS).id, coder)


def wants_two(programme):
    with act(SHELL):
        db.session.get_one(Programme, programme.id).needs_two_readings = True


def report_of(programme):
    order = Order(language="en", audience="inside", length="full", period_ids=(builders.the_period(programme).id,))
    return reporting.content_of(reporting.build_now(programme, order, actor=SHELL))


def table(report, code):
    return next((one.table for one in tables_of(report) if one.table.code == code), None)


@pytest.mark.parametrize(("said", "is_two", "agreed"), [
    ([("1", True)], False, None),
    ([("1", True), ("1", False)], False, None),
    ([("1", True), ("2", True)], True, True),
    ([("1", True), ("2", False)], True, False),
], ids=["one alone", "one who changed their mind", "two who agree", "two who differ"])  # fmt: skip
def test_two_readings_are_those_of_two_people(said, is_two, agreed):
    readings = [Reading(story_id=1, subject_id=2, reader=reader, fits=fits) for reader, fits in said]

    found = read_by_two(readings)

    assert ((1, 2) in found) is is_two
    assert found.get((1, 2)) is agreed


def test_codes_are_counted_by_theme():
    found = counted([(1, 9), (2, 9), (3, 9)], {(1, 9): True, (2, 9): False})

    assert found == {9: ReadTwice(n=3, n_two=2, n_agreed=1)}


def test_a_report_says_how_many_were_read_by_two_and_how_far_they_agree(programme, first, second):
    theme, told = builders.a_theme(programme), stories(programme)
    for story in told:
        coded(story, theme, first)
        tagging.second_reading(place_of(story), theme.id, second, fits=True)

    report = report_of(programme)

    [row] = table(report, "readings-themes").rows
    assert row[1:] == (ENOUGH, ENOUGH, 1.0)
    assert any(isinstance(one, Note) and one.title == "Single readings are counted too" for one in blocks_of(report))


def test_where_two_are_wanted_a_single_reading_stays_out_of_the_report(programme, first, second):
    theme, told = builders.a_theme(programme), stories(programme, 2 * ENOUGH)
    for story in told:
        coded(story, theme, first)
    for story in told[:ENOUGH]:
        tagging.second_reading(place_of(story), theme.id, second, fits=True)
    wants_two(programme)

    report = report_of(programme)

    row = table(report, "themes-table").rows[0]
    assert row[-2] == ENOUGH
    said = next(one.text for one in blocks_of(report) if isinstance(one, Note) and "only one person" in one.title)
    assert f"themes on stories {ENOUGH}" in said


def test_what_readers_settled_together_was_read_by_two(programme, first, second):
    theme, told = builders.a_theme(programme), stories(programme)
    for story in told:
        coded(story, theme, first)
        tagging.second_reading(place_of(story), theme.id, second, fits=False)
        deciding_together.decide_together(
            place_of(story),
            theme.id,
            first,
            fits=True,
            reason="Both of us found it said outright in the second sentence.",
        )
    wants_two(programme)

    report = report_of(programme)

    assert table(report, "themes-table").rows[0][-2] == ENOUGH


def test_a_story_whose_result_was_left_out_is_no_story_without_a_result(programme, first):
    theme, result, told = builders.a_theme(programme), builders.a_result(programme), stories(programme)
    for story in told:
        coded(story, theme, first)
        tagging.add_link(place_of(story), result.id, first, direction=LinkDirection.SUPPORTS)
    wants_two(programme)

    order = Order(language="en", audience="inside", length="full", period_ids=(builders.the_period(programme).id,))
    said = reporting.download(reporting.build_now(programme, order, actor=SHELL), "html").decode()

    assert "Told of no intended result: 7" not in said
    assert "results on stories 7" in said


def test_a_second_reader_is_asked_about_results_too_and_changes_nothing(programme, first, second):
    result = builders.a_result(programme)
    [story] = stories(programme, 1)
    tagging.add_link(place_of(story), result.id, first, direction=LinkDirection.SUPPORTS)

    desk = second_desk.second_desk(programme, second)
    assert [one.id for one in desk.results] == [result.id]
    assert second_desk.say_of_result(place_of(story), result.id, second, fits=False)

    assert second_desk.second_desk(programme, second) is None
    assert second_desk.second_desk(programme, first) is None


def test_a_result_read_by_two_counts(programme, first, second):
    result, told = builders.a_result(programme), stories(programme)
    for story in told:
        tagging.add_link(place_of(story), result.id, first, direction=LinkDirection.SUPPORTS)
        second_desk.say_of_result(place_of(story), result.id, second, fits=True)
    wants_two(programme)

    report = report_of(programme)

    assert table(report, "readings-results").rows[0][1:] == (ENOUGH, ENOUGH, 1.0)
    assert table(report, "results-table").rows[0][1] == ENOUGH
