"""The parts of which set-up forms are made: each knows its fields, how to read a value and how to write it back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from wtforms.fields import (
    BooleanField,
    DateField,
    FloatField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from storyapp.rules.amounts import read_amount, whole_amount
from storyapp.rules.codes import read_lines, write_lines
from storyapp.rules.errors import RuleBroken
from storyapp.rules.wording import LANGUAGES, Wording
from storyapp.services import setup_lists
from storyapp.services.setup_lists import Place
from storyapp.web.common.forms import StoryForm, sent
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

LONGEST = 6000
LONGEST_LIST = 60_000
OWN_NAMES = {"ru": "Русский", "en": "English"}
ONE_LANGUAGE = mark("Please write it in one language at least.")


@dataclass(frozen=True, kw_only=True)
class Part:
    """One value of a thing as a person edits it."""

    name: str
    label: str
    fields: Callable[[Place], Mapping[str, Any]]
    read: Callable[[Any], Mapping[str, Any]]
    write: Callable[[StoryForm], Any]
    hint: str = ""
    is_bilingual: bool = False
    is_optional: bool = False
    only_new: bool = False
    rows: int = 3


def both(
    name: str, words: str, *, hint: str = "", is_optional: bool = False, is_long: bool = False, rows: int = 3
) -> Part:
    """Words in Russian and English; one language is enough."""
    ru, en = f"{name}_ru", f"{name}_en"
    kind = TextAreaField if is_long else StringField

    def one_at_least(form: StoryForm, field: Any) -> None:
        if not is_optional and not form[ru].data and not form[en].data:
            raise ValidationError(say(ONE_LANGUAGE))

    return Part(
        name=name, label=words, hint=hint, is_bilingual=True, is_optional=is_optional, rows=rows,
        fields=lambda place: {
            ru: kind(words, [Length(max=LONGEST), one_at_least]), en: kind(words, [Length(max=LONGEST)]),
        },
        read=lambda value: {ru: value.ru, en: value.en},
        write=lambda form: Wording(ru=form[ru].data, en=form[en].data),
    )  # fmt: skip


def plain(
    name: str, words: str, *, hint: str = "", is_optional: bool = False, only_new: bool = False, most: int = 120
) -> Part:
    """One line of plain text, the same in every language: a code, a phone number."""
    checks = [Length(max=most), *([] if is_optional else [InputRequired()])]
    return _single(
        name, words, lambda place: StringField(words, checks), hint=hint, is_optional=is_optional, only_new=only_new
    )


def code() -> Part:
    """The short code of a new thing; left empty, it is made of the name."""
    return plain(
        "code", mark("Code"), is_optional=True, only_new=True,
        hint=mark("Lower-case Latin letters, digits and dashes, for tables and files. If left empty, it is made from the name."),
    )  # fmt: skip


def whole(name: str, words: str, *, hint: str = "", least: int = 0, most: int = 100_000) -> Part:
    """A whole number."""
    checks = [InputRequired(), NumberRange(min=least, max=most)]
    return _single(name, words, lambda place: IntegerField(words, checks), hint=hint)


def amount(name: str, words: str, *, hint: str = "", is_whole: bool = False, is_optional: bool = True) -> Part:
    """An amount as people write it, with spaces and a comma or a point; None where nothing stands there."""

    def read_back(value: Any) -> Mapping[str, Any]:
        return {name: "" if value is None else f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)}

    def write(form: StoryForm) -> Any:
        number = read_amount(form[name].data)
        if is_whole and number is not None:
            return whole_amount(number)
        return number

    return Part(
        name=name, label=words, hint=hint, is_optional=is_optional,
        fields=lambda place: {name: StringField(words, [Length(max=40)])}, read=read_back, write=write,
    )  # fmt: skip


def share(name: str, words: str, *, hint: str = "") -> Part:
    """A number from 0 to 1."""
    checks = [InputRequired(), NumberRange(min=0, max=1)]
    return _single(name, words, lambda place: FloatField(words, checks), hint=hint)


def day(name: str, words: str, *, hint: str = "", is_optional: bool = False) -> Part:
    """A day."""
    checks = [Optional()] if is_optional else [InputRequired()]
    return _single(name, words, lambda place: DateField(words, checks), hint=hint, is_optional=is_optional)


def tick(name: str, words: str, *, hint: str = "") -> Part:
    """Yes or no."""
    return _single(name, words, lambda place: BooleanField(words), hint=hint)


def choice(name: str, words: str, members: type[Enum], *, hint: str = "") -> Part:
    """One of the members of our vocabulary."""
    return Part(
        name=name, label=words, hint=hint,
        fields=lambda place: {
            name: SelectField(words, choices=[SelectChoice(value=one.name, label=label(one)) for one in members])
        },
        read=lambda value: {name: value.name},
        write=lambda form: members[form[name].data],
    )  # fmt: skip


def several(
    name: str, words: str, choices: Callable[[Place], list[SelectChoice]], *, hint: str = "", is_of_codes: bool = False
) -> Part:
    """Any number of things to tick: their ids, or codes of our vocabulary."""
    return Part(
        name=name, label=words, hint=hint, is_optional=True,
        fields=lambda place: {name: SelectMultipleField(words, choices=choices(place))},
        read=lambda value: {name: [str(one) for one in value or ()]},
        write=lambda form: list(form[name].data) if is_of_codes else [int(one) for one in form[name].data],
    )  # fmt: skip


def groups_of(place: Place) -> list[SelectChoice]:
    """Return the target groups, those below another marked as such."""
    return [
        SelectChoice(
            value=str(one.id), label=("↳ " if one.parent_id else "") + one.name.say(language()),
            render_kw={"translate": "no"},
        )
        for one in setup_lists.things(place, "target-groups")
    ]  # fmt: skip


def named(name: str, words: str, codes: Sequence[str], *, hint: str = "") -> Part:
    """Any number of languages, each under its own name."""
    shown = [SelectChoice(value=code, label=OWN_NAMES[code], render_kw={"translate": "no"}) for code in codes]
    return several(name, words, lambda place: shown, hint=hint, is_of_codes=True)


def parent(kind: str, words: str, spoken: str, *, hint: str = "") -> Part:
    """Another thing of the same kind, under which this one stands; `spoken` is the column of its words."""

    def choices(place: Place) -> list[SelectChoice]:
        rows = setup_lists.things(place, kind)
        none = SelectChoice(value="", label=say("It stands at the top"))
        return [none] + [
            SelectChoice(
                value=str(row.id), label=getattr(row, spoken).say(language()), render_kw={"translate": "no"}
            )
            for row in rows
        ]  # fmt: skip

    return Part(
        name="parent_id", label=words, hint=hint,
        fields=lambda place: {"parent_id": SelectField(words, choices=choices(place))},
        read=lambda value: {"parent_id": str(value or "")},
        write=lambda form: int(form["parent_id"].data) if form["parent_id"].data else None,
    )  # fmt: skip


def one_of(
    name: str, words: str, offered: Callable[[Place], list[SelectChoice]], *, hint: str = "", is_optional: bool = False
) -> Part:
    """One thing of the programme to choose, or none where that may be."""

    def choices(place: Place) -> list[SelectChoice]:
        return [*([SelectChoice(value="", label="–")] if is_optional else []), *offered(place)]

    return Part(
        name=name, label=words, hint=hint, is_optional=is_optional,
        fields=lambda place: {name: SelectField(words, choices=choices(place))},
        read=lambda value: {name: str(value or "")},
        write=lambda form: int(form[name].data) if form[name].data else None,
    )  # fmt: skip


def option_lines(name: str, words: str, *, hint: str = "", rows: int = 5, is_optional: bool = True) -> Part:
    """A list, one a line: code, Russian words, English words."""
    return Part(
        name=name, label=words, hint=hint, rows=rows, is_optional=is_optional,
        fields=lambda place: {name: TextAreaField(words, [Length(max=LONGEST_LIST)])},
        read=lambda value: {name: write_lines(value or [])},
        write=lambda form: read_lines(form[name].data),
    )  # fmt: skip


def line_lists(name: str, words: str, *, hint: str = "", rows: int = 8) -> Part:
    """Short sentences in each language, one a line."""
    fields = {code: f"{name}_{code}" for code in LANGUAGES}
    return Part(
        name=name, label=words, hint=hint, is_bilingual=True, is_optional=True, rows=rows,
        fields=lambda place: {field: TextAreaField(words, [Length(max=LONGEST)]) for field in fields.values()},
        read=lambda value: {field: "\n".join((value or {}).get(code, [])) for code, field in fields.items()},
        write=lambda form: {
            code: [line.strip() for line in form[field].data.splitlines() if line.strip()]
            for code, field in fields.items()
        },
    )  # fmt: skip


def form_of(parts: Sequence[Part], place: Place, values: Mapping[str, Any]) -> StoryForm:
    """Build the form of some parts from what was sent, or from the values of a thing on the first look."""
    fields = {name: field for part in parts for name, field in part.fields(place).items()}
    shown = {name: v for part in parts if part.name in values for name, v in part.read(values[part.name]).items()}
    return sent(type("PartsForm", (StoryForm,), fields), **shown)


def values_of(parts: Sequence[Part], form: StoryForm) -> dict[str, Any] | None:
    """Return the values that a valid form says, or None where a list in it is not clear (the form then says so)."""
    values: dict[str, Any] = {}
    for part in parts:
        try:
            values[part.name] = part.write(form)
        except RuleBroken as error:
            form.complain(part.name, message(error))
    return values if not form.errors else None


def _single(name: str, words: str, field: Callable[[Place], Any], **others: Any) -> Part:
    return Part(
        name=name, label=words, fields=lambda place: {name: field(place)}, read=lambda value: {name: value},
        write=lambda form: form[name].data, **others,
    )  # fmt: skip
