"""What a verifier fills in: the share to draw, a word to the teller, two outcomes, a count, other evidence."""

from typing import Any

from wtforms.fields import DateField, Field, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from storyapp.rules.practice import EvidenceLevel
from storyapp.rules.results import LinkDirection
from storyapp.rules.verifying import OUTCOMES, CheckedHow, CountMethod, OtherKind
from storyapp.web.common.forms import StoryForm
from storyapp.words.labels import label
from storyapp.words.speech import mark, say

LONGEST_LINE, LONGEST_TEXT, LARGEST = 300, 4000, 1_000_000
NONE = ""


def filled(form: Any, field: Field) -> None:
    """Ask for an answer."""
    if field.data is None or not str(field.data).strip():
        field.errors = []
        raise ValidationError(say("Please fill this in."))


def at_most(longest: int) -> Any:
    """Refuse what is longer than we keep."""

    def check(form: Any, field: Field) -> None:
        if len(field.data or "") > longest:
            raise ValidationError(say("Please shorten this to %(n)s characters.", n=longest))

    return check


def between(least: int, most: int, *, is_optional: bool = False) -> Any:
    """Refuse numbers out of range, and what is no number."""

    def check(form: Any, field: Field) -> None:
        typed = bool(field.raw_data and str(field.raw_data[0]).strip())
        if is_optional and not typed:
            field.errors = []
            return
        if field.data is None or not least <= field.data <= most:
            field.errors = []
            raise ValidationError(say("Please write a number from %(least)s to %(most)s.", least=least, most=most))

    return check


class OneMember(RadioField):
    """One member of an enum, by name; its words come from the labels."""

    def __init__(self, words: str, members: Any, **options: Any) -> None:
        super().__init__(words, choices=[], **options)
        self.members = {member.name: member for member in members}
        self.choices = [SelectChoice(value=name, label=label(member)) for name, member in self.members.items()]

    def pre_validate(self, form: Any) -> None:
        """Refuse what was never offered."""
        if self.data not in self.members:
            raise ValidationError(say("Please choose one."))

    @property
    def member(self) -> Any:
        """Return the member that was chosen."""
        return self.members[self.data or ""]


class OneOffered(SelectField):
    """One of a list that opens, or none."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what was never offered."""
        if self.data and not any(choice.value == self.data for choice in self.choices):
            raise ValidationError(say("Please choose one."))


class Day(DateField):
    """A day; what is no day is refused in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day, or say how."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(say("Please choose a day.")) from error


class PlanForm(StoryForm):
    """How many of the stories that were not chosen are drawn."""

    percent = IntegerField(mark("Share of the other stories to draw, in percent"), [between(0, 100)], default=10)


class AskForm(StoryForm):
    """A word to the teller before anybody else is asked."""

    text = TextAreaField(mark("Your words to the teller"), [filled, at_most(LONGEST_TEXT)])


class OutcomeForm(StoryForm):
    """What was found: facts and significance, each by itself."""

    facts = OneMember(mark("Did it happen like this?"), OUTCOMES)
    significance = OneMember(mark("Does it matter as the story says?"), OUTCOMES)
    how = OneMember(mark("How did you find out?"), CheckedHow)
    note = TextAreaField(mark("What you found, in a sentence"), [filled, at_most(LONGEST_TEXT)])


class CountForm(StoryForm):
    """How many of how many."""

    question = StringField(mark("What was asked"), [filled, at_most(LONGEST_LINE)])
    method = OneMember(mark("How was it found out?"), CountMethod)
    who = StringField(mark("Who was asked, or which records"), [at_most(LONGEST_LINE)])
    n_yes = IntegerField(mark("How many said yes"), [between(0, LARGEST)])
    n_asked = IntegerField(mark("How many were asked"), [between(1, LARGEST)])
    n_in_group = IntegerField(mark("How many there are in the whole group"), [between(1, LARGEST, is_optional=True)])
    counted_on = Day(mark("On which day"), [filled])


class BesideForm(StoryForm):
    """One piece of other evidence."""

    stance = OneMember(mark("What does it do to the story?"), LinkDirection)
    kind = OneMember(mark("What is it?"), OtherKind)
    text = TextAreaField(mark("What it shows"), [filled, at_most(LONGEST_TEXT)])
    indicator = OneOffered(mark("Indicator"), [Optional()], choices=[], default=NONE)
    indicator_value = StringField(mark("Its value, with the day or period"), [at_most(LONGEST_LINE)])
    other_story = OneOffered(mark("Which story"), [Optional()], choices=[], default=NONE)


def offered(value: str, words: str) -> SelectChoice:
    """Return a choice whose words people wrote."""
    return SelectChoice(value=value, label=words, render_kw={"translate": "no"})


class LevelForm(StoryForm):
    """The level of a practice in one dimension, and where it can be looked up."""

    level = OneMember(mark("Level"), EvidenceLevel)
    source = TextAreaField(mark("Where can this be looked up?"), [filled, at_most(LONGEST_TEXT)])
    verifier = StringField(mark("Who verified it"), [at_most(LONGEST_LINE)])
    year = IntegerField(mark("In which year"), [between(1990, 2100, is_optional=True)])
