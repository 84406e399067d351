"""Involvement as it stands: the matrix, the five questions and the passport, counted where the house can count (K5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from storyapp.data.db import db
from storyapp.data.queries import involvement as queries
from storyapp.data.queries import unplanned
from storyapp.data.queries.involvement import DecidedChoice
from storyapp.data.tables.involvement import InvolvementActivity, InvolvementNote
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.rules.involvement import (
    QUESTIONS,
    Activity,
    Degree,
    Finding,
    InvolvementFacts,
    Subject,
    check_activity,
    counted,
    is_only_asked,
    passport,
    profile,
)  # fmt: skip
from storyapp.rules.panels import PanelSay, steps_for
from storyapp.rules.polls import InvolvementItem, ItemTally, PollKind
from storyapp.rules.rounds import two_level_difference
from storyapp.services import polls, today
from storyapp.services.transaction import account_actor, act

WEIGHT = (PanelSay.FINAL, PanelSay.VETO, PanelSay.ADVICE)  # the strongest first


@dataclass(frozen=True, kw_only=True)
class QuestionSeen:
    """One of the five questions: how the anonymous poll answered it, and what people wrote."""

    subject: Subject
    asked: InvolvementItem  # as those who took part were asked
    yes: int | None  # None while too few have answered, or nobody was asked
    partly: int | None
    no: int | None
    base: int | None


@dataclass(frozen=True, kw_only=True)
class Involvement:
    """All that is known of involvement in a programme."""

    activities: tuple[Activity, ...]
    profile: Mapping[Degree, int]
    is_only_asked: bool
    questions: tuple[QuestionSeen, ...]
    asked_on: date | None  # when the five questions were asked last, and enough have answered
    findings: tuple[Finding, ...]
    notes: Mapping[Subject, str]
    facts: InvolvementFacts
    n_unplanned: int = 0


@dataclass(frozen=True, kw_only=True)
class NewActivity:
    """What is written down of an activity outside this house."""

    activity: Activity
    held_on: date


def seen(programme: Programme) -> Involvement:
    """Gather everything; the number of queries does not grow with the programme, but for rounds of adults."""
    facts = facts_of(programme)
    rows = (*counted(facts), *(_as_activity(row) for row in queries.activities_of(programme)))
    asked_on, questions = _questions(programme)
    return Involvement(
        activities=rows, profile=profile(rows), is_only_asked=is_only_asked(rows), questions=questions,
        asked_on=asked_on, findings=passport(facts), facts=facts,
        notes={note.subject: note.text for note in queries.notes_of(programme)},
        n_unplanned=len(unplanned.groups_of(programme)),
    )  # fmt: skip


def facts_of(programme: Programme) -> InvolvementFacts:
    """Count what the house knows."""
    n_collectors, collector_minutes = queries.collecting(programme)
    named, n_seats, n_young_seats = queries.seats(programme)
    says, n_members, steps, minutes, settled = queries.standing(programme)
    n_answers, n_pulses = queries.polled(programme)
    n_changes, n_done, n_marked = queries.changes(programme)
    decided = queries.decided_choices(programme)
    differing = _differing(decided)
    groups = _groups(programme)
    return InvolvementFacts(
        n_tellers=queries.n_young_tellers(programme), n_collectors=n_collectors, collector_minutes=collector_minutes,
        n_panellists=named, n_seats=n_seats, n_young_seats=n_young_seats, n_members=n_members,
        n_prepared=sum(n >= len(steps_for(is_young=young)) for young, met in steps.items() for n in met),
        panel_minutes=minutes, panel_minutes_settled=settled, say=next((one for one in WEIGHT if one in says), None),
        n_naming_skills=queries.n_naming_skills(programme), n_coders=queries.n_young_coders(programme), n_answers=n_answers, n_pulses=n_pulses,
        n_youth_rounds=sum(one.is_youth for one in decided), n_differing=len(differing),
        n_differing_answered=sum(differing), n_changes=n_changes, n_changes_done=n_done, n_changes_marked=n_marked,
        has_purpose=not programme.purpose.is_empty, has_limits=not programme.will_not_do.is_empty,
        n_groups=len(groups), n_groups_heard=sum(groups),
    )  # fmt: skip


def activity_of(programme: Programme, activity_id: int) -> InvolvementActivity | None:
    """Return one activity that was written down in this programme."""
    return queries.activity_of(programme, activity_id)


def note_of(programme: Programme, subject: Subject) -> str:
    """Return what was written of a question or a block."""
    row = db.session.get(InvolvementNote, (programme.id, subject))
    return "" if row is None else row.text


def keep_activity(programme: Programme, new: NewActivity, *, account_id: int, activity_id: int | None = None) -> int:
    """Write an activity down, or write it anew; return its id."""
    said = new.activity
    check_activity(n_people=said.n_people, source=said.source)
    with act(account_actor(account_id)) as doing:
        row = queries.activity_of(programme, activity_id) if activity_id is not None else None
        if row is None:
            row = InvolvementActivity(organisation_id=programme.organisation_id, programme_id=programme.id)
            db.session.add(row)
        row.level, row.role, row.degree, row.method = said.level, said.role, said.degree, said.method.strip()
        row.n_people, row.minutes, row.contribution = said.n_people, said.minutes, said.contribution.strip()
        row.source, row.held_on, row.kept_by_id = said.source.strip(), new.held_on, account_id
        db.session.flush()
        doing.note(programme.organisation_id, "involvement.written", f"activity:{row.id}")
        return row.id


def remove_activity(programme: Programme, activity_id: int, *, account_id: int) -> None:
    """Take an activity away that was a mistake."""
    with act(account_actor(account_id)) as doing:
        row = queries.activity_of(programme, activity_id)
        if row is not None:
            db.session.delete(row)
            doing.note(programme.organisation_id, "involvement.removed", f"activity:{activity_id}")


def keep_note(programme: Programme, subject: Subject, text: str, *, account_id: int) -> None:
    """Keep what people say of a question or of a block; an empty text takes it back."""
    with act(account_actor(account_id)) as doing:
        row = db.session.get(InvolvementNote, (programme.id, subject))
        if not text.strip():
            if row is not None:
                db.session.delete(row)
        else:
            if row is None:
                row = InvolvementNote(
                    organisation_id=programme.organisation_id, programme_id=programme.id, subject=subject
                )
                db.session.add(row)
            row.text, row.written_on, row.written_by_id = text.strip(), kit().clock().date(), account_id
        doing.note(programme.organisation_id, "involvement.said", f"programme:{programme.id}", reason=subject.name)


def _differing(decided: Sequence[DecidedChoice]) -> list[bool]:
    """Return for each round of adults that chose otherwise than young people whether it answered them."""
    youth: dict[tuple[int, int | None], list[DecidedChoice]] = {}
    for one in decided:
        if one.is_youth:
            youth.setdefault(one.place, []).append(one)
    return [bool(one.answer) for one in decided if not one.is_youth and _differs(one, youth.get(one.place, ()))]


def _differs(adult: DecidedChoice, youth: Sequence[DecidedChoice]) -> bool:
    return any(
        two_level_difference(
            youth_chosen=one.chosen, adult_chosen=adult.chosen, read_by_both=one.read & adult.read
        ).differs
        for one in youth
    )


def _groups(programme: Programme) -> list[bool]:
    """Return for each group with a target in the present period whether as many were heard as were hoped for."""
    band = today.period_band(programme, is_exact=True)
    groups = [] if band is None else [one for one in band.groups if one.n_target]
    return [(one.heard.value or 0) >= one.n_target for one in groups]


def _tells(one: polls.Asked) -> bool:
    return one.poll.kind is PollKind.INVOLVEMENT and one.is_over and not one.is_hidden


def _as_activity(row: InvolvementActivity) -> Activity:
    return Activity(
        level=row.level, role=row.role, degree=row.degree, n_people=row.n_people, minutes=row.minutes,
        method=row.method, contribution=row.contribution, source=row.source, on=row.held_on, id=row.id,
    )  # fmt: skip


def _questions(programme: Programme) -> tuple[date | None, tuple[QuestionSeen, ...]]:
    """Return the newest closed poll with the five questions that enough people have answered."""
    asked = [one for one in polls.listed(programme) if _tells(one)]
    if not asked:
        return None, tuple(_question(subject, None) for subject in QUESTIONS)
    return asked[0].poll.asked_on, tuple(
        _question(subject, item) for subject, item in zip(QUESTIONS, asked[0].tally, strict=True)
    )


def _question(subject: Subject, item: ItemTally | None) -> QuestionSeen:
    yes, partly, no = (None, None, None) if item is None or item.counts is None else item.counts
    return QuestionSeen(
        subject=subject,
        asked=InvolvementItem[subject.name],
        yes=yes,
        partly=partly,
        no=no,
        base=None if item is None else item.base,
    )
