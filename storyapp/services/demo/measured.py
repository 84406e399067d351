"""What the demo's programmes ask and look with, plan, hope for, and what it costs."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.instruments import Instrument
from storyapp.data.tables.programmes import Programme, TargetGroup
from storyapp.gateways.kit import Kit
from storyapp.rules.chain import ChainKind
from storyapp.rules.instruments import InstrumentMethod, InstrumentPurpose
from storyapp.rules.monitoring import Frequency
from storyapp.services import chain, costs, instruments, monitoring, setup_lists
from storyapp.services.demo import content
from storyapp.services.demo.set_up import DemoHouse, ids
from storyapp.services.setup_lists import Place

TAKEN_ON = date(2025, 9, 3)
COUNTED_ON = date(2026, 4, 20)
BY = "ilyina"


def write_down(house: DemoHouse, book: dict[str, Any], own: Kit) -> None:
    """Store the instruments."""
    content.at(own, content.noon(TAKEN_ON))
    for one in book["taken"]:
        thing_id = instruments.take_card(_programme(house, one), one["code"], by_id=house.people[BY])
        _save(house, one, thing_id, {})
    for one in book["own"]:
        kinds = {"method": InstrumentMethod[one["method"]], "purpose": InstrumentPurpose[one["purpose"]]}
        said = {name: content.words(one.get(name)) for name in instruments.WORDED}
        facts = {name: one[name] for name in instruments.FACTS}
        _save(house, one, None, {**said, **facts, **kinds})


def _save(house: DemoHouse, one: dict[str, Any], thing_id: int | None, values: dict[str, Any]) -> None:
    place = Place(**ids(house, one["programme"]))
    known = select(TargetGroup.id).filter_by(**place.ids).where(TargetGroup.code.in_(one["groups"]))
    ties = {
        "indicators": [house.indicators[one["programme"], code] for code in one["indicators"]],
        "groups": list(db.session.scalars(known)),
    }
    setup_lists.save_thing(place, "instruments", thing_id, {**values, **ties}, by_id=house.people[BY])


def plan_and_count(house: DemoHouse, book: dict[str, Any], own: Kit) -> None:
    """Store the chains, the monitoring plans with what was collected, and what results cost."""
    content.at(own, content.noon(TAKEN_ON))
    by_id = house.people[BY]
    known: dict[str, int] = {}
    for one in book["chain"]:
        values = {
            "wording": content.words(one["wording"]), "comes_from_id": known.get(one.get("comes_from", "")),
            "result_id": house.results.get((one["programme"], one.get("result", ""))),
        }  # fmt: skip
        known[one["key"]] = chain.save_item(_programme(house, one), ChainKind[one["kind"]], None, values, by_id=by_id)
    for one in book["plan"]:
        _plan(house, one, own)
    for one in book["costs"]:
        content.at(own, content.noon(COUNTED_ON))
        counts = {name: one[name] for name in ("n_families", "n_families_unknown", "n_children", "n_children_unknown")}
        inputs: dict[str, Any] = {
            **counts, "result_id": house.results[one["programme"], one["result"]], "year": one["year"],
            "currency": "RUB", "expense": Decimal(one["expense"]), "most_expense": Decimal(one["most_expense"]),
            "source": one["source"], "contains": content.words(one["contains"]), "note": content.words(one["note"]),
        }  # fmt: skip
        costs.save_cost(_programme(house, one), None, inputs, by_id=by_id)


def _plan(house: DemoHouse, one: dict[str, Any], own: Kit) -> None:
    content.at(own, content.noon(TAKEN_ON))
    programme, by_id = _programme(house, one), house.people[BY]
    place = Place(**ids(house, one["programme"]))
    instrument = select(Instrument.id).filter_by(**place.ids, code=one["instrument"])
    values = {
        "indicator_id": house.indicators[one["programme"], one["indicator"]],
        "instrument_id": db.session.scalars(instrument).one(), "frequency": Frequency[one["frequency"]],
        "first_due_on": one["first_due_on"], "unit": one["unit"], "from_whom": content.words(one["from_whom"]),
        "collector": content.words(one["collector"]),
        **{name: Decimal(one[name]) if name in one else None for name in ("baseline", "target")},
    }  # fmt: skip
    line_id = monitoring.save_line(programme, None, values, by_id=by_id)
    for value in one.get("values", ()):
        content.at(own, content.noon(value["on"]))
        monitoring.collect(
            programme, line_id, collected_on=value["on"], note=value["note"], n_base=value.get("n_base"),
            value=Decimal(value["value"]) if "value" in value else None, by_id=by_id,
        )  # fmt: skip


def _programme(house: DemoHouse, one: dict[str, Any]) -> Programme:
    return db.session.get_one(Programme, house.programmes[one["programme"]])
