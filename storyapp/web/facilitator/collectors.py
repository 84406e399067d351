"""Story collectors: peers and interviewers with a link of their own, what they did, and their hours."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.services import collectors as service
from storyapp.services import form_versions, invitations
from storyapp.web.common import here
from storyapp.web.common.forms import sent
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.qr import qr_drawing
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.forms import CollectorForm
from storyapp.web.facilitator.invitations import link_of, wanted_of
from storyapp.words.messages import message
from storyapp.words.speech import mark, say


@blueprint.get("/p/<programme>/collectors")
def collectors(programme: str) -> str:
    """List collectors with their numbers and hours."""
    rows, now = service.collector_list(here.programme()), kit().clock()
    open_ids = {invitation.id for _, invitation, _ in rows if invitations.is_open(invitation, now)}
    crumb(say("Invitations"), url_for(".invitations", programme=programme))
    return render_template("facilitator/collectors.html", rows=rows, open_ids=open_ids)


@blueprint.route("/p/<programme>/collectors/new", methods=["GET", "POST"])
def new_collector(programme: str) -> str | Response | tuple[str, int]:
    """Add a collector with a link of their own."""
    place = here.programme()
    periods = invitations.open_periods(place)
    form = sent(CollectorForm).offer(periods)
    if form.is_sent():
        try:
            collector_id = service.create(place, form.label.data, wanted_of(form), account_id=here.account().id)
        except RuleBroken as error:
            form.complain("is_test" if error.code == "invitation.leads-missing" else "period_id", message(error))
        else:
            leave_note(mark("The link is ready."))
            return redirect(url_for(".collector", programme=programme, collector_id=collector_id), 303)
    _crumbs(programme)
    page = render_template(
        "facilitator/new_collector.html",
        form=form,
        has_periods=bool(periods),
        n_unasked=len(form_versions.pending(place)),
    )
    return (page, 422) if form.errors else page


@blueprint.get("/p/<programme>/collectors/<int:collector_id>")
def collector(programme: str, collector_id: int) -> str:
    """Show a collector: the link, the numbers, the hours; never a word of a story."""
    one, invitation = found(service.one_collector(here.programme(), collector_id))
    _crumbs(programme)
    address = link_of(invitation)
    return render_template(
        "facilitator/collector.html", collector=one, invitation=invitation, address=address, qr=qr_drawing(address),
        numbers=service.numbers_of(one), lines=service.times_of(one), stories=service.own_stories(one),
        is_open=invitations.is_open(invitation, kit().clock()),
    )  # fmt: skip


@blueprint.post("/p/<programme>/collectors/<int:collector_id>/settle")
def settle_hours(programme: str, collector_id: int) -> Response:
    """Mark a collector's hours as paid or thanked for."""
    found(service.one_collector(here.programme(), collector_id))
    service.settle(here.programme(), collector_id, account_id=here.account().id)
    leave_note(mark("Saved."))
    return redirect(url_for(".collector", programme=programme, collector_id=collector_id), 303)


def _crumbs(programme: str) -> None:
    crumb(say("Invitations"), url_for(".invitations", programme=programme))
    crumb(say("Story collectors"), url_for(".collectors", programme=programme))
