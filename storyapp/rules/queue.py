"""Which story to code next: the one on which a decision teaches most. It says nothing about tellers or stories."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

FAR = 0.5  # so far from its threshold a suggestion is in no doubt
FEW = 10  # with so many decisions a theme is half known


class QueueOrder(Enum):
    """In which order stories come to the desk."""

    USEFUL = "useful"
    OLDEST = "oldest"


class WhyNext(Enum):
    """Why a story comes now."""

    UNREAD = "unread"
    UNSURE = "unsure"
    FEW_DECISIONS = "few_decisions"


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenCode:
    """A suggestion that waits for a person, and how many like it are decided."""

    kind: str  # theme, link
    subject_id: int
    score: float | None  # none where a person put it forward
    threshold: float
    n_decided: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A story that waits for a coder."""

    story_id: int
    is_unread: bool  # no person has decided anything about it
    open: tuple[OpenCode, ...] = ()


def doubt(code: OpenCode) -> float:
    """Return how near a suggestion is to its threshold: 1 at it, 0 far from it."""
    if code.score is None:
        return 0.0
    return max(0.0, 1 - abs(code.score - code.threshold) / FAR)


def rarity(code: OpenCode) -> float:
    """Return how little is known of a theme or result: 1 with no decision, one half with ten, less with more."""
    return FEW / (FEW + code.n_decided)


def worth(story: Waiting) -> float:
    """Return what a look at a story would teach: its best suggestion, and one more where nobody has read it."""
    best = max((doubt(code) + rarity(code) for code in story.open), default=0.0)
    return best + (1 if story.is_unread else 0)


def most_useful(stories: Iterable[Waiting], *, left: Sequence[int] = ()) -> Waiting | None:
    """Return the story to code next; what was left for later comes last, in that order. Equal ones: the oldest."""
    place = {story_id: n for n, story_id in enumerate(left, start=1)}
    return min(stories, key=lambda one: (place.get(one.story_id, 0), -worth(one), one.story_id), default=None)


def why_next(story: Waiting) -> list[tuple[WhyNext, OpenCode | None]]:
    """Return in which ways a story is useful now, each with the suggestion that it rests on."""
    reasons: list[tuple[WhyNext, OpenCode | None]] = [(WhyNext.UNREAD, None)] if story.is_unread else []
    unsure = _best(story.open, [doubt(code) for code in story.open])
    if unsure is not None and doubt(unsure) >= 0.5:
        reasons.append((WhyNext.UNSURE, unsure))
    rare = _best(story.open, [rarity(code) for code in story.open])
    if rare is not None and rare.n_decided < FEW:
        reasons.append((WhyNext.FEW_DECISIONS, rare))
    return reasons


def _best(codes: Sequence[OpenCode], values: Sequence[float]) -> OpenCode | None:
    return max(zip(codes, values, strict=True), key=lambda pair: pair[1], default=(None, 0.0))[0]
