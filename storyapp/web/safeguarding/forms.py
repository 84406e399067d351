"""What safeguarding leads fill in."""

from collections.abc import Sequence
from typing import Any

from wtforms.fields import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from storyapp.rules.cases import CaseOutcome
from storyapp.rules.signals import LONGEST_TRIAL
from storyapp.web.common.forms import StoryForm
from storyapp.web.safeguarding.words import LOUDNESS, plainly
from storyapp.words.labels import label
from storyapp.words.speech import mark, say


class NoteForm(StoryForm):
    """What was done or learned, or to whom the case was taken."""

    text = TextAreaField(mark("What was done or learned"), [InputRequired(), Length(max=5000)])
    escalates = BooleanField(mark("I take the case higher: name to whom and why"))


class ReplyForm(StoryForm):
    """A word to the teller."""

    text = TextAreaField(mark("What the teller will read"), [InputRequired(), Length(max=5000)])


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


class PhraseForm(StoryForm):
    """Words of one's own to listen for."""

    words = StringField(mark("Words or phrase"), [InputRequired(), Length(max=80)])
    strength = RadioField(mark("How loud it is"), default="strong")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.strength.choices = [SelectChoice(value=code, label=say(words)) for code, words in LOUDNESS.items()]


class AsideForm(StoryForm):
    """A shipped phrase to listen for no more, and why."""

    pattern = RadioField(mark("Which words"), [InputRequired()])
    reason = TextAreaField(mark("Why"), [InputRequired(), Length(max=500)])

    def offer(self, patterns: Sequence[str]) -> "AsideForm":
        """Offer the shipped phrases as people read them."""
        self.pattern.choices = [SelectChoice(value=one, label=plainly(one)) for one in patterns]
        return self


class TrialForm(StoryForm):
    """A sentence to try."""

    sentence = TextAreaField(mark("A sentence to try"), [InputRequired(), Length(max=LONGEST_TRIAL)])
