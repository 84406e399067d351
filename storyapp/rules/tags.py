"""The machine suggests, a person decides, and who decided is kept."""

from collections.abc import Sequence
from enum import Enum

from storyapp.rules.errors import RuleBroken


class CoderKind(Enum):
    """Whose hand a tag is from."""

    MODEL = "model"
    PERSON = "person"
    YOUNG_PERSON = "young_person"


class TagState(Enum):
    """A suggestion is nobody's finding until a person confirms it."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


def decided_state(*, confirmed: bool, coder: CoderKind) -> TagState:
    """Return the state after a decision; the model never decides."""
    if coder is CoderKind.MODEL:
        raise RuleBroken("tag.model-may-not-decide")
    return TagState.CONFIRMED if confirmed else TagState.REFUSED


def in_tree_order(themes: Sequence[tuple[int, int | None]]) -> list[tuple[int, int]]:
    """Return (theme, how deep it stands) in order, each theme followed by those under it; takes (theme, its parent).

    A theme whose parent is not there stands at the top.
    """
    known = {theme for theme, _ in themes}
    below: dict[int | None, list[int]] = {}
    for theme, parent in themes:
        below.setdefault(parent if parent in known else None, []).append(theme)
    ordered: list[tuple[int, int]] = []
    waiting = [(theme, 0) for theme in reversed(below.get(None, []))]
    while waiting:
        theme, depth = waiting.pop()
        ordered.append((theme, depth))
        waiting += [(one, depth + 1) for one in reversed(below.get(theme, []))]
    reached = {theme for theme, _ in ordered}
    return ordered + [(theme, 0) for theme, _ in themes if theme not in reached]  # in a circle, which nobody should see
