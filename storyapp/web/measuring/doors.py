"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

LOOK = in_programme(Capability.READ_REPORTS)
CHANGE = in_programme(Capability.SET_UP)

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "measuring.indicators": LOOK,
    "measuring.indicator": CHANGE,
    "measuring.instruments": LOOK,
    "measuring.instrument": LOOK,
    "measuring.shelf": CHANGE,
    "measuring.take": CHANGE,
    "measuring.plan": LOOK,
    "measuring.plan_file": LOOK,
    "measuring.new_line": CHANGE,
    "measuring.line": CHANGE,
    "measuring.remove_line": CHANGE,
    "measuring.value": CHANGE,
    "measuring.calendar": LOOK,
    "measuring.calendar_file": LOOK,
    "measuring.chain": LOOK,
    "measuring.chain_sheet": LOOK,
    "measuring.chain_step": CHANGE,
    "measuring.chain_item": CHANGE,
    "measuring.remove_chain_item": CHANGE,
    "measuring.costs": LOOK,
    "measuring.costs_file": LOOK,
    "measuring.new_cost": CHANGE,
    "measuring.cost": CHANGE,
    "measuring.remove_cost": CHANGE,
}
