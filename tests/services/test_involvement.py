"""Involvement counted from what the house knows; what it cannot know is written down with its source."""

from datetime import date

import pytest

from storyapp.data.db import db
from storyapp.data.tables.involvement import InvolvementNote
from storyapp.rules.errors import RuleBroken
from storyapp.rules.involvement import Activity, Degree, InvolvementLevel, InvolvementRole, Subject, Work
from storyapp.rules.panels import PanelSay, steps_for
from storyapp.rules.people import TellerRole
from storyapp.rules.polls import PollKind
from storyapp.services import involvement, rounds
from storyapp.services.involvement import NewActivity
from tests import builders
from tests.demo_house import counted_queries
from tests.services.poll_builders import AskedGroup
from tests.services.round_builders import JOINT, Table
from tests.services.test_panels import a_member, a_panel

pytestmark = pytest.mark.usefixtures("app")
YES_TO_ALL = {(item, 0): 1 for item in range(5)}


def people(programme, work: Work) -> int:
    return next((one.n_people for one in involvement.seen(programme).activities if one.work is work), 0)


def an_activity(**changes) -> NewActivity:
    values = dict(
        level=InvolvementLevel.STRATEGIC, role=InvolvementRole.CONSULTANT, degree=Degree.DECIDED_TOGETHER, n_people=2,
        method="Sat on the board", source="Minutes of the board",
    )  # fmt: skip
    return NewActivity(activity=Activity(**{**values, **changes}), held_on=date(2026, 3, 2))


def test_stories_of_young_people_are_counted_apart_from_those_of_adults():
    programme = builders.a_programme()
    builders.a_story(programme)
    builders.a_story(programme, teller_role=TellerRole.PARENT)

    assert people(programme, Work.TELLING) == 1


def test_a_young_person_on_two_rounds_is_one_person():
    table = Table(is_young=True, is_youth=True)
    Table(programme=table.programme, is_young=True, is_youth=True, labels=("Owl", "Heron"))

    assert people(table.programme, Work.CHOOSING) == 4


def test_the_degree_follows_what_the_panel_may_say():
    table = Table(is_young=True, is_youth=True)
    a_panel(table.programme, PanelSay.VETO)

    choosing = next(one for one in involvement.seen(table.programme).activities if one.work is Work.CHOOSING)

    assert choosing.degree is Degree.DECIDED_TOGETHER


def test_a_member_counts_as_prepared_when_every_step_was_met():
    programme = builders.a_programme()
    panel, account_id = a_panel(programme)
    a_member(panel, account_id, "Owl", prepared=frozenset(steps_for(is_young=True)))
    a_member(panel, account_id, "Moth")

    facts = involvement.facts_of(programme)

    assert (facts.n_members, facts.n_prepared) == (2, 1)


def test_who_has_named_something_they_have_learnt_is_counted_also_after_leaving():
    programme = builders.a_programme()
    panel, account_id = a_panel(programme)
    a_member(panel, account_id, "Owl", skills="To disagree.", left_on=date(2026, 5, 21))
    a_member(panel, account_id, "Moth", skills="  ")

    assert involvement.facts_of(programme).n_naming_skills == 1


def test_adults_who_chose_otherwise_owe_an_answer_until_they_wrote_one():
    youth = Table(is_young=True, is_youth=True)
    adults = Table(programme=youth.programme, stories=[story.story for story in youth.sitting.reads])
    for table, n in ((youth, 1), (adults, 2)):
        for label in ("Owl", "Moth", "Fern"):
            table.vote(label, n)
        table.decide(n)
    before = involvement.facts_of(youth.programme)

    rounds.answer_youth(youth.programme, adults.id, JOINT, account_id=adults.facilitator.id)
    after = involvement.facts_of(youth.programme)

    assert (before.n_differing, before.n_differing_answered) == (1, 0)
    assert (after.n_differing, after.n_differing_answered) == (1, 1)


def test_the_five_questions_are_answered_by_a_poll_that_is_over_and_large_enough():
    group = AskedGroup(PollKind.INVOLVEMENT)
    group.answers(YES_TO_ALL, times=5)
    while_open = involvement.seen(group.programme)

    group.close()
    seen = involvement.seen(group.programme)

    assert while_open.asked_on is None
    assert [(one.yes, one.partly, one.no, one.base) for one in seen.questions] == [(5, 0, 0, 5)] * 5


def test_a_question_that_few_answered_stays_hidden_beside_the_others():
    group = AskedGroup(PollKind.INVOLVEMENT)
    group.answers(YES_TO_ALL, times=4)
    group.answers({(0, 2): 1})
    group.close()

    seen = {one.subject: one for one in involvement.seen(group.programme).questions}

    assert (seen[Subject.EXPECTED].yes, seen[Subject.EXPECTED].no) == (4, 1)
    assert seen[Subject.CHANGED].base is None


def test_what_happened_elsewhere_is_written_down_changed_and_taken_away():
    programme = builders.a_programme()
    account_id = builders.an_account(builders.Role.FACILITATOR, programme=programme).id
    activity_id = involvement.keep_activity(programme, an_activity(), account_id=account_id)

    involvement.keep_activity(programme, an_activity(n_people=3), account_id=account_id, activity_id=activity_id)
    written = involvement.seen(programme).activities
    involvement.remove_activity(programme, activity_id, account_id=account_id)

    assert [(one.n_people, one.source) for one in written] == [(3, "Minutes of the board")]
    assert involvement.seen(programme).activities == ()


def test_another_programme_sees_nothing_of_it_and_cannot_change_it():
    programme, other = builders.a_programme(), builders.a_programme()
    account_id = builders.an_account(builders.Role.FACILITATOR, programme=programme).id
    activity_id = involvement.keep_activity(programme, an_activity(), account_id=account_id)

    involvement.remove_activity(other, activity_id, account_id=account_id)

    assert involvement.activity_of(other, activity_id) is None
    assert len(involvement.seen(programme).activities) == 1


def test_an_activity_without_a_source_is_refused():
    programme = builders.a_programme()
    account_id = builders.an_account(builders.Role.FACILITATOR, programme=programme).id

    with pytest.raises(RuleBroken):
        involvement.keep_activity(programme, an_activity(source="-"), account_id=account_id)


def test_words_about_a_question_are_kept_once_and_an_empty_text_takes_them_back():
    programme = builders.a_programme()
    account_id = builders.an_account(builders.Role.EVALUATOR, programme=programme).id
    for text in ("We expected little.", "We expected that adults would answer."):
        involvement.keep_note(programme, Subject.EXPECTED, text, account_id=account_id)
    kept = involvement.seen(programme).notes

    involvement.keep_note(programme, Subject.EXPECTED, " ", account_id=account_id)

    assert kept == {Subject.EXPECTED: "We expected that adults would answer."}
    assert db.session.scalars(db.select(InvolvementNote)).all() == []


def test_more_rounds_ask_the_database_no_more_often():
    table = Table(is_young=True, is_youth=True)
    with counted_queries() as few:
        involvement.seen(table.programme)
    Table(programme=table.programme)
    Table(programme=table.programme, is_young=True, is_youth=True)

    with counted_queries() as many:
        involvement.seen(table.programme)

    assert many[0] == few[0]
