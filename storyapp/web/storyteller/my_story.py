"""My story: come back by receipt, see what became of it, write, change, narrow, take back, take along."""

import json
from collections.abc import Callable
from typing import Any

from flask import Response as Answer
from flask import abort, g, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from storyapp.rules.consent import Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.lasting import Lasted
from storyapp.rules.people import AgeBand
from storyapp.rules.stories import WRITTEN_DOWN, ReadBack, StoryState
from storyapp.rules.wording import LANGUAGES
from storyapp.services import asking_again, attachments, changes, helping, light_edits, receipts, rewording, telling
from storyapp.services import my_story as service
from storyapp.services.my_story import Returned
from storyapp.web.common import here
from storyapp.web.common.answer_fields import field_name
from storyapp.web.common.cookies import LANGUAGE, MY_STORY, VISITOR, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.forms import StoryForm, clean, whole
from storyapp.web.common.notes import leave_note
from storyapp.web.common.pace import at_a_pace
from storyapp.web.storyteller import blueprint
from storyapp.web.storyteller.forms import CodeForm, MessageForm, WordsForm, consent_form
from storyapp.web.storyteller.lasting import lasting_form
from storyapp.web.storyteller.path import stepping_stones
from storyapp.web.storyteller.taken_along import as_text
from storyapp.words.messages import MESSAGES, OTHERWISE
from storyapp.words.speech import language, mark

SWITCH = "switch_language"
ANSWERED = (ReadBack.TICKED, ReadBack.BY_CODE, ReadBack.DISPUTED)


@blueprint.get("/my-story")
def my_story() -> str:
    """Ask for the receipt code."""
    return render_template("storyteller/my_story.html", form=CodeForm())


@blueprint.post("/my-story")
def come_back() -> Response:
    """Open the story of a code; a wrong code and an unknown one look the same, and neither is kept anywhere."""
    if _switches():
        return _go("my_story")
    try:
        with at_a_pace():
            token = receipts.come_back(clean(request.form.get("code", ""))[:200], visitor=read_cookie(VISITOR))
    except RuleBroken as broken:
        _complain(broken)
        return _go("my_story")
    give_cookie(MY_STORY, token)
    return _go("view")


@blueprint.get("/my-story/view")
def view() -> str:
    """Show what became of the story."""
    who = _who()
    service.note_seen(who)
    seen = service.look(who)
    return _page(
        "view", who, seen=seen, stones=stepping_stones(who.story, seen),
        lines=helping.lines_for(who.story.organisation_id, language()), has_page=changes.has_page(who.programme), takes_more=attachments.are_taken(who.programme) or attachments.has_any(who),
        asks_reading_back=who.story.mode in WRITTEN_DOWN and who.story.read_back not in ANSWERED,
        again=asking_again.asked_again(who), edit=light_edits.waiting(who.story), may_change=service.may_change_words(who),
    )  # fmt: skip


@blueprint.get("/my-story/write")
def write() -> Response | str:
    """Ask what the teller wants to say."""
    kind = request.args.get("kind", "")
    return _form_page("write", MessageForm, said={"kind": kind} if kind in service.TELLER_SAYS else None)


@blueprint.post("/my-story/write")
def send_message() -> Response:
    """Send a word to the programme."""

    def send(form: StoryForm) -> None:
        service.write(_who().story.id, kind=form.kind.data, text=form.text.data, may_print=form.may_print.data)

    return _take("write", MessageForm, send, mark("Sent. A person will read it."))


@blueprint.get("/my-story/words")
def words() -> Response | str:
    """Show the own words to be changed, and what happens to the former ones."""
    seen = rewording.own_words(_who().story)
    if seen is None and _who().story.state is StoryState.WITHDRAWN:
        leave_note(MESSAGES["story.taken-back"], kind="info")
        return _go("view")
    if seen is None:
        leave_note(mark("What you wrote was erased when its time had passed, so it cannot be changed any more."))
        return _go("view")
    said = {"version": str(seen.version), **vars(seen.words)}
    return _form_page("words", WordsForm, said=said, seen=seen)


@blueprint.post("/my-story/words")
def change_words() -> Response:
    """Keep the changed words; a person screens them before others read them."""

    def change(form: StoryForm) -> None:
        typed = rewording.Words(title=form.title.data, happened=form.happened.data, matters=form.matters.data)
        rewording.reword(_who().story.id, typed, seen_version=whole(form.version.data) or 0)

    return _take("words", WordsForm, change, mark("Saved. A person reads your new words before others do."))


@blueprint.get("/my-story/lasting")
def lasting() -> Response | str:
    """Ask, months later, whether it has lasted."""
    again, wheels = asking_again.asked_again(_who()), asking_again.wheels_of(_who())
    if not again.is_asked:
        leave_note(MESSAGES["lasting.not-asked"], kind="info")
        return _go("view")
    rated = asking_again.ratings_said(again.said)
    said: dict[str, Any] = {field_name(one): rated[one.id] for one in wheels if one.id in rated}
    if again.said is not None:
        said["lasted"] = again.said.lasted.value
    return _form_page("lasting", lasting_form(wheels), said=said, wheels=wheels, original=service.look(_who()).original)


@blueprint.post("/my-story/lasting")
def say_lasting() -> Response:
    """Keep whether it has lasted."""
    wheels = asking_again.wheels_of(_who())

    def say_it(form: StoryForm) -> None:
        asking_again.say_lasting(
            _who().story.id, Lasted(form["lasted"].data), words=form["words"].data,
            may_print=form["may_print"].data, ratings={one.id: form[field_name(one)].data for one in wheels},
        )  # fmt: skip

    return _take("lasting", lasting_form(wheels), say_it, mark("Thank you. It is kept beside your story."))


@blueprint.get("/my-story/consent")
def consent() -> Response | str:
    """Show what may be done with the story, purpose by purpose."""
    said = {purpose.value: "yes" if yes else "no" for purpose, yes in service.agreed_now(_who().story).items()}
    return _form_page("consent", _consent_form(), said=said)


@blueprint.post("/my-story/consent")
def change_consent() -> Response:
    """Narrow or widen what may be done with the story."""

    def change(form: StoryForm) -> None:
        service.change_consent(_who().story.id, {Purpose(name): said == "yes" for name, said in form.data.items()})

    return _take("consent", _consent_form(), change, mark("Saved. It holds from now on."))


@blueprint.post("/my-story/read-back")
def confirm_reading_back() -> Response:
    """Take the teller's word on what somebody else wrote down."""
    agrees = request.form.get("agrees") == "yes"
    try:
        service.confirm_reading_back(_who().story.id, agrees=agrees)
    except RuleBroken as broken:
        _complain(broken)
        return _go("view")
    if agrees:
        leave_note(mark("Thank you. It is kept that you confirmed it."))
        return _go("view")
    leave_note(mark("It is kept that this is not what you told. Please write what is different."), kind="info")
    return _go("write")


@blueprint.post("/my-story/light-edit")
def answer_light_edit() -> Response:
    """Take the teller's yes or no to a few words that somebody would put right."""
    agrees = request.form.get("agrees") == "yes"
    try:
        light_edits.answer(_who().story.id, agrees=agrees, seen=request.form.get("seen", "")[:64])
    except RuleBroken as broken:
        _complain(broken)
        return _go("view")
    leave_note(mark("Thank you. Others read it so now.") if agrees else mark("Thank you. The text stays as it was."))
    return _go("view")


@blueprint.post("/my-story/object")
def object_to_text() -> Response:
    """Take the teller's word that the text still tells who somebody is."""
    try:
        service.object_to_text(_who().story.id)
    except RuleBroken as broken:
        _complain(broken)
        return _go("view")
    leave_note(
        mark("No panel and no report shows it until a person has looked again. Please write what has to be covered."),
        kind="info",
    )
    return _go("write")


@blueprint.post("/my-story/let-stay")
def let_text_stay() -> Response:
    """Take the teller's word that the text may stay as it is."""
    try:
        service.let_text_stay(_who().story.id)
    except RuleBroken as broken:
        _complain(broken)
    else:
        leave_note(mark("Thank you. The text stays as it is, and others may read it again."))
    return _go("view")


@blueprint.get("/my-story/take-back")
def take_back() -> str:
    """Say what happens when a story is taken back."""
    return _page("take_back", _who())


@blueprint.post("/my-story/take-back")
def withdraw() -> Response:
    """Take the story back."""
    try:
        service.withdraw(_who().story.id)
    except RuleBroken as broken:
        _complain(broken)
    else:
        leave_note(mark("You took your story back. Nobody reads it from now on."))
    return _go("view")


@blueprint.get("/my-story/erase")
def erase() -> str:
    """Say what happens when a story is erased."""
    return _page("erase", _who())


@blueprint.post("/my-story/erase")
def erase_now() -> Response:
    """Erase the story for good."""
    service.erase(_who().story.id)
    drop_cookie(MY_STORY)
    return _go("gone")


@blueprint.get("/my-story/gone")
def gone() -> str:
    """Say that a story is erased."""
    return render_template("storyteller/gone.html")


@blueprint.get("/my-story/take-along.<kind>")
def take_along(kind: str) -> Answer:
    """Hand everything that is kept about the story to its teller."""
    if kind not in ("json", "txt"):
        abort(404)
    values = service.take_along(_who())
    text = json.dumps(values, ensure_ascii=False, indent=2) if kind == "json" else as_text(values)
    answer = Answer(text + "\n", mimetype="application/json" if kind == "json" else "text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="my-story.{kind}"'
    return answer


@blueprint.post("/my-story/close")
def close() -> Response:
    """Forget in this browser that somebody came back."""
    service.close(here.token())
    drop_cookie(MY_STORY)
    return _go("my_story")


@blueprint.get("/my-story/leave")
def leave_my_story() -> Response:
    """Leave at once: the key goes, and this browser forgets."""
    token = read_cookie(MY_STORY)
    if token:
        service.close(token)
    drop_cookie(MY_STORY)
    answer = redirect(url_for("front.first_page"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _who() -> Returned:
    return g.returned


def _go(endpoint: str) -> Response:
    return redirect(url_for(f"storyteller.{endpoint}"), 303)


def _page(name: str, who: Returned, **values: Any) -> str:
    return render_template(
        f"storyteller/{'my_' if name == 'consent' else ''}{name}.html", story=who.story, programme=who.programme,
        is_taken_back=who.story.state is StoryState.WITHDRAWN, quick_exit_url=url_for("storyteller.leave_my_story"),
        **values,
    )  # fmt: skip


def _form_page(name: str, kind: type[StoryForm], *, said: dict[str, Any] | None = None, **more: Any) -> Response | str:
    who = _who()
    if who.story.state is StoryState.WITHDRAWN:
        return _go("view")
    typed = service.typed_of(here.draft(), here.token()).get(name)
    form = kind(None, data=said or {}) if typed is None else kind(MultiDict(typed["values"]))
    if typed is not None and typed["tried"]:
        form.validate()
    return _page(name, who, form=form, **more)


def _take(name: str, kind: type[StoryForm], do: Callable[[StoryForm], None], thanks: str) -> Response:
    """Do what a form asks, or keep what was typed for the next look at the page."""
    typed = MultiDict((field, clean(value)) for field, value in request.form.items(multi=True))
    form, switched = kind(typed), _switches()
    values = {field: said for field, said in typed.lists() if field in form}
    if switched or not form.validate():
        service.keep_typed(here.token(), name, values, tried=not switched)
        return _go(name)
    try:
        do(form)
    except RuleBroken as broken:
        service.keep_typed(here.token(), name, values, tried=False)
        _complain(broken)
        return _go(name)
    service.keep_typed(here.token(), name, None, tried=False)
    leave_note(thanks)
    return _go("view")


def _consent_form() -> type[StoryForm]:
    who = _who()
    band = (who.story.age_band or AgeBand.ADULT).consent_band
    return consent_form(telling.consent_questions(who.programme, band))


def _switches() -> bool:
    switched = request.form.get(SWITCH, "")
    if switched in LANGUAGES:
        give_cookie(LANGUAGE, switched)
    return bool(switched)


def _complain(broken: RuleBroken) -> None:
    leave_note(MESSAGES.get(broken.code, OTHERWISE), kind="bad", **broken.facts)
