"""The screening desk: masks are looked at, the text is confirmed, the next story comes."""

import hashlib

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.masking import pieces
from storyapp.rules.stories import Others
from storyapp.services import cases, screening, searching
from storyapp.services.screening import Desk, Suggested, Texts
from storyapp.web.common import here
from storyapp.web.common.forms import sent, whole
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.web.facilitator.forms import HandOverForm, ScreenForm
from storyapp.web.facilitator.words import MASK_KINDS
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

PARTS = ("title", "happened", "matters")
BESIDE = {"story.name-was-covered": "made_up_name", "story.objection-stands": "answer"}


@blueprint.get("/p/<programme>/screening")
def next_to_screen(programme: str) -> Response | str:
    """Go to the story that waits longest, or to the next one after `after`."""
    following = screening.next_story(here.programme(), after=request.args.get("after", "")[:40])
    if following is None:
        return render_template("facilitator/nothing_to_screen.html", home_url=url_for(".home", programme=programme))
    return redirect(url_for(".screen", programme=programme, public_id=following.public_id), 303)


@blueprint.get("/p/<programme>/second-look")
def next_to_approve(programme: str) -> Response | str:
    """Go to the next text that waits for a second person before it may be published."""
    following = screening.next_to_approve(here.programme(), account_id=here.account().id)
    if following is None:
        return render_template("facilitator/nothing_to_screen.html", home_url=url_for(".home", programme=programme))
    return redirect(url_for(".story", programme=programme, public_id=following.public_id), 303)


@blueprint.post("/p/<programme>/stories/<public_id>/approve")
def approve_text(programme: str, public_id: str) -> Response:
    """Approve a text as the second person."""
    found(searching.is_here(here.programme(), public_id))
    try:
        screening.approve_text(
            here.programme(),
            public_id,
            seen_version=whole(request.form.get("version")) or 0,
            account_id=here.account().id,
        )
    except RuleBroken as broken:
        leave_note(message(broken), kind="bad")
    else:
        leave_note("A second person has approved this text for publication and for readers from outside.")
    return redirect(url_for(".story", programme=programme, public_id=public_id), 303)


@blueprint.route("/p/<programme>/screening/<public_id>", methods=["GET", "POST"])
def screen(programme: str, public_id: str) -> str | Response | tuple[str, int]:
    """Screen one story."""
    desk = found(screening.desk(here.programme(), public_id, account_id=here.account().id))
    domains, _ = searching.names_of(here.programme())
    form = sent(ScreenForm, **_first_look(desk)).offer(domains)
    step = "" if "switch_language" in request.form else request.form.get("step", "")
    if step == "look" and form.cover_words.data:  # Enter, pressed in the words to cover
        step = "cover"
    if request.method == "POST" and step == "confirm" and form.is_sent():
        if not desk.is_again and form.applied.data != _choices_hash(form):
            _apply(desk, form)
            form.complain(
                "masks", say("You changed what is covered. Here is the text with that; please look once more.")
            )
        elif note := _confirmed(desk, form):
            leave_note(note)
            return redirect(url_for(".next_to_screen", programme=programme, after=public_id), 303)
        else:
            desk = found(screening.desk(here.programme(), public_id, account_id=here.account().id))
    elif step == "apply":
        _apply(desk, form)
    elif step in ("cover", "cover-chosen"):
        _cover(desk, form, step)
    crumb(say("Stories"), url_for(".stories", programme=programme))
    page = _page(desk, form, programme)
    return (page, 422) if form.errors else page


@blueprint.route("/p/<programme>/screening/<public_id>/hand-over", methods=["GET", "POST"])
def hand_over(programme: str, public_id: str) -> str | Response | tuple[str, int]:
    """Hand a story to the safeguarding lead; the reader then sees no more of it."""
    found(searching.is_here(here.programme(), public_id))
    form = sent(HandOverForm)
    if form.is_sent():
        try:
            cases.hand_over(here.programme(), public_id, form.reason.data, account_id=here.account().id)
        except RuleBroken as error:
            form.complain("reason", message(error))
        else:
            leave_note("The story is with the safeguarding lead now. Thank you for looking closely.")
            return redirect(url_for(".next_to_screen", programme=programme, after=public_id), 303)
    crumb(say("Stories"), url_for(".stories", programme=programme))
    page = render_template(
        "facilitator/hand_over.html", form=form, back_url=url_for(".screen", programme=programme, public_id=public_id)
    )
    return (page, 422) if form.errors else page


def _first_look(desk: Desk) -> dict[str, object]:
    """Fill the form as the module suggests: every mask taken, the text already covered."""
    taken = {s.id: s.replacement for s in desk.suggestions}
    texts = screening.masked(desk.texts, desk.suggestions, taken)
    return {
        "masks": [{"mask_id": str(s.id), "is_taken": True, "replacement": s.replacement} for s in desk.suggestions],
        "applied": _hash(taken), "version": str(desk.story.text_version), "told_version": str(desk.told_version), "language": desk.language,
        "domain_id": str(desk.story.domain_id or ""), "title": texts.title, "happened": texts.happened,
        "matters": texts.matters, "considered": "\n".join(texts.considered), "made_up_name": texts.made_up_name,
    }  # fmt: skip


def _choices(form: ScreenForm) -> dict[int, str]:
    named = ((whole(entry.form.mask_id.data), entry.form) for entry in form.masks if entry.form.is_taken.data)
    return {mask_id: mask.replacement.data for mask_id, mask in named if mask_id is not None}


def _choices_hash(form: ScreenForm) -> str:
    return _hash(_choices(form))


def _hash(choices: dict[int, str]) -> str:
    return hashlib.sha256(repr(sorted(choices.items())).encode()).hexdigest()[:16]


def _apply(desk: Desk, form: ScreenForm) -> None:
    """Lay the ticked masks over the text as it was told."""
    _fill(form, screening.masked(desk.texts, desk.suggestions, _choices(form)))
    form.applied.data = _choices_hash(form)


def _cover(desk: Desk, form: ScreenForm, step: str) -> None:
    """Cover words that were typed, or chosen in the text, wherever they stand."""
    words = form.cover_words.data if step == "cover" else _chosen_words(desk, form)
    instead = form.cover_with.data or say("[hidden]")
    if not words:
        form.complain("cover_words", say("Please type the words to cover."))
        return
    before = _typed(form)
    after = screening.covered(before, words, instead)
    if before == after:
        form.complain("cover_words", say("These words do not stand in the text."))
        return
    _fill(form, after)
    form.cover_words.data = form.cover_with.data = ""


def _chosen_words(desk: Desk, form: ScreenForm) -> str:
    part, start, end = form.part.data, whole(form.start.data), whole(form.end.data)
    if part not in PARTS or start is None or end is None:
        return ""
    return str(getattr(desk.texts, part))[start:end]


def _typed(form: ScreenForm) -> Texts:
    considered = tuple(line.strip() for line in (form.considered.data or "").splitlines() if line.strip())
    return Texts(
        title=form.title.data or "", happened=form.happened.data or "", matters=form.matters.data or "",
        considered=considered, made_up_name=form.made_up_name.data or "",
    )  # fmt: skip


def _fill(form: ScreenForm, texts: Texts) -> None:
    form.title.data, form.happened.data, form.matters.data = texts.title, texts.happened, texts.matters
    form.considered.data = "\n".join(texts.considered)


def _confirmed(desk: Desk, form: ScreenForm) -> str:
    """Confirm the text; return what to say of it, or nothing where a rule was broken."""
    seen_version = whole(form.version.data)
    if seen_version is None:
        abort(400)
    try:
        is_new = screening.confirm_working_text(
            here.programme(), desk.story.public_id, _typed(form), account_id=here.account().id,
            seen_version=seen_version, language=form.language.data,
            domain_id=int(form.domain_id.data) if form.domain_id.data else None,
            told_version=whole(form.told_version.data), answer=form.answer.data or "",
            others=Others[form.others.data] if form.others.data in Others.__members__ else None,
        )  # fmt: skip
    except RuleBroken as error:
        form.complain(BESIDE.get(error.code, "happened"), message(error))
        form.version.data, form.told_version.data = str(desk.story.text_version), str(desk.told_version)
        return ""
    if is_new:
        return mark("The text is confirmed.")
    return mark("Your answer waits under the teller’s code. Until they agree, the text rests.")


def _page(desk: Desk, form: ScreenForm, programme: str) -> str:
    public_id = desk.story.public_id
    lines = [
        (suggestion, entry.form, say(MASK_KINDS.get(suggestion.kind, "")))
        for suggestion in desk.suggestions
        for entry in form.masks
        if entry.form.mask_id.data == str(suggestion.id)
    ]
    for n, (_, mask, _) in enumerate(lines[:9], start=1):
        mask.is_taken.render_kw = {"data-key": str(n)}
    taken = _choices(form)
    return render_template(
        "facilitator/screen.html", desk=desk, story=desk.story, form=form, lines=lines,
        marked_parts={part: _marked(desk, part, taken) for part in PARTS},
        skip_url=url_for(".next_to_screen", programme=programme, after=public_id),
        hand_over_url=url_for(".hand_over", programme=programme, public_id=public_id),
    )  # fmt: skip


def _marked(desk: Desk, part: str, taken: dict[int, str]) -> list[dict[str, object]]:
    """Cut a part of the text into pieces for the page, each mask with its number."""
    start, end = screening.part_of(desk.texts, part)
    places = [(number, mask) for number, suggestion in enumerate(desk.suggestions) for mask in suggestion.masks]
    cut = pieces(desk.whole, [mask for _, mask in places], start=start, end=end)
    return [
        {"text": piece.text}
        if piece.mask is None
        else _mark(piece.text, places[piece.mask][0], desk.suggestions[places[piece.mask][0]], taken)
        for piece in cut
    ]


def _mark(text: str, number: int, suggestion: Suggested, taken: dict[int, str]) -> dict[str, object]:
    return {
        "text": text, "kind": "mask", "key": number + 1, "note": say(MASK_KINDS.get(suggestion.kind, "")),
        "state": "confirmed" if suggestion.id in taken else "refused",
    }  # fmt: skip
