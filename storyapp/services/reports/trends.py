"""Lines over periods that stop where the method was changed, and the log that says why (F12, I10)."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from storyapp.rules.comparing_periods import (
    OF_CHOOSING,
    OF_CODES,
    OF_NUMBERS,
    OF_TELLING,
    Break,
    places_for,
)  # fmt: skip
from storyapp.rules.method_changes import MethodPart
from storyapp.rules.report import Block, BulletList, Figure, FigureKind, Note, Paragraph, Section, Series, Table, Tone
from storyapp.rules.stories import Direction
from storyapp.rules.system_board import Stage, StoryFate
from storyapp.services.method_changes import ChangeSeen
from storyapp.services.reports.counting import Numbers
from storyapp.services.reports.pages import NUMBER, OWN, SHARE, TEXT
from storyapp.services.system_facts import SystemFacts
from storyapp.words.dates import day, percent
from storyapp.words.method_changes import PARTS, detail_words
from storyapp.words.speech import language, mark, say

FEWEST_PERIODS = 2


@dataclass(frozen=True, kw_only=True)
class Line:
    """What is followed over periods, and on which parts of the method it depends; no test: all stories told."""

    code: str
    words: str
    depends_on: frozenset[MethodPart]
    counts: Callable[[StoryFate], bool] | None = None
    tone: Tone = Tone.PLAIN
    own_words: bool = False


LINES = (
    Line(code="told", words=mark("Stories told"), depends_on=OF_NUMBERS),
    Line(
        code="better", words=mark("Share of stories in which something got better"), depends_on=OF_TELLING,
        counts=lambda fate: fate.direction is Direction.BETTER, tone=Tone.BETTER,
    ),
    Line(
        code="worse", words=mark("Share of stories in which something got worse"), depends_on=OF_TELLING,
        counts=lambda fate: fate.got_worse, tone=Tone.WORSE,
    ),
    Line(
        code="read", words=mark("Share of stories that a panel read"), depends_on=OF_CHOOSING,
        counts=lambda fate: Stage.READ in fate.stages,
    ),
    Line(
        code="answered", words=mark("Share of stories whose teller has an answer"), depends_on=frozenset(),
        counts=lambda fate: Stage.ANSWERED in fate.stages,
    ),
)  # fmt: skip


def line_of(code: str, words: str, story_ids: Collection[int]) -> Line:
    """Return the line of a theme or a result, by the stories on which a person put it."""
    return Line(
        code=code, words=words, depends_on=OF_CODES, counts=lambda fate: fate.story_id in story_ids, own_words=True
    )


def trends(facts: SystemFacts, numbers: Numbers, *, has_reasons: bool = True) -> tuple[Section, ...]:
    """Return the chapter of lines, and the log of what was changed; nothing of a single period but its changes."""
    parts = []
    if len(facts.periods) >= FEWEST_PERIODS and facts.fates:
        lines = [block for line in LINES for block in line_blocks(line, facts, numbers)]
        parts.append(
            Section(
                code="over-time", title=say("From period to period"), blocks=(*warnings(facts), *lines)
            )
        )  # fmt: skip
    if facts.changes:
        parts.append(
            Section(
                code="method-changes", title=say("What was changed of the method, and why"),
                blocks=tuple(_log(facts.changes, has_reasons=has_reasons)),
            )
        )  # fmt: skip
    return tuple(parts)


def warnings(facts: SystemFacts) -> Iterator[Block]:
    """Say between which periods nothing, or not everything, can be compared."""
    if not facts.breaks:
        yield Paragraph(
            text=say("Between these periods no change of domains, questions, panels, ways of collecting or of the language module was found or written down.")
        )  # fmt: skip
        return
    yield Note(
        title=say("Not everything here can be compared"), is_warning=True,
        text=say("Where the method was changed between two periods, the line stops (≠): a difference there may come from the change and not from people's lives."),
    )  # fmt: skip
    yield BulletList(items=tuple(_break_words(one, facts) for one in facts.breaks))


def line_blocks(line: Line, facts: SystemFacts, numbers: Numbers) -> Iterator[Block]:
    """Draw one line with its twin; where no number may be told, the table alone says so."""
    codes = {one.id: one.code for one in facts.periods}
    told = dict.fromkeys(codes.values(), 0)
    n = dict.fromkeys(codes.values(), 0)
    for fate in facts.fates:
        told[codes[fate.period_id or 0]] += 1
        n[codes[fate.period_id or 0]] += line.counts is None or line.counts(fate)
    breaks = places_for(facts.breaks, line.depends_on)
    values, shown, table = (
        _numbers(line, facts, told, numbers) if line.counts is None else _shares(line, facts, n, told, numbers, breaks)
    )
    caption = line.words if line.own_words else say(line.words)
    if line.own_words:
        caption = say("Share of stories with “%(name)s”", name=line.words)
    if all(value is None for value in values):
        yield table
        return
    yield Figure(
        code=f"trend-{line.code}", caption=caption, kind=FigureKind.TIMELINE,
        labels=tuple(one.name.say(language()) for one in facts.periods), breaks=breaks,
        series=(Series(name=caption, values=tuple(values), shown=tuple(shown), tone=line.tone),), twin=table,
        reading=_reading(breaks, facts),
    )  # fmt: skip


def _numbers(
    line: Line, facts: SystemFacts, told: dict[str, int], numbers: Numbers
) -> tuple[list[float | None], list[str], Table]:
    protected = numbers.counts(f"trend-{line.code}", told)
    cells = [protected.cell(column=one.code) for one in facts.periods]
    table = Table(
        code=f"trend-{line.code}-table", caption=say(line.words), head=(say("Period"), say("Stories")),
        rows=tuple(
            (one.name.say(language()), numbers.say(cell)) for one, cell in zip(facts.periods, cells, strict=True)
        ),
        kinds=(OWN, NUMBER),
    )  # fmt: skip
    return (
        [cell.value for cell in cells],
        ["" if cell.value is not None else str(numbers.say(cell)) for cell in cells],
        table,
    )


def _shares(
    line: Line, facts: SystemFacts, n: dict[str, int], told: dict[str, int], numbers: Numbers, breaks: Sequence[int]
) -> tuple[list[float | None], list[str], Table]:
    columns = [one.code for one in facts.periods]
    at = {("part", code): count for code, count in n.items()}
    protected = numbers.overlapping(f"trend-{line.code}", ["part"], columns, at, told)
    values: list[float | None] = []
    shown: list[str] = []
    rows = []
    for place, one in enumerate(facts.periods):
        cell, base = protected.cell("part", one.code), protected.cells[-1][place]
        share = numbers.share(cell, base)
        values.append(share if isinstance(share, float) else None)
        shown.append(f"{percent(share)} · n {numbers.say(base)}" if isinstance(share, float) else "")
        compared = say("not with the next") if place in breaks else ""
        rows.append((one.name.say(language()), numbers.say(cell), numbers.say(base), share, compared))
    caption = say("Share of stories with “%(name)s”", name=line.words) if line.own_words else say(line.words)
    table = Table(
        code=f"trend-{line.code}-table", caption=caption, rows=tuple(rows), kinds=(OWN, NUMBER, NUMBER, SHARE, TEXT),
        head=(say("Period"), say("Stories"), say("Of all told (n)"), say("Share"), say("Can be compared")),
    )  # fmt: skip
    return values, shown, table


def _reading(breaks: Sequence[int], facts: SystemFacts) -> str:
    if not breaks:
        return say("Each point is one period, with the number of stories (n) beside it.")
    pairs = "; ".join(_pair(place, facts) for place in breaks)
    return say("The line stops between %(pairs)s: the method was changed there.", pairs=pairs)


def _pair(place: int, facts: SystemFacts) -> str:
    return say(
        "%(before)s and %(after)s", before=facts.periods[place].name.say(language()),
        after=facts.periods[place + 1].name.say(language()),
    )  # fmt: skip


def _break_words(one: Break, facts: SystemFacts) -> str:
    parts = ", ".join(say(PARTS[part]).lower() for part in one.parts)
    return say("Between %(pair)s this was different: %(parts)s.", pair=_pair(one.place, facts), parts=parts)


def _log(changes: Sequence[ChangeSeen], *, has_reasons: bool) -> Iterator[Block]:
    rows = []
    for one in sorted(changes, key=lambda change: change.changed_on):
        what = "; ".join(detail_words(detail, one.part) for detail in one.details)
        row = (day(one.changed_on), say(PARTS[one.part]), what)
        rows.append((*row, one.reason or ("" if one.id is None else say("not said"))) if has_reasons else row)
    head = (say("Day"), say("What of the method"), say("What was changed"))
    yield Table(
        code="method-changes-table", caption=say("Changes of the method in this time"), rows=tuple(rows),
        head=(*head, say("Why")) if has_reasons else head,
        kinds=(TEXT, TEXT, OWN, OWN) if has_reasons else (TEXT, TEXT, OWN),
    )  # fmt: skip
