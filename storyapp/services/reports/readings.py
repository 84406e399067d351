"""What two people have read, counted by theme and by result (F8)."""

from collections.abc import Iterator

from storyapp.rules.report import Block, Note, Paragraph, Section, Table
from storyapp.rules.two_readings import ReadTwice
from storyapp.services.reports.pages import NUMBER, OWN, SHARE, Desk, said
from storyapp.words.dates import number
from storyapp.words.speech import say


def chapter(desk: Desk) -> Section:
    """Say of each theme and result how many of its codes two people have read, and how far these agree."""
    return Section(code="readings", title=say("Read by two"), blocks=tuple(_blocks(desk)))


def _blocks(desk: Desk) -> Iterator[Block]:
    seen, material = desk.material.readings, desk.material
    yield Paragraph(
        text=say("What one person reads out of a story another may not. So each theme and each result says here how many of its stories two people have read, and of how many of these they said the same, each alone.")
    )  # fmt: skip
    if seen.needs_two:
        yield Note(
            title=say("Nothing that only one person has seen"),
            text=say("The programme counts only what two people have read. Left out for want of a second reading: themes on stories %(themes)s, results on stories %(results)s.", themes=number(seen.n_themes_out), results=number(seen.n_results_out)),
        )  # fmt: skip
    else:
        yield Note(
            title=say("Single readings are counted too"),
            text=say(
                "The programme lets stand what one person has read. Take what few have read twice as a first look."
            ),
        )
    for code, caption, entries, counts in (
        ("readings-themes", say("Themes read by two people"), material.themes, seen.of_themes),
        ("readings-results", say("Results read by two people"), material.results, seen.of_results),
    ):
        rows = [_row(desk, f"{code}-{one.code}", said(one), counts[one.id]) for one in entries if one.id in counts]
        if rows:
            yield Table(
                code=code, caption=caption, rows=tuple(rows), kinds=(OWN, NUMBER, NUMBER, SHARE),
                head=(say("Theme or result"), say("Stories"), say("Read by two"), say("Said the same")),
                note=say("A share stands only where enough were read by two."),
            )  # fmt: skip


def _row(desk: Desk, code: str, name: str, one: ReadTwice) -> tuple[str | int | float | None, ...]:
    protected = desk.numbers.counts(code, {"two": one.n_two, "one": one.n - one.n_two})
    two = protected.cell(column="two")
    agreed = desk.numbers.counts(f"{code}-agreed", {"same": one.n_agreed, "other": one.n_two - one.n_agreed})
    share = desk.numbers.share(agreed.cell(column="same"), agreed.cell()) if two.value is not None else ""
    return name, desk.numbers.say(protected.cell()), desk.numbers.say(two), share
