"""Which questions are asked: each page is decided by the answers before it, so no script is needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from storyapp.rules.errors import RuleBroken
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import number_of
from storyapp.rules.questionnaire.asked import Asked, Condition, Questionnaire, Section

NUMBERED = frozenset({QuestionKind.SCALE, QuestionKind.SLIDER, QuestionKind.NUMBER})
CODED = frozenset({QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF, QuestionKind.SCALE})


@dataclass(frozen=True, kw_only=True)
class Page:
    """Questions that can stand on one page, since none of them depends on another of them."""

    section: Section | None
    questions: tuple[Asked, ...]
    is_first_of_section: bool = True


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Tell whether answers (by code of question) let a question be asked; an answer not given is none of the list."""
    if condition is None:
        return True
    value = answers.get(condition.question)
    if not condition.test.wants_number:
        said = {str(one) for one in value} if isinstance(value, list) else {str(value)}
        return {
            "ANSWERED": value is not None,
            "ANY_OF": value is not None and not said.isdisjoint(condition.values),
            "NONE_OF": value is None or said.isdisjoint(condition.values),
        }[condition.test.name]
    number, limit = number_of(str(value)), number_of(condition.values[0] if condition.values else "")
    if value is None or number is None or limit is None:
        return False
    return number >= limit if condition.test.name == "AT_LEAST" else number <= limit


def asked_now(form: Questionnaire, answers: Mapping[str, Any]) -> tuple[Asked, ...]:
    """Return the questions that these answers lead to; an answer to a question that is no longer asked leads nowhere."""
    known: dict[str, Any] = {}
    asked = []
    for question in form.own:
        section = form.section(question.section)
        if holds(section.condition if section else None, known) and holds(question.condition, known):
            asked.append(question)
            if question.code in answers:
                known[question.code] = answers[question.code]
    return tuple(asked)


def pages_of(form: Questionnaire) -> tuple[Page, ...]:
    """Lay the form out in pages: a new one with each section, and before a question that depends on one before it."""
    pages: list[list[Asked]] = []
    for question in form.own:
        here = pages[-1] if pages else None
        if here is None or here[0].section != question.section or _depends_on(question, here):
            pages.append([])
        pages[-1].append(question)
    begun: set[str] = set()
    laid: list[Page] = []
    for questions in pages:
        code = questions[0].section
        laid.append(
            Page(
                section=form.section(code), questions=tuple(questions),
                is_first_of_section=code not in begun,
            )
        )  # fmt: skip
        begun.add(code)
    return tuple(laid)


def check_conditions(form: Questionnaire) -> None:
    """Raise RuleBroken where a question could never be decided: what it depends on is gone, later, or itself."""
    places = {question.code: n for n, question in enumerate(form.own)}
    for code in places:
        _check_loop(form, code)
    for n, question in enumerate(form.own):
        section = form.section(question.section)
        for condition in (question.condition, section.condition if section else None):
            if condition is None:
                continue
            _check_one(form, condition)
            if places[condition.question] >= n:
                raise RuleBroken(
                    "form.asked-later", question=question.wording, other=form.by_code[condition.question].wording
                )
        _check_repeats(form, question, section)


def dependents(form: Questionnaire, code: str) -> list[str]:
    """Return the codes of questions and sections that depend on a question."""
    owners: Iterable[Asked | Section] = (*form.sections, *form.questions)
    return [one.code for one in owners if one.condition is not None and one.condition.question == code]


def _check_loop(form: Questionnaire, start: str) -> None:
    """Follow what a question depends on; coming back to it means that nobody could ever be asked."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        question = form.by_code.get(waiting.pop())
        if question is None:
            continue
        section = form.section(question.section)
        for condition in (question.condition, section.condition if section else None):
            if condition is None:
                continue
            if condition.question == start == question.code:
                raise RuleBroken("form.loop-own", question=question.wording)
            if condition.question == start:
                raise RuleBroken("form.loop", question=form.by_code[start].wording, other=question.wording)
            if condition.question not in seen:
                seen.add(condition.question)
                waiting.append(condition.question)


def _check_one(form: Questionnaire, condition: Condition) -> None:
    source = form.by_code.get(condition.question)
    if source is None or source.is_our_own:
        gone = source.wording if source is not None else condition.question
        raise RuleBroken("form.question-gone", question=gone)
    if condition.test.wants_codes:
        if source.kind not in CODED or not condition.values:
            raise RuleBroken("form.condition-unclear", question=source.wording)
        unknown = [code for code in condition.values if code not in source.codes]
        if unknown:
            raise RuleBroken("form.answer-gone", question=source.wording, written=unknown[0])
    if condition.test.wants_number:
        is_number = bool(condition.values) and number_of(condition.values[0]) is not None
        if source.kind not in NUMBERED or not is_number:
            raise RuleBroken("form.number-missing", question=source.wording)


def _check_repeats(form: Questionnaire, question: Asked, section: Section | None) -> None:
    """Refuse what depends from outside on a question that is answered several times: nobody knows on which answer."""
    conditions = [question.condition, section.condition if section else None]
    for n, condition in enumerate(conditions):
        source = form.by_code[condition.question] if condition is not None else None
        home = form.section(source.section) if source is not None else None
        is_inside = n == 0 and home is not None and home.code == question.section
        if source is not None and home is not None and home.repeats is not None and not is_inside:
            raise RuleBroken("form.repeat-inside", question=question.wording, other=source.wording)


def _depends_on(question: Asked, others: list[Asked]) -> bool:
    return question.condition is not None and question.condition.question in {one.code for one in others}
