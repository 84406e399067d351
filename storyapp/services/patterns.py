"""Tables of one's own choice over all stories that may be counted, and what goes with a result (F6, F7)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import answers as answer_queries
from storyapp.data.queries import coding
from storyapp.data.queries import reporting as queries
from storyapp.data.queries.reporting import StoryRow
from storyapp.data.tables.programmes import Domain, Programme, SocialResult, Theme
from storyapp.data.tables.stories import Story
from storyapp.rules.disclosure import Mark, ProtectedTable
from storyapp.rules.factors import Factor, factors_of
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.questionnaire.figures import placed
from storyapp.rules.results import LinkDirection
from storyapp.services import questionnaires
from storyapp.services.reports.counting import Numbers
from storyapp.services.reports.gathering import why_left_out
from storyapp.services.reports.material import UNKNOWN, code_of
from storyapp.services.reports.quoting import smallest_shown

OF_STORIES = ("direction", "age_band", "teller_role", "mode", "language", "domain", "period")
SINGLE = (QuestionKind.ONE_OF, QuestionKind.SCALE, QuestionKind.SLIDER, QuestionKind.TRIAD)
THEME, RESULT = "theme", "result"
MOST_LISTED = 200


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something by which stories can be grouped; of one that is `single` each story stands in one group at most."""

    key: str
    question: Asked | None = None
    is_single: bool = True


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """A choice with what each story says to it: story → codes, and all codes in their order."""

    choice: Choice
    codes: tuple[str, ...]
    of: Mapping[int, frozenset[str]]
    names: Mapping[str, Any]  # code → wording, where people wrote it


@dataclass(frozen=True, kw_only=True)
class Crossed:
    """A protected table of two groupings."""

    rows: Grouping
    columns: Grouping
    table: ProtectedTable
    bases: tuple[Any, ...]  # one cell for each column, and the total
    n_unknown: int


class Patterns:
    """The stories of a programme that may be counted, to be grouped in any way."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.periods = queries.periods_of(programme)
        ids = [period.id for period in self.periods]
        self.counted = [row for row in queries.stories_told(programme, ids) if why_left_out(row) is None]
        self.numbers = Numbers(smallest_shown(self.counted), {})
        form = questionnaires.written_form(programme)
        self.questions = [one for one in form.own if one.kind in (*SINGLE, QuestionKind.SEVERAL_OF)]

    def choices(self, *, single_only: bool = False) -> list[Choice]:
        """Return what stories can be grouped by; columns take only what each story says once."""
        found = [Choice(key=key) for key in OF_STORIES]
        found += [] if single_only else [Choice(key=THEME, is_single=False), Choice(key=RESULT, is_single=False)]
        return found + [
            Choice(key=f"q-{one.id}", question=one, is_single=one.kind in SINGLE)
            for one in self.questions
            if one.kind in SINGLE or not single_only
        ]

    def grouping(self, choice: Choice) -> Grouping:
        """Return what each story says to a choice."""
        if choice.question is not None:
            return self._by_answers(choice, choice.question)
        if choice.key in (THEME, RESULT):
            return self._by_codes(choice)
        if choice.key in ("domain", "period"):
            rows = self.periods if choice.key == "period" else queries.books(self.programme, Domain)
            return self._by(
                choice,
                lambda row: str(getattr(row, f"{choice.key}_id") or ""),
                [str(one.id) for one in rows],
                {str(one.id): one.name for one in rows},
            )
        return self._by(
            choice, lambda row: "" if code_of(row, choice.key) == UNKNOWN else code_of(row, choice.key), (), {}
        )

    def crossed(self, rows: Choice, columns: Choice) -> Crossed:
        """Return a table of two groupings, small numbers hidden, over the stories of which both are known."""
        down, across = self.grouping(rows), self.grouping(columns)
        known = [
            row.id for row in self.counted if across.of.get(row.id) and (not rows.is_single or down.of.get(row.id))
        ]
        at = Counter((one, next(iter(across.of[story]))) for story in known for one in down.of.get(story, ()))
        bases = Counter(next(iter(across.of[story])) for story in known)
        shown_rows = [code for code in down.codes if any(at[code, column] for column in across.codes)]
        shown_columns = [code for code in across.codes if bases[code]]
        if rows.is_single:
            table = self.numbers.table("patterns", shown_rows, shown_columns or ["nothing"], at)
        else:
            table = self.numbers.overlapping(
                "patterns", shown_rows, shown_columns or ["nothing"], at, bases or {"nothing": 0}
            )
        return Crossed(
            rows=down, columns=across, table=table, bases=table.cells[-1], n_unknown=len(self.counted) - len(known)
        )

    def stories_of(self, crossed: Crossed, row: str, column: str) -> list[Story] | None:
        """Return the stories of one cell; None where its number may not be told."""
        if row not in crossed.table.rows or column not in crossed.table.columns:
            return None
        if crossed.table.cell(row, column).mark is not Mark.SHOWN:
            return None
        ids = [
            one.id
            for one in self.counted
            if row in crossed.rows.of.get(one.id, ()) and column in crossed.columns.of.get(one.id, ())
        ]
        query = coding.readable(self.programme).where(Story.id.in_(ids)).order_by(Story.id.desc()).limit(MOST_LISTED)
        return list(db.session.scalars(query))

    def results(self) -> Sequence[SocialResult]:
        """Return the results of which one can ask what goes with them."""
        return [one for one in queries.books(self.programme, SocialResult) if one.is_active]

    def factors(self, result_id: int, by: Choice) -> tuple[Grouping, tuple[Factor, ...], ProtectedTable]:
        """Return for each group how many of its stories speak for a result, beside all others."""
        groups = self.grouping(by)
        speak = self._stories_for(result_id)
        known = [row.id for row in self.counted if groups.of.get(row.id)]
        counts = {
            code: (sum(code in groups.of[one] for one in known), sum(code in groups.of[one] and one in speak for one in known))
            for code in groups.codes
        }  # fmt: skip
        counts = {code: pair for code, pair in counts.items() if pair[0]}
        at = {(code, "for"): part for code, (_, part) in counts.items()}
        at |= {(code, "other"): size - part for code, (size, part) in counts.items()}
        sides = {"for": sum(one in speak for one in known), "other": sum(one not in speak for one in known)}
        rows = list(counts)
        table = (
            self.numbers.table("factors", rows, list(sides), at) if by.is_single
            else self.numbers.overlapping("factors", rows, list(sides), at, sides)
        )  # fmt: skip
        return groups, factors_of(counts, n=len(known), n_for=sides["for"]), table

    def _by(
        self, choice: Choice, code: Callable[[StoryRow], str], order: Sequence[str], names: Mapping[str, Any]
    ) -> Grouping:
        of = {row.id: frozenset({code(row)} - {""}) for row in self.counted}
        found = {one for codes in of.values() for one in codes}
        codes = tuple(one for one in order if one in found) or tuple(sorted(found))
        return Grouping(choice=choice, codes=codes, of=of, names=names)

    def _by_codes(self, choice: Choice) -> Grouping:
        ids = [period.id for period in self.periods]
        is_theme = choice.key == THEME
        rows = queries.confirmed_tags(self.programme, ids) if is_theme else queries.confirmed_links(self.programme, ids)
        of: dict[int, set[str]] = defaultdict(set)
        for row in rows:
            of[row.story_id].add(str(row.subject_id))
        books: Any = queries.books(self.programme, Theme if is_theme else SocialResult)
        names = {str(one.id): one.name if is_theme else one.general for one in books}
        return Grouping(
            choice=choice, codes=tuple(names), names=names, of={story: frozenset(codes) for story, codes in of.items()}
        )

    def _by_answers(self, choice: Choice, question: Asked) -> Grouping:
        given = [
            one
            for one in answer_queries.answers_counted(self.programme)
            if one.question_id == question.id and one.occasion == 0
        ]
        if question.kind is QuestionKind.SEVERAL_OF:
            of = {one.story_id: frozenset(str(code) for code in one.value) for one in given}
            return Grouping(choice=choice, codes=question.codes, of=of, names={})
        codes, said = placed(question, [one.value for one in given])
        return Grouping(
            choice=choice, codes=codes, names={},
            of={one.story_id: frozenset({code}) for one, code in zip(given, said, strict=True)},
        )  # fmt: skip

    def _stories_for(self, result_id: int) -> frozenset[int]:
        ids = [period.id for period in self.periods]
        return frozenset(
            link.story_id
            for link in queries.confirmed_links(self.programme, ids)
            if link.subject_id == result_id and link.direction is LinkDirection.SUPPORTS
        )
