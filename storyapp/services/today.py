"""What waits today, and who has not been heard in the present period."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, cast, func, select

from storyapp.data.db import db
from storyapp.data.queries import cases, stories
from storyapp.data.queries.coding import readable
from storyapp.data.tables.coding import Tag
from storyapp.data.tables.house import Job
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.programmes import Period, Programme, Question, TargetGroup
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Answer, Story
from storyapp.gateways.kit import kit
from storyapp.rules.disclosure import EXACT, Cell, in_steps, on_screen, protect_counts, threshold, youngest_of
from storyapp.rules.jobs import PARTS, JobKind, JobState
from storyapp.rules.people import AgeBand, Capability
from storyapp.rules.programmes import QuestionFamily
from storyapp.rules.rounds import UNDER_WAY, RoundState
from storyapp.rules.stories import StoryState
from storyapp.rules.tags import TagState
from storyapp.rules.wording import Wording
from storyapp.services import attachments, messages_to_tellers, monitoring, recalls, signal_words
from storyapp.services import cases as case_service

GROUP_QUESTION = "group"
LONG_JOBS = (
    JobKind.ANALYSE_MANY, JobKind.DISCOVER, JobKind.READ_SIGNALS, JobKind.IMPORT_BATCH, JobKind.BUILD_REPORT,
)  # fmt: skip
MOST_JOBS = 50


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Counts of what waits; None where the reader's role does not see to it."""

    to_screen: int | None = None
    attachments: int | None = None
    to_approve: int | None = None
    for_guardians: int | None = None
    open_rounds: int | None = None
    feedback_owed: int | None = None
    messages: int | None = None
    imports: int | None = None
    recalls: int | None = None
    parked_jobs: int | None = None
    to_code: int | None = None
    cases: int | None = None
    late_cases: int | None = None
    lists_to_look_over: int | None = None
    late_values: int | None = None


@dataclass(frozen=True, kw_only=True)
class Presence:
    """How many of a group were hoped for and heard; few are told exactly only to who asked for it."""

    name: Wording | AgeBand
    n_target: int
    heard: Cell
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Band:
    """The present period: told so far, expected, and who is missing."""

    period: Period
    n_told: Cell
    n_expected: int
    n_days_left: int
    is_over: bool
    k: int
    groups: list[Presence]
    ages: list[Presence]


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the machine has to do: jobs that can be stopped, how many quick ones of a kind, and those put aside."""

    running: list[Job]
    quick: dict[JobKind, int]
    parked: list[Job]


def what_waits(programme: Programme, may: Iterable[Capability]) -> Waiting:
    """Count what waits for somebody who may do these things."""
    can = frozenset(may)

    def if_may(capability: Capability, counted: Callable[[], int]) -> int | None:
        return counted() if capability in can else None

    return Waiting(
        to_screen=if_may(Capability.SCREEN, lambda: stories.n_to_screen(programme)),
        attachments=if_may(Capability.SCREEN, lambda: attachments.n_waiting(programme)),
        for_guardians=if_may(
            Capability.RECORD_CONSENT, lambda: stories.n_in_state(programme, StoryState.WAITING_FOR_GUARDIAN)
        ),
        open_rounds=if_may(Capability.RUN_ROUNDS, lambda: _n_rounds(programme)),
        feedback_owed=if_may(Capability.GIVE_FEEDBACK, lambda: _n_feedback_owed(programme)),
        messages=if_may(Capability.GIVE_FEEDBACK, lambda: messages_to_tellers.n_waiting(programme)),
        imports=if_may(Capability.IMPORT, lambda: _n_imports(programme)),
        recalls=if_may(Capability.CALL_BACK, lambda: recalls.n_open(programme)),
        parked_jobs=if_may(Capability.IMPORT, lambda: _n_parked(programme)),
        to_code=if_may(Capability.TAG, lambda: _n_to_code(programme)),
        cases=if_may(Capability.SAFEGUARD, lambda: cases.n_open(programme)),
        late_cases=if_may(Capability.SAFEGUARD, lambda: case_service.n_late(programme)),
        late_values=if_may(Capability.SET_UP, lambda: monitoring.n_late(programme)),
        lists_to_look_over=if_may(Capability.SAFEGUARD, lambda: int(signal_words.is_review_due(programme))),
    )


def present_period(programme: Programme) -> Period | None:
    """Return the period that runs today, or else the last open one."""
    today = kit().clock().date()
    query = select(Period).where(
        Period.organisation_id == programme.organisation_id, Period.programme_id == programme.id, Period.is_open
    )
    running = query.where(Period.starts_on <= today, Period.ends_on >= today).order_by(Period.starts_on.desc())
    return db.session.scalar(running.limit(1)) or db.session.scalar(query.order_by(Period.starts_on.desc()).limit(1))


def period_band(programme: Programme, *, is_exact: bool) -> Band | None:
    """Return the present period as a band, or None where no period is open; exact for who asked for it."""
    period = present_period(programme)
    if period is None:
        return None
    by_age: dict[AgeBand | None, int] = dict(
        db.session.execute(
            _told(programme, period).with_only_columns(Story.age_band, func.count()).group_by(Story.age_band)
        ).all()
    )
    k = EXACT if is_exact else threshold(youngest_of(band for band, n in by_age.items() if band is not None and n))
    today: date = kit().clock().date()
    return Band(
        period=period, n_told=on_screen(sum(by_age.values()), k=k), n_expected=period.n_expected,
        n_days_left=max(0, (period.ends_on - today).days), is_over=period.ends_on < today, k=k,
        groups=_groups(programme, period, k=k), ages=_ages(by_age, k=k),
    )  # fmt: skip


def _told(programme: Programme, period: Period) -> Select[Any]:
    return stories.of_programme(programme).where(
        Story.period_id == period.id, Story.is_test.is_(False), Story.state != StoryState.WITHDRAWN
    )


def _cells(heard: Mapping[str, int], *, k: int) -> dict[str, Cell]:
    """Return each count as a screen shows it."""
    protected = protect_counts(list(heard), list(heard.values()), k=k)
    return {code: in_steps(protected.cell(column=code), k=k) for code in heard}


def _ages(by_age: dict[AgeBand | None, int], *, k: int) -> list[Presence]:
    cells = _cells({band.name: by_age.get(band, 0) for band in AgeBand}, k=k)
    return [Presence(name=band, n_target=0, heard=cells[band.name]) for band in AgeBand]


def _groups(programme: Programme, period: Period, *, k: int) -> list[Presence]:
    """Hold what tellers said of their group against the programme's targets."""
    mine = (TargetGroup.organisation_id == programme.organisation_id, TargetGroup.programme_id == programme.id)
    groups = list(db.session.scalars(select(TargetGroup).where(*mine).order_by(TargetGroup.position, TargetGroup.id)))
    if not groups:
        return []
    value = cast(Answer.value, String)
    query = (
        _told(programme, period)
        .join(Answer, Answer.story_id == Story.id)
        .join(Question, Question.id == Answer.question_id)
        .where(Question.code == GROUP_QUESTION, Question.family == QuestionFamily.TELLER, Answer.occasion == 0)
        .with_only_columns(value, func.count())
        .group_by(value)
    )
    heard: Counter[str] = Counter()
    for packed, n in db.session.execute(query):
        said = json.loads(packed)
        for code in said if isinstance(said, list) else [said]:
            heard[str(code)] += n
    cells = _cells({group.code: heard[group.code] for group in groups}, k=k)
    return [
        Presence(name=group.name, n_target=group.n_target, heard=cells[group.code], code=group.code) for group in groups
    ]


def _n_rounds(programme: Programme) -> int:
    query = select(func.count(Round.id)).where(
        Round.organisation_id == programme.organisation_id,
        Round.programme_id == programme.id,
        Round.state.in_(UNDER_WAY),
    )
    return db.session.scalar(query) or 0


def _n_feedback_owed(programme: Programme) -> int:
    """Count stories that a decided panel has read and nobody has answered."""
    query = (
        select(func.count())
        .select_from(RoundStory)
        .join(Round, Round.id == RoundStory.round_id)
        .where(
            Round.organisation_id == programme.organisation_id, Round.programme_id == programme.id,
            Round.state == RoundState.DECIDED, RoundStory.is_removed.is_(False), RoundStory.valued == "",
            RoundStory.exception == "",
        )
    )  # fmt: skip
    return db.session.scalar(query) or 0


def _n_imports(programme: Programme) -> int:
    query = select(func.count(ImportBatch.id)).where(
        ImportBatch.organisation_id == programme.organisation_id, ImportBatch.programme_id == programme.id,
        ImportBatch.state.in_(("uploaded", "mapped", "running", "failed")),
    )  # fmt: skip
    return db.session.scalar(query) or 0


def _n_parked(programme: Programme) -> int:
    query = select(Job.id).where(
        Job.organisation_id == programme.organisation_id, Job.state == JobState.PARKED, Job.kind.not_in(PARTS)
    )
    return stories.bounded_count(query)


def _n_to_code(programme: Programme) -> int:
    query = select(Tag.id).where(
        Tag.organisation_id == programme.organisation_id, Tag.programme_id == programme.id,
        Tag.state == TagState.SUGGESTED, Tag.story_id.in_(readable(programme).with_only_columns(Story.id)),
    )  # fmt: skip
    return stories.bounded_count(query)


def jobs_of(programme: Programme) -> Work:
    """Return what the machine does for the organisation: long jobs one by one, quick ones counted, failed ones."""
    query = select(Job).where(Job.organisation_id == programme.organisation_id, Job.kind.not_in(PARTS))
    unfinished = query.where(Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    newest = unfinished.where(Job.kind.in_(LONG_JOBS)).order_by(Job.id.desc()).limit(MOST_JOBS)
    quick = unfinished.where(Job.kind.not_in(LONG_JOBS)).with_only_columns(Job.kind, func.count()).group_by(Job.kind)
    parked = query.where(Job.state == JobState.PARKED).order_by(Job.id.desc()).limit(MOST_JOBS)
    counts: dict[JobKind, int] = dict(db.session.execute(quick).all())
    return Work(
        running=list(db.session.scalars(newest)), parked=list(db.session.scalars(parked)),
        quick={kind: counts[kind] for kind in JobKind if kind in counts},
    )  # fmt: skip
