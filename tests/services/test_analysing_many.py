"""Many stories are read in shares by several workers; each once in effect; a person stops them all."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from storyapp import worker
from storyapp.data.db import db
from storyapp.data.queries import analyses
from storyapp.data.tables.coding import Analysis, Tag
from storyapp.data.tables.house import Job
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit, use_kit
from storyapp.gateways.module import Here
from storyapp.gateways.nlp import WorkingRead
from storyapp.gateways.tasks import Local
from storyapp.rules.jobs import LEASE, JobKind, JobState, state_of_whole
from storyapp.services import analysing_many, jobs, language_module, today
from storyapp.services.analysing import ask_for_reanalysis, library_of, read_texts, write_readings
from storyapp.services.transaction import act
from tests import builders
from tests.services.test_analysing import a_codebook


@pytest.fixture
def programme(app, monkeypatch):
    """A programme of seven unread stories, read in shares of two by workers that look at the table."""
    use_kit(replace(kit(), tasks=Local()))
    monkeypatch.setattr(analysing_many, "SHARE", 2)
    programme = builders.a_programme()
    a_codebook(programme)
    for _ in range(7):
        builders.a_story(programme)
    with act("shell"):
        db.session.execute(db.delete(Job))
    return programme


def asked(programme) -> int:
    ask_for_reanalysis(programme.id, actor="shell")
    return language_module.module_seen(programme).job.id


def split(programme) -> tuple[int, list[int]]:
    """Ask for a reading and let a worker split it."""
    job_id = asked(programme)
    worker.do_job(job_id)
    return job_id, jobs.parts_of(job_id)


def the_job(job_id: int) -> Job:
    db.session.rollback()
    return db.session.get(Job, job_id)


def n_read() -> int:
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count()).select_from(Analysis).where(Analysis.stage == "working"))


def test_a_reading_is_split_and_ends_with_its_last_part(programme):
    job_id, parts = split(programme)
    assert (the_job(job_id).state, len(parts), the_job(job_id).n_total) == (JobState.RUNNING, 4, 7)

    seen = []
    while worker.do_next():
        seen.append((the_job(job_id).state, the_job(job_id).n_done))

    assert [n for _, n in seen][:4] == [2, 4, 6, 7]
    assert seen[-1] == (JobState.DONE, 7) and n_read() == 7
    assert jobs.parts_of(job_id) == [] and the_job(job_id).options == {}


def test_other_work_comes_between_two_shares(programme, clock):
    job_id, _ = split(programme)
    clock.now += timedelta(seconds=1)
    with act("shell") as doing:
        other = doing.ask(programme.organisation_id, JobKind.HARDEN_RECEIPT, 0)
    clock.now += timedelta(seconds=1)

    for _ in range(5):
        worker.do_next()

    assert the_job(other).state is JobState.DONE and the_job(job_id).state is JobState.RUNNING


def test_no_story_is_in_two_shares(programme, monkeypatch):
    taken = Counter()
    at_ease = analysing_many.read_texts

    def counted(library, texts, meanwhile):
        taken.update(text.id for text in texts)
        return at_ease(library, texts, meanwhile)

    monkeypatch.setattr(analysing_many, "read_texts", counted)
    split(programme)
    while worker.do_next():
        pass

    assert len(taken) == 7 and set(taken.values()) == {1}


def test_a_share_whose_worker_died_is_read_again_and_counted_once(programme, clock):
    job_id, parts = split(programme)
    died, _ = jobs.claim(parts[0])
    jobs.take_share(died, analysing_many._next_share)
    while worker.do_next():
        pass
    assert (the_job(job_id).state, the_job(job_id).n_done, n_read()) == (JobState.RUNNING, 5, 5)

    clock.now += LEASE + timedelta(seconds=1)
    while worker.do_next():
        pass

    assert (the_job(job_id).state, the_job(job_id).n_done, n_read()) == (JobState.DONE, 7, 7)


def test_a_stop_is_obeyed_by_every_part(programme):
    job_id, _ = split(programme)
    worker.do_next()

    language_module.stop_reading(programme, account_id=builders.an_account(programme=programme).id)
    while worker.do_next():
        pass

    assert (the_job(job_id).state, n_read()) == (JobState.STOPPED, 2)
    assert jobs.parts_of(job_id) == []


def test_a_part_that_fails_puts_the_whole_aside_and_the_rest_is_read(programme, clock, monkeypatch):
    at_ease, spoilt = analysing_many.read_texts, []

    def failing(library, texts, meanwhile):
        spoilt[:] = spoilt or [texts[0].id]
        if texts[0].id == spoilt[0]:
            raise OSError("the disk is full")
        return at_ease(library, texts, meanwhile)

    monkeypatch.setattr(analysing_many, "read_texts", failing)
    job_id, _ = split(programme)
    for _ in range(20):
        worker.do_next()
        clock.now += timedelta(minutes=1)

    assert (the_job(job_id).state, the_job(job_id).error_code, n_read()) == (JobState.PARKED, "OSError", 5)
    assert [job.id for job in today.jobs_of(programme).parked] == [job_id]

    monkeypatch.setattr(analysing_many, "read_texts", at_ease)
    jobs.try_again(programme.organisation_id, job_id, account_id=builders.an_account(programme=programme).id)
    while worker.do_next():
        pass

    assert (the_job(job_id).state, the_job(job_id).n_total, n_read()) == (JobState.DONE, 2, 7)


def test_parts_are_not_shown_beside_their_job(programme):
    job_id, _ = split(programme)

    work = today.jobs_of(programme)

    assert [job.id for job in work.running] == [job_id] and work.quick == {}


def test_a_reading_with_nothing_to_read_is_done_at_once(programme):
    split(programme)
    while worker.do_next():
        pass

    job_id, parts = split(programme)

    assert (the_job(job_id).state, parts) == (JobState.DONE, [])


def test_a_command_reads_beside_the_workers(programme):
    ticket, _ = jobs.claim(asked(programme))

    analysing_many.read_here(ticket)

    assert (the_job(ticket.job_id).state, the_job(ticket.job_id).n_done, n_read()) == (JobState.DONE, 7, 7)


def test_the_same_text_read_by_two_workers_is_written_once(programme):
    library = library_of(programme.id)
    query = analyses.unread(programme.id, programme.organisation_id, library.codebook.engine, import_batch_id=None)
    texts = analyses.texts_between(query, after_id=0, up_to=10**6)
    readings = read_texts(library, texts)
    write_readings(library, readings)
    before = set(db.session.scalars(db.select(Tag.id)))

    write_readings(library, readings)

    assert set(db.session.scalars(db.select(Tag.id))) == before and len(before) == 7


def test_a_long_share_renews_its_lease(programme, clock, monkeypatch):
    _, parts = split(programme)
    ticket, _ = jobs.claim(parts[0])
    clock.now += LEASE - timedelta(seconds=1)
    monkeypatch.setattr(analysing_many, "RENEW_SECONDS", 0.0)

    analysing_many.Renewal(ticket)()

    assert the_job(parts[0]).leased_until == clock.now + LEASE


class Quick(Here):
    """Finds nothing, and at once."""

    def read_working(self, texts, codebook, meanwhile):
        return [WorkingRead(themes=[], links=[], lemmas="word") for _ in texts]


@pytest.fixture
def many(app):
    """A programme of 520 confirmed stories that nobody has read, and shares as they are."""
    use_kit(replace(kit(), tasks=Local(), module=Quick()))
    programme = builders.a_programme()
    first = builders.a_story(programme)
    same = {column.name: getattr(first, column.name) for column in Story.__table__.columns if column.name != "id"}
    with act("shell"):
        db.session.execute(
            db.insert(Story), [{**same, "public_id": f"copy-{n}", "submission_key": b"%d" % n} for n in range(519)]
        )
        db.session.execute(db.delete(Job))
    return programme


def test_hundreds_of_stories_are_read_again_with_progress_stopped_and_gone_on_with(many):
    job_id = asked(many)
    worker.do_job(job_id)
    progress = []
    for _ in range(5):
        worker.do_next()
        progress.append(the_job(job_id).n_done)
    seen = language_module.module_seen(many)
    was_reading = seen.is_reading
    language_module.stop_reading(many, account_id=builders.an_account(programme=many).id)
    while worker.do_next():
        pass
    stopped, n_before = the_job(job_id), n_read()

    again = asked(many)
    worker.do_job(again)
    left = the_job(again).n_total
    while worker.do_next():
        pass

    assert was_reading and seen.job.n_total == 520
    assert progress == [50, 100, 150, 200, 250]
    assert (stopped.state, n_before) == (JobState.STOPPED, 250) and left == 270
    assert (the_job(again).state, n_read()) == (JobState.DONE, 520)


@pytest.mark.parametrize(
    ("states", "stop_asked", "expected"),
    [
        ((JobState.DONE, JobState.RUNNING), False, None),
        ((JobState.QUEUED, JobState.PARKED), True, None),
        ((JobState.DONE, JobState.DONE), False, JobState.DONE),
        ((JobState.DONE, JobState.PARKED), False, JobState.PARKED),
        ((JobState.DONE, JobState.STOPPED), True, JobState.STOPPED),
        ((), False, JobState.DONE),
    ],
)
def test_a_job_ends_as_its_parts_have(states, stop_asked, expected):
    assert state_of_whole(states, stop_asked=stop_asked) is expected
