"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

VERIFY, READ = in_programme(Capability.VERIFY), in_programme(Capability.READ_STORIES)

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "verifying.plan": VERIFY,
    "verifying.practice": READ,
    "verifying.practice_level": VERIFY,
    "verifying.take_back_level": VERIFY,
    "verifying.check": VERIFY,
    "verifying.add_check": VERIFY,
    "verifying.ask_teller": VERIFY,
    "verifying.card": READ,  # a report leads its readers here
    "verifying.count": VERIFY,
    "verifying.count_result": VERIFY,
    "verifying.remove_count": VERIFY,
    "verifying.beside": VERIFY,
    "verifying.remove_beside": VERIFY,
}
