"""First page, help, language, quick exit, health."""

from flask import Response, current_app, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from storyapp.data.db import db
from storyapp.rules.answering import ANSWER_WITHIN, MessageKind
from storyapp.rules.retention import RetentionPolicy
from storyapp.rules.wording import LANGUAGES
from storyapp.services import helping
from storyapp.web.common.addresses import is_ours
from storyapp.web.common.cookies import GUARDIAN, LANGUAGE, MY_STORY, PANEL, POLL, TELLING, drop_cookie, give_cookie
from storyapp.web.common.leaving import forget_here
from storyapp.web.front import blueprint
from storyapp.words.privacy import IN_FORCE_SINCE, VERSION
from storyapp.words.speech import language


@blueprint.get("/")
def first_page() -> str:
    """Three ways in: I was invited, I have a code, I work here."""
    ways = current_app.view_functions
    return render_template(
        "front/first_page.html",
        my_story_url=url_for("storyteller.my_story") if "storyteller.my_story" in ways else "",
        resume_url=url_for("storyteller.resume") if "storyteller.resume" in ways else "",
        guardian_url=url_for("guardian.come_back") if "guardian.come_back" in ways else "",
        code_url=url_for("panel.code") if "panel.code" in ways else "",
        sign_in_url=url_for("account.sign_in") if "account.sign_in" in ways else "",
    )


@blueprint.get("/help")
def help_lines() -> str:
    """Whom to call, for everyone."""
    return render_template("front/help_lines.html", lines=helping.lines_for_everyone(language()))


@blueprint.get("/privacy")
def privacy() -> str:
    """What is kept of a teller, for how long, and what they may ask for."""
    has_own = "storyteller.my_story" in current_app.view_functions
    return render_template(
        "front/privacy.html", my_story_url=url_for("storyteller.my_story") if has_own else "",
        version=VERSION, since=IN_FORCE_SINCE, waits_days=RetentionPolicy().guardian_days,
        ask_days=ANSWER_WITHIN[MessageKind.QUESTION].days, complain_days=ANSWER_WITHIN[MessageKind.COMPLAINT].days,
    )  # fmt: skip


@blueprint.post("/language")
def switch_language() -> AnyResponse:
    """Remember the language and go back to where one was."""
    chosen = request.form.get("language", "") or request.form.get("switch_language", "")
    if chosen in LANGUAGES:
        give_cookie(LANGUAGE, chosen, seconds=365 * 24 * 3600)
    following = request.form.get("next", "/")
    return redirect(following if is_ours(following) else "/", 303)


@blueprint.get("/leave")
def leave() -> AnyResponse:
    """Leave at once: forget what this browser held of a story and show a page that tells nothing."""
    drop_cookie(TELLING)
    drop_cookie(MY_STORY)
    drop_cookie(GUARDIAN)
    drop_cookie(PANEL)
    drop_cookie(POLL)
    return forget_here(redirect(url_for("front.first_page"), 303))


@blueprint.get("/health")
def health() -> Response:
    """Say that the server and its database answer; nothing more."""
    db.session.execute(select(1))
    return Response("ok\n", mimetype="text/plain")
