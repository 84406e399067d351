"""A collector's pages: what to do, how to ask, the next interview, what was collected, hours."""

from typing import Any

from flask import g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.gateways.kit import kit
from storyapp.rules.collecting import WorkKind
from storyapp.rules.errors import RuleBroken
from storyapp.rules.questionnaire.asked import Questionnaire
from storyapp.rules.stories import Mode
from storyapp.services import circles, form_versions, half_told, leads, telling
from storyapp.services import collectors as service
from storyapp.services.invitations import is_open
from storyapp.web.collector import blueprint
from storyapp.web.collector.away import works_away
from storyapp.web.collector.forms import TimeForm
from storyapp.web.common import here
from storyapp.web.common.cookies import CIRCLE, COLLECTING, TELLING, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.words.answers import repeats_words
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, use_language

ASKED = ("range", "choice", "happened", "matters", "title")  # our questions that a programme may word itself


@blueprint.before_request
def speak_to_the_collector() -> None:
    """Say «ты» or «вы» as the programme chose for its young people."""
    if g.get("at_work") is not None:
        use_language(language(), address=here.at_work().programme.address_form.value)


@blueprint.get("/collector/no-link")
def no_link() -> str:
    """Say what to do where a link is no longer good."""
    return render_template("collector/no_link.html")


@blueprint.get("/collector")
def home() -> str:
    """Show the next interview, and what was collected so far."""
    at_work = here.at_work()
    return _page(
        "home", stories=service.own_stories(at_work.collector), numbers=service.numbers_of(at_work.collector),
        is_open=is_open(at_work.invitation, kit().clock()), is_unfinished=telling.unfinished(read_cookie(TELLING)) is not None,
        works_away=works_away(at_work),
    )  # fmt: skip


@blueprint.get("/collector/card")
def card() -> str:
    """Show the training card."""
    return _page("card")


@blueprint.post("/collector/card")
def card_read() -> Response:
    """Keep that the card was read."""
    service.note_card_read(here.at_work().collector.id)
    return redirect(url_for("collector.home"), 303)


@blueprint.get("/collector/guide")
def guide() -> str:
    """Show what to ask, in the programme's own words, and how."""
    programme = here.at_work().programme
    form = form_versions.form_in_force(programme)
    return _page("guide", own={code: telling.own_words(form, code) for code in ASKED}, questions=_asked(form))


def _asked(form: Questionnaire) -> list[tuple[str, str]]:
    """Return the words of each question, and how often it is asked where that is more than once."""
    homes = [form.section(one.section) for one in form.own]
    often = [repeats_words(home.repeats) if home is not None and home.repeats is not None else "" for home in homes]
    return [(one.wording.say(language()), words) for one, words in zip(form.own, often, strict=True)]


@blueprint.post("/collector/begin")
def begin() -> Response:
    """Begin an interview; one that is not finished in this browser is not dropped unasked."""
    at_work = here.at_work()
    if at_work.collector.card_read_on is None:
        return redirect(url_for("collector.card"), 303)
    if not is_open(at_work.invitation, kit().clock()):
        leave_note(mark("Your link carries no more stories. Ask the facilitator to extend it."), kind="warn")
        return redirect(url_for("collector.home"), 303)
    place, token = telling.Place(invitation=at_work.invitation, programme=at_work.programme), read_cookie(TELLING)
    if leads.rests(place):
        leave_note(
            mark("No interview can begin now: the programme has too few safeguarding leads. Ask the facilitator."),
            kind="warn",
        )
        return redirect(url_for("collector.home"), 303)
    if at_work.invitation.mode is Mode.GROUP:
        return _begin_circle(at_work)
    if half_told.asks_first(token, place):
        return redirect(url_for("storyteller.again"), 303)
    give_cookie(TELLING, telling.begin(place, instead_of=token))
    return redirect(url_for("storyteller.step", name="start"), 303)


def _begin_circle(at_work: service.AtWork) -> Response:
    """Hand the device to the group: it leaves the collector's own pages, and comes back to them by the link."""
    give_cookie(CIRCLE, circles.begin(at_work.invitation))
    service.end_visit(read_cookie(COLLECTING))
    drop_cookie(COLLECTING)
    return redirect(url_for("storyteller.circle"), 303)


@blueprint.route("/collector/hours", methods=["GET", "POST"])
def hours() -> str | Response | tuple[str, int]:
    """Show the log of hours and take a line."""
    collector = here.at_work().collector
    form = sent(TimeForm, data={"worked_on": kit().clock().date(), "kind": WorkKind.INTERVIEW.name}).offer()
    if form.is_sent():
        try:
            service.log_time(
                collector.id, worked_on=form.worked_on.data, minutes=form.all_minutes, kind=WorkKind[form.kind.data]
            )
        except RuleBroken as broken:
            form.complain("hours" if broken.code == "time.odd-length" else "worked_on", message(broken))
        else:
            leave_note(mark("Saved."))
            return redirect(url_for("collector.hours"), 303)
    page = _page("hours", form=form, lines=service.times_of(collector), numbers=service.numbers_of(collector))
    return (page, 422) if form.errors else page


@blueprint.post("/collector/hours/<int:line_id>/drop")
def drop_time(line_id: int) -> Response:
    """Take a line out again."""
    service.drop_time(here.at_work().collector.id, line_id)
    return redirect(url_for("collector.hours"), 303)


@blueprint.post("/collector/leave")
def leave() -> Response:
    """End the visit in this browser; an interview that is not finished goes with it."""
    telling.leave(read_cookie(TELLING))
    service.end_visit(read_cookie(COLLECTING))
    drop_cookie(TELLING)
    drop_cookie(COLLECTING)
    return redirect(url_for("front.first_page"), 303)


def _page(name: str, **values: Any) -> str:
    return render_template(f"collector/{name}.html", at_work=here.at_work(), **values)
