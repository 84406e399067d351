"""What collectors fill in for themselves."""

from wtforms.fields import DateField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange

from storyapp.rules.collecting import WorkKind
from storyapp.web.common.forms import Required, StoryForm
from storyapp.words.labels import label
from storyapp.words.speech import mark


class TimeForm(StoryForm):
    """A line of the log of hours."""

    worked_on = DateField(mark("Day"), [Required(mark("Please say on which day."))])
    hours = IntegerField(mark("Hours"), [NumberRange(0, 12)], default=1)
    minutes = IntegerField(mark("Minutes (0–59)"), [NumberRange(0, 59)], default=0)
    kind = SelectField(mark("For what"))

    def offer(self) -> "TimeForm":
        """Offer kinds of work in the reader's language."""
        self.kind.choices = [SelectChoice(value=kind.name, label=label(kind)) for kind in WorkKind]
        return self

    @property
    def all_minutes(self) -> int:
        """Return the time in minutes."""
        return (self.hours.data or 0) * 60 + (self.minutes.data or 0)
