"""What safeguarding leads fill in."""

from wtforms.fields import BooleanField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from storyapp.rules.cases import CaseOutcome
from storyapp.web.common.forms import StoryForm
from storyapp.words.labels import label
from storyapp.words.speech import mark


class NoteForm(StoryForm):
    """What was done or learned, or to whom the case was taken."""

    text = TextAreaField(mark("What was done or learned"), [InputRequired(), Length(max=5000)])
    escalates = BooleanField(mark("I take the case higher: name to whom and why"))


class OutcomeForm(StoryForm):
    """How the case ends."""

    outcome = RadioField(mark("Outcome"), [InputRequired()])
    note = TextAreaField(mark("What was done, and what follows"), [InputRequired(), Length(max=5000)])

    def offer(self) -> "OutcomeForm":
        """Offer the outcomes in the reader's language."""
        self.outcome.choices = [SelectChoice(value=o.name, label=label(o)) for o in CaseOutcome]
        return self


class CloseForm(StoryForm):
    """The second lead's yes."""

    keep_held = BooleanField(mark("Keep the story away from panels all the same"))


class ReopenForm(StoryForm):
    """Why a case is opened again."""

    reason = TextAreaField(mark("What is new"), [InputRequired(), Length(max=2000)])
