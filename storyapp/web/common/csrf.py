"""A form counts only when it comes from our own page: a signature of the visitor's cookie."""

import secrets

from flask import abort, g, request

from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.web.common.cookies import VISITOR, give_cookie, read_cookie

SAFE = {"GET", "HEAD", "OPTIONS"}
SIGNATURE = 40  # digits
HEXADECIMAL = frozenset("0123456789abcdef")


def csrf_token() -> str:
    """Return the token for the forms of this page, giving the visitor a cookie on first sight.

    It is another one in each answer, so that the size of a compressed page tells nothing of it.
    """
    if "csrf_token" not in g:
        g.csrf_token = masked(kit().vault.sign(_visitor(), "csrf"))
    return g.csrf_token


def check_csrf() -> None:
    """Refuse a change that does not come from one of our pages; the refusal page says what to do."""
    if request.method in SAFE:
        return
    given = request.form.get("csrf_token", "") or request.headers.get("X-CSRF-Token", "")
    visitor = read_cookie(VISITOR)
    if not visitor or not kit().vault.is_signed(visitor, unmasked(given), "csrf"):
        abort(400, "csrf")
    g.is_from_our_page = True


def is_from_our_page() -> bool:
    """Tell whether a change came from one of our pages: by its token, or else as the browser says."""
    return bool(g.get("is_from_our_page")) or request.headers.get("Sec-Fetch-Site") == "same-origin"


def masked(signature: str) -> str:
    """Return a random pad and, after it, the signature (hexadecimal digits) crossed with that pad."""
    pad = secrets.token_bytes(len(signature) // 2)
    return pad.hex() + _crossed(bytes.fromhex(signature), pad).hex()


def unmasked(token: str) -> str:
    """Return the signature under a mask; what wears none stays as it is."""
    if len(token) != 2 * SIGNATURE or not HEXADECIMAL.issuperset(token):
        return token
    pad, rest = bytes.fromhex(token[:SIGNATURE]), bytes.fromhex(token[SIGNATURE:])
    return _crossed(rest, pad).hex()


def _crossed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def renew_visitor() -> None:
    """Give the visitor a new cookie, at sign-in and sign-out."""
    g.visitor = new_token()
    g.pop("csrf_token", None)
    give_cookie(VISITOR, g.visitor)


def _visitor() -> str:
    if "visitor" not in g:
        g.visitor = read_cookie(VISITOR)
        if not g.visitor:
            renew_visitor()
    return g.visitor
