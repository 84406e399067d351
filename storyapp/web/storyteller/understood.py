"""The page that asks whether the questions about consent were understood, and the one that explains."""

from collections.abc import Sequence
from typing import Any

from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.programmes import Programme
from storyapp.services import understanding
from storyapp.services.understanding import Asked
from storyapp.web.common.answer_fields import Choice
from storyapp.web.common.forms import StoryForm


def understood_form(asked: Sequence[Asked]) -> type[StoryForm]:
    """Build the form; nothing has to be answered."""
    own = {"translate": "no"}
    fields = {
        one.name: Choice(
            one.words,
            choices=[SelectChoice(value=str(n), label=words, render_kw=own) for n, words in enumerate(one.options)],
        )
        for one in asked
    }
    return type("UnderstoodForm", (StoryForm,), fields)


def to_explain(programme: Programme, answers: dict[str, Any]) -> list[Asked]:
    """Return the questions that were answered otherwise than it is."""
    return [one for one in understanding.questions_of(programme) if one.is_right(answers.get(one.name)) is False]
