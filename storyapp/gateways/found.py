"""What the language module found, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ThemeFound:
    """A theme that a text may show, with the words that say so ([{start, end, text}])."""

    code: str
    score: float
    evidence: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class LinkFound:
    """A social result that a text may speak of; `direction` is supports, mixed or contradicts."""

    code: str
    particular: str | None
    direction: str
    score: float
    evidence: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class MaskFound:
    """A place that may tell who or where somebody is."""

    start: int
    end: int
    kind: str
    replacement: str


@dataclass(frozen=True, kw_only=True)
class SignalFound:
    """A kind of danger that a text may speak of and where (start, end); never a verdict, never with the words."""

    kind: str
    score: float
    places: tuple[tuple[int, int], ...] = ()


NO_RESULT = "-"  # stands for "no result fits" among decisions; no code of a result is written so


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a person has decided about a theme, or a result, on a story; with the code `NO_RESULT` that none fits."""

    story_id: int
    code: str
    is_confirmed: bool


@dataclass(frozen=True, kw_only=True)
class CodeScores:
    """Precision, recall and false alarms of a theme or a result by cross-validation: by its words, and as learned.

    `source` says whose scores it shows: "words", "learned", or "earlier" (what was learned before).
    """

    code: str
    n_confirmed: int
    n_refused: int
    words: tuple[float, float, float]
    learned: tuple[float, float, float]
    source: str


@dataclass(frozen=True, kw_only=True)
class Together:
    """The same three of all results at once, by their wordings and as learned; `is_used` where that is no worse."""

    words: tuple[float, float, float]
    learned: tuple[float, float, float]
    is_used: bool


@dataclass(frozen=True, kw_only=True)
class LessonFound:
    """What was learned, to be kept; `together` is said of results alone."""

    packed: bytes
    fingerprint: str
    n_decisions: int
    codes: tuple[CodeScores, ...]
    together: Together | None = None


@dataclass(frozen=True, kw_only=True)
class GroupFound:
    """Texts that say something alike. Keys are the callers'; the most typical text comes first, the most distant last."""

    language: str
    label: str
    phrases: tuple[str, ...]
    novelty: float
    evidence: Mapping[int, tuple[int, int]]  # key → where its sentence stands, in order of nearness


@dataclass(frozen=True, kw_only=True)
class OriginalRead:
    """What an original gave; `alike_id` is the story that says nearly the same words."""

    language: str
    masks: list[MaskFound]
    signals: list[SignalFound]
    alike_id: int | None


@dataclass(frozen=True, kw_only=True)
class WorkingRead:
    """What a working text gave; `fits_none` says how likely it is that no result fits, where there are results."""

    themes: list[ThemeFound]
    links: list[LinkFound]
    lemmas: str
    fits_none: float | None = None
