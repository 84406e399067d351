"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

RUN = in_programme(Capability.RUN_ROUNDS)

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "polls.polls": RUN,
    "polls.new": RUN,
    "polls.poll": RUN,
    "polls.screen": RUN,
    "polls.close": RUN,
    "polls.invited": RUN,
    "polls.again": RUN,
    "polls.remove": RUN,
}
