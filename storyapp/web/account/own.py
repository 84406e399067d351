"""One's own account: name, language, password, second factor, where one is signed in."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.services import accounts, second_factor, sessions
from storyapp.web.account import blueprint
from storyapp.web.account.entering import begin_visit, qr_code, show_codes
from storyapp.web.account.forms import AccountForm, NewFactorForm, PasswordForm, PresentPasswordForm
from storyapp.web.common import here
from storyapp.web.common.cookies import LANGUAGE, STAFF, drop_cookie, give_cookie
from storyapp.web.common.csrf import renew_visitor
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

WRONG_PASSWORD = mark("This is not your current password, or there were too many tries. Please wait a little.")
YEAR = 365 * 24 * 3600


@blueprint.route("/account", methods=["GET", "POST"])
def account() -> str | Response:
    """Show and change what one's own account says."""
    me = here.account()
    form = sent(AccountForm, name=me.name, speaks=me.language or language())
    if form.is_sent():
        accounts.edit_account(me.id, name=form.name.data, language=form.speaks.data)
        give_cookie(LANGUAGE, form.speaks.data, seconds=YEAR)
        leave_note(mark("Saved."))
        return redirect(url_for("account.account"), 303)
    return render_template(
        "account/account.html", form=form, me=me, visits=accounts.visits_of(me.id), this_visit=here.visit(),
        n_codes=second_factor.n_codes_left(me.id), needs_factor=sessions.needs_second_factor(me),
    )  # fmt: skip


@blueprint.route("/account/password", methods=["GET", "POST"])
def password() -> str | Response:
    """Change the password; every other visit ends."""
    form, me, had_factor = sent(PasswordForm), here.account(), here.visit().has_second_factor
    if form.is_sent():
        account_id = me.id
        try:
            accounts.change_password(account_id, old=form.old.data, new=form.new.data)
        except RuleBroken as error:
            form.complain("old" if error.code == "password.wrong" else "new", message(error))
        else:
            begin_visit(account_id, has_second_factor=had_factor)
            leave_note(mark("Your password is changed. You are signed out everywhere else."))
            return redirect(url_for("account.account"), 303)
    return render_template("account/password.html", form=form)


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
def renew_second_factor() -> str | Response:
    """Set up another phone; the password is asked once more."""
    form, account_id, visit_id = sent(NewFactorForm), here.account().id, here.visit().id
    if form.is_sent():
        if not accounts.is_own_password(account_id, form.password.data):
            form.complain("password", say(WRONG_PASSWORD))
        else:
            try:
                codes = second_factor.set_up(account_id, visit_id, form.code.data)
            except RuleBroken as error:
                form.complain("code", message(error))
            else:
                begin_visit(account_id, has_second_factor=True)
                return show_codes(codes)
    secret = second_factor.secret_being_set_up(account_id, visit_id)
    is_first = here.account().totp_confirmed_at is None
    return render_template(
        "account/renew_factor.html", form=form, secret=secret, qr_code=qr_code(secret), is_first=is_first
    )  # fmt: skip


@blueprint.route("/account/recovery-codes", methods=["GET", "POST"])
def recovery_codes() -> str | Response:
    """Make new recovery codes; the password is asked once more."""
    form, me = sent(PresentPasswordForm), here.account()
    if me.totp_confirmed_at is None:
        return redirect(url_for("account.renew_second_factor"), 303)
    if form.is_sent():
        account_id = me.id
        if accounts.is_own_password(account_id, form.password.data):
            return show_codes(second_factor.make_recovery_codes(account_id))
        form.complain("password", say(WRONG_PASSWORD))
    return render_template("account/recovery_codes.html", form=form)


@blueprint.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> Response:
    """End every visit of this account, this one too."""
    accounts.sign_out_everywhere(here.account().id)
    drop_cookie(STAFF)
    renew_visitor()
    leave_note(mark("You are signed out everywhere."))
    return redirect(url_for("account.sign_in"), 303)
