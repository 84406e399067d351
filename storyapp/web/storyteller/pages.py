"""What each page of telling shows around its form."""

from collections.abc import Callable
from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy.exc import DBAPIError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from storyapp.data.db import db
from storyapp.rules.errors import RuleBroken
from storyapp.rules.questionnaire.burden import cost_of
from storyapp.services import changes, half_told, helping, my_story, telling
from storyapp.web.common import here
from storyapp.web.common.access import RETURNED, TELLER
from storyapp.web.common.forms import StoryForm
from storyapp.web.storyteller import blueprint
from storyapp.web.storyteller.doors import DOORS
from storyapp.web.storyteller.look_over import summary_of
from storyapp.web.storyteller.network import phone_of
from storyapp.web.storyteller.questions import title_of
from storyapp.web.storyteller.steps import Step, Telling, form_of, neighbour, progress_of
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, use_language

WHILE_SHUT = frozenset(f"storyteller.{name}" for name in ("again", "go_on", "begin_anew", "erase_here"))


@blueprint.before_request
def speak_to_the_teller() -> Response | None:
    """Open the draft once a request, and say «ты» or «вы» as the programme chose.

    While a link was opened over a half-told story, no page shows anything of it.
    """
    door = DOORS.get(request.endpoint or "")
    if door is TELLER:
        contents = telling.contents_of(here.draft(), here.token())
        g.telling = Telling(token=here.token(), place=here.place(), contents=contents)
        use_language(language(), address=contents.address, easy=g.telling.is_easy)
        if half_told.is_shut(contents) and request.endpoint not in WHILE_SHUT:
            return redirect(url_for("storyteller.again"), 303)
    elif door is RETURNED:
        g.returned = my_story.returned(here.draft())
        use_language(language(), address=g.returned.address)
    return None


def teller_here() -> Telling:
    """Return who is telling now."""
    return g.telling


def step_page(this: Step, teller: Telling, form: StoryForm, **around: Any) -> str:
    """Render one step; `around` is what a preview shows in another way."""
    before = neighbour(this, teller, -1)
    extras = EXTRAS.get(this.name, lambda teller: {})(teller)
    own = extras.get("own")
    asks = "choice" if this.name == "choose" else this.name
    if own is not None and asks in form:  # the programme's own question is the field's label
        form[asks].label.text = own.wording.say(language())
    shown: dict[str, Any] = {
        "step_name": "questions" if this.page else this.name, "form": form, "teller": teller, "programme": teller.place.programme, "page": this.page,
        "guide": GUIDE.get("questions" if this.page else this.name, "") if teller.is_written_down else "",
        "may_finish_later": "consent" in teller.contents.answers,
        "page_title": title_of(this.page) if this.page else "", "progress": progress_of(this, teller) if this.has_progress else None,
        "phone": phone_of(teller, this.name), **_addresses(this, before), **extras, **around,
    }  # fmt: skip
    return render_template("storyteller/questions.html" if this.page else f"storyteller/{this.name}.html", **shown)


def _addresses(this: Step, before: Step | None) -> dict[str, str]:
    return {
        "back_url": url_for("storyteller.step", name=before.name) if before else "",
        "form_url": url_for("storyteller.take_step", name=this.name, back=request.args.get("back")),
        "quick_exit_url": url_for("storyteller.leave"),
    }


def not_kept(this: Step, teller: Telling, typed: MultiDict[str, str], error: DBAPIError | OSError) -> tuple[str, int]:
    """Give what was typed back on the page, since the database could not take it."""
    db.session.rollback()
    is_full = isinstance(error, OSError) or "full" in str(error.orig).lower()
    form = form_of(this, teller, typed)
    form.form_errors.append(message(RuleBroken("draft.no-room" if is_full else "draft.not-kept")))
    return step_page(this, teller, form), 507 if is_full else 503


def _for_start(teller: Telling) -> dict[str, Any]:
    programme = teller.place.programme
    return {
        "introduction": telling.introduction_of(programme, teller.consent_band if teller.band else None),
        "lines": helping.lines_for(programme.organisation_id, language()),
        "has_page": changes.has_page(programme),
        "minutes": cost_of(teller.form, language(), for_children=teller.is_easy).minutes,
        "is_full": teller.place.invitation.n_sent >= teller.place.invitation.budget,
    }


def _for_check(teller: Telling) -> dict[str, Any]:
    trouble = teller.contents.trouble
    return {"parts": summary_of(teller), "trouble": message(RuleBroken(trouble)) if trouble else ""}


def _own_words(code: str) -> Callable[[Telling], dict[str, Any]]:
    return lambda teller: {"own": telling.own_words(teller.form, code)}


# What to do at each step, for those who ask and write down for somebody else.
GUIDE = {
    "start": mark("Read this page aloud and let the teller ask. Begin when the teller says yes."),
    "age": mark("Ask in which of these groups the teller is. Never ask for a date of birth."),
    "consent": mark("Read each question aloud and wait for a yes or a no. Do not help with the answer."),
    "understood": mark("Read the questions aloud. A wrong answer is no mistake of the teller: explain it once more."),
    "range": mark(
        "Ask what has changed, for better or worse. Then wait: silence is fine. Write the teller's own words."
    ),
    "choose": mark("The teller chooses, not you."),
    "happened": mark("Ask “How was it before?” and “And then?”. Write as you hear it, as “I”. Do not make it nicer."),
    "matters": mark("Ask why it matters. After the first answer ask once more: “And why is that important?”"),
    "direction": mark("The teller says which it is. Worse, or nothing changed, is worth as much as better."),
    "questions": mark("Read each question and all its answers aloud. Not answering is an answer too."),
    "title": mark("The teller chooses title and name. Read the line about help aloud, always."),
    "check": mark("Look at it together. After sending, the code belongs to the teller: do not keep it."),
}
EXTRAS: dict[str, Callable[[Telling], dict[str, Any]]] = {
    "start": _for_start,
    "explained": lambda teller: {"to_explain": teller.to_explain},
    "range": _own_words("range"),
    "choose": _own_words("choice"),
    "happened": _own_words("happened"),
    "matters": _own_words("matters"),
    "title": _own_words("title"),
    "check": _for_check,
}
