"""Safeguarding cases: opened by a teller, a reader or the language module; decided by people only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries import cases as queries
from storyapp.data.queries import stories
from storyapp.data.queries.cases import CaseRow, QuietRow
from storyapp.data.tables.coding import Case, CaseNote
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Receipt, Story, StoryKey, TellerMessage
from storyapp.gateways.kit import kit
from storyapp.rules import cases as rules
from storyapp.rules.answering import MessageKind
from storyapp.rules.cases import CaseFacts, CaseOutcome, CaseStanding, CaseStep
from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import is_sentence
from storyapp.rules.signals import opens_a_case
from storyapp.rules.stories import StoryState
from storyapp.services import consents, letters, reading, recalls, rewording, sealing
from storyapp.services.rewording import Earlier
from storyapp.services.transaction import Act, account_actor, act
from storyapp.words.dates import ZONE

NOTE_PLACE, OUTCOME_PLACE = "case_notes/sealed", "cases/outcome_note_sealed"
LETTER_COVERS = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case as its list shows it."""

    row: CaseRow
    standing: CaseStanding
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a case, opened for a lead."""

    kind: CaseStep
    name: str
    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """All that a lead sees of a case."""

    case: Case
    story: Story
    standing: CaseStanding
    acknowledge_by: datetime
    decide_by: datetime
    steps: list[Step]
    outcome: CaseOutcome | None
    outcome_note: str
    calls: list[str]
    is_erased: bool
    n_recalled: int  # outputs on the recall list because of this story; only here is it said why


def open_case(doing: Act, story: Story, *, opened_by: str, signals: Sequence[dict[str, Any]]) -> Case:
    """Open a case, or add signals to the open one, and hold the story from panels.

    `signals` holds kinds and scores, never words of the story. Leads get a letter for each new case, and for each
    call for help; cases that the module opens within an hour, as in an import, share one.
    """
    case = queries.open_case_of(story.id)
    is_said = case is not None or (opened_by == "model" and _is_said_already(story))
    if not is_said or opened_by == "teller":
        tell_leads(doing, story.organisation_id, story.programme_id)
    if case is None:
        case = Case(
            organisation_id=story.organisation_id, programme_id=story.programme_id, story_id=story.id,
            opened_by=opened_by, signals=list(signals), opened_at=kit().clock(),
        )  # fmt: skip
        db.session.add(case)
    else:
        known = {signal["kind"] for signal in case.signals}
        case.signals = [*case.signals, *(signal for signal in signals if signal["kind"] not in known)]
    consents.hold_story(story, today=kit().clock().date())
    return case


def _is_said_already(story: Story) -> bool:
    return queries.has_unseen_since(story.programme_id, "model", kit().clock() - LETTER_COVERS)


def tell_leads(doing: Act, organisation_id: int, programme_id: int) -> None:
    """Write to each lead that something waits, and no more than that; without e-mail they see it when they come."""
    if not kit().post.is_on:
        return
    values = {"url": f"{kit().settings.base_url}/home"}
    for address, language in queries.addresses_of_leads(organisation_id, programme_id):
        letters.write_letter(doing, organisation_id, "notice", to=address, language=language, values=values)


def settled_signals(story_id: int) -> set[str]:
    """Return kinds of loud signals that leads have already closed a case about, for this story."""
    closed = db.session.scalars(select(Case).where(Case.story_id == story_id, Case.closed_at.is_not(None)))
    return {signal["kind"] for case in closed for signal in case.signals if opens_a_case(signal["score"])}


def case_list(programme: Programme, *, closed: bool = False) -> list[CaseLine]:
    """Return open cases, the most pressing first, or closed ones, newest first."""
    now = kit().clock()
    lines = [_line(row, now) for row in queries.cases_of(programme, closed=closed)]
    return lines if closed else sorted(lines, key=lambda line: (not line.standing.is_late, line.due_at))


def quiet_list(programme: Programme) -> list[QuietRow]:
    """Return stories without a case in which the module heard something too quiet to open one, newest first."""
    return queries.quiet_stories(programme)


def n_late(programme: Programme) -> int:
    """Count open cases whose clock has run out."""
    return sum(line.standing.is_late for line in case_list(programme))


def case_page(programme: Programme, case_id: int) -> CasePage | None:
    """Return a case of this programme with its steps opened."""
    case = queries.case_of(programme, case_id)
    story = db.session.get(Story, case.story_id) if case is not None else None
    if case is None or story is None:
        return None
    facts, is_erased = facts_of(case), db.session.get(StoryKey, story.id) is None

    def opened(sealed: bytes | None, place: str) -> str:
        return "" if is_erased else sealing.open_words(story.id, sealed, place)

    return CasePage(
        case=case, story=story, standing=rules.standing(facts, now=kit().clock(), zone=ZONE),
        acknowledge_by=rules.acknowledge_by(case.opened_at, ZONE), decide_by=rules.decide_by(case.opened_at),
        steps=[
            Step(kind=CaseStep(note.act), name=name, text=opened(note.sealed, NOTE_PLACE), at=note.noted_at)
            for note, name in queries.timeline(case.id)
        ],
        outcome=facts.outcome, outcome_note=opened(case.outcome_note_sealed, OUTCOME_PLACE),
        calls=[opened(call.sealed, sealing.MESSAGES_AT) for call in queries.calls_for_help(story.id)], is_erased=is_erased,
        n_recalled=recalls.n_outputs_with(story),
    )  # fmt: skip


def read_original(programme: Programme, case_id: int, *, account_id: int) -> dict[str, Any]:
    """Open the original for a lead; noted in the audit chain under the case, once a day."""
    case = _case(programme, case_id)
    original = reading.newest_original(case.story_id)
    reading.note_once_a_day(programme, account_id, "case.original-read", f"case:{case.id}", reason="SAFEGUARDING")
    return original


def earlier_words(programme: Programme, case_id: int) -> list[Earlier]:
    """Return the words as they stood before the teller changed them: somebody may have made the teller do so."""
    story = db.session.get(Story, _case(programme, case_id).story_id)
    return rewording.earlier(story) if story is not None else []


def acknowledge(programme: Programme, case_id: int, *, account_id: int) -> None:
    """Say that a lead has seen the case and takes it in hand."""
    with act(account_actor(account_id)) as doing:
        case = _case(programme, case_id)
        rules.check_step(facts_of(case), CaseStep.ACKNOWLEDGED)
        case.acknowledged_at, case.acknowledged_by_id = kit().clock(), account_id
        _step(doing, case, CaseStep.ACKNOWLEDGED, account_id)


def add_note(programme: Programme, case_id: int, text: str, *, account_id: int, escalates: bool = False) -> None:
    """Write down what was done or learned; or to whom above the case was taken, and why."""
    step = CaseStep.ESCALATED if escalates else CaseStep.NOTED
    if not is_sentence(text, shortest=2):
        raise RuleBroken("case.note-missing")
    with act(account_actor(account_id)) as doing:
        case = _case(programme, case_id)
        rules.check_step(facts_of(case), step)
        _step(doing, case, step, account_id, text=text)


def reply_to_teller(programme: Programme, case_id: int, text: str, *, account_id: int) -> None:
    """Lay a word under the teller's code; only leads and the teller ever see it, and it carries no name."""
    if not is_sentence(text, shortest=2):
        raise RuleBroken("message.answer-missing")
    with act(account_actor(account_id)) as doing:
        case = _case(programme, case_id)
        rules.check_step(facts_of(case), CaseStep.REPLIED)
        story = db.session.get_one(Story, case.story_id)
        _lay_under_the_code(story, text, account_id)
        _step(doing, case, CaseStep.REPLIED, account_id, text=text)


def _lay_under_the_code(story: Story, text: str, account_id: int) -> None:
    """Write a lead's word to a teller; its kind keeps it out of sight of all others."""
    if db.session.get(Receipt, story.id) is None:
        raise RuleBroken("message.no-code")
    db.session.add(
        TellerMessage(
            story_id=story.id, kind=MessageKind.HELP.value, is_from_teller=False, said_on=kit().clock().date(),
            account_id=account_id, sealed=sealing.seal_words(story.id, text, sealing.MESSAGES_AT),
        )
    )  # fmt: skip


def propose_outcome(programme: Programme, case_id: int, outcome: CaseOutcome, note: str, *, account_id: int) -> None:
    """Propose how the case ends; a second lead closes it."""
    if not is_sentence(note):
        raise RuleBroken("case.note-missing")
    with act(account_actor(account_id)) as doing:
        case = _case(programme, case_id)
        rules.check_step(facts_of(case), CaseStep.PROPOSED)
        case.outcome, case.proposed_by_id = outcome.value, account_id
        case.outcome_note_sealed = sealing.seal_words(case.story_id, note, OUTCOME_PLACE)
        _step(doing, case, CaseStep.PROPOSED, account_id, text=note, reason=outcome.name)


def close_case(programme: Programme, case_id: int, *, account_id: int, keep_held: bool = False) -> None:
    """Close the case as the second lead; the story goes back to panels where no danger is left."""
    with act(account_actor(account_id)) as doing:
        case = _case(programme, case_id)
        facts = facts_of(case)
        rules.check_closing(facts, closer=account_id)
        case.closed_at, case.closed_by_id = kit().clock(), account_id
        story = db.session.get_one(Story, case.story_id)
        if facts.outcome is not None and rules.is_released(facts.outcome, keep_held=keep_held):
            story.is_held = False
        elif story.state is not StoryState.WITHDRAWN:
            consents.hold_story(story, today=kit().clock().date())
        _step(doing, case, CaseStep.CLOSED, account_id, reason="KEPT_HELD" if keep_held else "")


def reopen_case(programme: Programme, case_id: int, reason: str, *, account_id: int) -> None:
    """Open a closed case again; the story is held once more."""
    if not is_sentence(reason):
        raise RuleBroken("case.note-missing")
    with act(account_actor(account_id)) as doing:
        case = _case(programme, case_id)
        rules.check_step(facts_of(case), CaseStep.REOPENED)
        story = db.session.get(Story, case.story_id)
        if story is None or story.state is StoryState.WITHDRAWN:
            raise RuleBroken("story.withdrawn")
        if queries.open_case_of(story.id) is not None:
            raise RuleBroken("case.still-open")
        case.closed_at = case.closed_by_id = case.outcome = case.proposed_by_id = case.outcome_note_sealed = None
        case.opened_at, case.acknowledged_at, case.acknowledged_by_id = kit().clock(), kit().clock(), account_id
        consents.hold_story(story, today=kit().clock().date())
        _step(doing, case, CaseStep.REOPENED, account_id, text=reason)


def hand_over(programme: Programme, public_id: str, reason: str, *, account_id: int) -> None:
    """Hold a story for the safeguarding lead, as a reader who is worried; the reason is sealed in the case."""
    if not is_sentence(reason, shortest=2):
        raise RuleBroken("case.note-missing")
    with act(account_actor(account_id)) as doing:
        story = stories.story_by_public_id(programme, public_id)
        if story is None or story.state is StoryState.WITHDRAWN:
            raise RuleBroken("story.withdrawn")
        case = open_case(doing, story, opened_by="reader", signals=[{"kind": "reader", "score": 1.0}])
        db.session.flush()
        _step(doing, case, CaseStep.NOTED, account_id, text=reason)
        doing.note(story.organisation_id, stories.HANDED_OVER, f"story:{story.public_id}")


def facts_of(case: Case) -> CaseFacts:
    """Return a case as the rules want it."""
    return CaseFacts(
        opened_at=case.opened_at, acknowledged_at=case.acknowledged_at,
        outcome=CaseOutcome(case.outcome) if case.outcome else None, proposed_by=case.proposed_by_id,
        is_closed=case.closed_at is not None,
    )  # fmt: skip


def _line(row: CaseRow, now: datetime) -> CaseLine:
    facts = facts_of(row.case)
    if facts.acknowledged_at is None:
        due_at = rules.acknowledge_by(facts.opened_at, ZONE)
    else:
        due_at = rules.decide_by(facts.opened_at)
    return CaseLine(row=row, standing=rules.standing(facts, now=now, zone=ZONE), due_at=due_at)


def _case(programme: Programme, case_id: int) -> Case:
    case = queries.case_of(programme, case_id)
    if case is None:
        raise RuleBroken("case.gone")
    return case


def _step(doing: Act, case: Case, step: CaseStep, account_id: int, *, text: str = "", reason: str = "") -> None:
    """Add a step to the timeline and a line to the chain; the chain never names the story."""
    sealed = sealing.seal_words(case.story_id, text, NOTE_PLACE) if text else None
    db.session.add(
        CaseNote(case_id=case.id, account_id=account_id, act=step.value, sealed=sealed, noted_at=kit().clock())
    )
    doing.note(case.organisation_id, f"case.{step.value}", f"case:{case.id}", reason=reason)
