"""An invitation to work here: the link becomes a cookie, and the cookie an account or more roles."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.services import inviting
from storyapp.services.inviting import OpenInvitation
from storyapp.web.account import blueprint
from storyapp.web.account.entering import let_in, signed_in
from storyapp.web.account.forms import AcceptForm
from storyapp.web.common import here
from storyapp.web.common.cookies import drop_cookie, give_cookie, read_cookie
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.words.messages import message
from storyapp.words.speech import language, mark

INVITED = "invited"
HOUR = 3600


@blueprint.get("/invitation/<token>")
def open_invitation(token: str) -> Response:
    """Take the secret out of the address."""
    give_cookie(INVITED, token, seconds=HOUR)
    return redirect(url_for("account.invitation"), 303)


@blueprint.route("/invitation", methods=["GET", "POST"])
def invitation() -> str | Response | tuple[str, int]:
    """Show to what one is invited and let a new colleague choose a password."""
    token = read_cookie(INVITED)
    invited = inviting.invitation_of(token) if token else None
    if invited is None:
        return render_template("account/invitation_ended.html"), 410
    if invited.account is not None:
        return _for_those_with_account(invited)
    form = sent(AcceptForm, name=invited.name)
    if form.is_sent():
        try:
            account_id = inviting.accept_with_new_account(
                token, name=form.name.data, password=form.password.data, language=language()
            )
        except RuleBroken as error:
            form.complain("password", message(error))
        else:
            drop_cookie(INVITED)
            leave_note(mark("Welcome. Your account is ready."))
            return let_in(account_id)
    return render_template("account/invitation.html", form=form, invited=invited)


@blueprint.post("/invitation/join")
def join() -> Response:
    """Add the roles of the invitation to the account that is signed in."""
    inviting.accept_as(here.account().id, read_cookie(INVITED))
    drop_cookie(INVITED)
    leave_note(mark("Your new roles are ready."))
    return redirect(url_for("account.home"), 303)


def _for_those_with_account(invited: OpenInvitation) -> str:
    me = signed_in()
    fits = me is not None and invited.account is not None and me.id == invited.account.id
    return render_template("account/invitation_join.html", invited=invited, fits=fits, is_signed_in=me is not None)
