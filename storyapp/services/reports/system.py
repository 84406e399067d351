"""The system looked at itself: how far stories came, who chose, what became of what got worse, period by period (F10)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from storyapp.rules.disclosure import Cell as CountCell
from storyapp.rules.disclosure import ProtectedTable
from storyapp.rules.report import Block, Cell, Figure, FigureKind, Note, Paragraph, Section, Series, Table, Tone
from storyapp.rules.system_board import Stage, StoryFate, stages_by
from storyapp.services.reports.counting import Numbers
from storyapp.services.reports.opening import GROUPS, group_of, group_words
from storyapp.services.reports.pages import NUMBER, OWN, SHARE, TEXT, Desk
from storyapp.services.reports.trends import trends
from storyapp.services.system_facts import SystemFacts
from storyapp.words.dates import percent
from storyapp.words.speech import language, mark, say

STAGES: dict[Stage, str] = {
    Stage.READ: mark("Read by a panel"),
    Stage.DISCUSSED: mark("Discussed"),
    Stage.CHOSEN: mark("Chosen"),
    Stage.CHECKED: mark("Checked"),
    Stage.ANSWERED: mark("Teller has an answer"),
    Stage.SEEN: mark("Teller has seen it"),
}
OF_WORSE = (Stage.READ, Stage.DISCUSSED, Stage.CHOSEN, Stage.ANSWERED)
WORSE, OTHERS = "worse", "others"
MOST_DRAWN = 6  # periods that have room beside each other; the table has all


def chapter(desk: Desk) -> Section:
    """Write the chapter of a report about the system itself."""
    facts = desk.material.system
    parts = (
        *board(facts, desk.numbers),
        *trends(facts, desk.numbers, has_reasons=desk.material.order.audience != "public"),
    )
    return Section(
        code="system", title=say("How the system itself worked"), sections=parts,
        blocks=(Paragraph(text=say("An evaluation by stories is itself worth watching: whose stories come, who chooses, how far they go, and what becomes of those that say that something got worse.")),),
    )  # fmt: skip


def board(facts: SystemFacts, numbers: Numbers) -> tuple[Section, ...]:
    """Return the parts of the board; the same stand on the screen and in reports."""
    if not facts.fates:
        text = say("No story that may be counted has been told yet.")
        return (Section(code="system-far", title=say("How far stories came"), blocks=(Note(text=text),)),)
    return (
        Section(code="system-far", title=say("How far stories came"), blocks=tuple(_how_far(facts, numbers))),
        Section(code="system-who", title=say("Whose stories, and who chose"), blocks=tuple(_who(facts, numbers))),
        Section(
            code="system-worse", title=say("What became of what got worse"), blocks=tuple(_worse(facts, numbers))
        ),
    )  # fmt: skip


def _how_far(facts: SystemFacts, numbers: Numbers) -> Iterator[Block]:
    codes = {one.id: one.code for one in facts.periods}
    at, told = stages_by(facts.fates, lambda fate: codes[fate.period_id or 0])
    columns = [one.code for one in facts.periods]
    protected = numbers.overlapping(
        "board", [stage.name for stage in Stage], columns, at, {code: told.get(code, 0) for code in columns}
    )
    drawn = facts.periods[-MOST_DRAWN:]
    yield Figure(
        code="board", caption=say("How far stories came, period by period"), kind=FigureKind.HEAT,
        labels=(say("Told"), *(say(STAGES[stage]) for stage in Stage)), reading=_board_reading(protected, numbers),
        series=tuple(
            Series(
                name=one.name.say(language()),
                values=tuple(cell.value for cell in _column(protected, one.code)),
                shown=tuple("" if cell.value is not None else str(numbers.say(cell)) for cell in _column(protected, one.code)),
            )
            for one in drawn
        ),
        twin=_board_twin(facts, protected, numbers),
    )  # fmt: skip
    yield Paragraph(
        text=say("Read: it lay on the table of a panel that has decided. Discussed: somebody named, marked or compared it on a ballot. Checked: somebody asked whether it was so. Every number counts stories of all those told, so a story stands in several lines.")
    )  # fmt: skip


def _column(protected: ProtectedTable, code: str) -> list[CountCell]:
    return [protected.cells[-1][protected.columns.index(code)], *(protected.cell(stage.name, code) for stage in Stage)]


def _board_reading(protected: ProtectedTable, numbers: Numbers) -> str:
    return say(
        "Of the stories told, %(told)s in all, panels read %(read)s and chose %(chosen)s; %(answered)s tellers have an answer.",
        told=numbers.say(protected.cells[-1][-1]), read=numbers.say(protected.cell(Stage.READ.name)),
        chosen=numbers.say(protected.cell(Stage.CHOSEN.name)), answered=numbers.say(protected.cell(Stage.ANSWERED.name)),
    )  # fmt: skip


def _board_twin(facts: SystemFacts, protected: ProtectedTable, numbers: Numbers) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (one.name.say(language()), *(numbers.say(cell) for cell in _column(protected, one.code)))
        for one in facts.periods
    ]
    if len(rows) > 1:
        cells = [protected.cells[-1][-1], *(protected.cell(stage.name) for stage in Stage)]
        rows.append((say("All periods"), *(numbers.say(cell) for cell in cells)))
    return Table(
        code="board-table", caption=say("How far stories came, period by period"), rows=tuple(rows),
        head=(say("Period"), say("Told"), *(say(STAGES[stage]) for stage in Stage)),
        kinds=(OWN, *(NUMBER for _ in range(len(Stage) + 1))),
    )  # fmt: skip


def _who(facts: SystemFacts, numbers: Numbers) -> Iterator[Block]:
    at = Counter((group_of(fate), _fate_of(fate)) for fate in facts.fates)
    fates: tuple[str, ...] = ("unread", "read", "chosen")
    protected = numbers.table("board-groups", GROUPS, fates, at)
    heads: tuple[str, ...] = (say("On no table yet"), say("Read, not chosen"), say("Chosen"))
    if protected.is_withheld:  # then no number inside may be told: the totals alone can be read
        fates = heads = ()
    yield Table(
        code="board-groups-table", caption=say("Whose stories went on"),
        head=(say("Who tells"), *heads, say("All")),
        rows=tuple(
            (group_words(one), *(numbers.say(protected.cell(one, fate)) for fate in fates), numbers.say(protected.cell(one)))
            for one in GROUPS
        ),
        kinds=(TEXT, *(NUMBER for _ in heads), NUMBER),
    )  # fmt: skip
    if not facts.rounds:
        yield Note(text=say("No panel has decided on stories of this time yet."))
        return
    levels = sorted({one.selection_level for one in facts.rounds})
    yield Table(
        code="board-rounds", caption=say("Who chose: rounds that have decided"),
        head=(
            say("Period"), say("By young people"), say("By adults"), say("Seats"),
            *(say("Choices at level %(n)s", n=level) for level in levels), say("Chose none"),
        ),
        rows=tuple(_rounds_of(facts, one.id, one.name.say(language()), levels) for one in facts.periods),
        kinds=(OWN, *(NUMBER for _ in range(4 + len(levels)))),
        note=say("These are acts of panels, not tellers: what a panel decides is known to all who sat in it. A story that several panels chose counts at each level."),
    )  # fmt: skip


def _rounds_of(facts: SystemFacts, period_id: int, name: str, levels: Sequence[int]) -> tuple[Cell, ...]:
    rounds = [one for one in facts.rounds if one.period_id == period_id]
    young = sum(one.is_youth for one in rounds)
    chosen = (sum(one.n_chosen for one in rounds if one.selection_level == level) for level in levels)
    none = sum(not one.n_chosen for one in rounds)
    return name, young, len(rounds) - young, sum(one.n_seats for one in rounds), *chosen, none


def _fate_of(fate: StoryFate) -> str:
    return "chosen" if Stage.CHOSEN in fate.stages else "read" if Stage.READ in fate.stages else "unread"


def _worse(facts: SystemFacts, numbers: Numbers) -> Iterator[Block]:
    at, told = stages_by(facts.fates, lambda fate: WORSE if fate.got_worse else OTHERS)
    if not told.get(WORSE):
        yield Note(
            is_warning=True,
            text=say("No story of this time says that something got worse. Ask whether people could say so: whether it was asked for, and by whom."),
        )  # fmt: skip
        return
    stages = [stage.name for stage in OF_WORSE]
    bases = {side: told.get(side, 0) for side in (WORSE, OTHERS)}
    protected = numbers.overlapping("board-worse", stages, list(bases), at, bases)
    figure = _worse_figure(protected, numbers)
    if any(value is not None for value in figure.series[0].values):
        yield figure
    else:
        yield from (Paragraph(text=figure.reading), figure.twin)
    yield from _worse_by_period(facts, numbers)


def _worse_figure(protected: ProtectedTable, numbers: Numbers) -> Figure:
    below = dict(zip(protected.columns, protected.cells[-1], strict=False))
    names = {WORSE: say("Something got worse"), OTHERS: say("All other stories")}
    shares = {
        side: [numbers.share(protected.cell(stage.name, side), below[side]) for stage in OF_WORSE] for side in names
    }

    def printed(side: str, n: int) -> str:
        cell = numbers.say(protected.cell(OF_WORSE[n].name, side))
        found = shares[side][n]
        return f"{percent(found)} · {cell}" if isinstance(found, float) else str(cell)

    rows = tuple(
        (say(STAGES[stage]), *(value for side in names for value in (numbers.say(protected.cell(stage.name, side)), shares[side][n])))
        for n, stage in enumerate(OF_WORSE)
    )  # fmt: skip
    told = (say("Told"), numbers.say(below[WORSE]), "", numbers.say(below[OTHERS]), "")
    return Figure(
        code="board-worse", caption=say("Did stories of what got worse go as far as others?"), kind=FigureKind.BARS,
        labels=tuple(say(STAGES[stage]) for stage in OF_WORSE), reading=_worse_reading(shares),
        series=tuple(
            Series(
                name=names[side], tone=Tone.WORSE if side == WORSE else Tone.PLAIN,
                values=tuple(found if isinstance(found, float) else None for found in shares[side]),
                shown=tuple(printed(side, n) for n in range(len(OF_WORSE))),
            )
            for side in names
        ),
        twin=Table(
            code="board-worse-table", caption=say("Did stories of what got worse go as far as others?"),
            head=(say("How far"), names[WORSE], say("Share"), names[OTHERS], say("Share")), rows=(told, *rows),
            kinds=(TEXT, NUMBER, SHARE, NUMBER, SHARE),
        ),
    )  # fmt: skip


def _worse_reading(shares: Mapping[str, Sequence[float | str]]) -> str:
    """Say whether a stage lets fewer stories of what got worse through; of few stories nothing is said."""
    behind = [
        say(STAGES[stage]).lower()
        for stage, worse, others in zip(OF_WORSE, shares[WORSE], shares[OTHERS], strict=True)
        if isinstance(worse, float) and isinstance(others, float) and worse < others
    ]
    known = [one for one in shares[WORSE] if isinstance(one, float)]
    if not known:
        return say("So few stories say that something got worse that shares of them would tell of single people.")
    if behind:
        return say("Stories of what got worse stand behind the others here: %(stages)s. Ask why.", stages=", ".join(behind))  # fmt: skip
    return say("Where shares can be told, stories of what got worse went as far as the others.")


def _worse_by_period(facts: SystemFacts, numbers: Numbers) -> Iterator[Block]:
    if len(facts.periods) < 2:
        return
    codes = {one.id: one.code for one in facts.periods}
    at, told = stages_by([one for one in facts.fates if one.got_worse], lambda fate: codes[fate.period_id or 0])
    columns = list(codes.values())
    bases = {code: told.get(code, 0) for code in columns}
    protected = numbers.overlapping("board-worse-periods", [one.name for one in OF_WORSE], columns, at, bases)
    below = dict(zip(columns, protected.cells[-1], strict=False))
    yield Table(
        code="board-worse-periods-table", caption=say("Stories of what got worse, period by period"),
        head=(say("Period"), say("Told"), *(say(STAGES[stage]) for stage in OF_WORSE)),
        rows=tuple(
            (one.name.say(language()), numbers.say(below[one.code]), *(numbers.say(protected.cell(stage.name, one.code)) for stage in OF_WORSE))
            for one in facts.periods
        ),
        kinds=(OWN, *(NUMBER for _ in range(len(OF_WORSE) + 1))),
    )  # fmt: skip
