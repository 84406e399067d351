"""Collectors without an account: a link of their own, their numbers, their hours."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.gateways.vault import new_token
from storyapp.rules.collecting import WorkKind
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.stories import Mode, ReadBack, StoryState
from storyapp.services import collectors, invitations, my_story, receipts, submission
from storyapp.services.invitations import NewInvitation
from storyapp.services.submission import StoryTold
from tests.builders import HAPPENED, TODAY, a_programme, a_story, an_account, the_period


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def person(programme):
    return an_account(Role.FACILITATOR, programme=programme).id


def a_collector(programme, person, name="Rook", **changes):
    wanted = {"label": name, "period_id": the_period(programme).id, "language": "en", "mode": Mode.PEER}
    made = collectors.create(
        programme, name, NewInvitation(**{**wanted, "is_test": True, **changes}), account_id=person
    )
    return collectors.one_collector(programme, made)


def written_down(invitation, read_back=ReadBack.TICKED):
    told = StoryTold(
        submission_key=new_token(), language="en", age_band=AgeBand.FROM_14_TO_15, happened=HAPPENED,
        read_back=read_back,
    )  # fmt: skip
    submission.submit_story(invitation.id, told, receipts.fresh_code())
    return submission.story_of_press(told.submission_key)


def test_a_collector_sees_only_own_stories_and_no_word_of_them(programme, person):
    rook, rooks = a_collector(programme, person)
    _, finches = a_collector(programme, person, "Finch")
    written_down(rooks)
    written_down(finches, ReadBack.NO_TIME)
    a_story(programme)

    seen = collectors.own_stories(rook)

    assert [(one.read_back, one.state) for one in seen] == [(ReadBack.TICKED, StoryState.TOLD)]
    assert HAPPENED not in repr(seen)


def test_numbers_and_hours_are_counted_by_collector(programme, person):
    rook, rooks = a_collector(programme, person)
    a_collector(programme, person, "Finch")
    written_down(rooks)
    written_down(rooks, ReadBack.AWAITED)
    collectors.log_time(rook.id, worked_on=TODAY, minutes=90, kind=WorkKind.INTERVIEW)

    rows = {collector.name: numbers for collector, _, numbers in collectors.collector_list(programme)}

    assert (rows["Rook"].n_stories, rows["Rook"].n_confirmed, rows["Rook"].unsettled) == (2, 1, 90)
    assert (rows["Finch"].n_stories, rows["Finch"].minutes) == (0, 0)


def test_settled_hours_stay_in_the_log_and_cannot_be_taken_out(programme, person):
    rook, _ = a_collector(programme, person)
    collectors.log_time(rook.id, worked_on=TODAY, minutes=30, kind=WorkKind.TRAVEL)

    collectors.settle(programme, rook.id, account_id=person)
    collectors.drop_time(rook.id, collectors.times_of(rook)[0].id)

    numbers = collectors.numbers_of(rook)
    assert (numbers.minutes, numbers.unsettled) == (30, 0)


@pytest.mark.parametrize(
    ("days", "minutes", "code"),
    [(1, 60, "time.in-the-future"), (-200, 60, "time.too-old"), (0, 1, "time.odd-length"), (0, 900, "time.odd-length")],
    ids=["tomorrow", "last year", "a minute", "fifteen hours"],
)
def test_a_line_that_cannot_be_true_is_refused(programme, person, days, minutes, code):
    rook, _ = a_collector(programme, person)

    with pytest.raises(RuleBroken) as broken:
        collectors.log_time(rook.id, worked_on=TODAY + timedelta(days=days), minutes=minutes, kind=WorkKind.OTHER)

    assert broken.value.code == code


def test_a_revoked_link_ends_the_visit(programme, person):
    rook, invitation = a_collector(programme, person)
    cookie = collectors.begin_visit(rook)

    invitations.revoke(programme, invitation.id, account_id=person)

    assert collectors.at_work(cookie) is None


def test_a_collector_of_another_programme_is_not_there(programme, person):
    rook, _ = a_collector(programme, person)

    assert collectors.one_collector(a_programme(), rook.id) is None


@pytest.mark.parametrize(("agrees", "kept"), [(True, ReadBack.BY_CODE), (False, ReadBack.DISPUTED)])
def test_a_teller_answers_with_the_code_once(programme, person, agrees, kept):
    _, invitation = a_collector(programme, person)
    story_id = written_down(invitation, ReadBack.AWAITED).id

    my_story.confirm_reading_back(story_id, agrees=agrees)
    with pytest.raises(RuleBroken) as broken:
        my_story.confirm_reading_back(story_id, agrees=not agrees)

    story = db.session.get(Story, story_id)
    assert (story.read_back, story.read_back_on, broken.value.code) == (kept, TODAY, "read-back.answered")


def test_own_words_are_not_read_back(programme):
    story_id = a_story(programme).id

    with pytest.raises(RuleBroken) as broken:
        my_story.confirm_reading_back(story_id, agrees=True)

    assert broken.value.code == "read-back.own-words"
