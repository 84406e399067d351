"""A guardian's way: in by the card, who are you, yes or no to each use, a code to change that later."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from storyapp.rules.consent import GuardianKind, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.wording import LANGUAGES
from storyapp.services import guardians, helping
from storyapp.services.guardians import GuardianHere
from storyapp.web.common.addresses import full_address
from storyapp.web.common.cookies import GUARDIAN, LANGUAGE, VISITOR, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.forms import StoryForm, clean
from storyapp.web.common.notes import leave_note
from storyapp.web.common.pace import at_a_pace
from storyapp.web.common.qr import qr_drawing
from storyapp.web.guardian import blueprint
from storyapp.web.guardian.forms import NOBODY, GuardianCodeForm, WhoForm
from storyapp.web.storyteller.forms import consent_form
from storyapp.words.messages import MESSAGES, OTHERWISE
from storyapp.words.speech import language, mark, say

SWITCH = "switch_language"


@blueprint.get("/g/<token>")
def enter(token: str) -> Response | tuple[str, int]:
    """Exchange the secret of a card for a cookie, and go on to a clean address."""
    entered = guardians.open_card(token) if len(token) <= 80 else None
    if entered is None:
        return render_template("guardian/ended.html"), 404
    cookie, spoken = entered
    if not read_cookie(LANGUAGE):
        give_cookie(LANGUAGE, spoken)
    if request.method != "HEAD":
        guardians.leave(read_cookie(GUARDIAN))
        give_cookie(GUARDIAN, cookie)
    return _go("who")


@blueprint.get("/guardian")
def come_back() -> str:
    """Ask for the guardian's code."""
    return render_template("guardian/come_back.html", form=GuardianCodeForm())


@blueprint.post("/guardian")
def take_code() -> Response:
    """Open the answers of a code; a wrong code and an unknown one look the same, and neither is kept anywhere."""
    if _switches():
        return _go("come_back")
    try:
        with at_a_pace():
            cookie = guardians.come_back(clean(request.form.get("code", ""))[:200], visitor=read_cookie(VISITOR))
    except RuleBroken as broken:
        _complain(broken)
        return _go("come_back")
    give_cookie(GUARDIAN, cookie)
    return _go("answer")


@blueprint.get("/guardian/who")
def who() -> Response | str:
    """Ask who holds the card: a child may have opened it."""
    if _here().is_by_code or _here().code:
        return _go("answer")
    kind = _here().kind
    form = _form_with(WhoForm, {"kind": kind.value} if kind is not None else {})
    return _page("who", form=form)


@blueprint.post("/guardian/who")
def say_who() -> Response:
    """Take down who answers; who is not the guardian is led back kindly, and nothing is agreed to."""
    form = WhoForm(_typed())
    if _switches() or not form.validate():
        return _keep_for("who", form)
    if form.kind.data == NOBODY:
        guardians.say_not_guardian(_here())
        drop_cookie(GUARDIAN)
        return _go("not_guardian")
    guardians.say_kind(_here(), GuardianKind(form.kind.data))
    return _go("answer")


@blueprint.get("/guardian/not-guardian")
def not_guardian() -> str:
    """Say that all is well, what was taken down, and what one can do."""
    return render_template("guardian/not_guardian.html", lines=helping.lines_for_everyone(language()))


@blueprint.get("/guardian/answer")
def answer() -> Response | str:
    """Ask yes or no to each use; what a child has written is not here and cannot be opened from here."""
    elsewhere = _elsewhere()
    if elsewhere is not None:
        return elsewhere
    said = {purpose.value: "yes" if yes else "no" for purpose, yes in guardians.answers_now(_here()).items()}
    return _page(
        "answer", form=_form_with(_consent_form(), said), introduction=guardians.introduction(_here().programme)
    )


@blueprint.post("/guardian/answer")
def take_answer() -> Response:
    """Keep the answers; the first time a code is given."""
    elsewhere = _elsewhere()
    if elsewhere is not None:
        return elsewhere
    form = _consent_form()(_typed())
    if _switches() or not form.validate():
        return _keep_for("answer", form)
    agreed = {Purpose(name): said == "yes" for name, said in form.data.items()}
    shown = {Purpose[name]: fingerprint for name, fingerprint in form.shown.items()}  # type: ignore[attr-defined]
    try:
        guardians.answer(_here(), agreed, shown, spoken=language())
    except RuleBroken as broken:
        now = guardians.here(_here().token)  # pressed twice: the first press has given the code
        if now is None or now.code is None:
            _complain(broken)
        return _go("code")
    if not _here().is_by_code:
        return _go("code")
    leave_note(mark("Saved. It holds from now on."))
    return _go("answer")


@blueprint.get("/guardian/code")
def code() -> Response | str:
    """Show the code by which a guardian changes the answers, until it is saved."""
    code = _here().code
    if code is None:
        return _go("answer")
    return _page(
        "code", groups=code.grouped.split(), picture=qr_drawing(code.digits, named=say("Your code as a picture")),
        address=full_address(url_for("guardian.come_back")),
    )  # fmt: skip


@blueprint.post("/guardian/saved")
def saved() -> Response:
    """Take the guardian's word that the code is saved, and forget it here."""
    guardians.confirm_saved(_here())
    drop_cookie(GUARDIAN)
    return _go("done")


@blueprint.get("/guardian/done")
def done() -> str:
    """Say thank you, and nothing else."""
    return render_template("guardian/done.html")


@blueprint.get("/guardian/leave")
def leave() -> Response:
    """Leave at once: this browser forgets; a card that is not answered still works."""
    guardians.leave(read_cookie(GUARDIAN))
    drop_cookie(GUARDIAN)
    response = redirect(url_for("front.first_page"), 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _here() -> GuardianHere:
    return g.guardian


def _go(endpoint: str) -> Response:
    return redirect(url_for(f"guardian.{endpoint}"), 303)


def _page(name: str, **values: Any) -> str:
    return render_template(
        f"guardian/{name}.html", programme=_here().programme, is_by_code=_here().is_by_code,
        quick_exit_url=url_for("guardian.leave"), **values,
    )  # fmt: skip


def _elsewhere() -> Response | None:
    """Return where to go where no answer can be given now: the code is still shown, or nobody has said who they are."""
    if _here().code is not None:
        return _go("code")
    return None if _here().kind is not None else _go("who")


def _consent_form() -> type[StoryForm]:
    return consent_form(guardians.questions(_here().programme))


def _typed() -> MultiDict[str, str]:
    return MultiDict((name, clean(value)) for name, value in request.form.items(multi=True))


def _form_with(kind: type[StoryForm], said: dict[str, str]) -> StoryForm:
    typed = _here().kept.get("typed")
    if typed is None or not set(kind(None).data) & set(typed):
        return kind(None, data=said)
    form = kind(MultiDict(typed))
    if typed.get("tried"):
        form.validate()
    return form


def _keep_for(endpoint: str, form: StoryForm) -> Response:
    """Keep what was chosen for the next look at the page; after a switch of language nothing is complained of."""
    tried = {} if request.form.get(SWITCH) else {"tried": "yes"}
    guardians.keep_chosen(_here(), {name: value or "" for name, value in form.data.items()} | tried)
    return _go(endpoint)


def _switches() -> bool:
    switched = request.form.get(SWITCH, "")
    if switched in LANGUAGES:
        give_cookie(LANGUAGE, switched)
    return bool(switched)


def _complain(broken: RuleBroken) -> None:
    leave_note(MESSAGES.get(broken.code, OTHERWISE), kind="bad", **broken.facts)
