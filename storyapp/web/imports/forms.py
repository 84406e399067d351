"""Forms of an import: the file, what its columns are, what its words mean."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import FileField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from storyapp.rules.import_fields import IGNORED, NO, YES, Field, question_target
from storyapp.rules.import_plan import (
    BY_DATE,
    DETECT,
    ON_PAPER,
    STORY_LANGUAGES,
    ImportPlan,
    Option,
    ProgrammeFacts,
    codes_of,
)
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.stories import Direction
from storyapp.services.import_sheets import WordFound
from storyapp.web.common.forms import StoryForm
from storyapp.words.imports import FIELDS
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

LONGEST_LABEL = 160
AS_WRITTEN = {"translate": "no"}
ENCODINGS = ("utf-8", "cp1251", "utf-16", "koi8-r", "cp866", "cp1252", "mac-cyrillic")
SEPARATORS = {",": mark("Comma"), ";": mark("Semicolon"), "\t": mark("Tab"), "|": mark("Vertical bar")}
LANGUAGE_NAMES = {"ru": mark("Russian"), "en": mark("English language"), "other": mark("Another language")}
DAY_FIRST: dict[str, bool | None] = {"look": None, "day": True, "month": False}


class UploadForm(StoryForm):
    """A table that somebody has."""

    file = FileField(mark("Table with stories"))


class RereadForm(StoryForm):
    """How the table is to be read, where the guess was wrong."""

    encoding = SelectField(mark("Encoding of the letters"))
    separator = SelectField(mark("What separates the cells"))


class SettingsForm(StoryForm):
    """What holds for all rows; the columns are added for each table."""

    plan = HiddenField(mark("Columns"))
    paper = StringField(mark("Which papers record the consent?"))


def upload_choices(form: RereadForm) -> RereadForm:
    """Give the form its choices."""
    form.encoding.choices = [
        SelectChoice("", say("Guess it")),
        *(SelectChoice(name, name.upper(), render_kw=AS_WRITTEN) for name in ENCODINGS),
    ]
    form.separator.choices = [
        SelectChoice("", say("Guess it")),
        *(SelectChoice(sign, say(words)) for sign, words in SEPARATORS.items()),
    ]
    return form


def columns_form_class(headers: Sequence[str], facts: ProgrammeFacts) -> type[StoryForm]:
    """Return the form that asks what each column of this table is."""
    choices = [
        SelectChoice(IGNORED, say("Leave out")),
        *(SelectChoice(part.value, say(words)) for part, words in FIELDS.items()),
        *(SelectChoice(question_target(q.code), _question_name(q.wordings, q.code), render_kw=AS_WRITTEN) for q in facts.questions),
    ]  # fmt: skip
    columns = {f"column_{n}": SelectField(shortened(header), choices=choices) for n, header in enumerate(headers)}
    return type("ColumnsForm", (SettingsForm,), {**_settings(facts), **columns})


def _settings(facts: ProgrammeFacts) -> dict[str, Any]:
    return {
        "screening": RadioField(
            mark("Do the texts contain names of people or places?"),
            choices=[
                SelectChoice("each", say("They may: each story is read and masked here first")),
                SelectChoice("ready", say("No: the texts contain no names, take them as they are")),
            ],
        ),
        "language": SelectField(
            mark("Language of the stories"),
            choices=[
                SelectChoice(DETECT, say("Find it for each story")),
                *(SelectChoice(code, say(LANGUAGE_NAMES[code])) for code in STORY_LANGUAGES),
            ],
        ),
        "period": SelectField(
            mark("Period of the stories"),
            choices=[
                SelectChoice(BY_DATE, say("By the day of each story")),
                *(SelectChoice(p.option.code, name_of(p.option), render_kw=AS_WRITTEN) for p in facts.periods),
            ],
        ),
        "day_first": SelectField(
            mark("What 5.1.2026 and 5/1/2026 mean"),
            choices=[
                SelectChoice("look", say("Find out from the column")),
                SelectChoice("day", say("5 January: the day comes first")),
                SelectChoice("month", say("1 May: the month comes first")),
            ],
        ),
        "purposes": SelectMultipleField(
            mark("What did these people agree to?"),
            choices=[SelectChoice(purpose.name, label(purpose)) for purpose in ON_PAPER],
            widget=ListWidget(),
            option_widget=CheckboxInput(),
        ),
    }


def values_from(plan: ImportPlan) -> dict[str, Any]:
    """Return a plan as the values of its form."""
    day_first = next(name for name, value in DAY_FIRST.items() if value == plan.day_first)
    return {
        "screening": "ready" if plan.already_deidentified else "each", "language": plan.language,
        "period": plan.period, "day_first": day_first, "paper": plan.paper, "purposes": list(plan.consent_purposes),
        **{f"column_{n}": target for n, target in enumerate(plan.columns)},
    }  # fmt: skip


def plan_changes(form: StoryForm, n_columns: int) -> dict[str, Any]:
    """Return what the form says as parts of a plan."""
    return {
        "columns": tuple(form[f"column_{n}"].data for n in range(n_columns)),
        "already_deidentified": form["screening"].data == "ready", "language": form["language"].data,
        "period": form["period"].data, "day_first": DAY_FIRST[form["day_first"].data], "paper": form["paper"].data,
        "consent_purposes": tuple(form["purposes"].data or ()),
    }  # fmt: skip


def words_form_class(words: Mapping[str, Sequence[WordFound]], facts: ProgrammeFacts) -> type[StoryForm]:
    """Return the form that asks what the words in columns of choices mean."""
    fields = {}
    for i, (target, found) in enumerate(words.items()):
        choices = [SelectChoice("", say("Leave open")), *choices_of(target, facts)]
        for j, one in enumerate(found):
            fields[f"word_{i}_{j}"] = SelectField(shortened(one.word), choices=choices)
    return type("WordsForm", (StoryForm,), fields)


def choices_of(target: str, facts: ProgrammeFacts) -> list[SelectChoice]:
    """Return what a word in such a column can mean."""
    return [_choice(target, code, facts) for code in codes_of(target, facts)]


def name_of(option: Option) -> str:
    """Return the words of a domain, a period or an answer in the reader's language."""
    russian, english = option.names
    return (russian if language() == "ru" else english) or russian or english or option.code


def target_name(target: str, facts: ProgrammeFacts) -> tuple[str, bool]:
    """Return how a column's target is called, and whether the programme wrote these words."""
    question = facts.question(target)
    if question is not None:
        return _question_name(question.wordings, question.code), True
    return say(FIELDS[Field(target)]), False


def shortened(text: str, longest: int = LONGEST_LABEL) -> str:
    """Return the beginning of a long text."""
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"


def _choice(target: str, code: str, facts: ProgrammeFacts) -> SelectChoice:
    plain: Mapping[str, str] = {
        **{way.name: label(way) for way in Direction},
        **{role.name: label(role) for role in TellerRole},
        **{band.name: label(band) for band in AgeBand},
        **{name: say(words) for name, words in LANGUAGE_NAMES.items()},
        YES: say("Agreed"),
        NO: say("Did not agree"),
    }
    written = {option.code: name_of(option) for option in _own_options(target, facts)}
    if code in written:
        return SelectChoice(code, written[code], render_kw=AS_WRITTEN)
    return SelectChoice(code, plain[code])


def _own_options(target: str, facts: ProgrammeFacts) -> Iterable[Option]:
    question = facts.question(target)
    if question is not None:
        return question.options
    if target == Field.DOMAIN.value:
        return facts.domains
    return [period.option for period in facts.periods] if target == Field.PERIOD.value else ()


def _question_name(wordings: Sequence[str], code: str) -> str:
    russian, english = wordings
    return shortened((russian if language() == "ru" else english) or russian or english or code, 80)
