"""The ballot and the dissent of a panellist."""

from collections.abc import Sequence

from wtforms.fields import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from storyapp.data.queries.rounds import Read
from storyapp.rules.changes import YouthMark
from storyapp.services.rounds import name_of
from storyapp.web.common.forms import StoryForm
from storyapp.words.speech import mark, say

LONGEST_REASON = 4000
ABSTAIN = "abstain"
EXPECTS_NONE = "none"
UNSURE = "unsure"


class BallotForm(StoryForm):
    """One story, or none, and why; the rules look at the rest."""

    choice = RadioField(mark("Which of these changes is the most significant?"), validate_choice=False)
    reason = TextAreaField(mark("Why?"))


class PairForm(StoryForm):
    """Which of two, and why if one likes to say it."""

    better = RadioField(mark("Which of these two changes is more significant?"), validate_choice=False)
    reason = TextAreaField(mark("Why?"))


class DissentForm(StoryForm):
    """Why one sees it differently."""

    text = TextAreaField(mark("I see it differently, because"))


class ExpectForm(StoryForm):
    """What somebody who has voted expects the others to choose."""

    story = SelectField(mark("I expect that the group chooses"), validate_choice=False)


class MarkForm(StoryForm):
    """Whether something was done, and what the group says of it."""

    done = RadioField(mark("Was it done?"), validate_choice=False)
    note = TextAreaField(mark("Why do you say so?"))

    def validate_done(self, field: RadioField) -> None:
        """Ask for one of the two."""
        if field.data not in YouthMark.__members__:
            raise ValidationError(say("Please choose one."))

    def validate_note(self, field: TextAreaField) -> None:
        """Refuse what is longer than we keep."""
        if len(field.data) > LONGEST_REASON:
            raise ValidationError(say("Please shorten this to %(n)s characters.", n=LONGEST_REASON))


def ballot_choices(reads: Sequence[Read]) -> list[SelectChoice]:
    """Return the titles to choose from, and abstaining at the end."""
    stories = [
        SelectChoice(
            value=read.story.public_id, label=name_of(read.story),
            render_kw={"translate": "no", "lang": read.story.language},
        )
        for read in reads
    ]  # fmt: skip
    return [*stories, SelectChoice(value=ABSTAIN, label=say("None of them: I abstain"))]
