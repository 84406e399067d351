"""The language module learns themes from what people confirmed and refused; only what is no worse is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import coding
from storyapp.data.queries import learning as queries
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.gateways.kit import kit
from storyapp.gateways.nlp import Codebook, Decision, LessonFound, ThemeScores
from storyapp.rules.coding import working_text
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind, JobState
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
class ThemeLearned:
    """A theme with what cross-validation says of it: precision, recall and false alarms, 0 to 1."""

    theme: Theme
    n_confirmed: int
    n_refused: int
    words: tuple[float, ...]
    learned: tuple[float, ...]
    is_used: bool


@dataclass(frozen=True, kw_only=True)
class LearnedSeen:
    """What was learned in a programme, if anything, and whether a lesson is under way."""

    learned_at: datetime | None
    n_decisions: int
    themes: list[ThemeLearned]
    job: Job | None

    @property
    def n_used(self) -> int:
        """Count the themes that show learned scores."""
        return sum(one.is_used for one in self.themes)

    @property
    def is_learning(self) -> bool:
        """Tell whether a lesson waits or is under way."""
        return self.job is not None and self.job.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def has_failed(self) -> bool:
        """Tell whether the last lesson was given up."""
        return self.job is not None and self.job.state is JobState.PARKED


def learn_themes(ticket: Ticket) -> None:
    """Learn from all decisions of a programme; `subject_id` is the programme."""
    programme = db.session.get(Programme, ticket.subject_id)
    if programme is None or not programme.is_analysed:
        return
    facts = _facts(programme)
    db.session.rollback()  # nothing is locked while the module learns
    ticket.progress(0, len(facts.texts))
    lesson = kit().module.learn(facts.texts, facts.decisions, codebook=facts.codebook, known=facts.known)
    ticket.progress(len(facts.texts), len(facts.texts))
    if lesson is not None:
        _keep(ticket.subject_id, facts, lesson)


def learned_seen(programme: Programme) -> LearnedSeen:
    """Return what was learned, for people to judge."""
    model = queries.learned_model(programme)
    scores = {row["code"]: row for row in model.scores} if model is not None else {}
    return LearnedSeen(
        learned_at=model.learned_at if model is not None else None,
        n_decisions=model.n_decisions if model is not None else 0,
        themes=[_seen(theme, scores[theme.code]) for theme in coding.themes_of(programme) if theme.code in scores],
        job=jobs.latest_job(programme.organisation_id, JobKind.LEARN_THEMES, programme.id),
    )


def learn_now(programme_id: int, *, account_id: int) -> None:
    """Ask for a lesson from what is decided now, unless one is under way."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        if not programme.is_analysed:
            raise RuleBroken("module.switched-off")
        doing.note(programme.organisation_id, "module.learning-asked", f"programme:{programme_id}")
        ask_to_learn(doing, programme.organisation_id, programme_id)


def forget(programme_id: int, *, account_id: int) -> None:
    """Forget what was learned; all themes go by the words of the codebook again. Decisions of people stay."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        queries.stop_learning(programme_id)
        if queries.drop_model_of(programme_id):
            doing.note(programme.organisation_id, "module.forgot", f"programme:{programme_id}", reason="ASKED")


def _facts(programme: Programme) -> Facts:
    library = library_of(programme.id)
    rows = queries.decided_texts(programme, limit=MOST_STORIES)
    model = queries.learned_model(programme)
    return Facts(
        texts={row.id: (working_text(row.happened, row.matters), row.language) for row in rows},
        versions={row.id: row.text_version for row in rows},
        decisions=[
            Decision(story_id=story_id, code=code, is_confirmed=yes)
            for story_id, code, yes in queries.decisions_on(programme, [row.id for row in rows])
        ],
        codebook=library.codebook if library is not None else Codebook(programme_id=programme.id),
        earlier_id=model.id if model is not None else None,
        earlier_scores={row["code"]: row for row in model.scores} if model is not None else {},
        known=queries.stories_behind(model.id) if model is not None else set(),
    )


def _keep(programme_id: int, facts: Facts, lesson: LessonFound) -> None:
    """Keep a lesson unless its ground has changed meanwhile: a text, a consent, or what was learned before."""
    with act(WORKER) as doing:
        programme = db.session.get(Programme, programme_id)
        if programme is None or not programme.is_analysed:
            return
        if queries.unchanged(facts.versions, others=facts.known) != set(facts.versions):
            ask_to_learn(doing, programme.organisation_id, programme_id)
            return
        model = queries.learned_model(programme)
        if (model.id if model is not None else None) != facts.earlier_id:
            return  # forgotten or learned anew meanwhile
        is_mixed = any(theme.source == "earlier" for theme in lesson.themes)
        queries.replace_model(
            programme, learned_at=kit().clock(), n_decisions=lesson.n_decisions, packed=lesson.packed,
            fingerprint=lesson.fingerprint, scores=[_scores(theme, facts.earlier_scores) for theme in lesson.themes],
            story_ids={*facts.versions, *(facts.known if is_mixed else ())},
        )  # fmt: skip
        doing.note(programme.organisation_id, "module.learned", f"programme:{programme_id}")


def _scores(theme: ThemeScores, earlier: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what is kept of a theme; one that stays as it was learned before keeps its numbers."""
    if theme.source == "earlier" and theme.code in earlier:
        return {**earlier[theme.code], "source": "earlier"}
    return asdict(theme)


def _seen(theme: Theme, row: Mapping[str, Any]) -> ThemeLearned:
    return ThemeLearned(
        theme=theme, n_confirmed=row["n_confirmed"], n_refused=row["n_refused"], words=tuple(row["words"]),
        learned=tuple(row["learned"]), is_used=row["source"] != "words",
    )  # fmt: skip
