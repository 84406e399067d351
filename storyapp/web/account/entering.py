"""In and out: password, second factor, the page one comes home to, and the demo's open doors."""

from collections.abc import Collection
from typing import Any

import segno
from flask import abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.db import db
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Capability, Role
from storyapp.services import accounts, second_factor, sessions
from storyapp.web.account import blueprint
from storyapp.web.account.forms import CodeForm, SignInForm
from storyapp.web.common import here
from storyapp.web.common.addresses import is_ours
from storyapp.web.common.cookies import LANGUAGE, STAFF, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.csrf import renew_visitor
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

REFUSED = mark(
    "This e-mail and password do not match. After several wrong tries the wait grows by a few minutes each time."
)
WRONG_CODE = mark(
    "This code is wrong, or it was used before. Please wait for the next one; "
    "after several wrong tries the wait grows by a few minutes each time."
)
LOOKS_AFTER = (Capability.MANAGE_PEOPLE, Capability.RUN_HOUSE, Capability.READ_AUDIT)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response:
    """Ask for e-mail and password; every failure looks the same."""
    form = sent(SignInForm)
    if form.is_sent():
        account_id = accounts.sign_in(form.email.data, form.password.data)
        if account_id is not None:
            return let_in(account_id)
        form.complain("email", say(REFUSED))
    return render_template("account/sign_in.html", form=form, demo=accounts.demo_links(), this_address=this_address())


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this visit."""
    sessions.end_visit(read_cookie(STAFF))
    drop_cookie(STAFF)
    renew_visitor()
    leave_note(mark("You are signed out."))
    return redirect(url_for("account.sign_in"), 303)


@blueprint.route("/second-factor", endpoint="second_factor", methods=["GET", "POST"])
def ask_second_factor() -> str | Response:
    """Ask for the code of the phone, or set it up at the first sign-in."""
    if here.visit().has_second_factor:
        return redirect(following(), 303)
    if here.account().totp_confirmed_at is None:
        return _first_set_up()
    form = sent(CodeForm)
    if form.is_sent():
        account_id = here.account().id
        if second_factor.passes(account_id, form.code.data):
            begin_visit(account_id, has_second_factor=True)
            accounts.note_signed_in(account_id)
            return redirect(following(), 303)
        form.complain("code", say(WRONG_CODE))
    return render_template("account/second_factor.html", form=form, this_address=this_address())


@blueprint.get("/home")
def home() -> str | Response:
    """Show the programmes one takes part in and the organisations one looks after."""
    account = here.account()
    programmes = [(one, _roles(account, one)) for one in sessions.programmes_of(account)]
    organisations = [one for one in sessions.organisations_of(account) if _looks_after(account, one.id)]
    address = programme_url(*programmes[0]) if len(programmes) == 1 and not organisations else ""
    if address:
        return redirect(address, 303)
    return render_template(
        "account/home.html", programmes=programmes, organisations=organisations, programme_url=programme_url
    )


@blueprint.route("/demo/<token>", methods=["GET", "POST"])
def demo(token: str) -> Response:
    """Sign in as one of the people of the demo."""
    account_id = accounts.demo_account(token)
    if account_id is None:
        abort(404)
    begin_visit(account_id, has_second_factor=True)
    return redirect(url_for("account.home"), 303)


def let_in(account_id: int) -> Response:
    """Begin a visit after the password; those who need a second factor are asked for it next."""
    begin_visit(account_id, has_second_factor=False)
    account = db.session.get_one(Account, account_id)
    if account.language:
        give_cookie(LANGUAGE, account.language, seconds=365 * 24 * 3600)
    if sessions.needs_second_factor(account):
        return redirect(url_for("account.second_factor", next=request.args.get("next")), 303)
    accounts.note_signed_in(account_id)
    return redirect(following(), 303)


def begin_visit(account_id: int, *, has_second_factor: bool) -> None:
    """Begin a visit with a new id and a new token for forms; the visit before it ends."""
    before = read_cookie(STAFF)
    if before:
        sessions.end_visit(before)
    give_cookie(STAFF, sessions.begin_staff_visit(account_id, has_second_factor=has_second_factor))
    renew_visitor()


def signed_in() -> Account | None:
    """Return who is signed in, on a page that anyone may open."""
    token = read_cookie(STAFF)
    found = sessions.staff_visit(token) if token else None
    if found is None:
        return None
    g.visit, g.account = found.visit, found.account
    return g.account


def following() -> str:
    """Return the address to go on to: the one asked for, if it is ours, or home."""
    address = request.args.get("next", "")
    return address if is_ours(address) else url_for("account.home")


def this_address() -> str:
    """Return the address of this page with where to go on to, so that a form sent again still knows it."""
    return request.full_path.rstrip("?")


def programme_url(programme: Programme, roles: Collection[Role]) -> str:
    """Return where a programme opens, or nothing where these roles or this installation have no such page."""
    is_open = any(role.may(Capability.SEE_PROGRAMME) for role in roles)
    if not is_open or "facilitator.home" not in current_app.view_functions:
        return ""
    return url_for("facilitator.home", programme=programme.slug)


def qr_code(secret: str) -> str:
    """Return the picture that an authenticator app reads, as a data address."""
    address = second_factor.address_for_phone(here.account(), secret)
    return segno.make(address, error="m").svg_data_uri(scale=5, light="white")


def show_codes(codes: list[str]) -> str:
    """Show recovery codes, this once; they are kept only as hashes."""
    return render_template("account/codes.html", codes=codes, next_url=following())


def _first_set_up() -> str | Response:
    account_id, visit_id = here.account().id, here.visit().id
    form: Any = sent(CodeForm)
    if form.is_sent():
        try:
            codes = second_factor.set_up(account_id, visit_id, form.code.data)
        except RuleBroken as error:
            form.complain("code", message(error))
        else:
            begin_visit(account_id, has_second_factor=True)
            accounts.note_signed_in(account_id)
            return show_codes(codes)
    secret = second_factor.secret_being_set_up(account_id, visit_id)
    return render_template(
        "account/set_up_factor.html", form=form, secret=secret, qr_code=qr_code(secret), this_address=this_address()
    )


def _roles(account: Account, programme: Programme) -> list[Role]:
    mine = sessions.roles_in(account, programme.organisation_id, programme.id)
    return [role for role in Role if role in mine]


def _looks_after(account: Account, organisation_id: int) -> bool:
    roles = sessions.roles_in(account, organisation_id, None)
    return any(role.may(capability) for role in roles for capability in LOOKS_AFTER)
