"""What the demo's programmes ask and look with."""

from datetime import date
from typing import Any

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme, TargetGroup
from storyapp.gateways.kit import Kit
from storyapp.rules.instruments import InstrumentMethod, InstrumentPurpose
from storyapp.services import instruments, setup_lists
from storyapp.services.demo import content
from storyapp.services.demo.set_up import DemoHouse, ids
from storyapp.services.setup_lists import Place

TAKEN_ON = date(2025, 9, 3)
BY = "ilyina"


def write_down(house: DemoHouse, book: dict[str, Any], own: Kit) -> None:
    """Store the instruments."""
    content.at(own, content.noon(TAKEN_ON))
    for one in book["taken"]:
        programme = db.session.get_one(Programme, house.programmes[one["programme"]])
        thing_id = instruments.take_card(programme, one["code"], by_id=house.people[BY])
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
