"""Standing panels in the database: members become seats, hours are settled, and the young people's word counts."""

from datetime import date, timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.panels import PanelMember, PreparedStep
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import Light, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.panels import MemberRole, PanelSay, Preparation, YouthWord
from storyapp.rules.rounds import RoundState
from storyapp.services import feedback, panels, rounds
from storyapp.services.feedback import Answer
from storyapp.services.panels import MemberPlan, PanelPlan
from tests import builders
from tests.services.round_builders import Table

pytestmark = pytest.mark.usefixtures("app")
TODAY = date(2026, 5, 20)
NO = "It leaves out everybody who had to leave home."


def a_panel(programme, say: PanelSay = PanelSay.ADVICE, **changes):
    facilitator = builders.an_account(builders.Role.FACILITATOR, programme=programme)
    plan = PanelPlan(**{"name": "Voices", "is_youth": True, "say": say, **changes})
    return panels.panel_of(programme, panels.keep_panel(programme, plan, account_id=facilitator.id)), facilitator.id


def a_member(panel, account_id: int, label: str = "Owl", **changes) -> int:
    values = dict(label=label, role=MemberRole.MEMBER, is_young=True, language="en", joined_on=TODAY)
    return panels.keep_member(panel, MemberPlan(**{**values, **changes}), account_id=account_id)


def code_of(does) -> str:
    with pytest.raises(RuleBroken) as broken:
        does()
    return broken.value.code


def chosen(table: Table, n: int = 1) -> Table:
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, n)
    table.decide(n)
    return table


def beside(table: Table, n: int, **changes) -> Table:
    stories = [db.session.get_one(Story, one) for one in table.story_ids]
    return chosen(Table(programme=table.programme, stories=stories, **changes), n)


def answered(table: Table) -> Table:
    for public_id in table.public_ids:
        words = Answer(valued="We valued your patience.")
        feedback.answer_teller(table.programme, table.id, public_id, words, account_id=table.facilitator.id)
    return table


def test_members_who_sit_today_become_seats_and_nobody_twice():
    programme = builders.a_programme()
    panel, account_id = a_panel(programme)
    a_member(panel, account_id)
    a_member(panel, account_id, "Ёж", language="ru")
    a_member(panel, account_id, "Gone", joined_on=TODAY - timedelta(days=9), left_on=TODAY)
    a_member(panel, account_id, "Later", joined_on=TODAY + timedelta(days=9))
    table = Table(programme=programme, labels=("Owl",), is_open=False, panel_id=panel.id, is_youth=True)

    n = panels.seat_members(programme, table.one, account_id=account_id)

    assert n == 1 and panels.seat_members(programme, table.one, account_id=account_id) == 0
    assert [(seat.label, seat.language, seat.is_young) for seat in table.sitting.seats][1:] == [("Ёж", "ru", True)]


def test_a_checklist_keeps_the_day_of_what_was_met_and_forgets_what_was_not():
    panel, account_id = a_panel(builders.a_programme())
    member_id = a_member(panel, account_id, prepared=frozenset({Preparation.PURPOSE, Preparation.SAFETY}))
    plan = MemberPlan(
        label="Owl", role=MemberRole.CHAIR, is_young=False, language="en", joined_on=TODAY,
        prepared=frozenset({Preparation.SAFETY, Preparation.GUARDIAN}),
    )  # fmt: skip

    panels.keep_member(panel, plan, account_id=account_id, member_id=member_id)

    member = panels.member_of(panel, member_id)
    assert panels.prepared_of(member) == {Preparation.SAFETY} and member.role is MemberRole.CHAIR


def test_hours_are_written_down_settled_and_stay():
    panel, account_id = a_panel(builders.a_programme())
    member_id = a_member(panel, account_id)
    log = dict(worked_on=TODAY, what="Reading", compensation="500 ₽", account_id=account_id)
    panels.log_hours(panel, member_id, minutes=90, **log)

    n = panels.settle_hours(panel, member_id, account_id=account_id)
    panels.log_hours(panel, member_id, minutes=30, **log)

    row = panels.member_rows(panel)[0]
    assert (n, row.minutes, row.unsettled) == (1, 120, 30)
    assert code_of(lambda: panels.log_hours(panel, member_id, minutes=1, **log)) == "time.odd-length"


def test_hours_of_long_ago_are_written_down_too_but_none_before_somebody_joined():
    panel, account_id = a_panel(builders.a_programme())
    joined_on = TODAY - timedelta(days=200)
    member_id = a_member(panel, account_id, joined_on=joined_on)
    log = dict(minutes=60, what="Reading", compensation="500 ₽", account_id=account_id)

    panels.log_hours(panel, member_id, worked_on=joined_on, **log)
    early = code_of(lambda: panels.log_hours(panel, member_id, worked_on=joined_on - timedelta(days=1), **log))

    assert panels.member_rows(panel)[0].minutes == 60
    assert early == "panel.hours-before-joining"


def test_names_stand_once():
    programme = builders.a_programme()
    panel, account_id = a_panel(programme)
    a_member(panel, account_id)

    assert code_of(lambda: a_member(panel, account_id, "owl")) == "panel.member-named-twice"
    assert code_of(lambda: a_panel(programme, name="voices")) == "panel.named-twice"


def test_a_panel_of_another_programme_does_not_exist():
    panel, _ = a_panel(builders.a_programme())

    assert panels.panel_of(builders.a_programme(), panel.id) is None


def test_with_a_veto_adults_wait_and_a_refused_choice_does_not_go_on():
    table = answered(chosen(Table()))
    a_panel(table.programme, PanelSay.VETO)
    finish = lambda: feedback.finish_round(table.programme, table.id, account_id=table.facilitator.id)  # noqa: E731

    assert code_of(finish) == "round.youth-word-missing"

    say = dict(account_id=table.facilitator.id)
    assert code_of(lambda: panels.say_youth_word(table.programme, table.id, YouthWord.REFUSES, "No.", **say)) == (
        "panel.word-without-reason"
    )
    panels.say_youth_word(table.programme, table.id, YouthWord.REFUSES, NO, **say)
    assert code_of(finish) == "round.refusal-unanswered"
    rounds.answer_youth(table.programme, table.id, "We hear you, and we will ask them first.", **say)
    finish()
    above = Table(programme=table.programme, selection_level=2, is_open=False)

    assert table.one.state is RoundState.FINISHED
    assert rounds.chosen_below(table.programme, above.one) == {}


def test_a_veto_is_not_asked_about_what_young_people_may_not_read():
    table = Table()
    for story_id in table.story_ids:
        db.session.get_one(Story, story_id).may_youth_panel = Light.NO
    db.session.commit()
    chosen(table)
    a_panel(table.programme, PanelSay.VETO)

    assert panels.veto_awaited(table.sitting) is None


def test_with_the_last_word_what_young_people_chose_goes_on():
    programme = builders.a_programme()
    panel, _ = a_panel(programme, PanelSay.FINAL)
    young = chosen(Table(programme=programme, is_youth=True, is_young=True, panel_id=panel.id), 2)
    beside(young, 1)
    above = Table(programme=programme, selection_level=2, is_open=False)

    assert set(rounds.chosen_below(programme, above.one)) == {young.story_ids[1]}


def test_a_round_outlives_its_panel():
    programme = builders.a_programme()
    panel, account_id = a_panel(programme)
    member_id = a_member(panel, account_id, prepared=frozenset({Preparation.PURPOSE}))
    table = Table(programme=programme, panel_id=panel.id)
    db.session.delete(panel)
    db.session.commit()

    assert table.one.panel_id is None
    assert db.session.get(PanelMember, member_id) is None
    assert db.session.get(PreparedStep, (member_id, Preparation.PURPOSE)) is None


def test_the_purposes_that_a_youth_panel_needs_stay():
    programme = builders.a_programme()
    panel, _ = a_panel(programme)
    for_all, adults_only = builders.a_story(programme), builders.a_story(programme, refused=(Purpose.YOUTH_PANEL,))
    table = Table(programme=programme, stories=[for_all, adults_only], is_open=False, is_youth=True, panel_id=panel.id)

    assert [read.story.id for read in table.sitting.reads] == [for_all.id]
