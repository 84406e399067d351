"""The form that asks again, months later: has it lasted, and how are things now?"""

from collections.abc import Sequence
from typing import Any

from wtforms.fields import BooleanField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.rules.lasting import Lasted
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.stories import LONGEST_TEXT
from storyapp.web.common.answer_fields import Choice, fields_of
from storyapp.web.common.forms import StoryForm
from storyapp.web.storyteller.forms import AtMost, Chosen
from storyapp.words.labels import label
from storyapp.words.speech import mark


class LastingForm(StoryForm):
    """Whether it has lasted, and a word about it."""

    lasted = Choice(mark("Is it still so?"), validators=[Chosen(mark("Please choose one. Each answer is as good."))])
    words = TextAreaField(mark("How is it now?"), validators=[AtMost(LONGEST_TEXT)])
    may_print = BooleanField(mark("These words may stand in the report, without my name"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lasted.choices = [SelectChoice(value=one.value, label=label(one)) for one in Lasted]


def lasting_form(wheels: Sequence[Asked]) -> type[StoryForm]:
    """Build the form with the wheels that this teller rated before."""
    return type("LastingWheelsForm", (LastingForm,), dict(fields_of(wheels)))
