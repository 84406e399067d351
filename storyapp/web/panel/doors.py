"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.web.common.access import ANYONE, SEAT, Door

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "panel.enter": ANYONE,
    "panel.no_seat": ANYONE,
    "panel.code": ANYONE,
    "panel.next_person": SEAT,
    "panel.expect": SEAT,
    "panel.home": SEAT,
    "panel.read": SEAT,
    "panel.picture": SEAT,
    "panel.recusal": SEAT,
    "panel.back_here": SEAT,
    "panel.vote": SEAT,
    "panel.cast": SEAT,
    "panel.compare": SEAT,
    "panel.voted": SEAT,
    "panel.take_back": SEAT,
    "panel.dissent": SEAT,
    "panel.leave": SEAT,
    "panel.changes": SEAT,
    "panel.mark_change": SEAT,
}
