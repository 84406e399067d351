"""The language module learns from what people confirmed and refused; only what is no worse is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import coding
from storyapp.data.queries import learning as queries
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import Programme, SocialResult, Theme
from storyapp.gateways.found import NO_RESULT
from storyapp.gateways.kit import kit
from storyapp.gateways.nlp import Codebook, CodeScores, Decision, LessonFound
from storyapp.rules.coding import working_text
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobState
from storyapp.rules.learning import LearnedKind
from storyapp.rules.wording import Wording
from storyapp.services import jobs
from storyapp.services.analysing import library_of
from storyapp.services.jobs import Ticket
from storyapp.services.learned import ask_to_learn
from storyapp.services.transaction import WORKER, account_actor, act

MOST_STORIES = 2000


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a lesson is made of, read at one moment."""

    texts: Mapping[int, tuple[str, str]]
    versions: Mapping[int, int]
    decisions: list[Decision]
    codebook: Codebook
    earlier_id: int | None
    earlier_scores: Mapping[str, Mapping[str, Any]]
    known: set[int]


@dataclass(frozen=True, kw_only=True)
class CodeLearned:
    """A theme or result with what cross-validation says of it: precision, recall and false alarms, 0 to 1."""

    id: int
    name: Wording
    n_confirmed: int
    n_refused: int
    words: tuple[float, ...]
    learned: tuple[float, ...]
    is_used: bool


@dataclass(frozen=True, kw_only=True)
class TogetherLearned:
    """The same of all results at once: how far to trust their words and likeness, whichever the result."""

    words: tuple[float, ...]
    learned: tuple[float, ...]
    is_used: bool


@dataclass(frozen=True, kw_only=True)
class LearnedSeen:
    """What was learned in a programme, if anything, and whether a lesson is under way."""

    kind: LearnedKind
    learned_at: datetime | None
    n_decisions: int
    codes: list[CodeLearned]
    together: TogetherLearned | None
    none: CodeLearned | None  # of "no result fits"
    job: Job | None

    @property
    def n_used(self) -> int:
        """Count the themes, or results, that show learned scores of their own."""
        return sum(one.is_used for one in self.codes)

    @property
    def is_learning(self) -> bool:
        """Tell whether a lesson waits or is under way."""
        return self.job is not None and self.job.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def has_failed(self) -> bool:
        """Tell whether the last lesson was given up."""
        return self.job is not None and self.job.state is JobState.PARKED


def learn_themes(ticket: Ticket) -> None:
    """Learn from all decisions about themes of a programme; `subject_id` is the programme."""
    _learn(ticket, LearnedKind.THEMES)


def learn_results(ticket: Ticket) -> None:
    """Learn from all decisions about results of a programme; `subject_id` is the programme."""
    _learn(ticket, LearnedKind.RESULTS)


def learned_seen(programme: Programme, kind: LearnedKind) -> LearnedSeen:
    """Return what was learned, for people to judge."""
    model = queries.learned_model(programme, kind)
    scores = {row["code"]: row for row in model.scores} if model is not None else {}
    return LearnedSeen(
        kind=kind,
        learned_at=model.learned_at if model is not None else None,
        n_decisions=model.n_decisions if model is not None else 0,
        codes=[_seen(one, scores[one.code]) for one in _things(programme, kind) if one.code in scores],
        together=_together(model.together) if model is not None else None,
        none=_of_none(scores.get(NO_RESULT)),
        job=jobs.latest_job(programme.organisation_id, kind.job, programme.id),
    )


def learn_now(programme_id: int, kind: LearnedKind, *, account_id: int) -> None:
    """Ask for a lesson from what is decided now, unless one is under way."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        if not programme.is_analysed:
            raise RuleBroken("module.switched-off")
        doing.note(programme.organisation_id, "module.learning-asked", f"programme:{programme_id}", reason=kind.name)
        ask_to_learn(doing, programme.organisation_id, programme_id, kind)


def forget(programme_id: int, kind: LearnedKind, *, account_id: int) -> None:
    """Forget what was learned; all themes, or results, go by their own words again. Decisions of people stay."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        queries.stop_learning(programme_id, kind)
        if queries.drop_model_of(programme_id, kind):
            doing.note(programme.organisation_id, "module.forgot", f"programme:{programme_id}", reason="ASKED")


def _learn(ticket: Ticket, kind: LearnedKind) -> None:
    programme = db.session.get(Programme, ticket.subject_id)
    if programme is None or not programme.is_analysed:
        return
    facts = _facts(programme, kind)
    db.session.rollback()  # nothing is locked while the module learns
    ticket.progress(0, len(facts.texts))
    lesson = _lesson(facts, kind)
    ticket.progress(len(facts.texts), len(facts.texts))
    if lesson is not None:
        _keep(ticket.subject_id, kind, facts, lesson)


def _lesson(facts: Facts, kind: LearnedKind) -> LessonFound | None:
    if kind is LearnedKind.RESULTS:
        return kit().module.learn_links(facts.texts, facts.decisions, codebook=facts.codebook)
    return kit().module.learn(facts.texts, facts.decisions, codebook=facts.codebook, known=facts.known)


def _facts(programme: Programme, kind: LearnedKind) -> Facts:
    library = library_of(programme.id)
    rows = queries.decided_texts(programme, kind, limit=MOST_STORIES)
    model = queries.learned_model(programme, kind)
    return Facts(
        texts={row.id: (working_text(row.happened, row.matters), row.language) for row in rows},
        versions={row.id: row.text_version for row in rows},
        decisions=[
            Decision(story_id=story_id, code=code, is_confirmed=yes)
            for story_id, code, yes in _decided(programme, kind, [row.id for row in rows])
        ],
        codebook=library.codebook if library is not None else Codebook(programme_id=programme.id),
        earlier_id=model.id if model is not None else None,
        earlier_scores={row["code"]: row for row in model.scores} if model is not None else {},
        known=queries.stories_behind(model.id) if model is not None else set(),
    )


def _decided(programme: Programme, kind: LearnedKind, ids: Sequence[int]) -> Iterator[tuple[int, str, bool]]:
    yield from queries.decisions_on(programme, kind, ids)
    if kind is LearnedKind.RESULTS:
        yield from ((story_id, NO_RESULT, yes) for story_id, yes in queries.said_of_none(programme, ids))


def _keep(programme_id: int, kind: LearnedKind, facts: Facts, lesson: LessonFound) -> None:
    """Keep a lesson unless its ground has changed meanwhile: a text, a consent, or what was learned before."""
    with act(WORKER) as doing:
        programme = db.session.get(Programme, programme_id)
        if programme is None or not programme.is_analysed:
            return
        if queries.unchanged(facts.versions, others=facts.known) != set(facts.versions):
            ask_to_learn(doing, programme.organisation_id, programme_id, kind)
            return
        model = queries.learned_model(programme, kind)
        if (model.id if model is not None else None) != facts.earlier_id:
            return  # forgotten or learned anew meanwhile
        is_mixed = any(one.source == "earlier" for one in lesson.codes)
        queries.replace_model(
            programme, kind, learned_at=kit().clock(), n_decisions=lesson.n_decisions, packed=lesson.packed,
            fingerprint=lesson.fingerprint, scores=[_scores(one, facts.earlier_scores) for one in lesson.codes],
            together=asdict(lesson.together) if lesson.together is not None else None,
            story_ids={*facts.versions, *(facts.known if is_mixed else ())},
        )  # fmt: skip
        doing.note(programme.organisation_id, "module.learned", f"programme:{programme_id}", reason=kind.name)


def _scores(one: CodeScores, earlier: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what is kept of a theme or result; one that stays as it was learned before keeps its numbers."""
    if one.source == "earlier" and one.code in earlier:
        return {**earlier[one.code], "source": "earlier"}
    return asdict(one)


def _things(programme: Programme, kind: LearnedKind) -> Sequence[Theme | SocialResult]:
    return coding.themes_of(programme) if kind is LearnedKind.THEMES else coding.results_of(programme)


def _seen(thing: Theme | SocialResult, row: Mapping[str, Any]) -> CodeLearned:
    return CodeLearned(
        id=thing.id, name=thing.name if isinstance(thing, Theme) else thing.general, n_confirmed=row["n_confirmed"],
        n_refused=row["n_refused"], words=tuple(row["words"]), learned=tuple(row["learned"]),
        is_used=row["source"] != "words",
    )  # fmt: skip


def _of_none(row: Mapping[str, Any] | None) -> CodeLearned | None:
    if row is None:
        return None
    return CodeLearned(
        id=0, name=Wording(), n_confirmed=row["n_confirmed"], n_refused=row["n_refused"], words=tuple(row["words"]),
        learned=tuple(row["learned"]), is_used=row["source"] != "words",
    )  # fmt: skip


def _together(row: Mapping[str, Any] | None) -> TogetherLearned | None:
    if row is None:
        return None
    return TogetherLearned(words=tuple(row["words"]), learned=tuple(row["learned"]), is_used=row["is_used"])
