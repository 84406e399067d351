"""Rows of a sheet become stories, portion by portion; what came in stays when the work breaks off."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import imports
from storyapp.data.queries.imports import NewStories
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_public_id
from storyapp.rules.consent import ConsentAct, ConsentBy, ConsentSaid, Purpose, lights, needs_guardian
from storyapp.rules.errors import RuleBroken
from storyapp.rules.import_plan import ImportPlan, ProgrammeFacts
from storyapp.rules.importing import Drafted, StoryDraft
from storyapp.rules.jobs import JobKind
from storyapp.rules.stories import Mode, StoryState
from storyapp.services import import_files, import_sheets, sealing
from storyapp.services.consents import FOLDED
from storyapp.services.import_batches import CHUNK, keep_tally, plan_for
from storyapp.services.import_sheets import Tally
from storyapp.services.jobs import JobStopped, Ticket
from storyapp.services.submission import count_words
from storyapp.services.transaction import WORKER, Act, act

Progress = Callable[[int, int], None]


class _TakenOver(Exception):
    """Another worker goes on with this batch, or a person took it back meanwhile."""


@dataclass(kw_only=True)
class _Intake:
    """One run over a sheet."""

    batch_id: int
    organisation_id: int
    programme_id: int
    account_id: int | None
    actor: str
    plan: ImportPlan
    facts: ProgrammeFacts
    reached: int  # rows up to here came in before
    tally: Tally = field(default_factory=Tally)
    refused: list[tuple[int, list[str], Sequence[str]]] = field(default_factory=list)


def run_import(ticket: Ticket) -> None:
    """Take in the batch that a person has started; the subject of the job is the batch."""
    take_in(ticket.subject_id, progress=ticket.progress, actor=WORKER)


def take_in(batch_id: int, *, progress: Progress, actor: str) -> None:
    """Take in the rows of a running batch from where it broke off, then ask for the stories to be read.

    Raises JobStopped where `progress` does; the batch then stands as stopped.
    """
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None or batch.state != "running":
        return
    try:
        sheet = import_sheets.sheet_of(batch)
    except RuleBroken:  # the file is gone or no longer opens: a person has to bring it again
        _close(batch_id, "failed", actor=actor)
        return
    intake = _intake(batch, actor=actor)
    db.session.rollback()
    try:
        progress(0, len(sheet.rows))
        by_number = dict(zip(sheet.numbers, sheet.rows, strict=True))
        waiting: list[StoryDraft] = []
        drafts = import_sheets.drafts_of(sheet, intake.plan, intake.facts, language_of=import_sheets.language_of)
        for drafted in drafts:
            intake.tally.count(drafted)
            waiting += _ready(intake, drafted, by_number)
            if len(waiting) >= CHUNK:
                _write(intake, waiting)
                waiting = []
                progress(intake.tally.n_rows, len(sheet.rows))
        if waiting:
            _write(intake, waiting)
        progress(len(sheet.rows), len(sheet.rows))
    except JobStopped:
        _close(batch_id, "stopped", actor=actor)
        raise
    except _TakenOver:
        return
    _finish(intake)


def _intake(batch: ImportBatch, *, actor: str) -> _Intake:
    programme = db.session.get_one(Programme, batch.programme_id)
    return _Intake(
        batch_id=batch.id, organisation_id=batch.organisation_id, programme_id=batch.programme_id,
        account_id=batch.created_by_id, actor=actor, plan=plan_for(batch), facts=import_sheets.facts_of(programme),
        reached=batch.mapping.get("reached", 0),
    )  # fmt: skip


def _ready(intake: _Intake, drafted: Drafted, rows: dict[int, tuple[str, ...]]) -> list[StoryDraft]:
    if drafted.draft is None:
        codes = [problem.code for problem in drafted.problems if problem.refuses]
        intake.refused.append((drafted.row, codes, rows[drafted.row]))
        return []
    return [drafted.draft] if drafted.row > intake.reached else []


def _write(intake: _Intake, drafts: Sequence[StoryDraft]) -> None:
    with act(intake.actor):
        batch = db.session.get(ImportBatch, intake.batch_id, with_for_update=True, populate_existing=True)
        if batch is None or batch.state != "running" or batch.mapping.get("reached", 0) >= drafts[0].row:
            raise _TakenOver
        ids = imports.add_stories([_story(intake, draft) for draft in drafts])
        keys, originals = sealing.rows_of_many({ids[draft.row]: _original(draft) for draft in drafts})
        imports.add_parts(
            NewStories(
                keys=keys, originals=originals,
                consents=[event for draft in drafts for event in _consents(intake, draft, ids[draft.row])],
                answers=[answer for draft in drafts for answer in _answers(intake, draft, ids[draft.row])],
            )
        )  # fmt: skip
        batch.n_taken += len(drafts)
        batch.mapping = {**batch.mapping, "reached": drafts[-1].row}


def _story(intake: _Intake, draft: StoryDraft) -> dict[str, Any]:
    band = draft.age_band
    guardian_needed = band is not None and needs_guardian(band, guardian_age=intake.facts.guardian_age)
    return {
        "public_id": new_public_id(), "organisation_id": intake.organisation_id, "programme_id": intake.programme_id,
        "period_id": draft.period_id, "domain_id": draft.domain_id, "import_batch_id": intake.batch_id,
        "import_row": draft.row, "language": draft.language, "age_band": band, "teller_role": draft.teller_role,
        "direction": draft.direction, "mode": Mode.IMPORT, "is_test": intake.facts.is_pilot, "told_on": draft.told_on,
        "n_words": count_words(draft.happened, draft.matters), "guardian_needed": guardian_needed,
        **_working_text(intake, draft), **_lights(intake, draft, guardian_needed=guardian_needed),
    }  # fmt: skip


def _working_text(intake: _Intake, draft: StoryDraft) -> dict[str, Any]:
    """Return the text that people read, where it holds no names; otherwise it stays sealed until it is screened."""
    if not intake.plan.already_deidentified:
        return {"state": StoryState.TOLD}
    return {
        "state": StoryState.SCREENED, "title": draft.title, "happened": draft.happened, "matters": draft.matters,
        "text_version": 1, "screened_by_id": intake.account_id, "screened_on": intake.facts.today,
    }  # fmt: skip


def _lights(intake: _Intake, draft: StoryDraft, *, guardian_needed: bool) -> dict[str, Any]:
    """Fold what a row says about consent, by the same rule as for stories told here."""
    today = intake.facts.today
    said = [
        ConsentSaid(sequence=n, purpose=purpose, act=ConsentAct.GRANT, by=by, on=today)
        for n, (purpose, by) in enumerate(_said(intake, draft))
    ]
    held = lights(said, guardian_needed=guardian_needed, today=today)
    return {column: held[purpose] for column, purpose in FOLDED.items()}


def _said(intake: _Intake, draft: StoryDraft) -> list[tuple[Purpose, ConsentBy]]:
    if draft.agreed_on_paper:
        return [(Purpose[name], ConsentBy.STAFF_ON_PAPER) for name in intake.plan.consent_purposes]
    return [(Purpose.ANALYSIS, ConsentBy.IMPORT)]  # nobody knows: analysed and counted, never quoted


def _consents(intake: _Intake, draft: StoryDraft, story_id: int) -> list[dict[str, Any]]:
    on_paper = draft.agreed_on_paper
    return [
        {
            "story_id": story_id, "purpose": purpose, "act": ConsentAct.GRANT, "by": by, "language": draft.language,
            "paper": intake.plan.paper if on_paper else "", "recorded_by_id": intake.account_id if on_paper else None,
            "said_on": intake.facts.today,
        }
        for purpose, by in _said(intake, draft)
    ]  # fmt: skip


def _answers(intake: _Intake, draft: StoryDraft, story_id: int) -> list[dict[str, Any]]:
    chosen = {question.id for question in intake.facts.questions if not question.kind.is_text}
    return [
        {"story_id": story_id, "question_id": question_id, "value": value}
        for question_id, value in draft.answers.items()
        if question_id in chosen
    ]


def _original(draft: StoryDraft) -> dict[str, Any]:
    """Return what is sealed; the id by which others know the story stands nowhere else."""
    return {
        "title": draft.title, "happened": draft.happened, "matters": draft.matters, "considered": [],
        "answers": {str(question_id): value for question_id, value in draft.answers.items()}, "pseudonym": "",
        "origin": draft.origin,
    }  # fmt: skip


def _finish(intake: _Intake) -> None:
    refused_at = import_files.keep(json.dumps(intake.refused).encode()) if intake.refused else ""
    with act(intake.actor) as doing:
        batch = db.session.get_one(ImportBatch, intake.batch_id, with_for_update=True, populate_existing=True)
        uploaded_at, batch.file_sealed_at = batch.file_sealed_at, refused_at
        keep_tally(batch, intake.tally)
        batch.state, batch.finished_at = "done", kit().clock()
        _hand_on(doing, batch)
        doing.after.append(lambda: import_files.remove(uploaded_at))


def _close(batch_id: int, state: str, *, actor: str) -> None:
    with act(actor) as doing:
        batch = db.session.get(ImportBatch, batch_id)
        if batch is not None and batch.state == "running":
            batch.state, batch.finished_at = state, kit().clock()
            _hand_on(doing, batch)


def _hand_on(doing: Act, batch: ImportBatch) -> None:
    doing.note(batch.organisation_id, "import.taken", f"import:{batch.id}", reason=batch.state.upper())
    if batch.n_taken:
        doing.ask(batch.organisation_id, JobKind.ANALYSE_MANY, batch.programme_id, import_batch_id=batch.id)
