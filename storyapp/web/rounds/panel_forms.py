"""What a facilitator fills in about a standing panel, its members and their hours."""

from typing import Any

from wtforms.fields import BooleanField, DateField, Field, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional, ValidationError

from storyapp.rules.panels import MemberRole, PanelSay, Preparation, YouthWord, steps_for
from storyapp.web.common.forms import Required, StoryForm
from storyapp.web.rounds.forms import LANGUAGES, LONGEST_LINE, LONGEST_TEXT, One, OneOfList, Several, at_most, filled
from storyapp.words.labels import label
from storyapp.words.speech import mark, say

KINDS = (("youth", mark("Young people")), ("adult", mark("Adults")))
SAY_HINTS = {
    PanelSay.ADVICE: mark("Adults who choose otherwise answer them in writing."),
    PanelSay.VETO: mark("What adults choose waits for their yes; a no keeps it from going on."),
    PanelSay.FINAL: mark("Of the stories that both read, what the young people chose goes on."),
}


def day_of(form: Any, field: Field) -> None:
    """Say how a day is written, where something else was typed."""
    if field.raw_data and field.raw_data[0] and field.data is None:
        field.errors = []
        raise ValidationError(say("Please choose a day."))


class StandingPanelForm(StoryForm):
    """A standing panel."""

    name = StringField(mark("Name of the panel"), [filled, at_most(LONGEST_LINE)])
    kind = One(mark("Who sits on the panel?"), default="youth")
    say = One(mark("What does its word weigh?"), default=PanelSay.ADVICE.name)
    agenda = TextAreaField(mark("What it is for, and what comes next"), [at_most(LONGEST_TEXT)])
    has_ended = BooleanField(mark("This panel does not sit any more"))

    def offer(self) -> "StandingPanelForm":
        """Offer kinds and weights in the reader's language."""
        self["kind"].choices = [SelectChoice(value=value, label=say(words)) for value, words in KINDS]
        self["say"].choices = [
            SelectChoice(value=one.name, label=label(one), render_kw={"hint": say(SAY_HINTS[one])}) for one in PanelSay
        ]
        return self


class MemberForm(StoryForm):
    """A member of a panel."""

    label = StringField(mark("Pseudonym or role"), [filled, at_most(LONGEST_LINE)])
    role = OneOfList(mark("Role at the table"), default=MemberRole.MEMBER.name)
    speaks = OneOfList(mark("Their language"), choices=LANGUAGES)
    is_young = BooleanField(mark("They are under 24"))
    joined_on = DateField(mark("Sits from"), [Required(mark("Please choose a day."))])
    term_ends_on = DateField(mark("Term ends on"), [Optional()])
    left_on = DateField(mark("Left on"), [Optional()])
    prepared = Several(mark("Prepared: what they have met"))
    skills = TextAreaField(mark("What they say they have learnt, in their own words"), [at_most(LONGEST_TEXT)])

    validate_term_ends_on = validate_left_on = staticmethod(day_of)

    def offer(self) -> "MemberForm":
        """Offer roles and the checklist in the reader's language."""
        self["role"].choices = [SelectChoice(value=one.name, label=label(one)) for one in MemberRole]
        self["speaks"].choices = list(self["speaks"].choices)
        steps = [(one, label(one)) for one in steps_for(is_young=True)]
        young_only = say("Only for those under 18.")
        self["prepared"].choices = [
            SelectChoice(
                value=one.name, label=words, render_kw={"hint": young_only} if one is Preparation.GUARDIAN else {}
            )
            for one, words in steps
        ]
        return self


class PanelHoursForm(StoryForm):
    """A line of a member's log."""

    worked_on = DateField(mark("Day"), [Required(mark("Please say on which day."))])
    hours = IntegerField(mark("Hours"), [NumberRange(0, 12)], default=1)
    minutes = IntegerField(mark("Minutes (0–59)"), [NumberRange(0, 59)], default=0)
    what = StringField(mark("For what"), [at_most(LONGEST_LINE)])
    compensation = StringField(mark("What they get for it"), [at_most(LONGEST_LINE)])

    @property
    def all_minutes(self) -> int:
        """Return the time in minutes."""
        return (self["hours"].data or 0) * 60 + (self["minutes"].data or 0)


class YouthWordForm(StoryForm):
    """What a youth panel with a veto says."""

    word = One(mark("What do the young people say?"))
    reason = TextAreaField(mark("Their reason, in their own words"), [filled, at_most(LONGEST_TEXT)])

    def offer(self) -> "YouthWordForm":
        """Offer yes and no in the reader's language."""
        self["word"].choices = [SelectChoice(value=one.name, label=label(one)) for one in YouthWord]
        return self
