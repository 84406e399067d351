"""What the demo's young people did outside the house, and what was said of their part."""

from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import Kit
from storyapp.rules.involvement import Activity, Degree, InvolvementLevel, InvolvementRole, Subject
from storyapp.services import involvement
from storyapp.services.demo import content
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.involvement import NewActivity


def write_down(house: DemoHouse, book: dict[str, Any], own: Kit) -> None:
    """Store the activities and the words."""
    for one in book["activities"]:
        content.at(own, content.noon(one["on"]))
        said = Activity(
            level=InvolvementLevel[one["level"]], role=InvolvementRole[one["role"]], degree=Degree[one["degree"]],
            n_people=one["n_people"], minutes=60 * one["hours"], method=one["method"],
            contribution=one["contribution"], source=one["source"],
        )  # fmt: skip
        involvement.keep_activity(
            _place(house, one), NewActivity(activity=said, held_on=one["on"]), account_id=house.people[one["by"]]
        )
    for one in book["words"]:
        involvement.keep_note(
            _place(house, one), Subject[one["subject"]], one["text"], account_id=house.people[one["by"]]
        )


def _place(house: DemoHouse, one: dict[str, Any]) -> Programme:
    return db.session.get_one(Programme, house.programmes[one["programme"]])
