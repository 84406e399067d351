"""What a form still lacks before others answer it."""

from collections.abc import Iterator

from storyapp.rules.questionnaire.asked import Asked, Questionnaire
from storyapp.rules.wording import LANGUAGES, Wording, wording_of

MOST_MINUTES = 15


def speechless(form: Questionnaire) -> dict[str, int]:
    """Return for each language in how many places a teller would read the other one."""
    texts = list(_texts(form))
    return {code: sum(not text.is_empty and not getattr(text, code) for text in texts) for code in LANGUAGES}


def without_easy_words(form: Questionnaire) -> int:
    """Return how many questions have no short words for the youngest."""
    return sum(question.easy.is_empty for question in form.own)


def _texts(form: Questionnaire) -> Iterator[Wording]:
    for section in form.sections:
        yield from (section.title, section.lead, *(section.repeats.moments if section.repeats else ()))
    for question in form.questions:
        yield from _of_question(question)


def _of_question(question: Asked) -> Iterator[Wording]:
    yield from (question.wording, question.hint, question.easy)
    yield from (wording_of(option) for option in question.options)
    yield wording_of(question.settings.get("prompt"))
