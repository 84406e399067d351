"""A form counts only when it comes from our own page: a signature of the visitor's cookie."""

from flask import abort, g, request

from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.web.common.cookies import VISITOR, give_cookie, read_cookie

SAFE = {"GET", "HEAD", "OPTIONS"}


def csrf_token() -> str:
    """Return the token for the forms of this page, giving the visitor a cookie on first sight."""
    return kit().vault.sign(_visitor(), "csrf")


def check_csrf() -> None:
    """Refuse a change that does not come from one of our pages; the refusal page says what to do."""
    if request.method in SAFE:
        return
    given = request.form.get("csrf_token", "") or request.headers.get("X-CSRF-Token", "")
    visitor = read_cookie(VISITOR)
    if not visitor or not kit().vault.is_signed(visitor, given, "csrf"):
        abort(400, "csrf")


def renew_visitor() -> None:
    """Give the visitor a new cookie, at sign-in and sign-out."""
    g.visitor = new_token()
    give_cookie(VISITOR, g.visitor)


def _visitor() -> str:
    if "visitor" not in g:
        g.visitor = read_cookie(VISITOR)
        if not g.visitor:
            renew_visitor()
    return g.visitor
