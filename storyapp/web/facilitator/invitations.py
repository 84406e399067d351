"""Invitations: links and codes by which people tell."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.tables.programmes import StoryInvitation
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.stories import Mode
from storyapp.services import form_versions
from storyapp.services import invitations as service
from storyapp.services.collectors import held_by_collectors
from storyapp.services.helping import lines_for
from storyapp.services.invitations import NewInvitation
from storyapp.services.passing_on import waves_of
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.qr import qr_drawing
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.forms import InvitationForm, LongerForm, MoreForm
from storyapp.words.messages import message
from storyapp.words.speech import language, say, speaking


@blueprint.get("/p/<programme>/invitations")
def invitations(programme: str) -> str:
    """List links, newest first."""
    rows, now = service.invitation_list(here.programme()), kit().clock()
    return render_template(
        "facilitator/invitations.html", rows=rows, open_ids={row.id for row in rows if service.is_open(row, now)}
    )


@blueprint.route("/p/<programme>/invitations/new", methods=["GET", "POST"])
def new_invitation(programme: str) -> str | Response | tuple[str, int]:
    """Make a link."""
    place = here.programme()
    periods = service.open_periods(place)
    form = sent(InvitationForm).offer(periods)
    if form.is_sent():
        try:
            invitation_id = service.create(place, wanted_of(form), account_id=here.account().id)
        except RuleBroken as error:
            form.complain("is_test" if error.code == "invitation.leads-missing" else "period_id", message(error))
        else:
            leave_note("The link is ready.")
            return redirect(url_for(".invitation", programme=programme, invitation_id=invitation_id), 303)
    crumb(say("Invitations"), url_for(".invitations", programme=programme))
    page = render_template(
        "facilitator/new_invitation.html",
        form=form,
        has_periods=bool(periods),
        n_unasked=len(form_versions.pending(place)),
    )
    return (page, 422) if form.errors else page


@blueprint.get("/p/<programme>/invitations/<int:invitation_id>")
def invitation(programme: str, invitation_id: int) -> str:
    """Show a link with its code, and what can be done with it."""
    row = found(service.one_invitation(here.programme(), invitation_id))
    return _link_page(row)


@blueprint.get("/p/<programme>/invitations/<int:invitation_id>/sheet")
def invitation_sheet(programme: str, invitation_id: int) -> str:
    """Show a sheet to print and hang up, in the language of the invitation."""
    place = here.programme()
    row = found(service.one_invitation(place, invitation_id))
    address, lines = link_of(row), lines_for(place.organisation_id, row.language)
    with speaking(row.language, address=place.address_form.value):
        return render_template(
            "facilitator/invitation_sheet.html", invitation=row, address=address, qr=qr_drawing(address), lines=lines,
            programme=place, language=language(),
        )  # fmt: skip


@blueprint.post("/p/<programme>/invitations/<int:invitation_id>/revoke")
def revoke_invitation(programme: str, invitation_id: int) -> Response:
    """End a link now."""
    found(service.one_invitation(here.programme(), invitation_id))
    service.revoke(here.programme(), invitation_id, account_id=here.account().id)
    leave_note("The link is revoked. What was told by it stays.")
    return redirect(url_for(".invitation", programme=programme, invitation_id=invitation_id), 303)


@blueprint.post("/p/<programme>/invitations/<int:invitation_id>/extend")
def extend_invitation(programme: str, invitation_id: int) -> Response | tuple[str, int]:
    """Let a link live longer, or carry more stories: two wishes, each by itself."""
    row = found(service.one_invitation(here.programme(), invitation_id))
    wants_more = "more" in request.form
    form = sent(MoreForm if wants_more else LongerForm)
    if not form.is_sent():
        return _link_page(row, more=form) if wants_more else _link_page(row, longer=form), 422
    days, more = form.data.get("days", 0), form.data.get("more", 0)
    service.extend(here.programme(), invitation_id, days=days, more=more, account_id=here.account().id)
    leave_note("Saved.")
    return redirect(url_for(".invitation", programme=programme, invitation_id=invitation_id), 303)


@blueprint.get("/p/<programme>/collecting")
def collecting(programme: str) -> str:
    """Offer the open links by which staff write a story down for somebody."""
    now, held = kit().clock(), held_by_collectors(here.programme())
    rows = [
        row
        for row in service.invitation_list(here.programme())
        if row.mode is not Mode.SELF and service.is_open(row, now) and row.id not in held
    ]
    return render_template("facilitator/collecting.html", rows=[(row, _path_of(row)) for row in rows])


def link_of(row: StoryInvitation) -> str:
    """Return the address that is given to tellers."""
    return full_address(_path_of(row))


def _path_of(row: StoryInvitation) -> str:
    return url_for("storyteller.enter", token=service.link_token(row))


def wanted_of(form: InvitationForm) -> NewInvitation:
    """Return what a facilitator says about a new link."""
    return NewInvitation(
        label=form.label.data, period_id=form.period_id.data, language=form.language.data,
        mode=Mode[form.mode.data], lasts_days=form.lasts_days.data, budget=form.budget.data,
        guardian_paper=form.guardian_paper.data or "", is_test=form.is_test.data,
        passes_on=form.passes_on.data,
    )  # fmt: skip


def _link_page(row: StoryInvitation, *, longer: StoryForm | None = None, more: StoryForm | None = None) -> str:
    crumb(say("Invitations"), url_for(".invitations", programme=here.programme().slug))
    address, now = link_of(row), kit().clock()
    return render_template(
        "facilitator/invitation.html", invitation=row, address=address, qr=qr_drawing(address),
        longer=longer or LongerForm(), more=more or MoreForm(), is_open=service.is_open(row, now), has_run_out=row.expires_at <= now,
        waves=waves_of(here.programme(), row.id),
    )  # fmt: skip
