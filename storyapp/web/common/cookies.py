"""Cookies: random, for this site only, gone with the browser; never a story, a name or a code inside."""

from flask import Response, after_this_request, current_app, request

from storyapp.gateways.kit import kit

VISITOR, STAFF, PANEL, TELLING, MY_STORY, GUARDIAN, LANGUAGE, NOTES, COLLECTING, POLL, CIRCLE, STACK, EXACT_NUMBERS = (
    "visitor", "staff", "panel", "telling", "my-story", "guardian", "language", "notes", "collecting",
    "poll", "circle", "stack", "exact-numbers",
)  # fmt: skip


def cookie_name(name: str) -> str:
    """Return the name with the prefix that browsers tie to this host, where the site is behind HTTPS."""
    return f"__Host-{name}" if kit().settings.is_behind_https else name


def read_cookie(name: str) -> str:
    """Return a cookie's value or nothing."""
    value = request.cookies.get(cookie_name(name), "")
    return value if len(value) <= 2000 else ""


def give_cookie(name: str, value: str, *, seconds: int | None = None) -> None:
    """Set a cookie on the answer to this request."""

    def put(response: Response) -> Response:
        response.set_cookie(
            cookie_name(name), value, max_age=seconds, httponly=True, samesite="Lax", path="/",
            secure=kit().settings.is_behind_https,
        )  # fmt: skip
        return response

    after_this_request(put)


def drop_cookie(name: str) -> None:
    """Take a cookie away with the answer to this request."""

    def take(response: Response) -> Response:
        response.delete_cookie(
            cookie_name(name), path="/", httponly=True, samesite="Lax", secure=kit().settings.is_behind_https
        )
        return response

    after_this_request(take)


def is_demo() -> bool:
    """Tell whether this installation shows the demo programme."""
    return current_app.extensions["kit"].settings.is_demo
