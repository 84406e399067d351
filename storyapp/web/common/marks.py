"""A ballot with a mark for each story: the same on a panellist's phone and where paper is typed in."""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.fields import BooleanField, Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.data.queries.rounds import Read
from storyapp.rules.errors import RuleBroken
from storyapp.rules.selection.methods import BallotKind
from storyapp.rules.selection.scoring import LOWEST
from storyapp.rules.selection.shortlist import MAYBE, NO, YES
from storyapp.services.rounds import name_of
from storyapp.web.common.forms import StoryForm
from storyapp.words.speech import mark, say

MARK, CHOICE, UNSURE = "mark-", "choice", "unsure"
YES_MAYBE_NO = ((YES, mark("Yes")), (MAYBE, mark("Maybe")), (NO, mark("No")))


class Tick(BooleanField):
    """A box that sends the same whatever was sent before: a ballot comes back with an empty answer for a box not ticked."""

    def _value(self) -> str:
        return "y"


class MarksForm(StoryForm):
    """A mark for each story, and why; the fields of the stories are added by `marks_form`."""

    abstains = Tick(mark("None of them: I abstain"))
    reason = TextAreaField(mark("Why?"))

    @property
    def marks(self) -> list[Field]:
        """Return the fields of the stories, in the reader's order."""
        return [field for field in self if field.name.startswith(MARK)]


def marks_form(kind: BallotKind, reads: Sequence[Read], *, highest: int, **values: Any) -> MarksForm:
    """Build the ballot: a score, a place, or yes, maybe and no for each story."""
    fields = {f"{MARK}{read.story.public_id}": _mark_field(kind, name_of(read.story)) for read in reads}
    form: MarksForm = type("MarksForm", (MarksForm,), fields)(values.pop("typed", None), **values)
    for field in form.marks:
        field.choices = _mark_choices(kind, highest=highest, n_stories=len(reads))
    return form


def check_each_once(sent: MultiDict[str, str]) -> None:
    """Raise RuleBroken where one ballot says two things of the same story."""
    if any(len(set(said)) > 1 for name, said in sent.lists() if name == CHOICE or name.startswith(MARK)):
        raise RuleBroken("ballot.said-twice")


def marks_in(kind: BallotKind, reads: Sequence[Read], typed: Mapping[str, str]) -> dict[int, int]:
    """Return the marks that were sent, by story; what is no number is none."""
    found = ((read.row.story_id, typed.get(f"{MARK}{read.story.public_id}", "")) for read in reads)
    return {story_id: int(text) for story_id, text in found if text.isascii() and text.isdigit() and len(text) < 5}


def pairs_form(pairs: Sequence[tuple[Read, Read]], **values: Any) -> MarksForm:
    """Build the paper ballot of comparisons: for each pair one of the two, or that it cannot be told."""
    fields = {name: RadioField(say("Pair %(n)s", n=n), validate_choice=False) for n, name in _pair_names(pairs)}
    form: MarksForm = type("PairsForm", (MarksForm,), fields)(values.pop("typed", None), **values)
    for field, pair in zip(form.marks, pairs, strict=True):
        field.choices = [
            *(
                SelectChoice(
                    value=read.story.public_id, label=name_of(read.story),
                    render_kw={"translate": "no", "lang": read.story.language},
                )
                for read in pair
            ),
            SelectChoice(value=UNSURE, label=say("Cannot tell")),
        ]  # fmt: skip
    return form


def pairs_in(pairs: Sequence[tuple[Read, Read]], typed: Mapping[str, str]) -> dict[frozenset[int], int | None]:
    """Return the comparisons that were sent; a pair without an answer is left out."""
    found: dict[frozenset[int], int | None] = {}
    for (_, name), pair in zip(_pair_names(pairs), pairs, strict=True):
        ids = {read.story.public_id: read.row.story_id for read in pair}
        said = typed.get(name, "")
        if said == UNSURE or said in ids:
            found[frozenset(ids.values())] = ids.get(said)
    return found


def _pair_names(pairs: Sequence[tuple[Read, Read]]) -> list[tuple[int, str]]:
    return [(n, f"{MARK}{a.story.public_id}-{b.story.public_id}") for n, (a, b) in enumerate(pairs, 1)]


def _mark_field(kind: BallotKind, title: str) -> Field:
    if kind is BallotKind.ORDER:
        return SelectField(title, validate_choice=False)
    return RadioField(title, validate_choice=False)


def _mark_choices(kind: BallotKind, *, highest: int, n_stories: int) -> list[SelectChoice]:
    if kind is BallotKind.SHORTLIST:
        return [SelectChoice(value=str(value), label=say(words)) for value, words in YES_MAYBE_NO]
    if kind is BallotKind.SCORES:
        return [SelectChoice(value=str(n), label=str(n)) for n in range(LOWEST, highest + 1)]
    places = [SelectChoice(value=str(n), label=str(n)) for n in range(1, n_stories + 1)]
    return [SelectChoice(value="", label="–"), *places]
