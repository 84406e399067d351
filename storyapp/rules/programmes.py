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

    @property
    def has_options(self) -> bool:
        """Tell whether the answer is taken from a list."""
        return self in {QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF, QuestionKind.SCALE}


class AddressForm(Enum):
    """How Russian speaks to a young person: «ты» or «вы»; both are complete."""

    TY = "ty"
    VY = "vy"
