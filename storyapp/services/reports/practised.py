"""The card of the practice in a report: four dimensions, what is stated with its source, what can be seen from here."""

from collections.abc import Iterator

from storyapp.rules.report import Block, BulletList, Paragraph, Section, Table
from storyapp.services.practice import DimensionLine
from storyapp.services.reports.pages import OWN, TEXT, Desk
from storyapp.words.labels import label
from storyapp.words.practice import SIGNS
from storyapp.words.speech import say


def practice(desk: Desk) -> Section:
    """Print the four dimensions; they are never added up."""
    return Section(code="practice", title=say("Evidence for the practice"), blocks=tuple(_blocks(desk)))


def _blocks(desk: Desk) -> Iterator[Block]:
    lines = desk.material.practice
    yield Paragraph(
        text=say("Four dimensions of evidence, each at one of three levels. They are never added up. A level is stated by a person with a source; beside it stands what can be seen from here.")
    )  # fmt: skip
    yield Table(
        code="practice-levels", caption=say("Levels of evidence of the practice"),
        head=(say("Dimension"), say("Stated"), say("Source"), say("What can be seen from here:")),
        rows=tuple((label(one.dimension), _stated(one), _source(one), _seen(one)) for one in lines),
        kinds=(TEXT, TEXT, OWN, TEXT),
    )  # fmt: skip
    missing = tuple(say(SIGNS[one.sign]) for line in lines for one in line.seen if not one.is_there)
    if missing:
        yield Paragraph(text=say("What cannot be seen here yet:"))
        yield BulletList(items=missing)
    yield Paragraph(
        text=say("The four dimensions and three levels are those of registers of evidence-based practices. What is looked for at each level here is our own wording; a register decides by its own rules.")
    )  # fmt: skip


def _stated(one: DimensionLine) -> str:
    return label(one.stated.level) if one.stated else say("not stated")


def _source(one: DimensionLine) -> str:
    if one.stated is None:
        return "–"
    by = ", ".join(filter(None, (one.stated.verifier, str(one.stated.year or ""))))
    return f"{one.stated.source} ({by})" if by else one.stated.source


def _seen(one: DimensionLine) -> str:
    if not one.seen:
        return "–"
    return label(one.level_seen) if one.level_seen else say("less than the initial level")
