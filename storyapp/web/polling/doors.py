"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.web.common.access import ANYONE, POLLED, Door

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "polling.enter": ANYONE,
    "polling.no_poll": ANYONE,
    "polling.poll": POLLED,
    "polling.next_person": POLLED,
    "polling.leave": POLLED,
}
