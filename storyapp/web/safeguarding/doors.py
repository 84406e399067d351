"""Who may open the doors of this wing: safeguarding leads alone."""

from collections.abc import Mapping

from storyapp.rules.people import Capability
from storyapp.web.common.access import Door, in_programme

LEADS = in_programme(Capability.SAFEGUARD)
DOORS: dict[str, Door | Mapping[str, Door]] = {
    "safeguarding.cases": LEADS,
    "safeguarding.case": LEADS,
    "safeguarding.acknowledge": LEADS,
    "safeguarding.add_note": LEADS,
    "safeguarding.propose": LEADS,
    "safeguarding.close": LEADS,
    "safeguarding.reopen": LEADS,
}
