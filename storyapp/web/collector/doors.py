"""Who may open the doors of this wing."""

from collections.abc import Mapping

from storyapp.web.common.access import ANYONE, COLLECTOR, Door

DOORS: dict[str, Door | Mapping[str, Door]] = {
    "collector.no_link": ANYONE,
    "collector.home": COLLECTOR,
    "collector.card": COLLECTOR,
    "collector.card_read": COLLECTOR,
    "collector.guide": COLLECTOR,
    "collector.begin": COLLECTOR,
    "collector.hours": COLLECTOR,
    "collector.drop_time": COLLECTOR,
    "collector.leave": COLLECTOR,
    "collector.away": COLLECTOR,
    "collector.away_helper": ANYONE,
    "collector.away_token": COLLECTOR,
    "collector.keep_away": COLLECTOR,
}
