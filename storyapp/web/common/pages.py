"""What goes with every page: language, headers, kind pages for trouble."""

import logging
import secrets
import traceback

from flask import Flask, Response, g, render_template, request
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException

from storyapp.data.db import db, is_taken
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.wording import LANGUAGES
from storyapp.web.common.cookies import LANGUAGE, give_cookie, read_cookie
from storyapp.web.common.typed import typed_for
from storyapp.words.messages import message
from storyapp.words.speech import mark, say, use_language

log = logging.getLogger("storyapp")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMING = POLICY.replace(
    "default-src 'none';", "default-src 'none'; frame-src 'self';"
)  # a page that shows another of ours
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")  # … and the one that is shown
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
TROUBLE: dict[int, tuple[str, str]] = {
    400: (mark("This form is too old"), mark("Please go back, load the page again and send it once more.")),
    403: (mark("This is for another role"), mark("Your roles in this programme do not include this page. An administrator can give you the role.")),
    404: (mark("There is no such page"), mark("The address may be mistyped, or the page is not open to you.")),
    405: (mark("That does not work here"), mark("Please go back and use the buttons of the page.")),
    409: (mark("Somebody was faster"), mark("At the same moment the same was saved from another window or by another person. Please look at the page again, and send it once more if it is still needed.")),
    413: (mark("This is too large"), mark("Please send a smaller file or a shorter text.")),
    429: (mark("Too many tries"), mark("Please wait a little and try again.")),
    500: (mark("Something broke on our side"), mark("It was noted. Nothing that was saved is lost.")),
    503: (mark("We are busy for a moment"), mark("Nothing is lost. Please try again in a minute.")),
    507: (mark("There is no room left"), mark("The disk of this installation is full. Nothing is lost: please keep this page and try again later.")),
}  # fmt: skip


def choose_language() -> None:
    """Speak the language that was switched to (and go on speaking it), or that of the cookie, or of the browser."""
    chosen = read_cookie(LANGUAGE) or request.accept_languages.best_match(LANGUAGES) or "ru"
    use_language(chosen if chosen in LANGUAGES else "ru")  # first: a form too large to be read is refused in it
    switched = request.form.get("switch_language", "") if request.method == "POST" else ""
    if switched in LANGUAGES:
        give_cookie(LANGUAGE, switched, seconds=365 * 24 * 3600)
        use_language(switched)


def put_headers(response: Response) -> Response:
    """Put the security headers on every answer; pages are never stored."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if kit().settings.is_behind_https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def trouble(status: int, *, reference: str = "", text: str = "") -> tuple[str, int]:
    """Return a kind page for a status, in the reader's language."""
    title, otherwise = TROUBLE.get(status, TROUBLE[500])
    return _page(say(title), text or say(otherwise), status=status, reference=reference), status


def _page(title: str, text: str, *, status: int, reference: str = "") -> str:
    """Draw a page of trouble; who is signed in may be what the database no longer tells."""
    shown = {
        "title": title, "text": text, "reference": reference, "actions": [{"url": "/", "label": say("To the first page")}],
        **typed_for(status),
    }  # fmt: skip
    try:
        return render_template("errors/error.html", **shown)
    except DBAPIError:
        db.session.rollback()
        g.pop("account", None)
        return render_template("errors/error.html", **shown)


def register_trouble(app: Flask) -> None:
    """Answer every error with a page of ours: a broken rule or a second at the same moment is a 409, a lost database a 503, a full disk a 507."""

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> tuple[str, int] | Response | HTTPException:
        if error.code is None or error.code < 400:
            return error
        return trouble(error.code)

    @app.errorhandler(RuleBroken)
    def broken(error: RuleBroken) -> tuple[str, int]:
        return _rule_page(error)

    @app.errorhandler(DBAPIError)
    def database(error: DBAPIError) -> tuple[str, int]:
        db.session.rollback()
        if "full" in str(error.orig).lower() or "No space" in str(error.orig):
            return trouble(507)
        if is_taken(error):
            log.warning("two wrote the same at one moment, at %s", request.endpoint)
            return trouble(409)
        if isinstance(error, OperationalError):
            log.error("database not reachable: %s", type(error.orig).__name__)
            return trouble(503)
        return _unexpected(error)

    @app.errorhandler(OSError)
    def disk(error: OSError) -> tuple[str, int]:
        return trouble(507) if error.errno == 28 else _unexpected(error)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> tuple[str, int]:
        return _unexpected(error)


def _rule_page(error: RuleBroken) -> tuple[str, int]:
    return _page(say("That is not possible now"), message(error), status=409), 409


def _unexpected(error: Exception) -> tuple[str, int]:
    reference = secrets.token_hex(4)
    log.error("unexpected error at %s, reference %s\n%s", request.endpoint, reference, _where(error))
    g.pop("account", None)
    return trouble(500, reference=reference)


def _where(error: BaseException | None) -> str:
    """Say which errors led here and where they were raised: what they say themselves may be words of a story."""
    lines: list[str] = []
    while error is not None:
        lines += [type(error).__name__, *traceback.format_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return "\n".join(line.rstrip("\n") for line in lines)
