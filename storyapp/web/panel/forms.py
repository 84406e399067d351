"""The ballot and the dissent of a panellist."""

from collections.abc import Sequence

from wtforms.fields import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.data.queries.rounds import Read
from storyapp.services.rounds import name_of
from storyapp.web.common.forms import StoryForm
from storyapp.words.speech import mark, say

LONGEST_REASON = 4000
ABSTAIN = "abstain"
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
