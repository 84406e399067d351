"""Forms for what nobody planned: where to look, what to make of a group."""

from collections.abc import Sequence
from typing import Any

from wtforms.fields import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, ValidationError

from storyapp.data.tables.programmes import Period
from storyapp.data.tables.unplanned import UnplannedGroup
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.unplanned import AsideReason
from storyapp.rules.wording import LANGUAGES, Wording
from storyapp.services.coding_desk import Library
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
    """A general result, or a particular wording under one that we have."""

    under = SelectField(mark("What to add"))
    level = SelectField(mark("Level of a new result"))

    @property
    def result_id(self) -> int | None:
        """Return the result under which the wording stands; None for a new result."""
        return int(self.under.data) if self.under.data else None


class ProposedThemeForm(InBothLanguages):
    """A theme of the codebook."""

    seeds_ru = TextAreaField(mark("Words that tellers use for it"), [Length(max=LONGEST_SEEDS)])
    seeds_en = TextAreaField(mark("Words that tellers use for it"), [Length(max=LONGEST_SEEDS)])

    @property
    def seeds(self) -> dict[str, list[str]]:
        """Return the seed words by language, as they were written one a line."""
        lines = {code: (self[f"seeds_{code}"].data or "").splitlines() for code in LANGUAGES}
        return {code: [line.strip() for line in some if line.strip()] for code, some in lines.items()}


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
    form.under.choices = [SelectChoice(value=NEW, label=say("A new result"))] + [
        SelectChoice(value=str(one.id), label=one.general.say(language()), render_kw=OWN_WORDS) for one in results
    ]
    form.level.choices = [SelectChoice(value=one.name, label=label(one)) for one in OutcomeLevel]
    return form


def theme_form(group: UnplannedGroup, *, is_sent: bool) -> ProposedThemeForm:
    """Return the form for a theme, its name and seeds taken from the group."""
    own = {f"words_{group.language}": group.label, f"seeds_{group.language}": "\n".join(group.phrases)}
    return _made(ProposedThemeForm, "theme-", is_sent=is_sent, **own)


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
