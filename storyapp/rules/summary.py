"""The summary of a programme as plain values: quotes drawn, loops closed."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from storyapp.rules.sentences import n_words
from storyapp.rules.statistics import median

SHORTEST_QUOTE = 4
LONGEST_QUOTE = 45


@dataclass(frozen=True, kw_only=True)
class LoopFact:
    """When a story was told and when its teller was answered."""

    story_id: int
    told_on: date
    answered_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class QuoteCandidate:
    """A sentence that a person marked as worth quoting; `teller` keeps two stories of one teller together."""

    story_id: int
    theme: str
    text: str
    is_confirmed: bool
    may_quote: bool
    teller: str = ""


@dataclass(frozen=True, kw_only=True)
class Loop:
    """How many tellers were answered, and after how many days half of them."""

    n_stories: int
    n_closed: int
    median_days: float | None

    @property
    def share_closed(self) -> float | None:
        """Return the share that was answered, or None where nobody told."""
        return self.n_closed / self.n_stories if self.n_stories else None


def loop(facts: Iterable[LoopFact]) -> Loop:
    """Tell how many tellers were answered and how fast (E2)."""
    all_facts = tuple(facts)
    days = [(fact.answered_on - fact.told_on).days for fact in all_facts if fact.answered_on is not None]
    return Loop(n_stories=len(all_facts), n_closed=len(days), median_days=median(days))


def select_quotes(
    candidates: Iterable[QuoteCandidate], *, n: int, seed: str, longest: int = LONGEST_QUOTE
) -> tuple[QuoteCandidate, ...]:
    """Draw up to n quotes: confirmed, agreed to, short, and from as many tellers as there are.

    The seed makes the draw repeatable, so nobody picks what pleases; every teller speaks once before any speaks twice.
    """
    fit = [each for each in candidates if _may_stand(each, longest=longest)]
    drawn = sorted(fit, key=lambda each: (_lot(seed, each), each.story_id, each.text))
    spoken: Counter[str] = Counter()
    turns: list[tuple[int, int]] = []
    for place, each in enumerate(drawn):
        turns.append((spoken[_teller(each)], place))
        spoken[_teller(each)] += 1
    return tuple(drawn[place] for _, place in sorted(turns)[: max(0, n)])


def _may_stand(candidate: QuoteCandidate, *, longest: int) -> bool:
    return candidate.is_confirmed and candidate.may_quote and SHORTEST_QUOTE <= n_words(candidate.text) <= longest


def _teller(candidate: QuoteCandidate) -> str:
    return candidate.teller or f"story {candidate.story_id}"


def _lot(seed: str, candidate: QuoteCandidate) -> bytes:
    return hashlib.sha256(f"{seed}\n{candidate.story_id}\n{candidate.text}".encode()).digest()
