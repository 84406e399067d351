"""The small words of XLSForm: types, columns with languages, limits, conditions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import WHEEL_STEPS
from storyapp.rules.questionnaire.asked import Condition, Test
from storyapp.rules.questionnaire.repeats import LEAST_TIMES, MOST_TIMES, USUAL_TIMES, HowOften, Repeats
from storyapp.rules.questionnaire.xlsform import TO
from storyapp.rules.wording import Wording

TYPES = {
    "text": QuestionKind.SHORT_TEXT, "string": QuestionKind.SHORT_TEXT, "integer": QuestionKind.NUMBER,
    "int": QuestionKind.NUMBER, "decimal": QuestionKind.NUMBER, "range": QuestionKind.NUMBER, "date": QuestionKind.MONTH,
}  # fmt: skip
LEFT_OUT = frozenset(
    ["start", "end", "today", "deviceid", "device id", "subscriberid", "simserial", "phonenumber", "phone number", "username", "email", "audit", "calculate", "hidden", "geopoint", "geotrace", "geoshape", "start-geopoint", "background-audio", "background-geopoint", "image", "photo", "audio", "video", "file", "barcode", "acknowledge", "trigger", "rank", "time", "datetime", "datetime", "xml-external", "csv-external", "osm", "entity", "score begin", "begin score", "end score", "begin rank", "end rank", "begin kobomatrix", "end kobomatrix"]
)  # fmt: skip
SELECTS = re.compile(
    r"(?P<one>select ?one|select1)(?: from)? (?P<rest>.+)|(?P<several>select ?multiple|select all that apply)(?: from)? (?P<more>.+)"
)
OTHER = re.compile(r"\s+or[_ ](?:specify[_ ])?other$", re.IGNORECASE)
TEXTS = ("label", "hint", "short_words")
COLUMNS: Mapping[str, frozenset[str]] = {
    "survey": frozenset(
        {"type", "name", "required", "relevant", "constraint", "appearance", "parameters", "repeat_count", "family", "storyapp", "constraint_message", "required_message"}
    ),
    "choices": frozenset({"list_name", "name"}),
}  # fmt: skip
SAME = {"list name": "list_name", "relevance": "relevant", "caption": "label", "value": "name"}
TONGUES = {
    "ru": {"ru", "rus", "russian", "русский", "рус"}, "en": {"en", "eng", "english", "английский", "англ"},
}  # fmt: skip
CYRILLIC = re.compile("[А-Яа-яЁё]")
NAME = r"\$\{\s*([^}\s]+)\s*\}"
IS = re.compile(rf"{NAME}\s*=\s*['\"]([^'\"]*)['\"]")
IS_NOT = re.compile(rf"{NAME}\s*!=\s*['\"]([^'\"]*)['\"]")
SELECTED = re.compile(rf"selected\(\s*{NAME}\s*,\s*['\"]([^'\"]*)['\"]\s*\)")
LIMIT = re.compile(rf"{NAME}\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")
NOT = re.compile(r"not\((.*)\)", re.DOTALL)
BOUND = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")
YEAR = re.compile(r"\.\s*>=\s*date\(\s*['\"](\d{4})-\d\d?-\d\d?['\"]\s*\)")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One row of a sheet; `row` counts as the sheet does."""

    row: int
    cells: Sequence[str]
    columns: Mapping[str, int]
    texts: Mapping[tuple[str, str], int]  # text, language (or nothing) → column
    other_languages: Mapping[str, str]
    language: str = ""

    def cell(self, column: str) -> str:
        """Return what stands in a column of this row."""
        at = self.columns.get(column)
        return self.cells[at].strip() if at is not None and at < len(self.cells) else ""

    def spoken(self, text: str) -> Wording:
        """Return a text in the languages that we speak; one without a language is of the default one."""
        found = {code: self._at(self.texts.get((text, code))) for code in TONGUES}
        plain = self._at(self.texts.get((text, "")))
        if plain:
            code = self.language or ("ru" if CYRILLIC.search(plain) else "en")
            found[code] = found[code] or plain
        return Wording(**found)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in this row."""
        return not any(cell.strip() for cell in self.cells)

    def _at(self, column: int | None) -> str:
        return self.cells[column].strip() if column is not None and column < len(self.cells) else ""


def language_named(written: str) -> str:
    """Return our code of a language as people write it ("Russian (ru)", "ru", "Русский"), or nothing."""
    inside = re.search(r"\(([^)]+)\)", written)
    names = {re.sub(r"\(.*\)", "", written).strip().lower(), inside.group(1).strip().lower() if inside else ""}
    return next((code for code, known in TONGUES.items() if names & known), "")


def table_of(table: Sequence[Sequence[str]], language: str) -> Iterator[Told]:
    """Give the rows of a sheet under the names in its head."""
    if not table:
        return
    columns: dict[str, int] = {}
    texts: dict[tuple[str, str], int] = {}
    others: dict[str, str] = {}
    for at, head in enumerate(table[0]):
        name, _, tongue = head.strip().replace("::", ":").partition(":")
        name = SAME.get(name.strip().lower(), name.strip().lower())
        code = language_named(tongue)
        if name in TEXTS and tongue.strip() and not code:
            others[head.strip()] = tongue.strip()
        elif name in TEXTS:
            texts.setdefault((name, code), at)
        elif head.strip():
            columns.setdefault(SAME.get(head.strip().lower(), head.strip().lower()), at)
    for n, cells in enumerate(table[1:], start=2):
        yield Told(row=n, cells=cells, columns=columns, texts=texts, other_languages=others, language=language)


def kind_of(written: str, appearance: str, own: str) -> QuestionKind | None:
    """Return the kind of a type ("select one yes_no"), or None where nobody knows it."""
    looks = appearance.lower().split()
    select = SELECTS.fullmatch(written)
    if select is not None and not select.group("one"):
        return QuestionKind.SEVERAL_OF
    if select is not None:
        return QuestionKind.SCALE if "likert" in looks else QuestionKind.ONE_OF
    if written == "range" and own == "slider":
        return QuestionKind.SLIDER
    if written in {"text", "string"} and "multiline" in looks:
        return QuestionKind.LONG_TEXT
    return TYPES.get(written)


def list_in(written: str, name: str, kind: QuestionKind) -> tuple[str, bool]:
    """Return the list from which is chosen, and whether something else may be written in."""
    if not kind.has_options:
        return name, False  # poles and areas stand under the name of their question
    chosen = OTHER.sub("", written.strip())
    return chosen.split()[-1], chosen != written.strip()


def limits_in(told: Told, kind: QuestionKind) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the settings that a row gives its question, and what in it cannot be carried: code and column."""
    constraint, notes, settings = told.cell("constraint"), [], {}
    if kind is QuestionKind.WHEEL:
        words = told.cell("storyapp").split()
        most = next((int(word[5:]) for word in words if re.fullmatch(r"most=\d{1,2}", word)), WHEEL_STEPS[0])
        return {"most": most, "two_times": "two_times" in words, "two_raters": "two_raters" in words}, []
    if kind is QuestionKind.NUMBER:
        bounds = {sign: _number(limit) for sign, limit in BOUND.findall(constraint)}
        bounds |= _range(told.cell("parameters"))
        settings = {name: bounds[sign] for name, sign in (("least", ">="), ("most", "<=")) if sign in bounds}
        constraint = re.sub(r"^(\s*and\s*)+|\s+and\s*$", "", BOUND.sub("", constraint)).strip()
    if kind is QuestionKind.MONTH:
        year = YEAR.search(constraint)
        settings, constraint = (
            ({"least": int(year.group(1))}, YEAR.sub("", constraint).strip()) if year else ({}, constraint)
        )
        if "month-year" not in told.cell("appearance").lower():
            notes.append(("day", "type"))
    if constraint and kind not in {QuestionKind.TRIAD, QuestionKind.SLIDER} and constraint.strip(" ()and"):
        notes.append(("constraint", "constraint"))
    return settings, notes


def repeats_in(told: Told) -> tuple[Repeats, bool]:
    """Return how often a group that repeats is asked, and whether the file says so."""
    own, count = told.cell("storyapp"), told.cell("repeat_count")
    if own == "pair":
        return Repeats(how=HowOften.TWO_MOMENTS), True
    most = re.search(r"\bmost=(\d{1,2})\b", own) or re.fullmatch(r"(\d{1,2})(?:\.0)?", count)
    n = int(most.group(1)) if most else USUAL_TIMES
    kept = min(max(n, LEAST_TIMES), MOST_TIMES)
    return Repeats(how=HowOften.SEVERAL_TIMES, most=kept), bool(most) and kept == n


def moments_in(told: Told) -> tuple[Wording, Wording] | None:
    """Return the words of two moments, where a note says them."""
    words = told.spoken("label")
    pieces = {code: getattr(words, code).split(TO) for code in TONGUES}
    if told.cell("storyapp") != "moments" or any(len(piece) != 2 for piece in pieces.values()):
        return None
    return Wording(**{code: one[0] for code, one in pieces.items()}), Wording(**{code: one[1] for code, one in pieces.items()})  # fmt: skip


def condition_in(written: str) -> Condition | None:
    """Return a condition that one of our tests says as well; `question` and `values` are as the file names them."""
    text = written.strip()
    limit = LIMIT.fullmatch(text)
    if limit is not None:
        test = Test.AT_LEAST if limit.group(2) == ">=" else Test.AT_MOST
        return Condition(question=limit.group(1), test=test, values=(limit.group(3),))
    turned = NOT.fullmatch(text)
    if turned is not None:
        inside = _any_of(turned.group(1))
        return Condition(question=inside[0], test=Test.NONE_OF, values=inside[1]) if inside else None
    apart = [IS_NOT.fullmatch(piece.strip()) for piece in re.split(r"\s+and\s+", text)]
    if all(apart):
        pairs = [(one.group(1), one.group(2)) for one in apart if one is not None]
        if pairs == [(pairs[0][0], "")]:
            return Condition(question=pairs[0][0], test=Test.ANSWERED)
        if len({name for name, _ in pairs}) == 1 and all(value for _, value in pairs):
            return Condition(question=pairs[0][0], test=Test.NONE_OF, values=tuple(value for _, value in pairs))
        return None
    said = _any_of(text)
    return Condition(question=said[0], test=Test.ANY_OF, values=said[1]) if said else None


def _any_of(text: str) -> tuple[str, tuple[str, ...]] | None:
    found = [IS.fullmatch(piece.strip()) or SELECTED.fullmatch(piece.strip()) for piece in re.split(r"\s+or\s+", text)]
    pairs = [(one.group(1), one.group(2)) for one in found if one is not None]
    if len(pairs) != len(found) or len({name for name, _ in pairs}) != 1 or not all(value for _, value in pairs):
        return None
    return pairs[0][0], tuple(value for _, value in pairs)


def _range(parameters: str) -> dict[str, int | float]:
    named = dict(re.findall(r"(start|end)\s*=\s*(-?\d+(?:\.\d+)?)", parameters))
    return {sign: _number(named[name]) for sign, name in ((">=", "start"), ("<=", "end")) if name in named}


def _number(written: str) -> int | float:
    number = float(written)
    return int(number) if number == int(number) else number
