"""The fields of a form's own questions: one field each, of as many controls as its kind needs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms.fields import BooleanField, Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import cells_of, moments, raters, read_answer, slots, steps, years
from storyapp.rules.questionnaire.asked import Asked
from storyapp.web.common.forms import clean
from storyapp.words.answers import MOMENT_WORDS, RATER_WORDS, option_words
from storyapp.words.dates import month_names
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

SKIPPED = "skipped"
DECLINE = mark("I do not want to answer")
MOST_IN_SIGHT = 20  # a longer list folds into a drop-down
NOTHING: tuple[Any, ...] = (None, "", [], {}, SKIPPED)


def field_name(question: Asked) -> str:
    """Return how the field of a question is called."""
    return f"question_{question.key}"


def decline_name(question: Asked) -> str:
    """Return how the field is called by which an answer is declined."""
    return f"declined_{question.key}"


def question_words(question: Asked, *, easy: bool = False) -> str:
    """Return the words of a question in the reader's language, short ones where they are wanted and there."""
    if question.asks_for_more:
        return say("There is one more: ask me this again")
    return (question.easy if easy and not question.easy.is_empty else question.wording).say(language())


def fields_of(questions: Sequence[Asked], *, easy: bool = False) -> dict[str, Field]:
    """Return the fields of some questions, by name; what must be answered may be declined in so many words."""
    fields: dict[str, Field] = {}
    for question in questions:
        fields[field_name(question)] = _field(question, question_words(question, easy=easy))
        if question.is_required and not _is_list(question):
            fields[decline_name(question)] = BooleanField(DECLINE)
    return fields


class Answered:
    """What must be answered has an answer, or is declined."""

    field_flags: dict[str, Any] = {}

    def __init__(self, question: Asked) -> None:
        self.question = question

    def __call__(self, form: Any, field: Field) -> None:
        declined = decline_name(self.question)
        if declined in form and form[declined].data:
            field.errors, field.data = [], None
            raise StopValidation()
        if field.data in (None, "", []) and not field.errors:
            raise StopValidation(say("Please answer, or say that you do not want to."))


class Choice(RadioField):
    """One of a list; nothing chosen is no mistake by itself."""

    def pre_validate(self, form: Any) -> None:
        """Refuse only what was never offered."""
        if self.data and not any(choice.value == self.data for choice in self.choices):
            raise ValidationError(say("Please choose from the list."))


class LongChoice(SelectField):
    """One of a long list, folded away."""

    def pre_validate(self, form: Any) -> None:
        """Refuse only what was never offered."""
        if self.data and not any(choice.value == self.data for choice in self.choices):
            raise ValidationError(say("Please choose from the list."))


class Choices(SelectMultipleField):
    """Several of a list."""

    def pre_validate(self, form: Any) -> None:
        """Refuse only what was never offered."""
        offered = {choice.value for choice in self.choices}
        if not offered.issuperset(self.data or ()):
            raise ValidationError(say("Please choose from the list."))


class AnswerField(Field):
    """An answer of one or several controls that share one name; `cells` are what stands in them, in order."""

    widget = HiddenInput()  # never rendered by itself: macros/answers.html writes the controls

    def __init__(self, label: str = "", validators: Any = None, *, question: Asked, **others: Any) -> None:
        self.question = question
        self.cells: list[str] = []
        self.trouble = ""
        super().__init__(label, validators, **others)
        self.first_id = f"{self.id}-0"

    def process_data(self, value: Any) -> None:
        """Show an answer that holds."""
        self.data, self.cells = value, cells_of(self.question, value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; what does not hold stays in its controls."""
        if not valuelist:
            return
        self.data, self.trouble = None, ""
        self.cells = [clean(value) for value in valuelist]
        try:
            self.data = read_answer(self.question, self.cells, today=_today())
        except RuleBroken as broken:
            self.trouble = message(broken)

    def pre_validate(self, form: Any) -> None:
        """Say what to repair."""
        if self.trouble:
            declined = decline_name(self.question)
            if not (declined in form and form[declined].data):
                raise StopValidation(self.trouble)

    def cell(self, place: int) -> str:
        """Return what stands in one control."""
        return self.cells[place] if place < len(self.cells) else ""

    @property
    def month_names(self) -> list[str]:
        """Return the names of the months."""
        return month_names()

    @property
    def years(self) -> range:
        """Return the years that may be named."""
        return years(self.question, today=_today())

    @property
    def steps(self) -> range:
        """Return the steps of a wheel."""
        return range(1, steps(self.question) + 1)

    @property
    def places(self) -> dict[tuple[str, str, str], int]:
        """Return where each control of a wheel stands: rater, area, moment → place."""
        return {slot: n for n, slot in enumerate(slots(self.question))}

    @property
    def raters(self) -> list[tuple[str, str]]:
        """Return from whose points of view a wheel is rated, with their words."""
        return [(rater, say(RATER_WORDS[rater])) for rater in raters(self.question)]

    @property
    def moments(self) -> list[tuple[str, str]]:
        """Return the times at which a wheel is rated, with their words."""
        return [(moment, say(MOMENT_WORDS[moment])) for moment in moments(self.question)]

    @property
    def names(self) -> list[tuple[str, str]]:
        """Return code and words of each pole or area."""
        return [(str(option["code"]), option_words(option)) for option in self.question.options]


def _field(question: Asked, words: str) -> Field:
    if question.asks_for_more:
        return BooleanField(words)
    validators = [Answered(question)] if question.is_required else []
    if not _is_list(question):
        return AnswerField(words, validators, question=question)
    choices = [
        SelectChoice(value=str(o["code"]), label=option_words(o), render_kw={"translate": "no"})
        for o in question.options
    ]  # fmt: skip
    is_scale = question.kind is QuestionKind.SCALE
    skip = SelectChoice(
        value=SKIPPED, label=say(DECLINE if question.is_required else mark("Skip this question")),
        render_kw={"apart": is_scale},
    )  # fmt: skip
    if question.kind is QuestionKind.SEVERAL_OF:
        return Choices(words, validators, choices=[*choices, skip] if question.is_required else choices)
    if is_scale:
        choices = [SelectChoice(value=choice.value, label=choice.value) for choice in choices]
    default = None if question.is_required else SKIPPED
    if len(choices) > MOST_IN_SIGHT:
        empty = [SelectChoice(value="", label=say("Please choose"))] if question.is_required else []
        return LongChoice(words, validators, choices=[*empty, skip, *choices], default=default)
    return Choice(words, validators, choices=[*choices, skip], default=default)


def _is_list(question: Asked) -> bool:
    return question.kind.has_options


def _today() -> date:
    return kit().clock().date()
