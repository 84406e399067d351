"""A group circle: one device, one teller after another, and nothing of one left for the next (A7)."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.gateways.kit import kit
from storyapp.services import circles, collectors, sessions, telling
from storyapp.services.invitations import is_open
from storyapp.web.common import here
from storyapp.web.common.cookies import (
    CIRCLE,
    COLLECTING,
    GUARDIAN,
    LANGUAGE,
    MY_STORY,
    NOTES,
    PANEL,
    POLL,
    STAFF,
    TELLING,
    drop_cookie,
    give_cookie,
    read_cookie,
)  # fmt: skip
from storyapp.web.common.csrf import renew_visitor
from storyapp.web.common.leaving import forget_here
from storyapp.web.storyteller import blueprint
from storyapp.words.speech import language, use_language

SIGNED_IN = (STAFF, COLLECTING, PANEL)  # whose pages nobody in the circle may open
OF_PEOPLE = (*SIGNED_IN, TELLING, MY_STORY, GUARDIAN, POLL, NOTES)


@blueprint.get("/circle")
def circle() -> str:
    """Wait for the next teller; how many have told is no matter of the circle."""
    invitation = here.place().invitation
    use_language(language(), address=here.place().programme.address_form.value)
    return render_template(
        "storyteller/circle.html", is_open=is_open(invitation, kit().clock()), quick_exit_url=url_for(".circle"),
        is_signed_in=any(read_cookie(name) for name in SIGNED_IN), is_unfinished=bool(_left_here()),
    )  # fmt: skip


@blueprint.post("/circle/next")
def next_teller() -> Response:
    """Wipe what anybody left on this device, unread, and begin for the next."""
    place = here.place()
    if not is_open(place.invitation, kit().clock()):
        return redirect(url_for(".circle"), 303)
    left = _left_here()
    _wipe()
    give_cookie(LANGUAGE, place.invitation.language)
    give_cookie(TELLING, telling.begin(place, instead_of=left))
    return forget_here(redirect(url_for(".step", name="start"), 303))


@blueprint.post("/circle/end")
def end_circle() -> Response:
    """Take the device out of the circle, with nothing left on it."""
    telling.leave(_left_here())
    circles.end(read_cookie(CIRCLE))
    _wipe()
    drop_cookie(CIRCLE)
    return forget_here(redirect(url_for("front.first_page"), 303))


def resting_place(*, otherwise: str = "front.first_page") -> str:
    """Return where this browser goes when somebody is done: back to the circle where it goes round in one."""
    return url_for("storyteller.circle" if read_cookie(CIRCLE) else otherwise)


def _left_here() -> str:
    """Return the cookie of what the next press erases; what was put aside under a code waits for its code."""
    token = read_cookie(TELLING)
    found = sessions.telling_of(token) if token else None
    return token if found is not None and not telling.contents_of(found[0], token).later_code else ""


def _wipe() -> None:
    """End whatever was open in this browser, here and with us."""
    sessions.end_visit(read_cookie(STAFF))
    collectors.end_visit(read_cookie(COLLECTING))
    telling.leave(read_cookie(MY_STORY))
    for name in OF_PEOPLE:
        if read_cookie(name):
            drop_cookie(name)
    renew_visitor()
