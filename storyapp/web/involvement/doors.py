"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

LOOK = in_programme(Capability.VERIFY)  # facilitators and evaluators

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "involvement.involvement": LOOK,
    "involvement.new_activity": LOOK,
    "involvement.activity": LOOK,
    "involvement.remove_activity": LOOK,
    "involvement.note": LOOK,
}
