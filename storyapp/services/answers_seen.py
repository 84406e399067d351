"""What tellers answered to the form's own questions: all of it together, and one story's."""

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Any

from storyapp.data.queries import answers as queries
from storyapp.data.queries import questionnaires as rows
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.disclosure import threshold, youngest_of
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.questionnaire.figures import Counted, Rated, counted, rated
from storyapp.rules.questionnaire.versions import Numbered, Phase, options_ever, phases_of
from storyapp.services import form_versions, questionnaires
from storyapp.services.questionnaires import asked_of

LISTS = frozenset({QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF})


@dataclass(frozen=True, kw_only=True)
class AnswersSeen:
    """One question and what its answers add up to; `phases` where it was worded in more than one way."""

    question: Asked
    counted: Counted | None = None
    rated: Rated | None = None
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AllAnswers:
    """Every question that anybody answered, in the form's order, and below which number nothing is shown."""

    questions: tuple[AnswersSeen, ...]
    k: int


def all_answers(programme: Programme) -> AllAnswers:
    """Count the answers of all stories that may be counted; test stories are none of them.

    Versions of the form are joined by the identity of a question, not by its words.
    """
    values: dict[int, list[Any]] = defaultdict(list)
    for question_id, value in queries.answers_counted(programme):
        values[question_id].append(value)
    ages = queries.ages_counted(programme)
    k = threshold(None if None in ages else youngest_of(age for age in ages if age is not None))
    versions = form_versions.numbered(programme)
    questions = _questions(programme, values.keys(), versions)
    return AllAnswers(questions=tuple(_seen(one, values[one.id], versions, k=k) for one in questions), k=k)


def answers_of(story: Story) -> list[tuple[Asked, Any]]:
    """Return what one teller answered, in the words and the order in which it was asked."""
    values = queries.answers_of_story(story.id)
    form = form_versions.form_of_version(story.form_version_id) if values else None
    asked = [question for question in form.questions if question.id in values] if form is not None else []
    others = values.keys() - {question.id for question in asked}
    asked += [asked_of(row) for row in rows.questions_by_id(others)] if others else []
    return [(question, values[question.id]) for question in asked]


def _questions(programme: Programme, answered: Set[int], versions: Numbered) -> list[Asked]:
    """Return the questions answered, each as it is asked now, or as it was asked last."""
    forms = [form for _, form in reversed(versions)]
    known: dict[int, Asked] = {}
    for form in (*forms, questionnaires.written_form(programme)):
        for question in form.questions:
            known.setdefault(question.id, question)
    missing = answered - known.keys()
    known |= {row.id: asked_of(row) for row in rows.questions_by_id(missing)} if missing else {}
    return [
        replace(one, options=options_ever(one.options, one.id, forms)) if one.kind in LISTS else one
        for one in known.values()
        if one.id in answered
    ]


def _seen(question: Asked, values: list[Any], versions: Numbered, *, k: int) -> AnswersSeen:
    phases = phases_of(question.id, versions)
    phases = phases if len(phases) > 1 else ()
    if question.kind is QuestionKind.WHEEL:
        return AnswersSeen(question=question, rated=rated(question, values, k=k), phases=phases)
    return AnswersSeen(question=question, counted=counted(question, values, k=k), phases=phases)
