"""Which stories split a panel, as a picture with letters and a table that says the same (C14)."""

from collections.abc import Iterator

from storyapp.rules.report import Block, Cell, Figure, FigureKind, Paragraph, Series, Table
from storyapp.services.disagreement import DIVIDED_FROM, SPLIT_FROM, how_split
from storyapp.services.reports.material import RoundPart, StoodApart
from storyapp.services.reports.pages import OWN, SHARE, TEXT
from storyapp.words.dates import number
from storyapp.words.speech import quoted, say

FEWEST_DRAWN = 2


def stood_apart(one: RoundPart) -> Iterator[Block]:
    """Draw a panel that was divided; say of a panel that was not that it stood together."""
    if len(one.apart) < FEWEST_DRAWN:
        return
    if max(story.split for story in one.apart) < DIVIDED_FROM:
        yield Paragraph(text=say("The readers stood close together over every story."))
        return
    caption = say("Which stories split the panel (round %(n)s)", n=one.round_id)
    yield Figure(
        code=f"apart-{one.round_id}", caption=caption, kind=FigureKind.MAP,
        labels=tuple(story.letter for story in one.apart),
        series=(
            Series(name=say("put higher"), values=tuple(story.liked for story in one.apart)),
            Series(name=say("readers stand apart"), values=tuple(story.split for story in one.apart)),
        ),
        twin=_twin(one, caption), reading=_reading(one),
    )  # fmt: skip


def _reading(one: RoundPart) -> str:
    n_split = sum(story.split >= SPLIT_FROM for story in one.apart)
    told = (
        say("Stories over which the readers stood nearly half against half: %(n)s of %(total)s.", n=number(n_split), total=number(len(one.apart)))
        if n_split
        else say("Over no story did the readers stand nearly half against half.")
    )  # fmt: skip
    return f"{told} " + say(
        "The further right, the higher the readers put a story; the higher up, the more they stand apart."
    )


def _twin(one: RoundPart, caption: str) -> Table:
    by_age = any(story.liked_young is not None for story in one.apart)
    rows = []
    for story in one.apart:
        row: tuple[Cell, ...] = (f"{story.letter}. {_name(story)}", how_split(story.split), story.liked)
        rows.append((*row, story.liked_young, story.liked_adult) if by_age else row)
    ages = (say("Young people"), say("Adults")) if by_age else ()
    return Table(
        code=f"apart-{one.round_id}-table", caption=caption, rows=tuple(rows),
        head=(say("Story"), say("The readers are"), say("How high"), *ages),
        kinds=(OWN, TEXT, *(SHARE for _ in range(1 + len(ages)))),
        note=say("100% is first with every reader, 0% last with every reader. With few readers one ballot moves these numbers a lot."),
    )  # fmt: skip


def _name(story: StoodApart) -> str:
    if story.title:
        return quoted(story.title)
    return say("The chosen story") if story.is_chosen else say("A story that was not chosen")
