"""Sheets become stories: sealed, of unknown consent, once each, and taken back without a trace."""

import errno
import os
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from storyapp.data.db import db
from storyapp.data.queries import imports
from storyapp.data.tables.coding import MaskSuggestion
from storyapp.data.tables.house import AuditEvent, Job
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Answer, ConsentEvent, Story
from storyapp.gateways.kit import kit
from storyapp.rules.consent import ConsentBy, Light, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.rounds import Method
from storyapp.rules.stories import Mode, StoryState
from storyapp.services import import_batches, importing, jobs, sealing
from storyapp.services.jobs import JobStopped, Ticket
from storyapp.services.sessions import begin_staff_visit
from storyapp.services.transaction import SHELL, act
from storyapp.worker import do_job
from tests.builders import a_programme, a_question, a_story, an_account, the_period

SHEET = """id;Story;Why it matters;Age;Date;Gender;Title
7001;I began to speak in class again.;I was silent for a year.;14;05.04.2026;Female;Speaking
7002;We made a film about our street.;;nobody knows;2026-04-06;x;=HYPERLINK("http://example.org")
7003;;nothing else;15;;;
7004;I began to speak in class again.;;12;;Male;
"""
LONG = "Story,Age\n" + "".join(f"On day {n} somebody listened to me for once.,{10 + n % 30}\n" for n in range(1, 121))
FEW = 50  # taken in at a time, so that three goes are enough for LONG
LASTING = {"import_batches", "audit_events", "audit_heads", "jobs"}  # what an undone import leaves: that it was there


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch):
    for module in (import_batches, importing):
        monkeypatch.setattr(module, "CHUNK", FEW)


def a_batch(programme, text=SHEET, *, name="stories.csv", **changes) -> int:
    raw = text.encode()
    sheet = import_batches.read_upload(raw, name)
    plan = replace(import_batches.guessed_plan(sheet, programme), **{"language": "en", **changes})
    batch_id = import_batches.begin(programme, raw, name, sheet, plan, account_id=None, actor=SHELL)
    import_batches.look_over(programme, batch_id, actor=SHELL)
    return batch_id


def taken(programme, text=SHEET, **changes) -> ImportBatch:
    batch_id = a_batch(programme, text, **changes)
    import_batches.start_here(programme, batch_id, actor=SHELL)
    importing.take_in(batch_id, progress=lambda n_done, n_total: None, actor=SHELL)
    return import_batches.the_batch(programme, batch_id)


def stories() -> list[Story]:
    return list(db.session.scalars(db.select(Story).order_by(Story.import_row)))


def n_rows() -> dict[str, int]:
    tables = [table for table in db.metadata.sorted_tables if table.name not in LASTING]
    return {table.name: db.session.scalar(db.select(db.func.count()).select_from(table)) for table in tables}


def kept_files() -> list[str]:
    folder = kit().settings.data_folder / "imports"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def test_rows_become_sealed_stories_that_wait_for_a_reader(app):
    batch = taken(a_programme())

    first = stories()[0]
    assert (batch.n_taken, batch.n_refused, batch.state) == (3, 1, "done")
    assert (first.mode, first.state, first.happened, first.age_band) == (
        Mode.IMPORT,
        StoryState.TOLD,
        "",
        AgeBand.FROM_14_TO_15,
    )
    assert sealing.open_original(first.id)["happened"] == "I began to speak in class again."


def test_texts_without_names_become_working_texts_at_once(app):
    taken(a_programme(), already_deidentified=True)

    first = stories()[0]
    assert (first.state, first.text_version, first.happened) == (
        StoryState.SCREENED,
        1,
        "I began to speak in class again.",
    )
    assert (first.title, first.matters, first.screened_on) == (
        "Speaking",
        "I was silent for a year.",
        kit().clock().date(),
    )


def test_every_story_has_a_public_id_and_a_key_of_its_own(app):
    taken(a_programme())

    assert len({story.public_id for story in stories()}) == 3
    assert len({sealing.key_of(story.id) for story in stories()}) == 3


def test_consent_is_unknown_so_stories_are_counted_and_never_quoted(app):
    taken(a_programme(), already_deidentified=True)

    story = stories()[0]
    event = db.session.scalars(db.select(ConsentEvent).where(ConsentEvent.story_id == story.id)).one()
    assert (event.by, event.purpose) == (ConsentBy.IMPORT, Purpose.ANALYSIS)
    lights = {
        story.may_count,
        story.may_quote,
        story.may_panel,
        story.may_publish,
        story.may_youth_panel,
        story.may_train,
    }
    assert lights == {Light.UNKNOWN}


def test_consent_on_paper_is_recorded_with_its_paper_and_no_further(app):
    programme = a_programme(guardian_age=14)
    sheet = (
        "Story,Consent,Age\nI found a friend here at last.,yes,15\nMy brother came back home.,,15\n"
        "We never spoke again.,no,15\nI learned to swim well.,yes,11\n"
    )

    batch = taken(programme, sheet, paper="Folder 3", consent_purposes=("ANALYSIS", "PANEL"))

    signed, silent, child = stories()
    assert (batch.n_taken, batch.n_refused) == (3, 1)
    assert (signed.may_count, signed.may_panel, signed.may_quote) == (Light.YES, Light.YES, Light.NO)
    assert (silent.may_count, child.may_count, child.guardian_needed) == (Light.UNKNOWN, Light.UNKNOWN, True)
    event = db.session.scalars(db.select(ConsentEvent).where(ConsentEvent.story_id == signed.id)).first()
    assert (event.by, event.paper) == (ConsentBy.STAFF_ON_PAPER, "Folder 3")


def test_answers_from_a_list_are_kept_and_the_id_of_the_source_only_sealed(app):
    programme = a_programme()
    question_id = a_question(programme).id

    batch = taken(programme)

    assert db.session.scalars(db.select(Answer.value).where(Answer.question_id == question_id)).all() == [
        "female",
        "male",
    ]
    assert sealing.open_original(stories()[0].id)["origin"] == "7001"
    assert "7001" not in repr(batch.mapping) + repr(batch.problems)


def test_looking_over_writes_no_story(app):
    programme = a_programme()
    before = n_rows()

    batch = db.session.get(ImportBatch, a_batch(programme))

    assert n_rows() == before
    assert (batch.mapping["n_ready"], batch.n_refused, batch.state) == (3, 1, "mapped")
    assert {one["code"] for one in batch.problems} >= {"row.no-story", "row.age-unknown", "row.repeated"}


def test_refusals_are_named_first_with_the_row_of_the_spreadsheet(app):
    batch = db.session.get(ImportBatch, a_batch(a_programme()))

    first = batch.problems[0]
    assert (first["row"], first["code"], first["refuses"]) == (4, "row.no-story", True)


def test_the_uploaded_file_is_sealed_under_another_name_and_gone_afterwards(app):
    programme = a_programme()
    batch_id = a_batch(programme, LONG)
    (name,) = kept_files()
    sealed = (kit().settings.data_folder / "imports" / name).read_bytes()

    import_batches.start_here(programme, batch_id, actor=SHELL)
    importing.take_in(batch_id, progress=lambda n_done, n_total: None, actor=SHELL)

    assert (b"somebody listened" in sealed, "stories" in name, kept_files()) == (False, False, [])


def test_one_line_of_the_audit_chain_for_a_whole_batch(app):
    programme = a_programme()

    batch = taken(programme, LONG)

    acts = db.session.scalars(db.select(AuditEvent.act).where(AuditEvent.subject == f"import:{batch.id}")).all()
    assert (batch.n_taken, acts) == (120, ["import.uploaded", "import.taken"])
    assert db.session.scalar(db.select(db.func.count(AuditEvent.id)).where(AuditEvent.subject.like("story:%"))) == 0


def test_one_job_has_all_stories_of_the_batch_read(app):
    batch = taken(a_programme())

    (job,) = db.session.scalars(db.select(Job).where(Job.kind == JobKind.ANALYSE_MANY))
    assert (job.subject_id, job.options) == (batch.programme_id, {"import_batch_id": batch.id})


def test_names_and_dangers_in_originals_are_found_before_anybody_reads_them(app):
    programme = a_programme()
    told = "My stepfather beats me and I am afraid to go home to Oak Street, said Jane Carter."

    taken(programme, f'Story,Age\n"{told}",14\n')

    story = stories()[0]
    masks = db.session.scalars(db.select(MaskSuggestion).where(MaskSuggestion.story_id == story.id)).all()
    assert (story.is_held, len(masks) > 0) == (True, True)


class Broken(Exception):
    """The power went."""


def test_what_came_in_stays_when_the_work_breaks_off_and_nothing_is_doubled(app):
    programme = a_programme()
    batch_id = a_batch(programme, LONG)
    import_batches.start_here(programme, batch_id, actor=SHELL)

    def power_cut(n_done, n_total):
        if n_done >= FEW:
            raise Broken

    with pytest.raises(Broken):
        importing.take_in(batch_id, progress=power_cut, actor=SHELL)
    n_before = len(stories())
    importing.take_in(batch_id, progress=lambda n_done, n_total: None, actor=SHELL)

    batch = import_batches.the_batch(programme, batch_id)
    assert (n_before, batch.n_taken, len(stories()), batch.state) == (FEW, 120, 120, "done")
    assert len({story.import_row for story in stories()}) == 120


def test_a_job_that_is_done_twice_takes_the_rows_once(app):
    programme = a_programme()
    batch_id = a_batch(programme)
    import_batches.start(programme, batch_id, actor=SHELL)  # tasks are inline here

    importing.run_import(Ticket(job_id=1, organisation_id=1, subject_id=batch_id, options={}, n_done=0))

    assert len(stories()) == 3


def test_a_second_press_on_start_is_refused(app):
    programme = a_programme()
    batch_id = a_batch(programme)
    import_batches.start_here(programme, batch_id, actor=SHELL)
    with act(SHELL) as doing:
        doing.ask(programme.organisation_id, JobKind.IMPORT_BATCH, batch_id)
        doing.jobs = []

    with pytest.raises(RuleBroken) as broken:
        import_batches.start(programme, batch_id, actor=SHELL)

    assert broken.value.code == "import.not-now"


def test_a_stopped_import_keeps_what_came_in_and_goes_on_later(app):
    programme = a_programme()
    batch_id = a_batch(programme, LONG)
    import_batches.start_here(programme, batch_id, actor=SHELL)

    def stop(n_done, n_total):
        if n_done >= FEW:
            raise JobStopped

    with pytest.raises(JobStopped):
        importing.take_in(batch_id, progress=stop, actor=SHELL)
    stopped = import_batches.the_batch(programme, batch_id)
    n_before, state = stopped.n_taken, stopped.state
    import_batches.start(programme, batch_id, actor=SHELL)

    assert (n_before, state) == (FEW, "stopped")
    assert (import_batches.the_batch(programme, batch_id).state, len(stories())) == ("done", 120)


def test_an_import_that_still_waits_in_the_queue_is_stopped_at_once(app):
    programme = a_programme()
    batch_id = a_batch(programme)
    import_batches.start_here(programme, batch_id, actor=SHELL)
    with act(SHELL) as doing:
        doing.ask(programme.organisation_id, JobKind.IMPORT_BATCH, batch_id)
        doing.jobs = []

    import_batches.stop(programme, batch_id, account_id=1)

    job = jobs.latest_job(programme.organisation_id, JobKind.IMPORT_BATCH, batch_id)
    assert (import_batches.the_batch(programme, batch_id).state, job.state) == ("stopped", JobState.STOPPED)


def test_a_lost_file_ends_the_import_as_failed(app):
    programme = a_programme()
    batch_id = a_batch(programme)
    (kit().settings.data_folder / "imports" / kept_files()[0]).unlink()

    import_batches.start(programme, batch_id, actor=SHELL)

    assert import_batches.the_batch(programme, batch_id).state == "failed"


def test_taking_an_import_back_leaves_nothing_of_it(app):
    programme = a_programme()
    a_question(programme)
    told = a_story(programme)
    before = n_rows()
    batch = taken(programme, already_deidentified=True)
    for job in db.session.scalars(db.select(Job.id).where(Job.state == JobState.QUEUED)).all():
        do_job(job)

    n_removed = import_batches.undo(programme, batch.id, actor=SHELL)

    assert (n_removed, n_rows(), kept_files()) == (3, before, [])
    assert db.session.get(Story, told.id) is not None
    undone = import_batches.the_batch(programme, batch.id)
    assert (undone.state, undone.n_taken, undone.problems) == ("undone", 0, [])


def test_an_import_whose_stories_are_in_use_is_not_taken_back(app):
    programme = a_programme()
    batch = taken(programme, already_deidentified=True)
    put_into_a_round(programme, stories()[0])

    with pytest.raises(RuleBroken) as broken:
        import_batches.undo(programme, batch.id, actor=SHELL)

    assert (broken.value.code, len(stories())) == ("import.in-use", 3)


def put_into_a_round(programme, story) -> None:
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    period_id, story_id = the_period(programme).id, story.id
    with act(SHELL):
        opened = Round(**ids, period_id=period_id, name="First", method=Method.MAJORITY)
        db.session.add(opened)
        db.session.flush()
        db.session.add(RoundStory(round_id=opened.id, story_id=story_id, text_version=1))


def test_refused_rows_come_back_as_a_sheet_that_runs_nothing(app):
    programme = a_programme()
    sheet = 'Story,Note\n,"=HYPERLINK(""http://example.org"")"\nI found a friend here at last.,fine\n'
    batch = taken(programme, sheet)

    raw = import_batches.refused_rows(
        programme, batch.id, reasons={"row.no-story": "No story", "row.empty": "Empty"}, head=["Row", "Why"], language="en"
    )  # fmt: skip

    assert raw.decode("utf-8-sig").splitlines() == [
        "Row,Why,Story,Note",
        '2,Empty,,"\'=HYPERLINK(""http://example.org"")"',
    ]


def test_files_that_nobody_comes_back_to_are_forgotten(app, clock):
    programme = a_programme()
    a_batch(programme)
    done = taken(programme)
    clock.now += timedelta(days=8)
    import_batches.sweep_files()
    after_a_week = len(kept_files())
    clock.now += timedelta(days=30)

    import_batches.sweep_files()

    assert (done.state, after_a_week, kept_files()) == ("done", 1, [])


def test_a_batch_is_found_only_from_its_own_programme(app):
    mine, other = a_programme(), a_programme()
    batch_id = a_batch(mine)

    assert imports.batch_of(other, batch_id) is None
    with pytest.raises(RuleBroken) as broken:
        import_batches.undo(other, batch_id, actor=SHELL)
    assert broken.value.code == "import.gone"


def test_a_table_that_finds_no_room_on_the_disk_leaves_nothing_behind(app, client, monkeypatch):
    programme = a_programme()
    client.http.set_cookie(
        "staff", begin_staff_visit(an_account(Role.FACILITATOR, programme=programme).id, has_second_factor=True)
    )
    client.get(f"/p/{programme.slug}/import/new")

    def is_full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", is_full)
        client.submit({"file": (BytesIO(SHEET.encode()), "stories.csv")}, status=507)

    assert kept_files() == []
    assert db.session.scalar(db.select(db.func.count(ImportBatch.id))) == 0
    assert "choose the file once more" in client.text() and client.link("Back to that page").endswith("/import/new")
