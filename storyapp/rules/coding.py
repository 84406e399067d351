"""What happens at the coding desk, and where in a text the words stand that a code rests on."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Any

from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import SHORTEST_JOINT_REASON, is_sentence
from storyapp.rules.statistics import Z_95, Interval

LONGEST_EVIDENCE, LONGEST_MEMO = 600, 4000
LONGEST_JOINT_REASON = 2000
STOPS, CLOSING = ".!?…\n", "»”’)]"


class CodingStep(Enum):
    """One step of a person who codes; each can be undone by the same person."""

    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ADDED = "added"
    TURNED = "turned"  # the direction of a result was changed, and so confirmed
    MARKED = "marked"  # something was said of the story as a whole


@dataclass(frozen=True, kw_only=True)
class Span:
    """Where the words of one code stand; `owner` says whose they are."""

    start: int
    end: int
    owner: int


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of text under the same codes; `ends` are the owners whose words end here."""

    text: str
    owners: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


def working_text(happened: str, matters: str) -> str:
    """Return the text in which the offsets of evidence are counted."""
    return f"{happened}\n\n{matters}"


def check_joint_reason(reason: str) -> str:
    """Return why readers decided as they did together, or say what is wrong with it."""
    reason = reason.strip()
    if not is_sentence(reason, shortest=SHORTEST_JOINT_REASON):
        raise RuleBroken("joint.reason-missing", shortest=SHORTEST_JOINT_REASON)
    if len(reason) > LONGEST_JOINT_REASON:
        raise RuleBroken("joint.reason-too-long", longest=LONGEST_JOINT_REASON)
    return reason


def find_words(text: str, wanted: str) -> tuple[int, int] | None:
    """Find words that somebody typed or copied, whatever the spaces, line ends and capitals between them."""
    if not wanted.split():
        return None
    letters, places = _squeezed(text)
    sought = "".join(_squeezed(wanted.strip().strip("«»“”\"'…"))[0]).strip()
    at = "".join(letters).find(sought) if sought else -1
    if at < 0:
        return None
    return places[at], places[at + len(sought) - 1] + 1


def standing_evidence(text: str, evidence: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Return where evidence stands in the present text; what a later screening has covered is left out."""
    places = []
    for piece in evidence:
        start, end, said = int(piece.get("start", 0)), int(piece.get("end", 0)), str(piece.get("text", ""))
        if not (0 <= start < end <= len(text) and text[start:end] == said):
            start = text.find(said) if said else -1
        if start >= 0 and said.strip():
            start += len(said) - len(said.lstrip())
            places.append((start, start + len(said.strip())))
    return places


def cut(text: str, spans: Sequence[Span], *, start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut a part of a text at every border of its spans; overlapping spans share a piece."""
    end = len(text) if end is None else end
    borders = {start, end} | {border for span in spans for border in (span.start, span.end) if start < border < end}
    pieces = []
    for left, right in pairwise(sorted(borders)):
        owners = tuple(dict.fromkeys(s.owner for s in spans if s.start <= left and right <= s.end))
        ends = tuple(dict.fromkeys(s.owner for s in spans if s.end == right and s.start <= left))
        pieces.append(Piece(text=text[left:right], owners=owners, ends=ends))
    return pieces


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the borders of the sentence, or of the paragraph line, in which words stand."""
    left = max((text.rfind(stop, 0, start) for stop in STOPS), default=-1) + 1
    rights = [at for stop in STOPS if (at := text.find(stop, max(end - 1, start))) >= 0]
    right = min(rights) + 1 if rights else len(text)
    if text[right - 1 : right] == "\n":
        right -= 1
    while left < start and (text[left].isspace() or _closes(text, left)):
        left += 1
    while 0 < right < len(text) and text[right - 1] != "\n" and text[right] != "\n" and _closes(text, right):
        right += 1
    return left, max(end, right)


def _closes(text: str, at: int) -> bool:
    """Tell whether a sign behind a sentence belongs to it; a straight quote mark does where nothing follows it."""
    straight = text[at] in "\"'" and (at + 1 == len(text) or text[at + 1].isspace())
    return straight or text[at] in CLOSING


def _squeezed(text: str) -> tuple[list[str], list[int]]:
    """Return the small letters of a text with single spaces, and where each stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(place)
            continue
        letters.append(letter.lower()[:1].replace("ё", "е"))
        places.append(place)
    return letters, places


def kappa_of_counts(*, both: int, only_first: int, only_second: int, neither: int) -> float | None:
    """Return Cohen's kappa of two coders from their four counts; None where chance alone makes them agree."""
    n = both + only_first + only_second + neither
    if not n:
        return None
    yes_first, yes_second = both + only_first, both + only_second
    by_chance = (yes_first * yes_second + (n - yes_first) * (n - yes_second)) / n**2
    return ((both + neither) / n - by_chance) / (1 - by_chance) if by_chance < 1 else None


def kappa_interval(*, both: int, only_first: int, only_second: int, neither: int) -> Interval | None:
    """Return Cohen's kappa with its 95 % interval after Cohen (1960); rough below thirty pairs."""
    n = both + only_first + only_second + neither
    kappa = kappa_of_counts(both=both, only_first=only_first, only_second=only_second, neither=neither)
    if kappa is None:
        return None
    yes_first, yes_second = both + only_first, both + only_second
    by_chance = (yes_first * yes_second + (n - yes_first) * (n - yes_second)) / n**2
    return _around(kappa, agreed=(both + neither) / n, by_chance=by_chance, n=n)


def alpha_interval(*, both: int, only_first: int, only_second: int, neither: int) -> Interval | None:
    """Return Krippendorff's alpha of two coders and two labels with a 95 % interval made as that of kappa."""
    n = both + only_first + only_second + neither
    yes, no = 2 * both + only_first + only_second, 2 * neither + only_first + only_second
    if not yes * no:
        return None
    expected = 2 * yes * no / (2 * n * (2 * n - 1))
    alpha = 1 - (only_first + only_second) / n / expected
    return _around(alpha, agreed=(both + neither) / n, by_chance=1 - expected, n=n)


def _around(value: float, *, agreed: float, by_chance: float, n: int) -> Interval:
    spread = Z_95 * math.sqrt(agreed * (1 - agreed) / n) / (1 - by_chance)
    return Interval(estimate=value, low=max(-1.0, value - spread), high=min(1.0, value + spread))
