"""One answer that is a place, drawn beside its words."""

from typing import Any

from markupsafe import Markup

from storyapp.formats.answer_pictures import Bubble, Heard, Ring, slider_picture, triad_picture, wheel_picture
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import WHOLE, moments, raters, steps
from storyapp.rules.questionnaire.asked import Asked
from storyapp.words.answers import MOMENT_WORDS, RATER_WORDS, answer_words, asked_words, names_of
from storyapp.words.speech import say


def picture_of(question: Asked, value: Any) -> Markup:
    """Draw an answer of a slider, a triad or a wheel; nothing for the other kinds."""
    names = list(names_of(question).values())
    heard = Heard(
        code=f"answer-{question.key}-{question.code.partition('#')[0]}", title=asked_words(question),
        description=answer_words(question, value),
    )  # fmt: skip
    if question.kind is QuestionKind.SLIDER:
        return Markup(slider_picture(names[0], names[1], value / WHOLE, heard))  # noqa: S704 - words are escaped
    if question.kind is QuestionKind.TRIAD:
        first, second, third = (float(value.get(code, 0)) for code in question.codes)
        return Markup(triad_picture(names, [Bubble(shares=(first, second, third), size=0)], heard))  # noqa: S704 - as above
    if question.kind is QuestionKind.WHEEL:
        return Markup(wheel_picture(names, _rings(question, value), heard, most=steps(question)))  # noqa: S704
    return Markup("")


def ring_name(question: Asked, moment: str, rater: str) -> str:
    """Return how one rating of a wheel is called."""
    if len(raters(question)) == 1:
        return say(MOMENT_WORDS[moment])
    return say("%(when)s, %(who)s", when=say(MOMENT_WORDS[moment]), who=say(RATER_WORDS[rater]).lower())


def _rings(question: Asked, value: Any) -> list[Ring]:
    return [
        Ring(name=ring_name(question, moment, rater), values=tuple(rated.get(code) for code in question.codes))
        for moment in moments(question)
        for rater in raters(question)
        if (rated := value.get(moment, {}).get(rater))
    ]
