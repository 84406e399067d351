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
}
