"""The library of instruments: cards, what each measures, what nothing measures, and a shelf of cards to begin with."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.instruments import Instrument, InstrumentGroup, InstrumentIndicator
from storyapp.data.tables.programmes import Indicator, Programme, SocialResult, TargetGroup
from storyapp.rules.errors import RuleBroken
from storyapp.rules.instruments import Facet, InstrumentMethod, InstrumentPurpose, Marks, gaps
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.wording import wording_of
from storyapp.services.setup_lists import Place, add_thing
from storyapp.services.setup_parts import Tie, tie_to
from storyapp.services.transaction import account_actor, act

SHELF = Path(__file__).resolve().parent.parent / "shelf" / "instruments.toml"
WORDED = ("name", "about", "measures", "audience", "asker", "preparation", "conduct")
FACTS = ("practices", "languages", "minutes", "source", "licence")
LEVELS = list(OutcomeLevel)
MEASURED_BY = Tie(table=InstrumentIndicator, one="indicator_id", other="instrument_id", to=Instrument)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One instrument with what it measures and for whom it is."""

    instrument: Instrument
    indicators: tuple[Indicator, ...] = ()
    results: tuple[SocialResult, ...] = ()
    groups: tuple[TargetGroup, ...] = ()

    @property
    def marks(self) -> Marks:
        """Return by which values of each facet it is found."""
        own = self.instrument
        return Marks(
            id=own.id,
            values={
                Facet.GROUP: frozenset(str(one.id) for one in self.groups),
                Facet.PRACTICE: frozenset(own.practices),
                Facet.PURPOSE: frozenset({own.purpose.name}),
                Facet.METHOD: frozenset({own.method.name}),
                Facet.RESULT: frozenset(str(one.id) for one in self.results),
            },
        )

    @property
    def is_changed(self) -> bool:
        """Tell whether a card of the shelf was changed here since it was taken."""
        return self.instrument.origin_words is not None and self.instrument.origin_words != written(self.instrument)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One result: its indicators, each with the instruments that measure it."""

    result: SocialResult
    lines: list[tuple[Indicator, list[Instrument]]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ShelfCard:
    """A card that comes with the house, and whether the programme has taken it."""

    code: str
    values: Mapping[str, Any]  # as the columns of an instrument
    is_taken: bool


def indicators_by_result(organisation_id: int, programme_id: int) -> list[tuple[SocialResult, list[Indicator]]]:
    """Return the results in use in the order of the chain, each with its indicators."""
    own = {"organisation_id": organisation_id, "programme_id": programme_id}
    results = db.session.scalars(select(SocialResult).filter_by(**own, is_active=True)).all()
    below: dict[int, list[Indicator]] = defaultdict(list)
    query = select(Indicator).filter_by(**own).order_by(Indicator.position, Indicator.id)
    for indicator in db.session.scalars(query):
        below[indicator.result_id].append(indicator)
    in_order = sorted(results, key=lambda one: (LEVELS.index(one.outcome_level), one.position, one.id))
    return [(result, below[result.id]) for result in in_order]


def cards_of(programme: Programme) -> list[Card]:
    """Return all instruments in use, in four queries however many there are."""
    own = programme.owner
    instruments = _in_use(programme)
    by_result = indicators_by_result(**own)
    indicators = {one.id: (one, result) for result, below in by_result for one in below}
    groups = {one.id: one for one in db.session.scalars(select(TargetGroup).filter_by(**own))}
    measures, meant = defaultdict(list), defaultdict(list)
    for tie in db.session.scalars(select(InstrumentIndicator).filter_by(**own)):
        measures[tie.instrument_id].append(tie.indicator_id)
    for tie in db.session.scalars(select(InstrumentGroup).filter_by(**own)):
        meant[tie.instrument_id].append(tie.group_id)
    order = {indicator_id: n for n, indicator_id in enumerate(indicators)}
    cards = []
    for one in instruments:
        known = sorted((n for n in measures[one.id] if n in indicators), key=lambda n: order[n])
        results = {indicators[n][1].id: indicators[n][1] for n in known}
        cards.append(
            Card(
                instrument=one, indicators=tuple(indicators[n][0] for n in known), results=tuple(results.values()),
                groups=tuple(group for n, group in groups.items() if n in meant[one.id]),
            )
        )  # fmt: skip
    return cards


def card_of(programme: Programme, instrument_id: int) -> Card | None:
    """Return one card of this programme."""
    return next((one for one in cards_of(programme) if one.instrument.id == instrument_id), None)


def measured(programme: Programme) -> list[Measured]:
    """Return every result with its indicators and what measures them."""
    by_id = {one.id: one for one in _in_use(programme)}
    ties: dict[int, list[Instrument]] = defaultdict(list)
    for tie in db.session.scalars(select(InstrumentIndicator).filter_by(**programme.owner)):
        if tie.instrument_id in by_id:
            ties[tie.indicator_id].append(by_id[tie.instrument_id])
    return [
        Measured(result=result, lines=[(one, sorted(ties[one.id], key=lambda i: i.position)) for one in below])
        for result, below in indicators_by_result(**programme.owner)
    ]


def without_instrument(seen: list[Measured]) -> list[Indicator]:
    """Return the indicators that no instrument measures, in the order of the chain (G5)."""
    lines = [line for one in seen for line in one.lines]
    missing = gaps((one.id for one, _ in lines), (one.id for one, by in lines if by))
    return [one for one, _ in lines if one.id in missing]


def indicator_of(programme: Programme, indicator_id: int) -> Indicator | None:
    """Return one indicator of this programme."""
    return db.session.scalar(select(Indicator).filter_by(**programme.owner, id=indicator_id))


def measure_by(programme: Programme, indicator_id: int, instrument_ids: list[int], *, by_id: int) -> None:
    """Say which instruments measure an indicator."""
    own = programme.owner
    with act(account_actor(by_id)) as doing:
        tie_to(own, MEASURED_BY, indicator_id, instrument_ids)
        doing.note(own["organisation_id"], "indicator.measured-by", f"indicator:{indicator_id}")


def shelf(programme: Programme) -> list[ShelfCard]:
    """Return the cards that come with the house."""
    query = select(Instrument.origin).filter_by(**programme.owner).where(Instrument.origin != "")
    taken = set(db.session.scalars(query))
    return [ShelfCard(code=code, values=values, is_taken=code in taken) for code, values in _shelf().items()]


def take_card(programme: Programme, code: str, *, by_id: int) -> int:
    """Copy a card of the shelf into the programme, where it can be changed; return its id."""
    values = _shelf().get(code)
    if values is None:
        raise RuleBroken("setup.gone")
    own = programme.owner
    with act(account_actor(by_id)) as doing:
        row: Instrument = add_thing(Place(**own), "instruments", {**values, "origin": code})
        row.origin_words = written(row)
        doing.note(own["organisation_id"], "instrument.taken", f"instrument:{row.id}", reason=code)
        return row.id


def written(row: Instrument) -> dict[str, Any]:
    """Return what stands on a card, as a file or a comparison needs it."""
    words = {name: getattr(row, name).as_dict() for name in WORDED}
    facts = {name: getattr(row, name) for name in FACTS}
    return {**words, **facts, "method": row.method.name, "purpose": row.purpose.name}


@cache
def _shelf() -> dict[str, dict[str, Any]]:
    cards = tomllib.loads(SHELF.read_text(encoding="utf-8"))["instruments"]
    return {one["code"]: _values(one) for one in cards}


def _values(one: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: wording_of(one.get(name)) for name in WORDED}
    facts = {name: one[name] for name in FACTS}
    kinds = {"method": InstrumentMethod[one["method"]], "purpose": InstrumentPurpose[one["purpose"]]}
    return {**words, **facts, **kinds, "is_story_form": one.get("is_story_form", False)}


def _in_use(programme: Programme) -> list[Instrument]:
    query = select(Instrument).filter_by(**programme.owner, is_active=True)
    return list(db.session.scalars(query.order_by(Instrument.position, Instrument.id)))
