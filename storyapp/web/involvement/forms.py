"""What is filled in about involvement that the house cannot count."""

from typing import Any

from wtforms.fields import DateField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.rules.involvement import MOST_HOURS, MOST_PEOPLE, Degree, InvolvementLevel, InvolvementRole
from storyapp.web.common.forms import Required, StoryForm
from storyapp.web.rounds.forms import LONGEST_LINE, LONGEST_TEXT, One, OneOfList, at_most, between, filled
from storyapp.words.labels import label
from storyapp.words.speech import mark


class ActivityForm(StoryForm):
    """An activity outside this house."""

    method = StringField(mark("What they did"), [filled, at_most(LONGEST_LINE)])
    held_on = DateField(mark("On which day, or since when"), [Required(mark("Please choose a day."))])
    level = OneOfList(mark("At which level"), default=InvolvementLevel.OPERATIONAL.name)
    role = OneOfList(mark("In which role"), default=InvolvementRole.CONSULTANT.name)
    degree = One(mark("How much did their word weigh?"), default=Degree.ASKED.name)
    n_people = IntegerField(mark("How many young people"), [between(1, MOST_PEOPLE)])
    hours = IntegerField(mark("Hours of all of them together"), [between(0, MOST_HOURS)], default=0)
    contribution = TextAreaField(mark("What it was to bring, or brought"), [at_most(LONGEST_TEXT)])
    source = StringField(mark("Where the number can be looked up"), [filled, at_most(LONGEST_LINE)])

    def offer(self) -> Any:
        """Offer levels, roles and degrees in the reader's language."""
        for name, kind in (("level", InvolvementLevel), ("role", InvolvementRole), ("degree", Degree)):
            self[name].choices = [SelectChoice(value=one.name, label=label(one)) for one in kind]
        return self


class NoteForm(StoryForm):
    """What people say of a question or of a block."""

    text = TextAreaField(mark("In your words"), [at_most(LONGEST_TEXT)])
