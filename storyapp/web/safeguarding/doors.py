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
    "safeguarding.reply": LEADS,
    "safeguarding.propose": LEADS,
    "safeguarding.close": LEADS,
    "safeguarding.reopen": LEADS,
    "safeguarding.signal_words": LEADS,
    "safeguarding.try_sentence": LEADS,
    "safeguarding.note_review": LEADS,
    "safeguarding.signal_kind": LEADS,
    "safeguarding.add_phrase": LEADS,
    "safeguarding.put_aside": LEADS,
    "safeguarding.take_back": LEADS,
    "safeguarding.quiet_signals": LEADS,
}
