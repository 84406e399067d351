"""What a programme is made of: domains, questions, consent texts, invitations."""

from enum import Enum


class DomainKind(Enum):
    """Every programme also asks for the unexpected and for what got worse (MSC guide, step 2)."""

    NORMAL = "normal"
    ANY_OTHER = "any_other"
    LESSONS = "lessons"


class QuestionFamily(Enum):
    """To elicit a story, about the story, about the teller."""

    ELICIT = "elicit"
    STORY = "story"
    TELLER = "teller"


class QuestionKind(Enum):
    """What an answer looks like."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    ONE_OF = "one_of"
    SEVERAL_OF = "several_of"
    SCALE = "scale"
    SLIDER = "slider"  # a dyad: a place between two poles
    TRIAD = "triad"  # a place between three poles
    WHEEL = "wheel"  # areas rated at two times, from two points of view
    NUMBER = "number"
    MONTH = "month"  # roughly when: a month and a year, never a day

    @property
    def has_options(self) -> bool:
        """Tell whether the answer is taken from a list."""
        return self in {QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF, QuestionKind.SCALE}

    @property
    def is_text(self) -> bool:
        """Tell whether the answer is written freely, and so stays sealed until somebody has screened it."""
        return self in {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT}

    @property
    def n_options(self) -> tuple[int, int]:
        """Return how many answers, poles or areas a question of this kind has, at least and at most."""
        return OPTIONS.get(self, (0, 0))


OPTIONS = {
    QuestionKind.ONE_OF: (2, 300),
    QuestionKind.SEVERAL_OF: (2, 300),
    QuestionKind.SCALE: (2, 11),
    QuestionKind.SLIDER: (2, 2),
    QuestionKind.TRIAD: (3, 3),
    QuestionKind.WHEEL: (3, 10),
}


class AddressForm(Enum):
    """How Russian speaks to a young person: «ты» or «вы»; both are complete."""

    TY = "ty"
    VY = "vy"
