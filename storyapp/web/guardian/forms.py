"""What a guardian chooses."""

from typing import Any

from wtforms.fields import StringField
from wtforms.fields.choices import SelectChoice

from storyapp.rules.consent import GuardianKind
from storyapp.web.common.forms import StoryForm
from storyapp.web.storyteller.forms import Choice, Chosen
from storyapp.words.speech import mark, say

NOBODY = "not-guardian"
KINDS = (
    (GuardianKind.PARENT.value, mark("I am the mother or the father")),
    (GuardianKind.GUARDIAN.value, mark("I am the guardian or foster parent")),
    (GuardianKind.HEAD_OF_INSTITUTION.value, mark("I am the head of the institution that is guardian")),
    (NOBODY, mark("None of these: I am not the guardian")),
)


class WhoForm(StoryForm):
    """Who holds the card."""

    kind = Choice(mark("Who are you?"), validators=[Chosen(mark("Please choose who you are. Every answer is fine."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [SelectChoice(value=kind, label=say(words)) for kind, words in KINDS]


class GuardianCodeForm(StoryForm):
    """The guardian's code, to come back."""

    code = StringField(mark("Code of the guardian"))
