"""Telling on a weak network: answers that a script understands, and what a phone of the teller's own may keep."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

from flask import current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.wording import LANGUAGES
from storyapp.services import telling
from storyapp.web.common.cookies import TELLING, VISITOR, give_cookie, read_cookie
from storyapp.web.storyteller import blueprint
from storyapp.web.storyteller.steps import Step, Telling
from storyapp.words.speech import speaking

HELPER = Path(__file__).parent.parent / "static" / "js" / "helper.js"
FILES = ("vendor/pico-2.1.1.css", "app.css", "icon.svg", "js/app.js", "js/again.js", "js/exit.js")
DAY = 24 * 3600


@blueprint.get("/telling/helper.js")
def helper() -> Response:
    """Hand out the helper of the browser; it stands under the addresses that it may help with."""
    static_url = current_app.jinja_env.globals["static_url"]
    files = [static_url(name) for name in FILES]  # type: ignore[operator]
    pages = {one: url_for("storyteller.offline", language=one) for one in LANGUAGES}
    facts = f"const FILES = {json.dumps(files)};\nconst PAGES = {json.dumps(pages)};\n"
    return Response(facts + HELPER.read_text(encoding="utf-8"), mimetype="text/javascript")


@blueprint.get("/telling/offline/<any(ru, en):language>")
def offline(language: str) -> str:
    """Show what stands in for a page while there is no network; it is the same for everybody."""
    with speaking(language):
        return render_template("storyteller/offline.html", language=language)


@blueprint.after_request
def answer_the_script(response: Response) -> Response:
    """Say where to go without going there: a script that sends again asks for a page only once it has arrived."""
    if request.headers.get("X-Resend") and response.status_code == 303:
        response.headers["X-Go"] = response.headers.pop("Location")
        response.status_code = 204
        response.set_data(b"")
    return response


def phone_of(teller: Telling, step: str) -> dict[str, Any] | None:
    """Return what scripts may use on a phone of the teller's own; on any other phone nothing is kept."""
    if not teller.contents.own_phone:
        return None
    key = b64encode(telling.phone_key(teller.token)).decode()
    return {"key": key, "step": step, "helper_url": url_for("storyteller.helper")}


def keep_cookies(teller: Telling, this: Step) -> None:
    """Let the cookies live as long as the draft on a phone of the teller's own, and end with the browser elsewhere.

    They are not given again where nothing changes: an answer that is cut on its way might leave half of one.
    """
    if teller.contents.own_phone:
        give_cookie(VISITOR, read_cookie(VISITOR), seconds=DAY)
    if teller.contents.own_phone or this.name == "start":
        give_cookie(TELLING, teller.token, seconds=DAY if teller.contents.own_phone else None)
