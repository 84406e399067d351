"""A panellist's way: in by link, one story after another, the ballot, what was decided."""

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import RoundState
from storyapp.rules.sentences import SHORTEST_REASON, hint_for
from storyapp.rules.wording import LANGUAGES, language_tag
from storyapp.services import (
    attachments,
    dissenting,
    light_edits,
    minutes,
    reopening,
    rooms,
    round_tree,
    rounds,
    sessions,
    shares,
    voting,
)
from storyapp.services.voting import Place
from storyapp.web.common import here
from storyapp.web.common.cookies import LANGUAGE, PANEL, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.files import a_file
from storyapp.web.common.forms import clean
from storyapp.web.common.freshness import as_before
from storyapp.web.common.notes import leave_note
from storyapp.web.panel import blueprint
from storyapp.web.panel.casting import marked_on
from storyapp.web.panel.forms import EXPECTS_NONE, LONGEST_REASON, DissentForm, ExpectForm
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say, use_language

TROUBLE = "trouble"
MAY_REST = {"panel.home", "panel.enter", "panel.no_seat", "panel.code", "panel.changes", "panel.mark_change"}


@blueprint.before_request
def speak_to_the_panellist() -> None:
    """Say «ты» or «вы» as the programme chose for its young people."""
    if g.get("seat") is not None:
        use_language(language(), address=voting.address_for(here.seat()))


@blueprint.before_request
def rest_in_a_pause() -> Response | None:
    """Show nothing to read while the round rests; what somebody sends meanwhile is kept by the page that takes it."""
    seat = g.get("seat")
    if seat is None or request.method != "GET" or request.endpoint in MAY_REST:
        return None
    return redirect(url_for("panel.home"), 303) if voting.is_paused(seat) else None


@blueprint.context_processor
def words_for_stories() -> dict[str, Any]:
    """Let templates call a story by its title or its first words."""
    return {"name_of": rounds.name_of}


@blueprint.get("/panel/enter/<token>")
def enter(token: str) -> Response:
    """Exchange the secret of a link for a cookie, and go on to a clean address."""
    entered = voting.enter(token, cookie=read_cookie(PANEL)) if len(token) <= 80 else None
    if entered is None:
        drop_cookie(PANEL)
        return redirect(url_for("panel.no_seat"), 303)
    cookie, seat = entered
    give_cookie(PANEL, cookie)
    if not read_cookie(LANGUAGE):
        give_cookie(LANGUAGE, seat.language)
    return redirect(url_for("panel.home"), 303)


@blueprint.get("/panel/no-seat")
def no_seat() -> str:
    """Say what to do where a link is no longer good."""
    return render_template("panel/no_seat.html")


@blueprint.get("/panel")
def home() -> Response | str:
    """Say what this is, how long it takes, and what was decided."""
    pulse = rooms.pulse_of(here.seat().round_id)
    same = as_before(pulse, here.seat().n_read)
    if same is not None:
        return same
    place = place_here()
    if place.is_decided:
        return _outcome(place)
    if place.one.state is RoundState.PAUSED:
        return render_template("panel/paused.html", place=place, has_typed=bool(voting.typed(_cookie())))
    return render_template(
        "panel/home.html", place=place, pulse=pulse, n_read=place.n_read, refused=_refused(place),
        minutes=rounds.minutes_to_read([read.story for read in place.reads]),
    )  # fmt: skip


@blueprint.get("/panel/read/<int:n>")
def read(n: int) -> Response | str:
    """Show one story and nothing else; who told it is not said."""
    place = place_here()
    if not 1 <= n <= len(place.reads) or not place.one.opened_at:
        return redirect(url_for("panel.home"), 303)
    story_id = place.reads[n - 1].row.story_id
    if story_id not in place.judged if place.sitting.is_dealt else place.seat.n_read < n:
        voting.note_read(place.seat.id, n, story_id)
        place = place_here()
    this = place.story(story_id)
    if this is None:  # dealt to somebody else a moment ago
        return redirect(url_for("panel.home"), 303)
    return render_template(
        "panel/read.html", place=place, this=this, n=n, total=len(place.reads),
        is_recused=this.row.story_id in place.recused,
        below=round_tree.reasons_below(place.one).get(this.row.story_id),
        pictures=attachments.beside(this.story), edited=light_edits.shown(this.story),
    )  # fmt: skip


@blueprint.get("/panel/read/<int:n>/picture/<public_id>")
def picture(n: int, public_id: str) -> Response:
    """Hand over a picture that stands beside a story which this panel may read."""
    place = place_here()
    if not 1 <= n <= len(place.reads) or not place.one.opened_at:
        abort(404)
    return a_file(attachments.file_beside(place.reads[n - 1].story, public_id))


@blueprint.route("/panel/recusal/<int:n>", methods=["GET", "POST"])
def recusal(n: int) -> Response | str:
    """Ask before a panellist steps back from a story, and let them come back to it."""
    place = place_here()
    if not 1 <= n <= len(place.reads):
        return redirect(url_for("panel.home"), 303)
    this = place.reads[n - 1]
    is_recused = this.row.story_id in place.recused
    if request.method == "GET":
        return render_template("panel/recusal.html", place=place, this=this, n=n, is_recused=is_recused)
    fallen = _try(
        lambda: voting.recuse(place.seat.id, this.row.story_id, knows="knows" in request.form, cookie=_cookie())
    )
    if fallen:
        leave_note(mark("Your ballot for this story was taken back. Please choose again."), kind="info")
    if place.sitting.is_dealt and place_here().story(this.row.story_id) is None:
        leave_note(mark("Thank you. Somebody else reads this story now."))
        return redirect(url_for("panel.home"), 303)
    return redirect(url_for("panel.read", n=n), 303)


@blueprint.post("/panel/here")
def back_here() -> Response:
    """Take a share of the stories again, after others were told that this person does not come."""
    _try(lambda: shares.come_back(here.seat().id))
    return redirect(url_for("panel.home"), 303)


@blueprint.get("/panel/voted")
def voted() -> Response | str:
    """Confirm the ballot and show it; where none could be taken, show what was typed all the same."""
    place = place_here()
    if place.is_decided and not voting.typed(_cookie()):
        return redirect(url_for("panel.home"), 303)
    if place.may_vote and not place.has_voted:
        return redirect(url_for("panel.home"), 303)
    typed = voting.typed(_cookie())
    if typed:
        voting.forget_typed(_cookie())
        place = place_here()
    ballot = place.ballot
    trouble = message(RuleBroken(typed[TROUBLE], shortest=SHORTEST_REASON)) if typed.get(TROUBLE) else ""
    return render_template(
        "panel/voted.html", place=place, ballot=ballot, typed=typed.get("reason", ""), trouble=trouble,
        choice=place.story(ballot.story_id) if ballot else None, marked=marked_on(place, ballot),
        expect_form=None if ballot is None else _expect_form(place),
        hint=hint_for(ballot.reason) if ballot and not place.compared else None,
    )  # fmt: skip


@blueprint.post("/panel/dissent")
def dissent() -> Response:
    """Keep what a panellist says against the choice; shown beside it everywhere."""
    text = clean(request.form.get("text", ""))[:LONGEST_REASON]
    if request.form.get("switch_language") in LANGUAGES:
        give_cookie(LANGUAGE, request.form["switch_language"])
        voting.keep_typed(_cookie(), {"text": text})
        return redirect(url_for("panel.home"), 303)
    try:
        dissenting.say_dissent(here.seat().id, text)
    except RuleBroken as broken:
        voting.keep_typed(_cookie(), {"text": text, TROUBLE: broken.code})
        return redirect(url_for("panel.home"), 303)
    voting.forget_typed(_cookie())
    leave_note(mark("Your words now stand beside the choice."))
    return redirect(url_for("panel.home"), 303)


@blueprint.post("/panel/leave")
def leave() -> Response:
    """End the visit in this browser; the link still opens it again."""
    sessions.end_visit(_cookie())
    drop_cookie(PANEL)
    return redirect(url_for("front.first_page"), 303)


@blueprint.post("/panel/voted/back")
def take_back() -> Response:
    """Take one's ballot out of the round altogether."""
    if _try(lambda: voting.take_back(here.seat().id, cookie=_cookie())):
        leave_note(mark("Your ballot is out. You can vote anew until the end, or leave it so."))
    return redirect(url_for("panel.home"), 303)


def _refused(place: Place) -> tuple[reopening.Refused, ...]:
    """Return what young people refused before this vote; nothing can have been refused before the first."""
    return reopening.refused_before(place.sitting) if place.one.turn > 1 else ()


def _outcome(place: Place) -> str:
    typed = voting.typed(_cookie())
    form = (
        DissentForm(_as_typed(typed)) if "text" in typed else DissentForm(data={"text": dissenting.own_dissent(place)})
    )
    if typed.get(TROUBLE):
        form.complain("text", message(RuleBroken(typed[TROUBLE], shortest=SHORTEST_REASON)))
    ballot = place.last_ballot
    return render_template(
        "panel/outcome.html", place=place, form=form, told=minutes.minutes_of(place.sitting), refused=_refused(place), ballot=ballot, expected=rooms.expected(place.one),
        choice=place.story(ballot.story_id) if ballot else None, marked=marked_on(place, ballot), readable={one.row.story_id for one in place.reads},
    )  # fmt: skip


def _expect_form(place: Place) -> ExpectForm:
    """Ask what the others will choose, beginning with what was said of it."""
    said = rooms.expectation_of(place.seat, place.one.turn)
    known = {read.row.story_id: read.story.public_id for read in place.reads}
    begin = "" if said is None else EXPECTS_NONE if said.story_id is None else known.get(said.story_id, "")
    form = ExpectForm(data={"story": begin})
    form.story.choices = [
        *([] if begin else [SelectChoice(value="", label=say("Please choose"))]),
        *(
            SelectChoice(
                value=read.story.public_id,
                label=rounds.name_of(read.story),
                render_kw={"translate": "no", "lang": language_tag(read.story.language)},
            )
            for read in place.reads
        ),
        SelectChoice(value=EXPECTS_NONE, label=say("No story")),
    ]
    return form


def place_here() -> Place:
    """Return what this panellist has before them."""
    return voting.place_of(here.seat(), _cookie())


def _cookie() -> str:
    return read_cookie(PANEL)


def _as_typed(typed: dict[str, str]) -> MultiDict[str, str]:
    return MultiDict({name: value for name, value in typed.items() if name != TROUBLE})


def _try(does: Any) -> Any:
    """Do it, or leave a note that says why not."""
    try:
        return does()
    except RuleBroken as broken:
        leave_note(message(broken), kind="warn")
        return None
