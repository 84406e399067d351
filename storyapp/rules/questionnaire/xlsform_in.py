"""A form out of an XLSForm: what it says, what is wrong by row and column, and what cannot be carried over."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from storyapp.rules.codes import code_of, free_code
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.asked import UNSAID, Asked, Condition, Questionnaire, Section, in_order
from storyapp.rules.questionnaire.conditions import CODED, NUMBERED
from storyapp.rules.questionnaire.xlsform import DECLINED
from storyapp.rules.questionnaire.xlsform_parts import (
    COLUMNS,
    LEFT_OUT,
    Told,
    condition_in,
    kind_of,
    language_named,
    limits_in,
    list_in,
    moments_in,
    repeats_in,
    table_of,
)
from storyapp.rules.wording import Wording

Table = Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to repair (an error) or to know (left out), with the place where it stands."""

    code: str
    sheet: str
    row: int
    column: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReadForm:
    """What an XLSForm says. With `errors` it cannot be taken over; what is `left_out` would be missing."""

    form: Questionnaire
    errors: tuple[Problem, ...]
    left_out: tuple[Problem, ...]


@dataclass(kw_only=True)
class Desk:
    """What is known while the rows are read."""

    lists: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # name in the file → code of the question here
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # name of question → name of choice → code
    sections: list[Section] = field(default_factory=list)
    questions: list[Asked] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)  # groups that are open: code of section, row
    whole: int = 0  # depth of a triad or wheel whose parts are passed over
    conditions: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)

    def wrong(self, code: str, row: int, column: str = "", *, sheet: str = "survey", **facts: str) -> None:
        """Note what has to be repaired in the file."""
        self.errors.append(Problem(code=code, sheet=sheet, row=row, column=column, facts=facts))

    def leave(self, code: str, row: int, column: str = "", *, sheet: str = "survey", **facts: str) -> None:
        """Note what cannot be carried over."""
        self.left_out.append(Problem(code=code, sheet=sheet, row=row, column=column, facts=facts))


def read_xlsform(tables: Mapping[str, Table]) -> ReadForm:
    """Read the sheets of an XLSForm, named in small letters, each with its head in the first row."""
    desk = Desk()
    language = _default_language(tables)
    if not tables.get("survey"):
        desk.wrong("no-survey", 1)
        return _read(desk)
    _read_choices(desk, tables, language)
    for told in _rows(desk, "survey", tables["survey"], language, needed=("type",)):
        _read_row(desk, told)
    for _, row in desk.open:
        desk.wrong("group-open", row, "type")
    if not desk.questions and not desk.errors:
        desk.wrong("no-questions", 1, "type")
    return _read(desk)


def _read(desk: Desk) -> ReadForm:
    form = in_order(tuple(desk.sections), desk.questions)
    form = _with_conditions(desk, form)
    by_place = sorted(desk.left_out, key=lambda one: (one.sheet, one.row))
    return ReadForm(form=form, errors=tuple(desk.errors), left_out=tuple(by_place))


def _default_language(tables: Mapping[str, Table]) -> str:
    for told in table_of(tables.get("settings", ()), ""):
        return language_named(told.cell("default_language"))
    return ""


def _rows(desk: Desk, sheet: str, table: Table, language: str, *, needed: Sequence[str]) -> Iterator[Told]:
    """Give the rows that say something; say once of each column that it is not understood."""
    rows = list(table_of(table, language))
    if rows:
        for column in needed:
            if column not in rows[0].columns:
                desk.wrong("no-column", 1, column, sheet=sheet)
        for column, tongue in rows[0].other_languages.items():
            desk.leave("language", 1, column, sheet=sheet, language=tongue)
        for column in rows[0].columns.keys() - COLUMNS[sheet]:
            first = next((told for told in rows if told.cell(column)), None)
            if first is not None:
                desk.leave("column", first.row, column, sheet=sheet)
    yield from (told for told in rows if not told.is_empty)


def _read_choices(desk: Desk, tables: Mapping[str, Table], language: str) -> None:
    rows = _rows(desk, "choices", tables.get("choices", ()), language, needed=("list_name", "name"))
    for told in rows:
        name, written = told.cell("list_name"), told.cell("name")
        if not name:
            desk.wrong("choice-without-list", told.row, "list_name", sheet="choices")
            continue
        options, words = desk.lists.setdefault(name, []), told.spoken("label")
        if not written and words.is_empty:
            desk.wrong("choice-empty", told.row, "name", sheet="choices")
            continue
        if any(option["written"] == written for option in options):
            desk.leave("choice-twice", told.row, "name", sheet="choices", written=written)
            continue
        words = words if not words.is_empty else Wording(ru=written, en=written)
        code = free_code(code_of(written, words.en, words.ru), {option["code"] for option in options})
        options.append({"code": code, "written": written, **words.as_dict()})


def _read_row(desk: Desk, told: Told) -> None:
    written = told.cell("type")
    kind = " ".join(written.lower().replace("_", " ").split())
    if desk.whole:
        desk.whole += (kind == "begin group") - (kind == "end group")
    elif not written:
        desk.wrong("type-missing", told.row, "type")
    elif kind in {"begin group", "begin repeat"}:
        _open(desk, told, is_repeat=kind.endswith("repeat"))
    elif kind in {"end group", "end repeat"}:
        if not desk.open:
            desk.wrong("group-not-open", told.row, "type")
        else:
            desk.open.pop()
    elif kind == "note":
        _note(desk, told)
    elif kind in LEFT_OUT:
        desk.leave("type", told.row, "type", written=written)
    else:
        _question(desk, told, kind_of(kind, told.cell("appearance"), told.cell("storyapp")))


def _open(desk: Desk, told: Told, *, is_repeat: bool) -> None:
    whole = told.cell("storyapp").split()
    if whole[:1] in (["triad"], ["wheel"]):
        _question(desk, told, QuestionKind(whole[0]))
        desk.whole = 1
        return
    outer = next((one for one in desk.sections if desk.open and one.code == desk.open[-1][0]), None)
    if outer is not None and outer.repeats is not None:  # what stands in a repeat is asked with it
        desk.leave("nested-in-repeat", told.row, "type")
        desk.open.append((outer.code, told.row))
        return
    if desk.open:
        desk.leave("nested", told.row, "type")
    repeats, is_said = repeats_in(told) if is_repeat else (None, True)
    if repeats is not None and not is_said:
        desk.leave("repeat", told.row, "type", most=str(repeats.most))
    name = told.cell("name").removeprefix("section-")
    title = told.spoken("label")
    title = UNSAID if {title.ru, title.en} <= {"–", ""} else title
    code = free_code(code_of(name, title.en, title.ru) or "section", {one.code for one in desk.sections})
    desk.sections.append(Section(code=code, title=title, repeats=repeats))
    desk.open.append((code, told.row))
    _keep_condition(desk, told, ("section", code))


def _note(desk: Desk, told: Told) -> None:
    here = desk.open[-1][0] if desk.open else ""
    at = next((n for n, one in enumerate(desk.sections) if one.code == here), None)
    if at is not None and told.cell("storyapp").startswith("moments"):
        moments, often = moments_in(told), desk.sections[at].repeats
        if moments is not None and often is not None:
            desk.sections[at] = replace(desk.sections[at], repeats=replace(often, moments=moments))
        return
    if at is None or not desk.sections[at].lead.is_empty or any(one.section == here for one in desk.questions):
        desk.leave("note", told.row, "type", written=_short(told.spoken("label")))
        return
    desk.sections[at] = replace(desk.sections[at], lead=told.spoken("label"))


def _question(desk: Desk, told: Told, kind: QuestionKind | None) -> None:
    written, name, words = told.cell("type"), told.cell("name"), told.spoken("label")
    if kind is None:
        desk.wrong("type-unknown", told.row, "type", written=written)
        return
    if words.is_empty:
        desk.wrong("label-missing", told.row, "label", written=name or written)
        return
    options = _options(desk, told, kind)
    family = told.cell("family").lower()
    known = {one.value: one for one in QuestionFamily}
    if family and family not in known:
        desk.wrong("family-unknown", told.row, "family", written=family)
    if name in desk.codes:
        desk.leave("name-twice", told.row, "name", written=name)
    if "${" in words.ru + words.en:
        desk.leave("text-refers", told.row, "label", written=_short(words))
    code = free_code(code_of(name.removeprefix("q-") if name.startswith("q-") else name, words.en, words.ru), {one.code for one in desk.questions})  # fmt: skip
    settings, notes = limits_in(told, kind)
    for note, column in notes:
        desk.leave(note, told.row, column, written=told.cell(column) or written)
    desk.codes.setdefault(name, code)
    desk.values.setdefault(name, {option["written"]: option["code"] for option in options})
    _keep_condition(desk, told, ("question", code))
    desk.questions.append(
        Asked(
            code=code, family=known.get(family, QuestionFamily.STORY), kind=kind, wording=words,
            hint=told.spoken("hint"), easy=told.spoken("short_words"), settings=settings,
            options=tuple({k: v for k, v in option.items() if k != "written"} for option in options),
            is_required=told.cell("required").lower() in {"yes", "true", "true()", "1"},
            section=desk.open[-1][0] if desk.open else "",
        )
    )  # fmt: skip


def _options(desk: Desk, told: Told, kind: QuestionKind) -> list[dict[str, str]]:
    least, most = kind.n_options
    if not least:
        return []
    name, takes_other = list_in(told.cell("type"), told.cell("name"), kind)
    if name not in desk.lists:
        desk.wrong("list-missing", told.row, "type", written=name)
        return []
    options = [option for option in desk.lists[name] if option["written"] != DECLINED]
    if takes_other:
        desk.leave("other-text", told.row, "type")
        options = [*options, {"code": "other", "written": "other", "ru": "Другое", "en": "Other"}]
    if not least <= len(options) <= most:
        desk.wrong("list-length", told.row, "type", written=name, n=str(len(options)), least=str(least), most=str(most))
    return options


def _keep_condition(desk: Desk, told: Told, owner: tuple[str, str]) -> None:
    written = told.cell("relevant")
    if written:
        desk.conditions[owner] = (written, told.row)


def _with_conditions(desk: Desk, form: Questionnaire) -> Questionnaire:
    """Put conditions in where they can be decided; the others are left out and said."""
    places = {question.code: n for n, question in enumerate(form.own)}
    first: dict[str, int] = {}
    for question in form.own:
        first.setdefault(question.section, places[question.code])
    found: dict[tuple[str, str], Condition] = {}
    for owner, (written, row) in desk.conditions.items():
        condition = _condition(desk, form, written)
        place = first.get(owner[1], len(places)) if owner[0] == "section" else places.get(owner[1], -1)
        inside = form.by_code.get(owner[1]) if owner[0] == "question" else None
        if condition is None or places.get(condition.question, place) >= place or _is_repeated(form, condition, inside):
            desk.leave("relevant", row, "relevant", written=written[:80])
        else:
            found[owner] = condition
    return Questionnaire(
        sections=tuple(replace(one, condition=found.get(("section", one.code))) for one in form.sections),
        questions=tuple(replace(one, condition=found.get(("question", one.code))) for one in form.questions),
    )


def _is_repeated(form: Questionnaire, condition: Condition, owner: Asked | None) -> bool:
    """Tell whether a condition asks from outside for what is answered several times."""
    home = form.section(form.by_code[condition.question].section)
    return home is not None and home.repeats is not None and (owner is None or owner.section != home.code)


def _condition(desk: Desk, form: Questionnaire, written: str) -> Condition | None:
    found = condition_in(written)
    if found is None or found.question not in desk.codes:
        return None
    source = form.by_code[desk.codes[found.question]]
    if source.is_our_own or (found.test.wants_number and source.kind not in NUMBERED):
        return None
    values: Any = found.values
    if found.test.wants_codes:
        known = desk.values.get(found.question, {})
        if source.kind not in CODED or not set(values) <= known.keys():
            return None
        values = tuple(known[value] for value in values)
    return Condition(question=source.code, test=found.test, values=values)


def _short(words: Wording) -> str:
    text = re.sub(r"\s+", " ", words.ru or words.en)
    return text if len(text) <= 60 else text[:59] + "…"
