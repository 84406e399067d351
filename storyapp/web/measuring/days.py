"""The calendar of a programme: what is late, what comes, and a file for a calendar of one's own."""

from flask import url_for
from werkzeug.wrappers import Response

from storyapp.gateways.kit import kit
from storyapp.rules.people import Capability
from storyapp.services import calendar_days as service
from storyapp.services.calendar_days import DayKind, ProgrammeDay
from storyapp.web.common import here
from storyapp.web.measuring import blueprint
from storyapp.web.measuring.pages import page
from storyapp.words.speech import mark, say

TITLES = {
    DayKind.PERIOD_BEGINS: mark("A period begins"),
    DayKind.PERIOD_ENDS: mark("A period ends"),
    DayKind.ROUND_CLOSES: mark("A round closes"),
    DayKind.VALUE_DUE: mark("To be collected"),
    DayKind.PROMISE_DUE: mark("To be done as promised"),
}
LEADS_TO = {
    DayKind.ROUND_CLOSES: (Capability.RUN_ROUNDS, "rounds.rounds"),
    DayKind.VALUE_DUE: (Capability.READ_REPORTS, "measuring.plan"),
    DayKind.PROMISE_DUE: (Capability.RUN_ROUNDS, "rounds.changes"),
}


@blueprint.get("/p/<programme>/calendar")
def calendar(programme: str) -> str:
    """Show what is late and what comes."""
    today = kit().clock().date()
    days = service.days_of(here.programme())
    return page(
        "calendar", tab="calendar", titles=TITLES,
        late=[(one, _url(one)) for one in days if one.is_late],
        coming=[(one, _url(one)) for one in days if not one.is_late and one.on >= today],
    )  # fmt: skip


@blueprint.get("/p/<programme>/calendar/storyapp.ics")
def calendar_file(programme: str) -> Response:
    """Hand out the days for a calendar of one's own."""
    titles = {kind: say(words) for kind, words in TITLES.items()}
    data = service.hand_out_calendar(here.programme(), actor=here.actor(), titles=titles)
    headers = {"Content-Disposition": "attachment; filename=storyapp.ics"}
    return Response(data, mimetype="text/calendar; charset=utf-8", headers=headers)


def _url(one: ProgrammeDay) -> str:
    found = LEADS_TO.get(one.kind)
    return url_for(found[1], programme=here.programme().slug) if found and here.may(found[0]) else ""
