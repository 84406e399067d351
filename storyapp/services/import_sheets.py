"""The sheet of a batch, what its programme has to match it with, and a look over all rows that writes nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from storyapp.data.queries import imports, programmes
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.programmes import Programme, Question
from storyapp.formats.read_dates import day_comes_first, read_age, read_date
from storyapp.formats.read_sheet import Sheet, read_sheet
from storyapp.gateways import nlp
from storyapp.gateways.kit import kit
from storyapp.rules.import_fields import Field, fold, is_nothing
from storyapp.rules.import_plan import (
    ImportPlan,
    Option,
    PeriodFacts,
    ProgrammeFacts,
    QuestionFacts,
    is_chosen,
    meanings,
)  # fmt: skip
from storyapp.rules.importing import Drafted, Problem, Readers, draft_rows, pieces_of
from storyapp.rules.people import age_band_of
from storyapp.rules.programmes import QuestionKind
from storyapp.services import import_files

MOST_PROBLEMS = 200
MOST_WORDS = 40
ENOUGH_TO_TELL = 1000


@dataclass(kw_only=True)
class Tally:
    """What a sheet gives: how many rows can be taken, how many cannot, and why."""

    n_rows: int = 0
    n_ready: int = 0
    n_refused: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    refusals: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)

    def count(self, drafted: Drafted) -> None:
        """Add one row."""
        self.n_rows += 1
        self.n_ready += drafted.draft is not None
        self.n_refused += drafted.draft is None
        self.codes.update(problem.code for problem in drafted.problems)
        kept = self.remarks if drafted.draft is not None else self.refusals
        kept += drafted.problems[: MOST_PROBLEMS - len(kept)]

    @property
    def problems(self) -> list[Problem]:
        """Return the first two hundred problems; those that keep a row out come first."""
        return [*self.refusals, *self.remarks][:MOST_PROBLEMS]


@dataclass(frozen=True, kw_only=True)
class WordFound:
    """A word in a column of choices, how often it stands there, and what it is taken for (None: not understood)."""

    word: str
    n: int
    code: str | None


def sheet_of(batch: ImportBatch, *, max_rows: int = 100_000) -> Sheet:
    """Return the batch's sheet as it was first read."""
    return read_sheet(
        import_files.read(batch.file_sealed_at), batch.file_name, encoding=batch.encoding or None,
        separator=batch.separator if batch.encoding else None, max_rows=max_rows,
    )  # fmt: skip


def facts_of(programme: Programme) -> ProgrammeFacts:
    """Return what columns and words can be matched with."""
    return ProgrammeFacts(
        domains=tuple(
            Option(code=d.code, names=(d.name.ru, d.name.en), id=d.id)
            for d in programmes.domains_of(programme, only_active=True)
        ),
        periods=tuple(
            PeriodFacts(
                option=Option(code=p.code, names=(p.name.ru, p.name.en), id=p.id),
                starts_on=p.starts_on,
                ends_on=p.ends_on,
            )
            for p in programmes.periods_of(programme)
        ),
        questions=tuple(_question_facts(question) for question in imports.questions(programme)),
        guardian_age=programme.guardian_age,
        is_pilot=programme.is_pilot,
        today=kit().clock().date(),
    )


def drafts_of(
    sheet: Sheet, plan: ImportPlan, facts: ProgrammeFacts, *, language_of: Callable[[str], str]
) -> Iterator[Drafted]:
    """Draft every row of a sheet, in order."""
    day_first = plan.day_first
    if day_first is None:
        columns = plan.columns_of(Field.TOLD_ON.value)
        day_first = day_comes_first(row[n] for row in sheet.rows for n in columns) is not False
    readers = Readers(
        date=lambda text: read_date(text, day_first=day_first), age=read_age,
        language=language_of,
    )  # fmt: skip
    return draft_rows(zip(sheet.numbers, sheet.rows, strict=True), plan, facts, readers)


def look_over(sheet: Sheet, plan: ImportPlan, facts: ProgrammeFacts) -> Tally:
    """Draft all rows and count what came of them; nothing is written."""
    tally = Tally()
    for drafted in drafts_of(sheet, plan, facts, language_of=lambda text: "other"):  # which one tells nothing here
        tally.count(drafted)
    return tally


def language_of(text: str) -> str:
    """Find the language of a story from its beginning."""
    return nlp.language_of(text[:ENOUGH_TO_TELL], hint="")


def words_of(sheet: Sheet, plan: ImportPlan, facts: ProgrammeFacts) -> dict[str, list[WordFound]]:
    """Return the words in each column of choices, the most frequent first."""
    targets = dict.fromkeys(target for target in plan.columns if is_chosen(target, facts))
    return {target: words for target in targets if (words := _words(sheet, plan, facts, target))}


def _words(sheet: Sheet, plan: ImportPlan, facts: ProgrammeFacts, target: str) -> list[WordFound]:
    known, decided = meanings(target, facts), plan.values.get(target, {})
    read_otherwise = _band_of if target == Field.AGE_BAND.value else lambda word: None
    question = facts.question(target)
    are_several = question is not None and question.kind is QuestionKind.SEVERAL_OF
    counted: Counter[str] = Counter()
    for row in sheet.rows:
        for cell in (row[n] for n in plan.columns_of(target)):
            if not is_nothing(cell):
                counted.update(pieces_of(cell, known) if are_several else [cell.strip()])
    shown: dict[str, WordFound] = {}
    for word, n in counted.most_common():
        found = shown.get(fold(word))
        code = decided.get(fold(word), known.get(fold(word)) or read_otherwise(word))
        shown[fold(word)] = replace(found, n=found.n + n) if found else WordFound(word=word, n=n, code=code)
    return list(shown.values())[:MOST_WORDS]


def _band_of(word: str) -> str | None:
    age = read_age(word)
    band = age_band_of(age) if age is not None else None
    return band.name if band is not None else None


def problems_as_kept(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as plain values: rows, columns and codes, never words of the sheet."""
    return [
        {"row": p.row, "code": p.code, "column": p.column, "other_row": p.other_row, "refuses": p.refuses}
        for p in problems
    ]


def wordings_of(facts: ProgrammeFacts) -> Mapping[str, tuple[str, ...]]:
    """Return the wordings of each question by its code, to be found again in headers."""
    return {question.code: question.wordings for question in facts.questions}


def _question_facts(question: Question) -> QuestionFacts:
    options = tuple(
        Option(code=str(one["code"]), names=(one.get("ru", ""), one.get("en", ""))) for one in question.options
    )
    return QuestionFacts(
        id=question.id, code=question.code, kind=question.kind, wordings=(question.wording.ru, question.wording.en),
        options=options, settings=question.settings,
    )  # fmt: skip
