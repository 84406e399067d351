"""Who may open the doors of the front hall."""

from collections.abc import Mapping

from storyapp.web.common.access import ANYONE, Door

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "front.first_page": ANYONE,
    "front.help_lines": ANYONE,
    "front.switch_language": ANYONE,
    "front.leave": ANYONE,
    "front.we_did": ANYONE,
    "front.privacy": ANYONE,
    "front.health": ANYONE,
}
