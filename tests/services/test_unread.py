"""A text that the module cannot read: its story stays usable, people are told, the stories beside it are read."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from storyapp.data.db import db
from storyapp.data.queries.stories import mask_suggestions
from storyapp.data.tables.coding import Analysis, Tag
from storyapp.data.tables.house import Job
from storyapp.data.tables.stories import StoryWords
from storyapp.gateways.kit import kit, use_kit
from storyapp.gateways.module import Apart, Here
from storyapp.gateways.tasks import Local
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.people import Role
from storyapp.rules.unread import WhyUnread
from storyapp.services import coding_desk, reading, screening
from storyapp.services.analysing import ask_for_reanalysis, read_originals
from storyapp.worker import do_next
from tests.builders import a_programme, a_story, an_account, sign_in
from tests.gateways.test_module import SPOILT
from tests.services.test_analysing import a_codebook

SLEEPS = "I began to speak in class, and then this text sleeps forever."


@pytest.fixture(scope="module")
def spoilt():
    module = Apart(SPOILT, seconds=1.0)
    yield module
    module.close()


@pytest.fixture
def programme(app, spoilt):
    """A programme whose worker is another, with a module that some texts spoil."""
    programme = a_programme()
    a_codebook(programme)
    use_kit(replace(kit(), module=spoilt, tasks=Local()))
    app.extensions["kit"] = kit()
    return programme


def work():
    while do_next():
        pass


def test_an_original_that_cannot_be_read_is_screened_by_people_alone(programme):
    told = a_story(programme, screened=False, happened=SLEEPS)

    work()

    desk = screening.desk(programme, told.public_id, account_id=an_account(Role.FACILITATOR, programme=programme).id)
    assert (desk.why_unread, desk.is_read_by_module, desk.suggestions) == (WhyUnread.TIME, False, ())
    assert mask_suggestions(told.id) == []
    assert {job.state for job in db.session.scalars(db.select(Job))} == {JobState.DONE}


def test_a_text_that_cannot_be_read_is_found_by_its_words_and_the_others_are_read(programme):
    stories = [a_story(programme), a_story(programme, happened=SLEEPS), a_story(programme)]
    work()

    ask_for_reanalysis(programme.id, actor="shell")
    work()

    tagged = set(db.session.scalars(db.select(Tag.story_id)))
    assert tagged == {stories[0].id, stories[2].id}
    assert db.session.get(Analysis, (stories[1].id, "working")).engine == "none/time"
    assert "sleep" in db.session.get(StoryWords, stories[1].id).lemmas
    job = db.session.scalars(db.select(Job).where(Job.kind == JobKind.ANALYSE_MANY)).one()
    assert (job.state, job.n_done, job.n_total) == (JobState.DONE, 3, 3)


def test_whoever_asks_for_a_reading_again_has_it_tried_again(programme):
    story = a_story(programme, happened=SLEEPS)
    ask_for_reanalysis(programme.id, actor="shell")
    work()
    assert reading.read_story(programme, story.public_id, account_id=1).why_unread is WhyUnread.TIME

    use_kit(replace(kit(), module=Here()))
    ask_for_reanalysis(programme.id, actor="shell")
    work()

    assert reading.read_story(programme, story.public_id, account_id=1).why_unread is None
    assert db.session.scalars(db.select(Tag.story_id)).all() == [story.id]


def test_people_are_told_on_its_pages(programme, client):
    story = a_story(programme, happened=SLEEPS)
    ask_for_reanalysis(programme.id, actor="shell")
    work()
    account = an_account(Role.EVALUATOR, Role.FACILITATOR, programme=programme)
    sign_in(client, account)

    for address in ("stories", "coding"):
        client.get(f"/p/{programme.slug}/{address}/{story.public_id}")
        assert "could not read this text: it took longer than half a minute" in client.text()
    assert coding_desk.desk_of(programme, story, account_id=account.id).why_unread is WhyUnread.TIME


def test_a_story_erased_meanwhile_keeps_no_other_from_being_read(programme):
    story = a_story(programme, screened=False)
    db.session.execute(delete(Analysis))
    db.session.commit()

    read_originals([story.id + 1, story.id])

    assert db.session.get(Analysis, (story.id, "original")) is not None
