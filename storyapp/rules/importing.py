"""A row of somebody's sheet becomes the draft of a story, with a word about everything that does not fit."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from storyapp.rules.consent import needs_guardian
from storyapp.rules.errors import RuleBroken
from storyapp.rules.import_fields import NO, YES, Field, fold, is_nothing, question_target
from storyapp.rules.import_plan import DETECT, ImportPlan, ProgrammeFacts, QuestionFacts, meanings
from storyapp.rules.people import AgeBand, TellerRole, age_band_of
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import read_answer
from storyapp.rules.stories import Direction, check_story

EARLIEST = date(1950, 1, 1)
REFUSALS = frozenset({"row.empty", "row.no-story", "row.too-short", "row.too-long", "row.no-consent"})
_BETWEEN = re.compile(r"\s*[,;|\n]\s*")
_BETWEEN_NUMBERS = re.compile(r"\s*[;|/]\s*|\s+")


@dataclass(frozen=True, kw_only=True)
class Readers:
    """How dates, ages and languages are read; these know more than Python itself."""

    date: Callable[[str], date | None]
    age: Callable[[str], int | None]
    language: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What does not fit in a row: a code, never the words that stand there."""

    row: int
    code: str
    column: int | None = None
    other_row: int | None = None

    @property
    def refuses(self) -> bool:
        """Tell whether the row cannot be taken; any other problem only leaves something out."""
        return self.code in REFUSALS


@dataclass(frozen=True, kw_only=True)
class StoryDraft:
    """A row as a story: clean values, ids of the programme, nothing unknown."""

    row: int
    happened: str
    matters: str = ""
    title: str = ""
    told_on: date
    age_band: AgeBand | None = None
    direction: Direction | None = None
    domain_id: int | None = None
    period_id: int | None = None
    language: str
    teller_role: TellerRole = TellerRole.YOUNG_PERSON
    agreed_on_paper: bool = False
    origin: str = ""
    answers: Mapping[int, Any] = field(default_factory=dict)  # question id → code, codes or text


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """What came of one row: a draft, or none, and what did not fit."""

    row: int
    draft: StoryDraft | None
    problems: tuple[Problem, ...] = ()


def draft_rows(
    rows: Iterable[tuple[int, Sequence[str]]], plan: ImportPlan, facts: ProgrammeFacts, readers: Readers
) -> Iterator[Drafted]:
    """Draft each numbered row in turn. A text that stood in an earlier row is taken again, with a word about it."""
    desk = _Desk(plan, facts, readers)
    for number, cells in rows:
        if not (plan.comments and cells and cells[0].startswith(plan.comments)):
            yield desk.draft(number, cells)


def pieces_of(cell: str, known: Mapping[str, str]) -> list[str]:
    """Cut a cell with several answers: as a whole where it is known, at lines, at signs, or (Kobo) at spaces."""
    if fold(cell) in known:
        return [cell]
    if "\n" in cell.strip():  # a line may hold an answer with a comma in it
        return [piece for line in cell.splitlines() if line.strip() for piece in pieces_of(line.strip(), known)]
    pieces = [piece for piece in _BETWEEN.split(cell) if piece.strip()]
    words = cell.split()
    if len(pieces) == 1 and len(words) > 1 and all(fold(word) in known for word in words):
        return words
    return pieces


class _Desk:
    """Where rows are drafted one after another; remembers the texts it has seen."""

    def __init__(self, plan: ImportPlan, facts: ProgrammeFacts, readers: Readers) -> None:
        self.plan, self.facts, self.readers = plan, facts, readers
        targets = {target for target in plan.columns if target}
        self.columns = {target: plan.columns_of(target) for target in targets}
        self.known = {target: meanings(target, facts) for target in targets}
        for target, words in plan.values.items():
            known = self.known.setdefault(target, meanings(target, facts))
            known.update({word: known.get(fold(code), "") if code else "" for word, code in words.items()})
        self.domain_ids = {option.code: option.id for option in facts.domains}
        self.periods = {period.option.code: period for period in facts.periods}
        self.questions = [q for q in facts.questions if question_target(q.code) in targets]
        self.seen: dict[int, int] = {}
        self.number = 0
        self.cells: Sequence[str] = ()
        self.problems: list[Problem] = []

    def draft(self, number: int, cells: Sequence[str]) -> Drafted:
        self.number, self.cells, self.problems = number, cells, []
        happened, matters = self._text(Field.HAPPENED), self._text(Field.MATTERS)
        refusal = self._refusal(happened, matters)
        if refusal:
            self._note(refusal, Field.HAPPENED)
            return Drafted(row=number, draft=None, problems=tuple(self.problems))
        consent = self._choice(Field.CONSENT, "row.consent-unknown")
        if consent == NO:
            self._note("row.no-consent", Field.CONSENT)
            return Drafted(row=number, draft=None, problems=tuple(self.problems))
        self._look_for_repeats(happened)
        band, told_on = self._age_band(), self._date()
        period_id = self._period_id(told_on)
        draft = StoryDraft(
            row=number, happened=happened, matters=matters, title=self._title(), age_band=band,
            told_on=told_on or self._usual_day(period_id), period_id=period_id, direction=self._direction(),
            domain_id=self.domain_ids.get(self._choice(Field.DOMAIN, "row.domain-unknown")),
            language=self._language(happened), teller_role=self._role(), origin=self._first(Field.ORIGIN)[0][:200],
            agreed_on_paper=consent == YES and self._may_agree_alone(band), answers=self._answers(),
        )  # fmt: skip
        return Drafted(row=number, draft=draft, problems=tuple(self.problems))

    def _refusal(self, happened: str, matters: str) -> str:
        if not happened:
            mapped = (cell for columns in self.columns.values() for n in columns for cell in [self.cells[n]])
            return "row.no-story" if any(cell.strip() for cell in mapped) else "row.empty"
        try:
            check_story(happened=happened, matters=matters)
        except RuleBroken as broken:
            return broken.code.replace("story.", "row.")
        return ""

    def _look_for_repeats(self, happened: str) -> None:
        before = self.seen.setdefault(hash(fold(happened)), self.number)
        if before != self.number:
            self._note("row.repeated", Field.HAPPENED, other_row=before)

    def _age_band(self) -> AgeBand | None:
        text, _ = self._first(Field.AGE)
        if text:
            age = self.readers.age(text)
            band = age_band_of(age) if age is not None else None
            if band is None:
                self._note("row.age-unknown" if age is None else "row.age-under-ten", Field.AGE)
            return band
        text, _ = self._first(Field.AGE_BAND)
        code = self.known.get(Field.AGE_BAND.value, {}).get(fold(text))
        if not text or code == "":
            return None
        age = None if code else self.readers.age(text)
        band = AgeBand[code] if code else age_band_of(age) if age is not None else None
        if band is None:
            self._note("row.age-unknown", Field.AGE_BAND)
        return band

    def _date(self) -> date | None:
        text, _ = self._first(Field.TOLD_ON)
        if not text:
            return None
        day = self.readers.date(text)
        if day is None or day < EARLIEST or day > self.facts.today:
            self._note("row.date-unknown" if day is None else "row.date-unlikely", Field.TOLD_ON)
            return None
        return day

    def _period_id(self, told_on: date | None) -> int | None:
        code = self._choice(Field.PERIOD, "row.period-unknown") or self.plan.period
        if code:
            return self.periods[code].option.id
        return self.facts.period_of(told_on) if told_on is not None else None

    def _usual_day(self, period_id: int | None) -> date:
        """Return the day for a row without a date: today, or the day of its period that is nearest to today."""
        period = next((p for p in self.facts.periods if p.option.id == period_id), None)
        return max(period.starts_on, min(period.ends_on, self.facts.today)) if period else self.facts.today

    def _direction(self) -> Direction | None:
        code = self._choice(Field.DIRECTION, "row.direction-unknown")
        return Direction[code] if code else None

    def _role(self) -> TellerRole:
        code = self._choice(Field.TELLER_ROLE, "row.role-unknown")
        return TellerRole[code] if code else TellerRole.YOUNG_PERSON

    def _language(self, happened: str) -> str:
        code = self._choice(Field.LANGUAGE, "row.language-unknown")
        if code:
            return code
        return self.readers.language(happened) if self.plan.language == DETECT else self.plan.language

    def _may_agree_alone(self, band: AgeBand | None) -> bool:
        if band is not None and needs_guardian(band, guardian_age=self.facts.guardian_age):
            self._note("row.guardian-missing", Field.CONSENT)
            return False
        return True

    def _answers(self) -> dict[int, Any]:
        found = {question.id: self._answer(question) for question in self.questions}
        return {question_id: value for question_id, value in found.items() if value not in (None, "", [])}

    def _answer(self, question: QuestionFacts) -> Any:
        target = question_target(question.code)
        cells = [(n, self.cells[n]) for n in self.columns[target] if not is_nothing(self.cells[n])]
        if question.kind.is_text:
            return _clean("\n".join(cell for _, cell in cells))
        if not question.kind.has_options:
            return self._measured(question, self.columns[target])
        known, codes = self.known[target], []
        for n, cell in cells:
            for piece in pieces_of(cell, known) if question.kind is QuestionKind.SEVERAL_OF else [cell]:
                code = known.get(fold(piece))
                if code is None:
                    self._note("row.answer-unknown", column=n)
                elif code and code not in codes:
                    codes.append(code)
        if question.kind is QuestionKind.SEVERAL_OF:
            return codes
        return codes[0] if codes else None

    def _measured(self, question: QuestionFacts, columns: Sequence[int]) -> Any:
        """Read a number, a month or a place; what has several numbers stands in as many columns, or in one cell."""
        cells = ["" if is_nothing(self.cells[n]) else self.cells[n] for n in columns]
        if len(cells) == 1 and question.kind in {QuestionKind.TRIAD, QuestionKind.WHEEL}:
            cells = _BETWEEN_NUMBERS.split(cells[0].strip())
        try:
            return read_answer(question.asked, cells, today=self.facts.today)
        except RuleBroken:
            self._note("row.answer-unknown", column=columns[0])
            return None

    def _choice(self, part: Field, unknown: str) -> str:
        text, column = self._first(part)
        code = self.known.get(part.value, {}).get(fold(text)) if text else ""
        if code is None:
            self._note(unknown, column=column)
        return code or ""

    def _title(self) -> str:
        return _clean(self._first(Field.TITLE)[0])

    def _text(self, part: Field) -> str:
        """Return the text of a part; several columns are put below each other."""
        cells = [self.cells[n] for n in self.columns.get(part.value, ())]
        return _clean("\n\n".join(cell.strip() for cell in cells if not is_nothing(cell)))

    def _first(self, part: Field) -> tuple[str, int | None]:
        for n in self.columns.get(part.value, ()):
            if not is_nothing(self.cells[n]):
                return self.cells[n].strip(), n
        return "", None

    def _note(
        self, code: str, part: Field | None = None, *, column: int | None = None, other_row: int | None = None
    ) -> None:
        if part is not None and column is None:
            column = next(iter(self.columns.get(part.value, ())), None)
        self.problems.append(Problem(row=self.number, code=code, column=column, other_row=other_row))


def _clean(text: str) -> str:
    """Return text as it can be kept on every database, with letters in one form."""
    return unicodedata.normalize("NFC", text).strip()
