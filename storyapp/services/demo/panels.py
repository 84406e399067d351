"""The demo's standing youth panel: members, preparation, hours and what they got for them."""

from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.panels import PanelHours
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import Kit
from storyapp.rules.panels import MemberRole, PanelSay, Preparation
from storyapp.services import panels
from storyapp.services.demo import content
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.panels import MemberPlan, PanelPlan
from storyapp.services.transaction import account_actor, act


def found_all(house: DemoHouse, told: dict[str, Any], own: Kit) -> dict[str, int]:
    """Found every panel; return ids by key."""
    return {one["key"]: _found(house, one, own) for one in told["panels"]}


def _found(house: DemoHouse, one: dict[str, Any], own: Kit) -> int:
    content.at(own, content.noon(one["founded_on"]))
    account_id = house.people[one["account"]]
    programme = db.session.get_one(Programme, house.programmes[one["programme"]])
    plan = PanelPlan(name=one["name"], is_youth=one["is_youth"], say=PanelSay[one["say"]], agenda=one["agenda"].strip())
    panel_id = panels.keep_panel(programme, plan, account_id=account_id)
    for member in one["members"]:
        _take_in(programme, panel_id, member, account_id)
    return panel_id


def _take_in(programme: Programme, panel_id: int, member: dict[str, Any], account_id: int) -> None:
    panel = panels.panel_of(programme, panel_id)
    if panel is None:
        return
    plan = MemberPlan(
        label=member["name"], role=MemberRole[member["role"]], is_young=True, language=member["language"],
        joined_on=member["joined_on"], term_ends_on=member["term_ends_on"], left_on=member.get("left_on"),
        prepared=frozenset(Preparation[step] for step in member["prepared"]), skills=member.get("skills", ""),
    )  # fmt: skip
    member_id = panels.keep_member(panel, plan, account_id=account_id)
    with act(account_actor(account_id)):
        db.session.add_all(
            PanelHours(
                member_id=member_id, worked_on=line["on"], minutes=line["minutes"], what=line["what"],
                compensation=line["compensation"], settled_on=line.get("settled_on"),
            )
            for line in member["hours"]
        )  # fmt: skip
