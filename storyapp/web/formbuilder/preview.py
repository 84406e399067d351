"""The form as a teller's phone shows it, page by page; what is typed here goes nowhere."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from storyapp.data.queries.telling import Place
from storyapp.data.tables.programmes import StoryInvitation
from storyapp.rules.consent import ASKED_WHEN_TELLING
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.questionnaire.asked import Questionnaire
from storyapp.rules.stories import Direction, Mode, ReadBack
from storyapp.rules.wording import LANGUAGES
from storyapp.services import questionnaires
from storyapp.services.telling import Contents
from storyapp.web.common import here
from storyapp.web.common.forms import clean
from storyapp.web.common.pages import FRAMED, FRAMING
from storyapp.web.formbuilder import blueprint
from storyapp.web.formbuilder.place import path_to_form
from storyapp.web.formbuilder.preview_style import styled
from storyapp.web.storyteller.pages import step_page
from storyapp.web.storyteller.questions import title_of
from storyapp.web.storyteller.steps import Step, Telling, form_of, named, neighbour, path_of, take_answers
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say, use_language

LOOKS = {"light": mark("Light"), "dark": mark("Dark")}
WAYS = {"self": Mode.SELF, "interview": Mode.INTERVIEWER}
STEP_NAMES = {
    "start": mark("Before the first question"), "age": mark("About you"), "consent": mark("What may be done with it"),
    "guardian": mark("An adult agrees too"), "range": mark("What changed"), "choose": mark("The one that matters most"),
    "happened": mark("What happened"), "matters": mark("Why it matters"), "direction": mark("Which way it went"),
    "title": mark("Title and name"), "read_back": mark("Reading back"), "check": mark("Look it over"),
}  # fmt: skip


@dataclass(kw_only=True)
class Trial(Telling):
    """Somebody who only tries: the form as it is written, and answers that stand in no draft."""

    written: Questionnaire

    @property
    def form(self) -> Questionnaire:  # type: ignore[override]
        """Return the form that is tried."""
        return self.written


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What shall be shown, as the address says it; what it does not know is left as it is usual."""

    language: str
    band: str
    way: str
    look: str
    step: str

    @property
    def choices(self) -> dict[str, Any]:
        """Return what stays the same from page to page."""
        return {"language": self.language, "band": self.band, "way": self.way, "look": self.look}


@blueprint.get("/p/<programme>/form/preview")
def preview(programme: str) -> Response:
    """Show the phone and what can be chosen around it."""
    wanted = _wanted()
    teller = _trial(wanted, {})
    steps = [(step.name, _name_of(step)) for step in path_of(teller)]
    path_to_form()
    page = render_template(
        "form/preview.html", wanted=wanted, steps=steps, slug=programme, looks=LOOKS,
        bands=[(band.value, label(band)) for band in AgeBand],
        page_url=url_for(".preview_page", programme=programme, step=wanted.step, **wanted.choices),
    )  # fmt: skip
    return _with_policy(page, FRAMING)


@blueprint.route("/p/<programme>/form/preview/page", methods=["GET", "POST"])
def preview_page(programme: str) -> Response:
    """Show one page of telling; a page that is sent leads to the next, and nothing is kept."""
    wanted = _wanted()
    use_language(wanted.language, address=_address(wanted), easy=wanted.band == AgeBand.FROM_10_TO_13.value)
    teller = _trial(wanted, _so_far())
    this = _step(teller, wanted.step)
    typed: MultiDict[str, str] | None = None
    if request.method == "POST":
        if this.name == "check":
            return _with_policy(_end(programme, wanted), FRAMED)
        typed = MultiDict((name, clean(value)) for name, value in request.form.items(multi=True) if name != "so_far")
    form = form_of(this, teller, typed)
    if typed is not None and form.validate():
        take_answers(this, teller, form)
        this = neighbour(this, teller, 1) or this
        form = form_of(this, teller)
    return _with_policy(_page(programme, wanted, this, teller, form), FRAMED)


def _page(programme: str, wanted: Wanted, this: Step, teller: Trial, form: Any) -> str:
    def address(name: str) -> str:
        return url_for(".preview_page", programme=programme, step=name, **wanted.choices)

    before = neighbour(this, teller, -1)
    return step_page(
        this, teller, form, back_url=address(before.name) if before else "", form_url=address(this.name),
        quick_exit_url=address("start"), change_url=address, may_finish_later=False,
        static_url=_static_url(programme, wanted), so_far=json.dumps(teller.contents.answers, ensure_ascii=False),
    )  # fmt: skip


def _end(programme: str, wanted: Wanted) -> str:
    start = url_for(".preview_page", programme=programme, step="start", **wanted.choices)
    return render_template(
        "form/preview_end.html",
        start_url=start,
        quick_exit_url=start,
        so_far="",
        static_url=_static_url(programme, wanted),
    )


def _static_url(programme: str, wanted: Wanted) -> Any:
    return styled(current_app.jinja_env.globals["static_url"], programme=programme, look=wanted.look)


def _wanted() -> Wanted:
    def one(name: str, known: Any, usual: str) -> str:
        said = request.args.get(name, "")
        return said if said in known else usual

    return Wanted(
        language=one("language", LANGUAGES, language()), way=one("way", WAYS, "self"), look=one("look", LOOKS, "light"),
        band=one("band", [band.value for band in AgeBand], AgeBand.FROM_14_TO_15.value),
        step=request.args.get("step", "start"),
    )  # fmt: skip


def _address(wanted: Wanted) -> str:
    return "vy" if wanted.band == AgeBand.ADULT.value else here.programme().address_form.value


def _trial(wanted: Wanted, so_far: dict[str, Any]) -> Trial:
    programme = here.programme()
    invitation = StoryInvitation(mode=WAYS[wanted.way], guardian_paper="", language=wanted.language, n_sent=0, budget=1)
    contents = Contents(address=_address(wanted), answers=_examples(wanted) | so_far)
    place = Place(invitation=invitation, programme=programme)
    return Trial(token="", place=place, contents=contents, written=questionnaires.written_form(programme))


def _examples(wanted: Wanted) -> dict[str, dict[str, Any]]:
    """Return what stands on the pages before the one that is tried."""
    change = say("Here stands a change, as an example")
    return {
        "start": {}, "age": {"band": wanted.band, "role": TellerRole.YOUNG_PERSON.value},
        "consent": {purpose.value: "yes" for purpose in ASKED_WHEN_TELLING}, "guardian": {},
        "range": {"change_1": change, "change_2": say("Here stands another change")}, "choose": {"choice": change},
        "happened": {"happened": say("Here stands what happened, in the teller's words.")}, "matters": {"matters": ""},
        "direction": {"direction": Direction.BETTER.value}, "read_back": {"read_back": ReadBack.TICKED.value},
        "title": {"title": "", "pseudonym": "", "wants_help": False},
    }  # fmt: skip


def _so_far() -> dict[str, Any]:
    """Return the answers that the pages before have carried along; anything else is as if it were not there."""
    try:
        carried = json.loads(request.form.get("so_far", "{}"))
    except ValueError:
        return {}
    known = carried if isinstance(carried, dict) else {}
    return {name: one for name, one in known.items() if isinstance(one, dict) and _is_page(name)}


def _is_page(name: str) -> bool:
    return name.startswith("questions")  # our own steps are always shown with the examples


def _step(teller: Trial, name: str) -> Step:
    path = path_of(teller)
    step = named(name, teller)
    return step if step is not None and step in path else path[0]


def _name_of(step: Step) -> str:
    if step.page is not None:
        return say("Your questions: %(title)s", title=title_of(step.page))
    return say(STEP_NAMES[step.name])


def _with_policy(page: str, policy: str) -> Response:
    response = make_response(page)
    response.headers["Content-Security-Policy"] = policy
    if policy is FRAMED:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
