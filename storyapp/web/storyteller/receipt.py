"""The receipt: the code to keep, shown until the teller says that it is saved."""

from flask import redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from storyapp.services import changes, helping, passing_on, receipts, telling
from storyapp.web.common import here
from storyapp.web.common.cookies import TELLING, drop_cookie
from storyapp.web.common.leaving import forget_here
from storyapp.web.common.qr import qr_drawing
from storyapp.web.storyteller import blueprint
from storyapp.web.storyteller.circle import resting_place
from storyapp.web.storyteller.pages import teller_here
from storyapp.words.speech import language, say


@blueprint.get("/telling/receipt")
def receipt() -> Response | str:
    """Show the code, large and as a picture, and what happens next."""
    teller = teller_here()
    if not teller.contents.is_sent:
        return redirect(url_for("storyteller.step", name="check"), 303)
    code = teller.contents.receipt
    telling.note_shown(here.token(), teller.contents)
    return render_template(
        "storyteller/receipt.html", is_circle=teller.is_circle, may_pass_on=passing_on.offers(teller.place.invitation), groups=code.grouped.split(), picture=picture_of(code.digits), steps=ahead(waits=teller.contents.waits_for_guardian),
        lines=helping.lines_for(teller.place.programme.organisation_id, language()), quick_exit_url=url_for("storyteller.leave"),
        has_page=changes.has_page(teller.place.programme), programme=teller.place.programme,
        card_url=url_for("storyteller.card_after_telling") if teller.contents.waits_for_guardian else "",
    )  # fmt: skip


@blueprint.get("/telling/receipt.png")
def receipt_picture() -> Response:
    """Hand the code over as a picture to keep; its name says nothing of what it is."""
    teller = teller_here()
    if not teller.contents.is_sent:
        return redirect(url_for("storyteller.step", name="check"), 303)
    if teller.is_circle:  # nothing of one teller stays on the device for the next
        return redirect(url_for("storyteller.receipt"), 303)
    answer = Response(receipts.picture_of(teller.contents.receipt), mimetype="image/png")
    answer.headers["Content-Disposition"] = 'attachment; filename="notebook.png"'
    return answer


@blueprint.post("/telling/saved")
def saved() -> Response:
    """Take the teller's word that the code is saved, and forget it here."""
    teller = teller_here()
    if not teller.contents.is_sent:
        return redirect(url_for("storyteller.step", name="check"), 303)
    telling.confirm_saved(here.token(), here.draft().story_id)
    drop_cookie(TELLING)
    return forget_here(redirect(resting_place(otherwise="storyteller.done"), 303))


@blueprint.get("/telling/done")
def done() -> str:
    """Say thank you, and nothing else: nobody who looks later learns anything."""
    return render_template("storyteller/done.html")


def picture_of(digits: str) -> Markup:
    """Return the digits as a QR picture; it holds no address, so opening it leaves no trace anywhere."""
    return qr_drawing(digits, named=say("Your code as a picture"))


def ahead(*, waits: bool) -> list[dict[str, str]]:
    """Return the way that a story goes from here; where a guardian must agree, nobody reads before."""
    waiting = say("Your story waits. Nobody reads it until the adult has agreed.")
    guardian = [{"title": say("An adult agrees too"), "state": "current", "text": waiting}] if waits else []
    reads = "waiting" if waits else "current"
    return [
        {"title": say("You sent your story"), "state": "done"},
        *guardian,
        {"title": say("A person reads it"), "state": reads, "text": say("Names and places are taken out.")},
        {"title": say("A panel reads it, if you agreed"), "state": "waiting"},
        {"title": say("You get an answer"), "state": "waiting", "text": say("Come back with your code to see it.")},
        {"title": say("Something changes"), "state": "waiting"},
    ]
