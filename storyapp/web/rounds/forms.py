"""What a facilitator fills in: the plan, the stories, the seats, the decision, the answers."""

from collections.abc import Sequence
from typing import Any

from wtforms.fields import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from storyapp.data.tables.panels import Panel
from storyapp.data.tables.programmes import Domain, Period
from storyapp.rules.rounds import Method
from storyapp.rules.selection.methods import METHODS
from storyapp.rules.selection.scoring import SCALES
from storyapp.web.common.forms import StoryForm
from storyapp.words.dates import ZONE
from storyapp.words.speech import language, mark, say

LONGEST_LINE, LONGEST_TEXT = 200, 8000
ALL_DOMAINS, NONE = "all", "none"
MOST_SEATS, MOST_LEVELS, MOST_TURNS = 100, 9, 9
LANGUAGES = [
    SelectChoice(value="ru", label="Русский", render_kw={"translate": "no"}),
    SelectChoice(value="en", label="English", render_kw={"translate": "no"}),
]
STATUS_WORDS = {
    "planned": mark("Planned"),
    "doing": mark("Under way"),
    "done": mark("Done"),
    "dropped": mark("Given up"),
}


def filled(form: Any, field: Field) -> None:
    """Ask for an answer."""
    if field.data is None or not str(field.data).strip():
        raise ValidationError(say("Please fill this in."))


def at_most(longest: int) -> Any:
    """Refuse what is longer than we keep."""

    def check(form: Any, field: Field) -> None:
        if len(field.data or "") > longest:
            raise ValidationError(say("Please shorten this to %(n)s characters.", n=longest))

    return check


def between(least: int, most: int) -> Any:
    """Refuse numbers out of range; what is no number was refused before."""

    def check(form: Any, field: Field) -> None:
        if field.data is None or not least <= field.data <= most:
            field.errors = []
            raise ValidationError(say("Please write a number from %(least)s to %(most)s.", least=least, most=most))

    return check


class Moment(DateTimeLocalField):
    """A day and a time, as the clock on the wall shows it."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, tz=ZONE, format="%Y-%m-%dT%H:%M", **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time, or say how."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(say("Please choose a day and a time.")) from error


class One(RadioField):
    """One of a list."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what was never offered."""
        if not any(choice.value == self.data for choice in self.choices):
            raise ValidationError(say("Please choose one."))


class OneOfList(SelectField):
    """One of a list that opens."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what was never offered."""
        if not any(choice.value == self.data for choice in self.choices):
            raise ValidationError(say("Please choose one."))


class Several(SelectMultipleField):
    """Several of a list; what is offered no longer is left out in silence."""

    data: list[str] | None

    def pre_validate(self, form: Any) -> None:
        """Keep only what is offered."""
        offered = {choice.value for choice in self.choices}
        self.data = [value for value in self.data or [] if value in offered]


class PlanForm(StoryForm):
    """The plan of a round."""

    name = StringField(mark("Name of the round"), [filled, at_most(LONGEST_LINE)])
    period = OneOfList(mark("Period"))
    domain = OneOfList(mark("Domain"))
    panel = OneOfList(mark("Standing panel"), default=NONE)
    panel_name = StringField(mark("Name of the panel"), [at_most(LONGEST_LINE)])
    panel_kind = One(
        mark("Who sits on the panel?"),
        choices=[
            SelectChoice(value="adult", label=mark("Adults")),
            SelectChoice(value="youth", label=mark("Young people")),
        ],
        default="adult",
    )
    is_outside = BooleanField(mark("Somebody on it comes from outside: neither staff nor of the programme"))
    selection_level = IntegerField(mark("Level of selection"), [between(1, MOST_LEVELS)], default=1)
    method = One(mark("How does the panel choose?"), default=Method.MAJORITY.name)
    most_turns = IntegerField(mark("Most votes one after another"), [between(1, MOST_TURNS)], default=3)
    is_secret = BooleanField(mark("The ballot is secret: nobody can tell who voted how"))
    highest_score = One(
        mark("Scores go from 1 to"),
        choices=[SelectChoice(value=str(n), label=str(n)) for n in SCALES], default=str(SCALES[0]),
    )  # fmt: skip
    quorum = IntegerField(mark("Quorum: how many ballots are needed"), [between(1, MOST_SEATS)], default=3)
    closes_at = Moment(mark("Voting is open until"))

    def validate_panel_name(self, field: Field) -> None:
        """Ask for a name where no standing panel brings its own."""
        if self["panel"].data == NONE:
            filled(self, field)


def plan_form(
    form: PlanForm, periods: Sequence[Period], domains: Sequence[Domain], panels: Sequence[Panel]
) -> PlanForm:
    """Put the programme's periods, domains, panels and our methods into the form."""
    form.panel.choices = [
        SelectChoice(value=NONE, label=say("None: people come together for this round")),
        *(_named(str(panel.id), panel.name) for panel in panels),
    ]
    form.period.choices = [_named(str(period.id), period.name.say(language())) for period in periods]
    form.domain.choices = [
        SelectChoice(value=ALL_DOMAINS, label=say("All domains together")),
        *(_named(str(domain.id), domain.name.say(language())) for domain in domains),
    ]
    form.panel_kind.choices = [
        SelectChoice(value=choice.value, label=say(choice.label)) for choice in form.panel_kind.choices
    ]
    form.method.choices = [
        SelectChoice(
            value=method.name, label=spec.name.say(language()),
            render_kw={"hint": f"{spec.when.say(language())} {spec.description.say(language())}"},
        )
        for method, spec in METHODS.items()
    ]  # fmt: skip
    return form


class StoriesForm(StoryForm):
    """The stories on the table."""

    stories = Several(mark("Stories that this panel may read"))


class SeatsForm(StoryForm):
    """Names of seats, one a line."""

    labels = TextAreaField(mark("Pseudonyms or roles, one on each line"), [filled, at_most(LONGEST_TEXT)])
    speaks = OneOfList(mark("Their language"), choices=LANGUAGES)
    is_young = BooleanField(mark("They are under 24"))


class MinutesForm(StoryForm):
    """How long people have for reading."""

    minutes = IntegerField(mark("Minutes that each person has for reading"), default=45)


class ExtendForm(StoryForm):
    """A later closing time."""

    closes_at = Moment(mark("Voting is open until"))


class PaperForm(StoryForm):
    """A ballot on paper, typed in."""

    choice = One(mark("What is ticked on the paper?"))
    reason = TextAreaField(mark("The reason, as it is written"), [at_most(LONGEST_TEXT)])


class DecideForm(StoryForm):
    """What the panel decided."""

    choice = One(mark("The panel's choice"))
    joint_reason = TextAreaField(mark("Joint reason"), [at_most(LONGEST_TEXT)])
    criteria = TextAreaField(mark("Criteria that emerged, one on each line"), [at_most(LONGEST_TEXT)])
    why_not_others = TextAreaField(mark("Why not the runner-up?"), [at_most(LONGEST_TEXT)])
    dissent_of = Several(mark("Reasons that are kept as dissent"))
    dissent = TextAreaField(mark("Dissent that was said aloud"), [at_most(LONGEST_TEXT)])
    next_steps = TextAreaField(mark("What happens next?"), [at_most(LONGEST_TEXT)])


class TextForm(StoryForm):
    """One text."""

    text = TextAreaField(mark("Your words"), [filled, at_most(LONGEST_TEXT)])


class AnswerForm(StoryForm):
    """What a teller will read, or why nothing can be said."""

    valued = TextAreaField(mark("What the panel valued in this story"), [at_most(LONGEST_TEXT)])
    will_change = TextAreaField(mark("What will change because of it"), [at_most(LONGEST_TEXT)])
    exception = TextAreaField(mark("Why no answer can be given"), [at_most(LONGEST_TEXT)])


class ChangeForm(StoryForm):
    """You said, we did."""

    heard_ru = TextAreaField(mark("What we heard"), [at_most(LONGEST_TEXT)])
    heard_en = TextAreaField(mark("What we heard"), [at_most(LONGEST_TEXT)])
    decided_ru = TextAreaField(mark("What we decided"), [at_most(LONGEST_TEXT)])
    decided_en = TextAreaField(mark("What we decided"), [at_most(LONGEST_TEXT)])
    did_ru = TextAreaField(mark("What was done so far"), [at_most(LONGEST_TEXT)])
    did_en = TextAreaField(mark("What was done so far"), [at_most(LONGEST_TEXT)])
    owner_ru = StringField(mark("Who sees to it"), [at_most(LONGEST_LINE)])
    owner_en = StringField(mark("Who sees to it"), [at_most(LONGEST_LINE)])
    youth_mark = OneOfList(mark("Was it done? What young people say"), default=NONE)
    youth_note_ru = TextAreaField(mark("Their words"), [at_most(LONGEST_TEXT)])
    youth_note_en = TextAreaField(mark("Their words"), [at_most(LONGEST_TEXT)])
    is_public = BooleanField(mark("Show it on the public page"))
    status = OneOfList(mark("How far is it?"), default="planned")
    due_on = DateField(mark("To be done by"), [Optional()])
    round = OneOfList(mark("Decided in the round"), default=NONE)

    def validate_due_on(self, field: DateField) -> None:
        """Say how a day is written, where something else was typed."""
        if field.raw_data and field.raw_data[0] and field.data is None:
            field.errors = []
            raise ValidationError(say("Please choose a day."))


def _named(value: str, words: str) -> SelectChoice:
    return SelectChoice(value=value, label=words, render_kw={"translate": "no"})


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
