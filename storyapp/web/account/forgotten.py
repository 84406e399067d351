"""A new password in place of a forgotten one: the link becomes a cookie, the cookie a password."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.services import forgotten
from storyapp.web.account import blueprint
from storyapp.web.account.forms import NewPasswordForm
from storyapp.web.common.cookies import drop_cookie, give_cookie, read_cookie
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.words.messages import message
from storyapp.words.speech import mark

FORGOTTEN = "forgotten"
HOUR = 3600


@blueprint.get("/new-password/<token>")
def open_new_password(token: str) -> Response:
    """Take the secret out of the address."""
    give_cookie(FORGOTTEN, token, seconds=HOUR)
    return redirect(url_for("account.new_password"), 303)


@blueprint.route("/new-password", methods=["GET", "POST"])
def new_password() -> str | Response | tuple[str, int]:
    """Let a person choose a new password."""
    token = read_cookie(FORGOTTEN)
    if not token or forgotten.account_of(token) is None:
        return render_template("account/link_ended.html"), 410
    form = sent(NewPasswordForm)
    if form.is_sent():
        try:
            forgotten.choose_password(token, form.new.data)
        except RuleBroken as error:
            form.complain("new", message(error))
        else:
            drop_cookie(FORGOTTEN)
            leave_note(mark("Your password is changed. Please sign in with it."))
            return redirect(url_for("account.sign_in"), 303)
    return render_template("account/new_password.html", form=form)
