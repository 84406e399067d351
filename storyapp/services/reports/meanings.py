"""What the stories say: which way it went, themes, intended results for and against, what nobody planned."""

from collections.abc import Iterator, Mapping

from storyapp.data.queries.reporting import CodeRow
from storyapp.rules.disclosure import ProtectedTable
from storyapp.rules.report import Block, Cell, Figure, FigureKind, Note, Paragraph, Section, Series, Table
from storyapp.rules.results import LinkDirection
from storyapp.rules.stories import Direction
from storyapp.services.reports.gathering import unplanned_ids
from storyapp.services.reports.material import Entry, Words, code_of
from storyapp.services.reports.opening import GROUPS, direction_codes, group_of, group_words
from storyapp.services.reports.pages import NUMBER, OWN, SHARE, TEXT, Desk, code_words, quotes, said
from storyapp.words.labels import label
from storyapp.words.speech import mark, say, say_plural

WORST_FIRST = (Direction.WORSE, Direction.NO_CHANGE, Direction.MIXED, Direction.BETTER)
SIDES = ("SUPPORTS", "MIXED", "CONTRADICTS", "silent")
SIDE_LEADS = {
    LinkDirection.SUPPORTS: mark("What speaks for it:"),
    LinkDirection.CONTRADICTS: mark("What speaks against it:"),
    LinkDirection.MIXED: mark("What speaks for it and against it at once:"),
}
MOST_THEMES_IN_SHORT = 6
MERE_TOTALS = 3  # columns: theme, all, share


def directions(desk: Desk, *, is_short: bool = False) -> Section:
    """Tell which way it went; what got worse has the same place as what got better."""
    codes = direction_codes(desk)
    at: dict[tuple[str, str], int] = {}
    for row in desk.material.told:
        place = (code_of(row, "direction"), group_of(row))
        at[place] = at.get(place, 0) + 1
    protected = desk.numbers.table("directions", codes, GROUPS, at)
    return Section(
        code="directions", title=say("Which way it went"), blocks=(_direction_figure(desk, codes, protected),),
        sections=() if is_short else tuple(_direction(desk, one) for one in WORST_FIRST),
    )  # fmt: skip


def _direction_figure(desk: Desk, codes: list[str], protected: ProtectedTable) -> Figure:
    say_cell = desk.numbers.say
    totals = [protected.cell(code) for code in codes]
    rows: list[tuple[Cell, ...]] = [
        (code_words("direction", code), *(say_cell(protected.cell(code, group)) for group in GROUPS), say_cell(total), desk.numbers.share(total, protected.cell()))
        for code, total in zip(codes, totals, strict=True)
    ]  # fmt: skip
    twin = Table(
        code="directions-table", caption=say("Which way it went, and who says so"),
        head=(say("Which way it went"), *(group_words(group) for group in GROUPS), say("All"), say("Share")),
        rows=tuple(rows), kinds=(TEXT, NUMBER, NUMBER, NUMBER, NUMBER, SHARE),
        row_links=desk.code_links("direction", codes),
    )  # fmt: skip
    shown = ", ".join(
        f"{code_words('direction', code).lower()} – {say_cell(total)}"
        for code, total in zip(codes, totals, strict=True)
    )
    return Figure(
        code="directions-figure", caption=say("Which way it went"), kind=FigureKind.BARS,
        labels=tuple(code_words("direction", code) for code in codes),
        series=(
            Series(
                name=say("Stories"), values=tuple(total.value for total in totals),
                shown=tuple("" if total.value is not None else str(say_cell(total)) for total in totals),
            ),
        ),
        twin=twin, reading=say("Tellers say themselves which way it went: %(counts)s.", counts=shown),
    )  # fmt: skip


def _direction(desk: Desk, one: Direction) -> Section:
    words = desk.material.by_direction.get(one.name, ())
    is_empty = not desk.material.count("direction")[one.name]
    lead = say("No story says this.") if is_empty else say("In tellers' own words:")
    if not is_empty and not words:
        lead = say("None of these stories may be quoted here, or none has been coded yet. They are counted above.")
    return Section(
        code=f"direction-{one.value.replace('_', '-')}", title=label(one), blocks=(Paragraph(text=lead), *quotes(words))
    )


def themes(desk: Desk, *, is_short: bool = False) -> Section:
    """Count themes over all stories, and let tellers speak to each."""
    stories_of: dict[int, set[int]] = {}
    for code in desk.material.tags:
        stories_of.setdefault(code.subject_id, set()).add(code.story_id)
    found = [one for one in desk.material.themes if one.id in stories_of]
    if not found:
        return Section(
            code="themes",
            title=say("Themes"),
            blocks=(Paragraph(text=say("No theme has been confirmed by a person yet.")),),
        )
    found.sort(key=lambda one: -len(stories_of[one.id]))
    table = _theme_table(
        desk,
        found,
        stories_of,
        "themes",
        direction_codes(desk),
        {r.id: code_of(r, "direction") for r in desk.material.told},
    )
    if is_short:
        short = Table(
            code=table.code, caption=table.caption, head=table.head, kinds=table.kinds, note=table.note,
            rows=table.rows[:MOST_THEMES_IN_SHORT] + table.rows[-1:],
        )  # fmt: skip
        words = [one for theme in found for one in desk.material.by_theme.get(theme.id, ())[:1]]
        return Section(code="themes", title=say("Themes"), blocks=(short, *quotes(words[:3])))
    apart = _theme_table(
        desk, found, stories_of, "themes-tellers", GROUPS, {r.id: group_of(r) for r in desk.material.told}
    )
    lead = say(
        "A theme is a meaning that comes back in several stories. Only themes that a person confirmed are counted, each once for a story; a story may hold several."
    )
    return Section(
        code="themes", title=say("Themes"), blocks=(Paragraph(text=lead), table, *([apart] if len(apart.head) > MERE_TOTALS else [])),
        sections=tuple(_theme(one, desk.material.by_theme[one.id]) for one in found if desk.material.by_theme.get(one.id)),
    )  # fmt: skip


def _theme_table(
    desk: Desk, found: list[Entry], stories_of: Mapping[int, set[int]], code: str, columns: list[str] | tuple[str, ...],
    column_of: Mapping[int, str],
) -> Table:  # fmt: skip
    at: dict[tuple[str, str], int] = {}
    bases = dict.fromkeys(columns, 0)
    for column in column_of.values():
        bases[column] += 1
    for one in found:
        for story_id in stories_of[one.id]:
            at[one.code, column_of[story_id]] = at.get((one.code, column_of[story_id]), 0) + 1
    protected = desk.numbers.overlapping(code, [one.code for one in found], columns, at, bases)
    say_cell, share, below = desk.numbers.say, desk.numbers.share, protected.cells[-1]
    if not any(protected.cell(one.code, column).value for one in found for column in columns):
        columns = ()  # too few stories to part them further: the totals alone can be read
    below = (*below[: len(columns)], below[-1])
    rows: list[tuple[Cell, ...]] = [
        (said(one), *(say_cell(protected.cell(one.code, column)) for column in columns), say_cell(protected.cell(one.code)), share(protected.cell(one.code), below[-1]))
        for one in found
    ]  # fmt: skip
    rows.append((say("All stories"), *(say_cell(cell) for cell in below), ""))
    names = [group_words(column) if column in GROUPS else code_words("direction", column) for column in columns]
    caption = say("Themes, and who tells of them") if code == "themes-tellers" else say("Themes, and which way it went")
    return Table(
        code=f"{code}-table", caption=caption if columns else say("Themes over all stories"),
        head=(say("Theme"), *names, say("All"), say("Share")), rows=tuple(rows),
        kinds=(OWN, *(NUMBER for _ in columns), NUMBER, SHARE), row_links=(*("" for _ in found), desk.stories_link()),
        note=say("A story may stand under several themes, so the lines do not add up."),
    )  # fmt: skip


def _theme(one: Entry, words: tuple[Words, ...]) -> Section:
    return Section(code=f"theme-{one.id}", title=said(one), own_words=True, blocks=quotes(words))


def results(desk: Desk, *, is_short: bool = False) -> Section:
    """Weigh what stories say for and against each intended result."""
    title = say("Intended results: for and against")
    if not desk.material.links:
        return Section(
            code="results",
            title=title,
            blocks=(Paragraph(text=say("No story has been tied to an intended result yet.")),),
        )
    by_result: dict[int, dict[int, set[str]]] = {}
    for link in desk.material.links:
        by_result.setdefault(link.subject_id, {}).setdefault(link.story_id, set()).add(_side(link))
    rows: list[tuple[Cell, ...]] = []
    for one in desk.material.results:
        if is_short and one.id not in by_result:
            continue
        counts = dict.fromkeys(SIDES, 0)
        for sides in by_result.get(one.id, {}).values():
            counts[next(iter(sides)) if len(sides) == 1 else "MIXED"] += 1
        counts["silent"] = desk.material.n - sum(counts.values())
        protected = desk.numbers.counts(f"result-{one.code}", counts)
        rows.append((said(one), *(desk.numbers.say(protected.cell(column=side)) for side in SIDES)))
    table = Table(
        code="results-table", caption=say("What stories say of each intended result"),
        head=(say("Intended result"), say("Supported"), say("Mixed"), say("Contradicted"), say("Silent")),
        rows=tuple(rows), kinds=(OWN, NUMBER, NUMBER, NUMBER, NUMBER), row_links=tuple(desk.stories_link() for _ in rows),
        note=say("A story is silent on a result when no person tied it to that result. Silence is not a “no”: people were asked what changed, not whether this did."),
    )  # fmt: skip
    return Section(
        code="results", title=title, blocks=(table,),
        sections=() if is_short else tuple(_result(desk, one) for one in desk.material.results if _has_words(desk, one)),
    )  # fmt: skip


def _side(link: CodeRow) -> str:
    return link.direction.name if link.direction is not None else LinkDirection.MIXED.name


def _has_words(desk: Desk, one: Entry) -> bool:
    return any(desk.material.by_result.get((one.id, side.name)) for side in LinkDirection)


def _result(desk: Desk, one: Entry) -> Section:
    return Section(
        code=f"result-words-{one.id}", title=said(one), own_words=True, blocks=tuple(_result_blocks(desk, one))
    )


def _result_blocks(desk: Desk, one: Entry) -> Iterator[Block]:
    for side, lead in SIDE_LEADS.items():
        words = desk.material.by_result.get((one.id, side.name), ())
        if words:
            yield Paragraph(text=say(lead))
            yield from quotes(words)


def unplanned(desk: Desk) -> Section:
    """Tell what nobody planned for: the programme learns most from it."""
    n = len(unplanned_ids(desk.material))
    shown = desk.numbers.one("unplanned", n, desk.material.n)
    text = (
        say_plural("%(num)d story that a person has coded speaks of no intended result.", "%(num)d stories that a person has coded speak of no intended result.", shown)
        if isinstance(shown, int)
        else say("Stories that a person has coded and that speak of no intended result: %(n)s.", n=shown)
    )  # fmt: skip
    more = say(
        "They are no failure of the plan: they show what matters to people beside it, and may become a result to look for."
    )
    confirmed = desk.numbers.one("unplanned-said", len(desk.material.unplanned), n)
    by_hand = say("Of these a person has said outright that no result fits: %(n)s.", n=confirmed)
    words = desk.material.unplanned_words
    blocks: tuple[Block, ...] = (
        (Paragraph(text=text), Paragraph(text=by_hand), Paragraph(text=more), *quotes(words))
        if n
        else (Note(text=text),)
    )
    return Section(code="unplanned", title=say("What nobody planned"), blocks=blocks)
