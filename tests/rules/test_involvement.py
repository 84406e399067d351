"""Involvement itself: honest degrees, rows only where somebody took part, checks that are never a score."""

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.evidence import Answer
from storyapp.rules.involvement import (
    Activity,
    Check,
    Degree,
    InvolvementFacts,
    InvolvementLevel,
    InvolvementRole,
    Work,
    check_activity,
    counted,
    is_only_asked,
    passport,
    profile,
)  # fmt: skip
from storyapp.rules.panels import PanelSay


def an_activity(degree: Degree) -> Activity:
    return Activity(
        level=InvolvementLevel.STRATEGIC, role=InvolvementRole.CONSULTANT, degree=degree, n_people=2, method="Board"
    )


def finding(check: Check, **facts: int):
    return next(one for one in passport(InvolvementFacts(**facts)) if one.check is check)


@pytest.mark.parametrize(
    ("say", "degree"),
    [
        (None, Degree.TOOK_PART),
        (PanelSay.ADVICE, Degree.TOOK_PART),
        (PanelSay.VETO, Degree.DECIDED_TOGETHER),
        (PanelSay.FINAL, Degree.LED),
    ],
    ids=["no standing panel", "advice only", "a veto", "the last word"],
)
def test_choosing_is_named_by_what_the_word_of_the_panel_weighs(say, degree):
    rows = {one.work: one for one in counted(InvolvementFacts(n_panellists=6, say=say))}

    assert rows[Work.CHOOSING].degree is degree


def test_a_row_stands_only_where_somebody_took_part():
    rows = counted(InvolvementFacts(n_tellers=12, n_collectors=2, collector_minutes=90))

    assert [(one.work, one.n_people, one.minutes) for one in rows] == [(Work.TELLING, 12, 0), (Work.LISTENING, 2, 90)]


@pytest.mark.parametrize(
    ("degrees", "only_asked"),
    [
        ([], False),
        ([Degree.INFORMED, Degree.ASKED], True),
        ([Degree.ASKED, Degree.TOOK_PART], False),
        ([Degree.LED], False),
    ],
    ids=["nobody took part", "told and asked", "some take part", "they lead"],
)
def test_participation_that_is_only_consultation_is_called_so(degrees, only_asked):
    assert is_only_asked([an_activity(degree) for degree in degrees]) is only_asked


def test_the_profile_counts_activities_and_names_the_degrees_that_are_empty():
    found = profile([an_activity(Degree.ASKED), an_activity(Degree.ASKED), an_activity(Degree.LED)])

    assert found == {
        Degree.INFORMED: 0, Degree.ASKED: 2, Degree.TOOK_PART: 0, Degree.DECIDED_TOGETHER: 0, Degree.LED: 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("check", "facts", "answer"),
    [
        (Check.HAS_A_SAY, {"n_panellists": 5}, Answer.NO),
        (Check.HAS_A_SAY, {"say": PanelSay.VETO}, Answer.PASS),
        (Check.HAS_A_SAY, {}, None),
        (Check.ANSWERED, {"n_differing": 2, "n_differing_answered": 1}, Answer.PARTLY),
        (Check.ANSWERED, {}, None),
        (Check.LIMITS_SAID, {}, Answer.NO),
        (Check.GROUPS_HEARD, {"n_groups": 4, "n_groups_heard": 4}, Answer.PASS),
        (Check.SETTLED, {"panel_minutes": 90, "panel_minutes_settled": 60}, Answer.PARTLY),
        (Check.SETTLED, {"panel_minutes": 90, "panel_minutes_settled": 90}, Answer.PASS),
        (Check.ASKED_HOW_IT_WAS, {"n_pulses": 3, "n_youth_rounds": 2}, Answer.PASS),
        (Check.MARKED, {"n_changes": 5}, Answer.NO),
    ],
)
def test_each_check_says_yes_partly_no_or_that_there_is_nothing_to_look_at(check, facts, answer):
    assert finding(check, **facts).answer is answer


@pytest.mark.parametrize(
    ("n_people", "source", "code"),
    [
        (0, "Minutes of the board", "involvement.n-people"),
        (10_001, "Minutes of the board", "involvement.n-people"),
        (3, "list", "involvement.no-source"),
    ],
    ids=["nobody", "a town", "no source"],
)
def test_an_activity_needs_people_and_a_source(n_people, source, code):
    with pytest.raises(RuleBroken) as broken:
        check_activity(n_people=n_people, source=source)

    assert broken.value.code == code


def test_a_panel_that_marks_changes_speaks_as_a_whole():
    rows = {one.work: one for one in counted(InvolvementFacts(n_panellists=9, n_members=6, n_changes_marked=2))}

    assert rows[Work.MARKING].n_people == 6
