"""Light edits: a few words of a screened text are put right; which words, and whether it is still light."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

from storyapp.rules.errors import RuleBroken
from storyapp.rules.stories import Mode, StoryState

LEAST_KEPT = 0.5  # of the words that stood before: what keeps fewer is another text, and is screened
MOST_COMPARED = 1_000_000  # words before times words after; what is longer is shown as one change
LONGEST_HOW = 300
PARTS = ("title", "happened", "matters")


class Kind(Enum):
    """What became of a stretch of words."""

    SAME = "same"
    OUT = "out"
    IN = "in"


@dataclass(frozen=True)
class Stretch:
    """Words in a row that stayed, went or came; with the space behind them."""

    kind: Kind
    text: str


def changed_words(before: str, after: str) -> tuple[Stretch, ...]:
    """Compare two texts word by word; neighbours of one kind are one stretch, and what went stands before what came."""
    old, new = re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after)
    pieces: list[tuple[Kind, str]] = []
    for tag, start, end, from_, to in _steps([one.strip() for one in old], [one.strip() for one in new]):
        if tag == "equal":
            pieces.append((Kind.SAME, "".join(new[from_:to])))
            continue
        pieces += [(Kind.OUT, "".join(old[start:end])), (Kind.IN, "".join(new[from_:to]))]
    said = [piece for piece in pieces if piece[1]]
    return tuple(
        Stretch(kind, "".join(text for _, text in group)) for kind, group in groupby(said, key=lambda one: one[0])
    )


def check_light(before: Sequence[str], after: Sequence[str]) -> None:
    """Raise RuleBroken where nothing was changed, or so much that somebody has to screen it as a new text."""
    if list(before) == list(after):
        raise RuleBroken("edit.nothing-changed")
    kept = sum(
        len(one.text.split())
        for old, new in zip(before, after, strict=True)
        for one in changed_words(old, new)
        if one.kind is Kind.SAME
    )
    if kept < LEAST_KEPT * sum(len(text.split()) for text in before):
        raise RuleBroken("edit.not-light")


def check_editable(state: StoryState, *, is_objected: bool, is_reworded: bool = False) -> None:
    """Raise RuleBroken where there is no text that may be put right: unread, taken back, objected to or changed."""
    if state is StoryState.WITHDRAWN:
        raise RuleBroken("story.withdrawn")
    if state is not StoryState.SCREENED:
        raise RuleBroken("edit.not-screened")
    if is_objected:
        raise RuleBroken("edit.objected")
    if is_reworded:
        raise RuleBroken("edit.reworded")


def may_be_noted(mode: Mode) -> bool:
    """Tell whether somebody may note that the teller agreed: whoever told alone answers with the code."""
    return mode is not Mode.SELF


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    n_first = _n_alike(old, new)
    n_last = _n_alike(old[n_first:][::-1], new[n_first:][::-1])
    inner_old, inner_new = old[n_first : len(old) - n_last], new[n_first : len(new) - n_last]
    if len(inner_old) * len(inner_new) > MOST_COMPARED:
        steps = [("replace", 0, len(inner_old), 0, len(inner_new))]
    else:
        steps = list(SequenceMatcher(None, inner_old, inner_new, autojunk=False).get_opcodes())
    moved = [(tag, a + n_first, b + n_first, c + n_first, d + n_first) for tag, a, b, c, d in steps]
    end = ("equal", len(old) - n_last, len(old), len(new) - n_last, len(new))
    return [("equal", 0, n_first, 0, n_first), *moved, end]


def _n_alike(one: list[str], other: list[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
