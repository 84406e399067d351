"""What tellers answered to the form's own questions: all of it together, and one story's."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from storyapp.data.queries import answers as queries
from storyapp.data.queries import questionnaires as rows
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.disclosure import threshold, youngest_of
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.questionnaire.figures import Counted, Rated, counted, rated
from storyapp.services import questionnaires
from storyapp.services.questionnaires import asked_of


@dataclass(frozen=True, kw_only=True)
class AnswersSeen:
    """One question and what its answers add up to."""

    question: Asked
    counted: Counted | None = None
    rated: Rated | None = None


@dataclass(frozen=True, kw_only=True)
class AllAnswers:
    """Every question that anybody answered, in the form's order, and below which number nothing is shown."""

    questions: tuple[AnswersSeen, ...]
    k: int


def all_answers(programme: Programme) -> AllAnswers:
    """Count the answers of all stories that may be counted; test stories are none of them."""
    values: dict[int, list[Any]] = defaultdict(list)
    for question_id, value in queries.answers_counted(programme):
        values[question_id].append(value)
    ages = queries.ages_counted(programme)
    k = threshold(None if None in ages else youngest_of(age for age in ages if age is not None))
    form = questionnaires.written_form(programme)
    others = rows.questions_by_id(values.keys() - form.by_id.keys())
    questions = [*form.questions, *(asked_of(row) for row in others)]
    return AllAnswers(questions=tuple(_seen(one, values[one.id], k=k) for one in questions if values.get(one.id)), k=k)


def answers_of(story: Story) -> list[tuple[Asked, Any]]:
    """Return what one teller answered, in the words and the order in which it was asked."""
    values = queries.answers_of_story(story.id)
    return [(asked_of(row), values[row.id]) for row in rows.questions_by_id(values)]


def _seen(question: Asked, values: list[Any], *, k: int) -> AnswersSeen:
    if question.kind is QuestionKind.WHEEL:
        return AnswersSeen(question=question, rated=rated(question, values, k=k))
    return AnswersSeen(question=question, counted=counted(question, values, k=k))
