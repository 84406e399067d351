"""The machine suggests, a person decides, and who decided is kept."""

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
