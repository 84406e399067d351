"""Jobs: done once in effect, tried again, put aside, stopped."""

from datetime import timedelta

import pytest

from storyapp import worker
from storyapp.data.db import db
from storyapp.data.tables.house import Job
from storyapp.rules.jobs import LEASE, JobKind, JobState
from storyapp.services import jobs
from storyapp.services.transaction import act
from tests import builders


@pytest.fixture
def job_id(app):
    """A job that nobody has been told about."""
    organisation_id = builders.an_organisation().id
    with act("shell") as doing:
        job_id = doing.ask(organisation_id, JobKind.SEND_LETTER, 1)
        doing.jobs.clear()
    return job_id


def the_job(job_id: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, job_id)


def test_a_job_is_taken_once(job_id):
    assert jobs.claim(job_id) is not None
    assert jobs.claim(job_id) is None


def test_a_job_whose_worker_died_is_taken_again_after_its_lease(job_id, clock):
    jobs.claim(job_id)
    clock.now += LEASE + timedelta(seconds=1)

    assert jobs.claim(job_id) is not None


@pytest.mark.parametrize("back", [timedelta(minutes=6), timedelta(hours=1), timedelta(days=400)])
def test_a_job_does_not_wait_for_a_clock_that_was_set_back(job_id, clock, back):
    clock.now -= back

    assert jobs.waiting_ids(older_than=timedelta(minutes=1)) == [job_id]
    assert jobs.claim(job_id) is not None
    assert jobs.claim(job_id) is None


def test_a_job_whose_worker_died_before_the_clock_was_set_back_is_taken_again(job_id, clock):
    jobs.claim(job_id)
    clock.now -= timedelta(days=1)

    assert jobs.claim(job_id) is not None
    assert jobs.claim(job_id) is None


def test_a_clock_set_a_little_back_leaves_a_job_to_whoever_does_it(job_id, clock):
    jobs.claim(job_id)
    clock.now -= timedelta(minutes=4)

    assert jobs.claim(job_id) is None


def test_a_job_that_fails_three_times_is_put_aside(job_id, clock, monkeypatch):
    def fail(ticket):
        raise OSError("the post office is closed")

    monkeypatch.setitem(worker.HANDLERS, JobKind.SEND_LETTER, fail)

    for _ in range(4):
        worker.do_job(job_id)
        clock.now += timedelta(minutes=10)

    assert the_job(job_id).state is JobState.PARKED
    assert the_job(job_id).error_code == "OSError"


def test_a_job_put_aside_can_be_tried_again(job_id, clock, monkeypatch):
    with act("shell"):
        the = db.session.get_one(Job, job_id)
        the.state, the.n_tries = JobState.PARKED, 3
        organisation_id = the.organisation_id
    monkeypatch.setitem(worker.HANDLERS, JobKind.SEND_LETTER, lambda ticket: None)

    jobs.try_again(organisation_id, job_id, account_id=1)

    assert the_job(job_id).state is JobState.DONE


def test_a_job_stops_when_a_person_asks(job_id, monkeypatch):
    organisation_id = the_job(job_id).organisation_id

    def work(ticket):
        jobs.ask_to_stop(organisation_id, job_id, account_id=1)
        ticket.progress(1, 10)

    monkeypatch.setitem(worker.HANDLERS, JobKind.SEND_LETTER, work)

    worker.do_job(job_id)

    assert the_job(job_id).state is JobState.STOPPED


def test_nobody_stops_a_job_of_another_organisation(job_id):
    jobs.ask_to_stop(builders.an_organisation().id, job_id, account_id=1)

    assert the_job(job_id).stop_asked is False


def test_the_sweep_finds_rows_that_nobody_took(job_id, clock):
    clock.now += timedelta(minutes=2)

    assert jobs.waiting_ids(older_than=timedelta(minutes=1)) == [job_id]


def test_an_act_inside_an_act_is_refused(app):
    with act("shell"), pytest.raises(RuntimeError, match="inside an act"), act("shell"):
        pass


def test_a_failing_act_leaves_nothing(app):
    organisation_id = builders.an_organisation().id

    with pytest.raises(ZeroDivisionError), act("shell") as doing:
        doing.ask(organisation_id, JobKind.SEND_LETTER, 1)
        doing.note(organisation_id, "nothing.done", "organisation:1")
        raise ZeroDivisionError

    assert db.session.scalar(db.select(db.func.count(Job.id))) == 0
