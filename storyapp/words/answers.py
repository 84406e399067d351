"""An answer in words, as its question asked for it."""

from collections.abc import Mapping
from typing import Any

from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import moments, raters
from storyapp.rules.questionnaire.asked import Asked, Condition, Questionnaire, Section
from storyapp.rules.questionnaire.repeats import Repeats
from storyapp.words.dates import month, number
from storyapp.words.speech import language, mark, say, say_plural

MOMENT_WORDS = {"then": mark("Before"), "now": mark("Now"), "later": mark("Asked again later")}
MOMENTS_OF_PAIR = (mark("before"), mark("now"))
RATER_WORDS = {"teller": mark("In my view"), "worker": mark("In the worker's view")}


def option_words(option: Mapping[str, str], code: str = "") -> str:
    """Return an option's words in a language (the reader's by itself), or in the other where it has none."""
    code = code or language()
    return option.get(code) or option.get("en") or option.get("ru") or str(option.get("code", ""))


def names_of(question: Asked, code: str = "") -> dict[str, str]:
    """Return the words of each answer, pole or area by its code."""
    return {str(option["code"]): option_words(option, code) for option in question.options}


def asked_words(question: Asked, code: str = "") -> str:
    """Return the words of a question, with the time of its section where that is asked more than once."""
    words = question.wording.say(code or language())
    if question.repeats is None:
        return words
    return say("%(question)s – %(time)s", question=words, time=time_words(question.repeats, question.occasion, code))


def time_words(repeats: Repeats, occasion: int, code: str = "") -> str:
    """Return which time of a section this is: "now", "after the camp", "2"."""
    if not repeats.is_pair:
        return str(occasion + 1)
    own = repeats.moments[min(occasion, 1)]
    if not own.is_empty:
        return own.say(code or language())
    return say(MOMENTS_OF_PAIR[min(occasion, 1)])


def repeats_words(repeats: Repeats) -> str:
    """Say how often a section is asked."""
    if repeats.is_pair:
        return say("Asked twice: %(before)s, then %(now)s", before=time_words(repeats, 0), now=time_words(repeats, 1))
    return say_plural("Asked up to %(num)d time", "Asked up to %(num)d times", repeats.most)


def answer_words(question: Asked, value: Any, code: str = "") -> str:
    """Say an answer in one line; a language may be named."""
    names = names_of(question, code)
    if question.kind is QuestionKind.SLIDER and len(names) == 2:
        low, high = names.values()
        return say("%(n)s of 100 (0: %(low)s, 100: %(high)s)", n=value, low=low, high=high)
    if question.kind is QuestionKind.TRIAD:
        return " · ".join(f"{names.get(pole, pole)}: {n}" for pole, n in value.items())
    if question.kind is QuestionKind.WHEEL:
        return "; ".join(_wheel_lines(question, value, names))
    if question.kind is QuestionKind.MONTH:
        return month_words(str(value))
    if question.kind is QuestionKind.NUMBER:
        return number(value)
    return ", ".join(names.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))


def month_words(value: str) -> str:
    """Say a month and its year, or the year alone."""
    year, _, month_number = value.partition("-")
    return month(int(year), int(month_number)) if month_number else year


def condition_words(form: Questionnaire, condition: Condition) -> str:
    """Say on what a question depends: "Only if “…”: …"."""
    source = form.by_code.get(condition.question)
    if source is None:
        return say("It depends on a question that is gone.")
    names, asked = names_of(source), source.wording.say(language())
    if condition.test.wants_codes:
        words = (
            mark("Only if the answer to “%(question)s” is: %(answers)s")
            if condition.test.name == "ANY_OF"
            else mark("Only if the answer to “%(question)s” is none of: %(answers)s")
        )
        return say(words, question=asked, answers=", ".join(names.get(one, one) for one in condition.values))
    if condition.test.wants_number:
        words = (
            mark("Only if the answer to “%(question)s” is at least %(n)s")
            if condition.test.name == "AT_LEAST"
            else mark("Only if the answer to “%(question)s” is at most %(n)s")
        )
        return say(words, question=asked, n="".join(condition.values[:1]))
    return say("Only if “%(question)s” is answered", question=asked)


def section_words(form: Questionnaire, section: Section) -> str:
    """Say how often a section is asked, where that is more than once, and of whom, where not of everybody."""
    often = repeats_words(section.repeats) if section.repeats else ""
    condition = condition_words(form, section.condition) if section.condition else ""
    return ". ".join(words for words in (often, condition) if words)


def _wheel_lines(question: Asked, value: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    lines = []
    for moment in moments(question):
        for rater in raters(question):
            rated = value.get(moment, {}).get(rater, {})
            if rated:
                said = ", ".join(f"{names.get(area, area)} {n}" for area, n in rated.items())
                head = say(MOMENT_WORDS[moment])
                lines.append(f"{head} ({say(RATER_WORDS[rater])}): {said}" if rater != "teller" else f"{head}: {said}")
    return lines
