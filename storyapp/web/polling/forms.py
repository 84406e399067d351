"""The one form of somebody who answers a poll, built from what the poll offers."""

from typing import Any

from wtforms.fields import Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from storyapp.rules.polls import Place, PollKind
from storyapp.services.polls import Asked
from storyapp.web.common.forms import StoryForm, sent, whole
from storyapp.web.common.poll_words import answer_words, item_words

ITEM, DOTS = "item-", "dots-"


class AnswerForm(StoryForm):
    """What somebody says; its fields are added by `answer_form`."""

    @property
    def first(self) -> str:
        """Return the field beside which trouble is told."""
        return next(iter(self)).name

    @property
    def said(self) -> dict[Place, int]:
        """Return what was said: how often each answer was chosen; what was left out is not in it."""
        found: dict[Place, int] = {}
        for field in self:
            if field.name.startswith(DOTS):
                n = whole(field.data)
                found |= {(0, int(field.name.removeprefix(DOTS))): n} if n else {}
                continue
            chosen = field.data if isinstance(field.data, list) else [field.data]
            item = int(field.name.removeprefix(ITEM))
            found |= {(item, position): 1 for each in chosen if (position := whole(each)) is not None}
        return found


def answer_form(one: Asked) -> AnswerForm:
    """Build the form of a poll."""
    kind = type("AnswerForm", (AnswerForm,), dict(_fields(one)))
    form = sent(kind)
    for field in form:
        field.choices = _choices(one, field)
    return form


def _fields(one: Asked) -> list[tuple[str, Any]]:
    poll = one.poll
    if poll.kind is PollKind.DOTS:
        return [
            (f"{DOTS}{option.position}", SelectField(answer_words(poll, option), validate_choice=False))
            for option in one.options
        ]
    made = SelectMultipleField if poll.kind is PollKind.SEVERAL else RadioField
    items = sorted({option.item for option in one.options})
    return [(f"{ITEM}{item}", made(item_words(poll, item), validate_choice=False)) for item in items]


def _choices(one: Asked, field: Field) -> list[SelectChoice]:
    poll = one.poll
    if poll.kind is PollKind.DOTS:
        numbers = [SelectChoice(value=str(n), label=str(n)) for n in range(1, poll.n_dots + 1)]
        return [SelectChoice(value="", label="–"), *numbers]
    own = {"translate": "no"} if poll.kind.has_own_options else {}
    options = one.of_item(int(field.name.removeprefix(ITEM)))
    return [
        SelectChoice(value=str(option.position), label=answer_words(poll, option), render_kw=own) for option in options
    ]
