"""Puts the chapters of a report together."""

from collections.abc import Callable, Mapping
from typing import Any

from storyapp.rules.report import Report, Section
from storyapp.services.reports import (
    choices,
    closing,
    handouts,
    involved,
    meanings,
    opening,
    practised,
    readings,
    system,
)
from storyapp.services.reports.counting import Numbers
from storyapp.services.reports.material import Material
from storyapp.services.reports.pages import Desk, said
from storyapp.words.dates import number
from storyapp.words.speech import language, mark, say, speaking

AUDIENCE_WORDS = {
    "inside": mark("the team"),
    "funder": mark("funders and partners"),
    "public": mark("everybody"),
}
TELLERS_WORDS = {"all": mark("young people and adults, counted apart"), "young": mark("young people alone")}
VERSION = "1"
Chapter = Callable[[Desk], Section]
FULL: tuple[Chapter, ...] = (
    opening.purpose, opening.told, opening.method, meanings.directions, choices.chosen, choices.whose, system.chapter, meanings.themes,
    meanings.results, meanings.unplanned, readings.chapter, involved.chapter, closing.returned, closing.evidence, practised.practice,
    closing.limits,
)  # fmt: skip
SUMMARY: tuple[Chapter, ...] = (
    lambda desk: meanings.directions(desk, is_short=True),
    lambda desk: choices.chosen(desk, is_short=True),
    lambda desk: meanings.themes(desk, is_short=True),
    lambda desk: meanings.results(desk, is_short=True),
    lambda desk: closing.limits(desk, is_short=True),
)


def compose(material: Material, *, previous: Mapping[str, Any]) -> tuple[Report, dict[str, Any]]:
    """Write the report in its language; return it with what its tables showed."""
    with speaking(material.order.language):
        desk = Desk(material=material, numbers=Numbers(material.k, previous))
        if material.order.is_handout:
            return _handout(desk), {**previous, **desk.numbers.shown}
        chapters = SUMMARY if material.order.length == "summary" else FULL
        sections = tuple(chapter(desk) for chapter in chapters)
        periods = ", ".join(said(one) for one in material.periods)
        report = Report(
            title=say("Stories of change: a summary") if material.order.length == "summary" else say("Stories of change: evaluation report"),
            language=language(), sections=sections, subtitle=f"{material.name.say(language())} · {periods}",
            audience=say(AUDIENCE_WORDS[material.order.audience]), dated_on=material.newest_on,
            facts=(
                (say("Programme"), material.name.say(language())), (say("Periods"), periods),
                (say("Whose stories"), say(TELLERS_WORDS[material.order.tellers])),
                (say("Stories counted"), str(desk.numbers.say(desk.numbers.counts("all", {"all": material.n}).cell()))),
                (say("Decided rounds"), number(len(material.rounds))),
            ),
            made_of=_made_of(material),
        )  # fmt: skip
    return report, desk.numbers.shown


def _handout(desk: Desk) -> Report:
    """Write a page or two for a whole group; what earlier reports showed goes on being held against the next."""
    material = desk.material
    periods = ", ".join(said(one) for one in material.periods)
    return Report(
        title=handouts.title(material.order.length), language=language(), layout=material.order.length,
        subtitle=f"{material.name.say(language())} · {periods}", dated_on=material.newest_on,
        sections=tuple(chapter(desk) for chapter in handouts.CHAPTERS),
    )  # fmt: skip


def _made_of(material: Material) -> tuple[tuple[str, str], ...]:
    return (
        (say("Fingerprint of the data"), material.fingerprint),
        (say("Version of this report's rules"), VERSION),
        (say("Language module"), ", ".join(material.coding.engines) or "–"),
        (say("Seed of the quotes drawn"), material.seed),
        (say("Smallest number told"), str(material.k)),
        (say("Periods"), ", ".join(period.code for period in material.periods)),
    )
