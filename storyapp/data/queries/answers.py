"""What tellers said of themselves by choosing from a list."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries.coding import readable
from storyapp.data.tables.programmes import Programme, Question
from storyapp.data.tables.stories import Answer, Story
from storyapp.rules.people import AgeBand
from storyapp.rules.programmes import QuestionFamily, QuestionKind

CHOICES = (QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF)
AT_ONCE = 500


class Given(NamedTuple):
    """One answer, and whose it was by the number of the story alone."""

    question_id: int
    story_id: int
    occasion: int
    value: Any


def choices_about_tellers(organisation_id: int, programme_id: int) -> list[Question]:
    """Return the questions about the teller that are answered from a list, in their order."""
    query = select(Question).where(
        Question.organisation_id == organisation_id, Question.programme_id == programme_id,
        Question.family == QuestionFamily.TELLER, Question.kind.in_(CHOICES),
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Question.position, Question.id)))


def chosen_answers(question_ids: Collection[int], story_ids: Collection[int]) -> dict[int, dict[int, tuple[str, ...]]]:
    """Return what was chosen, the first time where it was asked several times: story → question → codes of options."""
    found: dict[int, dict[int, tuple[str, ...]]] = {}
    wanted = sorted(story_ids)
    for start in range(0, len(wanted), AT_ONCE):
        query = select(Answer.story_id, Answer.question_id, Answer.value).where(
            Answer.question_id.in_(question_ids), Answer.story_id.in_(wanted[start : start + AT_ONCE]),
            Answer.occasion == 0,
        )  # fmt: skip
        for story_id, question_id, value in db.session.execute(query):
            codes = value if isinstance(value, list) else [value]
            found.setdefault(story_id, {})[question_id] = tuple(sorted({str(code) for code in codes}))
    return found


def answers_counted(programme: Programme) -> list[Given]:
    """Return each answer of stories that may be counted."""
    told = readable(programme).with_only_columns(Story.id)
    query = select(Answer.question_id, Answer.story_id, Answer.occasion, Answer.value)
    query = query.where(Answer.story_id.in_(told)).order_by(Answer.question_id, Answer.story_id, Answer.occasion)
    return [Given(*row) for row in db.session.execute(query)]


def ages_counted(programme: Programme) -> list[AgeBand | None]:
    """Return the age bands of stories that may be counted, each once."""
    return list(db.session.scalars(readable(programme).with_only_columns(Story.age_band).distinct()))


def answers_of_story(story_id: int) -> dict[tuple[int, int], Any]:
    """Return what a teller answered, by question and occasion."""
    query = select(Answer.question_id, Answer.occasion, Answer.value).where(Answer.story_id == story_id)
    return {(row.question_id, row.occasion): row.value for row in db.session.execute(query)}
