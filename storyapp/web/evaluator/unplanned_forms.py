"""Forms for what nobody planned: where to look, what to make of a group."""

from collections.abc import Sequence
from typing import Any

from wtforms.fields import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from storyapp.data.tables.programmes import Period
from storyapp.data.tables.unplanned import UnplannedGroup
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.unplanned import LEAST_LEFT, AsideReason, ProposalKind, may_split
from storyapp.rules.wording import LANGUAGES, Wording
from storyapp.services.coding_desk import Library
from storyapp.services.discovering import Board, GroupSeen, Shown
from storyapp.services.proposing import Proposed
from storyapp.web.common.forms import Required, StoryForm, sent
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

LONGEST, LONGEST_SEEDS = 500, 4000
WHOLE, SENTENCES = "stories", "sentences"
NEW = ""
OWN_WORDS = {"translate": "no"}


class SearchForm(StoryForm):
    """In which periods to look, and whether single sentences count."""

    periods = SelectMultipleField(mark("Periods"), [Required(mark("Please choose at least one period."))], coerce=int)
    scope = RadioField(mark("Where to look"), default=WHOLE)


class InBothLanguages(StoryForm):
    """Words in Russian and English; one language is enough."""

    words_ru = StringField(mark("Wording"), [Length(max=LONGEST)])
    words_en = StringField(mark("Wording"), [Length(max=LONGEST)])

    def validate_words_ru(self, field: StringField) -> None:
        """Refuse a wording without words."""
        if not field.data and not self.words_en.data:
            raise ValidationError(say("Please write it in one language at least."))

    @property
    def wording(self) -> Wording:
        """Return the words that were written."""
        return Wording(ru=self.words_ru.data or "", en=self.words_en.data or "")


class ProposedResultForm(InBothLanguages):
    """A general result, or a particular wording or an indicator under one that we have."""

    kind = RadioField(mark("What to propose"), default=ProposalKind.RESULT.name)
    under = SelectField(mark("Under which result"))
    level = SelectField(mark("Level of a new result"))

    def validate_under(self, field: SelectField) -> None:
        """Refuse a wording or an indicator that stands under nothing."""
        if self.kind.data in ProposalKind.__members__ and ProposalKind[self.kind.data].stands_under and not field.data:
            raise ValidationError(say("Please choose the result under which it stands."))

    @property
    def proposed(self) -> Proposed:
        """Return what is proposed, as the service takes it."""
        return Proposed(
            kind=ProposalKind[self.kind.data], words=self.wording, outcome_level=OutcomeLevel[self.level.data],
            under_id=int(self.under.data) if self.under.data else None,
        )  # fmt: skip


class ProposedThemeForm(InBothLanguages):
    """A theme of the codebook."""

    seeds_ru = TextAreaField(mark("Words that tellers use for it"), [Length(max=LONGEST_SEEDS)])
    seeds_en = TextAreaField(mark("Words that tellers use for it"), [Length(max=LONGEST_SEEDS)])

    @property
    def proposed(self) -> Proposed:
        """Return what is proposed, its seeds as they were written one a line."""
        lines = {code: (self[f"seeds_{code}"].data or "").splitlines() for code in LANGUAGES}
        seeds = {code: [line.strip() for line in some if line.strip()] for code, some in lines.items()}
        return Proposed(kind=ProposalKind.THEME, words=self.wording, seeds=seeds)


class RefusalForm(StoryForm):
    """Why a proposal does not come into the library."""

    because = TextAreaField(mark("Why not?"), [Required(mark("Please say why.")), Length(max=LONGEST)])


class MergeForm(StoryForm):
    """Another group that says the same."""

    other = SelectField(mark("Which group says the same?"), [Required(mark("Please choose a group."))])


class SplitForm(StoryForm):
    """Stories that say something else."""

    stories = SelectMultipleField(
        mark("Which stories say something else?"), [Required(mark("Please choose at least three stories."))],
    )  # fmt: skip
    label = StringField(mark("Name of the new group"), [Length(max=LONGEST)])


class AsideForm(StoryForm):
    """Why a group is no result of its own."""

    reason = RadioField(mark("Why it is no result of its own"), [Required(mark("Please choose a reason."))])
    belongs = SelectField(mark("Where it belongs"))

    @property
    def belongs_to(self) -> dict[str, int]:
        """Return the theme or result that was chosen, as the service takes it."""
        kind, _, number = (self.belongs.data or "").partition("-")
        return {f"{kind}_id": int(number)} if number else {}


def search_form(periods: Sequence[Period]) -> SearchForm:
    """Return the form with the periods of the programme; all of them are chosen on the first look."""
    form: Any = sent(SearchForm, periods=[one.id for one in periods])
    form.periods.choices = [
        SelectChoice(value=one.id, label=one.name.say(language()), render_kw=OWN_WORDS) for one in periods
    ]
    form.scope.choices = [
        SelectChoice(value=WHOLE, label=say("Stories that no result and no theme explains")),
        SelectChoice(value=SENTENCES, label=say("Single sentences of the other stories too")),
    ]
    return form


def result_form(group: UnplannedGroup, library: Library, *, is_sent: bool) -> ProposedResultForm:
    """Return the form for a result, its words taken from the group."""
    form = _made(ProposedResultForm, "result-", is_sent=is_sent, **{f"words_{group.language}": group.label})
    results = [one for one in library.results if one.is_active]
    kinds = [ProposalKind.RESULT, *((ProposalKind.WORDING, ProposalKind.INDICATOR) if results else ())]
    form.kind.choices = [SelectChoice(value=one.name, label=label(one)) for one in kinds]
    form.under.choices = [SelectChoice(value=NEW, label="–")] + [
        SelectChoice(value=str(one.id), label=one.general.say(language()), render_kw=OWN_WORDS) for one in results
    ]
    form.level.choices = [SelectChoice(value=one.name, label=label(one)) for one in OutcomeLevel]
    return form


def theme_form(group: UnplannedGroup, *, is_sent: bool) -> ProposedThemeForm:
    """Return the form for a theme, its name and seeds taken from the group."""
    own = {f"words_{group.language}": group.label, f"seeds_{group.language}": "\n".join(group.phrases)}
    return _made(ProposedThemeForm, "theme-", is_sent=is_sent, **own)


def merge_form(seen: GroupSeen, board: Board, *, is_sent: bool) -> MergeForm | None:
    """Return the form with the other open groups of the same language; None where there are none."""
    others = [
        one.group for one in board.groups
        if one.group.id != seen.group.id and one.group.language == seen.group.language
    ]  # fmt: skip
    form = _made(MergeForm, "merge-", is_sent=is_sent)
    form.other.choices = [SelectChoice(value=NEW, label="–")] + [
        SelectChoice(value=str(one.id), label=one.label, render_kw={**OWN_WORDS, "lang": one.language})
        for one in others
    ]
    return form if others else None


def split_form(seen: GroupSeen, *, is_sent: bool) -> SplitForm | None:
    """Return the form with the stories of a group; None where they are too few for two groups."""
    form = _made(SplitForm, "split-", is_sent=is_sent)
    form.stories.choices = [
        SelectChoice(value=one.story.public_id, label=_told(one), render_kw=OWN_WORDS) for one in seen.stories
    ]
    return form if may_split(n_taken=LEAST_LEFT, n_all=len(seen.stories)) else None


def refusal_form(*, is_sent: bool) -> RefusalForm:
    """Return the form for refusing a proposal."""
    return _made(RefusalForm, "refusal-", is_sent=is_sent)


def _told(one: Shown) -> str:
    words = " ".join(sentence.text for sentence in one.sentences)
    return ": ".join(part for part in (one.story.title, words) if part) or say("A story without a title")


def aside_form(library: Library, *, is_sent: bool) -> AsideForm:
    """Return the form for putting a group aside."""
    form = _made(AsideForm, "aside-", is_sent=is_sent)
    form.reason.choices = [SelectChoice(value=one.name, label=label(one)) for one in AsideReason]
    named = [(f"result-{one.id}", one.general) for one in library.results if one.is_active]
    named += [(f"theme-{one.id}", one.name) for one in library.themes if one.is_active]
    form.belongs.choices = [SelectChoice(value=NEW, label="–")] + [
        SelectChoice(value=value, label=name.say(language()), render_kw=OWN_WORDS) for value, name in named
    ]
    return form


def _made(form_class: type[StoryForm], prefix: str, *, is_sent: bool, **values: Any) -> Any:
    return sent(form_class, prefix=prefix) if is_sent else form_class(None, prefix=prefix, **values)
