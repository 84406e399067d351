"""Telling a story."""

from datetime import time

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent, Job
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand
from storyapp.rules.stories import StoryState
from storyapp.services import jobs, receipts, sealing, submission
from tests import builders


def test_a_story_is_sealed_until_somebody_has_screened_it(app):
    story = builders.a_story(builders.a_programme(), screened=False)

    assert (story.happened, story.state) == ("", StoryState.TOLD)
    assert sealing.open_original(story.id)["happened"] == builders.HAPPENED


def test_no_minute_is_kept_of_what_a_teller_did(app):
    story = builders.a_story(builders.a_programme(), screened=False)
    while claimed := jobs.claim():
        jobs.finish(claimed[0].job_id)

    kept = list(db.session.scalars(db.select(AuditEvent.at).where(AuditEvent.subject == f"story:{story.public_id}")))
    kept += [at for job in db.session.scalars(db.select(Job)) for at in (job.created_at, job.due_at, job.finished_at)]

    assert len(kept) > 6
    assert {at.time() for at in kept} == {time()}


def test_the_same_press_twice_is_one_story(app):
    programme = builders.a_programme()
    invitation, _ = builders.an_invitation(programme)
    told = submission.StoryTold(
        submission_key="one press", language="en", age_band=AgeBand.FROM_18_TO_23, happened="I found a friend there."
    )
    code = receipts.fresh_code()

    answers = [submission.submit_story(invitation.id, told, code) for _ in range(2)]

    assert answers == [True, False]
    assert db.session.scalar(db.select(db.func.count(Story.id))) == 1


def test_a_child_waits_for_the_guardian_where_the_programme_asks(app):
    story = builders.a_story(builders.a_programme(guardian_age=14), screened=False, age_band=AgeBand.FROM_10_TO_13)

    assert story.state is StoryState.WAITING_FOR_GUARDIAN
    assert story.may_panel.name == "NO"


def test_refusing_a_purpose_never_blocks_telling(app):
    story = builders.a_story(builders.a_programme(), refused=tuple(Purpose))

    assert story.may_count.name == "NO"


def test_a_used_up_invitation_says_so(app):
    programme = builders.a_programme()
    invitation, _ = builders.an_invitation(programme, budget=0)
    told = submission.StoryTold(
        submission_key="late", language="en", age_band=AgeBand.FROM_18_TO_23, happened="I came too late."
    )

    with pytest.raises(RuleBroken, match=r"invitation\.used-up"):
        submission.submit_story(invitation.id, told, receipts.fresh_code())


def test_the_teller_comes_back_with_the_code(app):
    programme = builders.a_programme()
    invitation, _ = builders.an_invitation(programme)
    code = receipts.fresh_code()
    told = submission.StoryTold(
        submission_key="back", language="en", age_band=AgeBand.FROM_18_TO_23, happened="I came back later."
    )
    submission.submit_story(invitation.id, told, code)

    token = receipts.come_back(code.grouped, visitor="somebody")

    assert token


def test_a_wrong_code_is_unknown(app):
    with pytest.raises(RuleBroken, match=r"receipt\.unknown"):
        receipts.come_back(receipts.fresh_code().grouped, visitor="somebody")
