"""Who works here: people and their roles, invitations, and shutting a door."""

import re
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields import SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.services import forgotten, inviting
from storyapp.services import people as people_service
from storyapp.services.inviting import ROLES_OF_STAFF, Inviting
from storyapp.services.people import Person
from storyapp.web.account.forms import LANGUAGES
from storyapp.web.admin import blueprint
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOST_AT_ONCE = 30
EVERYWHERE = "all"


@blueprint.get("/o/<organisation>/people")
def people(organisation: str) -> str:
    """List people with their roles, and invitations that nobody has taken yet."""
    own = here.organisation()
    _crumbs(organisation, is_below=False)
    names = {programme.id: programme for programme in people_service.programmes_of(own.id)}
    return render_template(
        "admin/people.html", people=people_service.people_of(own.id), names=names, own=own,
        invitations=inviting.open_invitations(own.id), now=kit().clock(), roles_of=_roles_of,
    )  # fmt: skip


@blueprint.route("/o/<organisation>/people/invite", methods=["GET", "POST"])
def invite(organisation: str) -> str | Response:
    """Invite people to roles; without e-mail their links are shown once, to pass on."""
    own = here.organisation()
    form = _invite_form(own.id, own.default_language)
    if form.is_sent():
        emails = _emails(form)
        if emails:
            try:
                links = inviting.invite(own.id, _inviting(form, emails), by_id=here.account().id)
            except RuleBroken as error:
                form.complain("roles", message(error))
            else:
                _crumbs(organisation)
                return render_template(
                    "admin/invited.html", links=links, full_address=full_address,
                    people_url=url_for("admin.people", organisation=organisation),
                )  # fmt: skip
    _crumbs(organisation)
    return render_template(
        "admin/invite.html", form=form, cancel_url=url_for("admin.people", organisation=organisation)
    )


@blueprint.post("/o/<organisation>/people/invitations/<int:invitation_id>/revoke")
def revoke_invitation(organisation: str, invitation_id: int) -> Response:
    """Make the link of an invitation useless."""
    done = inviting.revoke_invitation(here.organisation().id, invitation_id, by_id=here.account().id)
    here.found(done or None)
    leave_note(mark("The invitation is taken back."))
    return redirect(url_for("admin.people", organisation=organisation), 303)


@blueprint.route("/o/<organisation>/people/<int:account_id>", methods=["GET", "POST"])
def person(organisation: str, account_id: int) -> str | Response:
    """Show one person and change the roles."""
    own_id = here.organisation().id
    one = _person(account_id)
    programmes = people_service.programmes_of(own_id)
    form = _roles_form(one, programmes)
    if form.is_sent():
        wanted = {place: [Role[name] for name in form[field].data] for place, field in _places(programmes)}
        try:
            people_service.set_roles(own_id, account_id, wanted, by_id=here.account().id)
        except RuleBroken as error:
            form.complain(EVERYWHERE, message(error))
        else:
            leave_note(mark("Saved."))
            return redirect(url_for("admin.people", organisation=organisation), 303)
    _crumbs(organisation)
    return render_template(
        "admin/person.html", form=form, one=one, programmes=programmes, organisation=organisation,
        is_me=account_id == here.account().id,
    )  # fmt: skip


@blueprint.post("/o/<organisation>/people/<int:account_id>/disable")
def disable_person(organisation: str, account_id: int) -> Response:
    """Shut an account."""
    people_service.disable(here.organisation().id, _person(account_id).id, by_id=here.account().id)
    return _back_to(organisation, account_id, mark("The account is closed."))


@blueprint.post("/o/<organisation>/people/<int:account_id>/enable")
def enable_person(organisation: str, account_id: int) -> Response:
    """Open a shut account again."""
    people_service.enable(here.organisation().id, _person(account_id).id, by_id=here.account().id)
    return _back_to(organisation, account_id, mark("The account is open again."))


@blueprint.post("/o/<organisation>/people/<int:account_id>/end-visits")
def end_visits(organisation: str, account_id: int) -> Response:
    """Sign a person out everywhere."""
    people_service.end_visits(here.organisation().id, _person(account_id).id, by_id=here.account().id)
    return _back_to(organisation, account_id, mark("The person is signed out everywhere."))


@blueprint.post("/o/<organisation>/people/<int:account_id>/forget-second-factor")
def forget_second_factor(organisation: str, account_id: int) -> Response:
    """Let a person set up the second step anew."""
    people_service.forget_second_factor(here.organisation().id, _person(account_id).id, by_id=here.account().id)
    return _back_to(organisation, account_id, mark("At the next sign-in the second step is set up again."))


@blueprint.post("/o/<organisation>/people/<int:account_id>/new-password")
def allow_new_password(organisation: str, account_id: int) -> str:
    """Show, this once, the link by which a person chooses a new password."""
    one = _person(account_id)
    path = forgotten.allow_new_password(here.organisation().id, one.id, by_id=here.account().id)
    _crumbs(organisation)
    return render_template(
        "admin/new_password.html",
        one=one,
        link=full_address(path),
        people_url=url_for("admin.people", organisation=organisation),
    )


def _person(account_id: int) -> Person:
    return here.found(people_service.person(here.organisation().id, account_id))


def _back_to(organisation: str, account_id: int, note: str) -> Response:
    leave_note(note)
    if account_id == here.account().id:
        return redirect(url_for("account.sign_in"), 303)
    return redirect(url_for("admin.person", organisation=organisation, account_id=account_id), 303)


def _crumbs(organisation: str, *, is_below: bool = True) -> None:
    crumb(say("Organisation"), url_for("admin.organisation", organisation=organisation))
    if is_below:
        crumb(say("People"), url_for("admin.people", organisation=organisation))


def _role_choices() -> list[SelectChoice]:
    return [SelectChoice(value=role.name, label=label(role)) for role in ROLES_OF_STAFF]


def _roles_of(names: str) -> list[Role]:
    """Return the roles that an invitation names."""
    return [Role[name] for name in names.split()]


def _places(programmes: list[Programme]) -> list[tuple[int | None, str]]:
    return [(None, EVERYWHERE), *((programme.id, f"p{programme.id}") for programme in programmes)]


def _roles_form(one: Person, programmes: list[Programme]) -> StoryForm:
    fields, values = {}, {}
    for place, name in _places(programmes):
        title = mark("Roles in the whole organisation") if place is None else mark("Roles in this programme")
        fields[name] = SelectMultipleField(title, choices=_role_choices())
        values[name] = [role.name for role in one.roles.get(place, ())]
    return sent(type("RolesForm", (StoryForm,), fields), **values)


def _invite_form(organisation_id: int, first_language: str) -> Any:
    whole = SelectChoice(value="", label=say("In the whole organisation"))
    programmes = [
        SelectChoice(value=str(one.id), label=one.name.say(language()), render_kw={"translate": "no"})
        for one in people_service.programmes_of(organisation_id)
    ]
    fields = {
        "emails": TextAreaField(mark("E-mail addresses"), [InputRequired(), Length(max=4000)]),
        "roles": SelectMultipleField(mark("Roles"), choices=_role_choices()),
        "programme_id": SelectField(mark("Where"), choices=[whole, *programmes]),
        "speaks": SelectField(mark("Language of the letter"), choices=LANGUAGES),
    }
    chosen = request.args.get("programme", "")
    return sent(type("InviteForm", (StoryForm,), fields), speaks=first_language, programme_id=chosen)


def _emails(form: Any) -> tuple[str, ...]:
    emails = tuple(dict.fromkeys(inviting.plain_email(one) for one in re.split(r"[\s,;]+", form.emails.data) if one))
    if any(not EMAIL.fullmatch(one) or len(one) > 254 for one in emails):
        form.complain("emails", say("Please look at the addresses again: one per line, as in name@example.org."))
        return ()
    if len(emails) > MOST_AT_ONCE:
        form.complain("emails", say("Please invite at most %(n)s people at once.", n=MOST_AT_ONCE))
        return ()
    return emails


def _inviting(form: Any, emails: tuple[str, ...]) -> Inviting:
    return Inviting(
        emails=emails, roles=tuple(Role[name] for name in form.roles.data), language=form.speaks.data,
        programme_id=int(form.programme_id.data) if form.programme_id.data else None,
    )  # fmt: skip
