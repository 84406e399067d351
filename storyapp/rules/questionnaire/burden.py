"""What a form costs those who answer it: minutes, and how heavy that is."""

from dataclasses import dataclass
from enum import Enum

from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import slots
from storyapp.rules.questionnaire.asked import Asked, Questionnaire
from storyapp.rules.questionnaire.unfolding import unfolded

WORDS_A_MINUTE = {True: 90, False: 180}  # ten to thirteen; everybody older
SECONDS = {
    QuestionKind.SHORT_TEXT: 20,
    QuestionKind.LONG_TEXT: 75,
    QuestionKind.ONE_OF: 6,
    QuestionKind.SEVERAL_OF: 10,
    QuestionKind.SCALE: 6,
    QuestionKind.SLIDER: 10,
    QuestionKind.TRIAD: 25,
    QuestionKind.NUMBER: 8,
    QuestionKind.MONTH: 10,
}
A_RATING = 4  # seconds for each place of a wheel
# Age, consent, several changes, the story, why it matters, which way it went, a title, looking it over.
THE_STORY_ITSELF = {True: 11 * 60, False: 8 * 60}
MOST_SECONDS = 30 * 60  # the end of the meter


class Burden(Enum):
    """How heavy a form is."""

    LIGHT = "light"
    FAIR = "fair"
    HEAVY = "heavy"
    TOO_HEAVY = "too_heavy"


LIMITS = ((10, Burden.LIGHT), (15, Burden.FAIR), (20, Burden.HEAVY))


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Seconds for the longest way through a form, and for our own steps within them."""

    seconds: int
    own_seconds: int
    n_questions: int
    n_required: int
    n_text: int

    @property
    def minutes(self) -> int:
        """Return whole minutes, never fewer than one."""
        return max(round(self.seconds / 60), 1)

    @property
    def burden(self) -> Burden:
        """Return how heavy that is."""
        return next((burden for most, burden in LIMITS if self.minutes <= most), Burden.TOO_HEAVY)

    @property
    def share(self) -> float:
        """Return how far the meter stands, from 0 to 1."""
        return min(self.seconds / MOST_SECONDS, 1.0)


def cost_of(form: Questionnaire, language: str, *, for_children: bool = False) -> Cost:
    """Return what a form costs whoever is asked every question of it, as often as it may be asked."""
    asked = [question for question in unfolded(form).own if not question.asks_for_more]
    own = sum(seconds_of(question, language, for_children=for_children) for question in asked)
    return Cost(
        seconds=round(own) + THE_STORY_ITSELF[for_children], own_seconds=round(own), n_questions=len(form.own),
        n_required=sum(question.is_required for question in form.own),
        n_text=sum(question.kind.is_text for question in form.own),
    )  # fmt: skip


def seconds_of(question: Asked, language: str, *, for_children: bool = False) -> float:
    """Return how long one question takes: reading it, then answering it."""
    wording = question.easy if for_children and not question.easy.is_empty else question.wording
    read = [wording.say(language), question.hint.say(language)]
    read += [option.get(language) or option.get("en") or option.get("ru") or "" for option in question.options]
    n_words = sum(len(text.split()) for text in read)
    answering = A_RATING * len(slots(question)) if question.kind is QuestionKind.WHEEL else SECONDS[question.kind]
    return n_words * 60 / WORDS_A_MINUTE[for_children] + answering
