"""The coding desk: one story after the other, each decision one press, each press can be taken back."""

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.tables.stories import Story
from storyapp.rules.errors import RuleBroken
from storyapp.rules.queue import OpenCode, QueueOrder, WhyNext
from storyapp.rules.results import LinkDirection
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.wording import Wording
from storyapp.services import coding_desk, coding_queue, memos, tagging
from storyapp.services.coding_desk import Library
from storyapp.services.language_module import module_seen
from storyapp.services.tagging import Coder, Evidence, Place
from storyapp.web.common import here
from storyapp.web.common.cookies import give_cookie, read_cookie
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.forms import ResultForm, StoryMemoForm, ThemeForm, memo_form, result_form, theme_form
from storyapp.web.evaluator.pages import page
from storyapp.words.messages import MESSAGES, message
from storyapp.words.speech import mark

CODING_AS, CODING_ORDER, LEFT = "coding-as", "coding-order", "coding-left"
MOST_LEFT = 20
ACTS = {
    "confirm-theme": tagging.confirm_tag,
    "refuse-theme": tagging.refuse_tag,
    "confirm-link": tagging.confirm_link,
    "refuse-link": tagging.refuse_link,
}
SAY_OF_ALL = {"confirm-none": True, "refuse-none": False}  # that no result fits
SAID_OF_ALL = {"1": True, "0": False}


@blueprint.get("/p/<programme>/coding")
def queue(programme: str) -> Response | str:
    """Show the next story to code, or say that there is none."""
    if request.args.get("story"):
        return redirect(_address(request.args["story"]), 303)
    following = coding_queue.next_story(
        here.programme(), order=order(), after=request.args.get("after", ""), left=_left_for_later()
    )
    if following is None:
        return _nothing_left()
    return show_desk(following.story, why=following.why)


@blueprint.get("/p/<programme>/coding/<story>")
def story(programme: str, story: str) -> str:
    """Show one story on the desk."""
    return show_desk(here.found(coding_desk.story_of(here.programme(), story)))


@blueprint.post("/p/<programme>/coding/<story>")
def decide(programme: str, story: str) -> Response:
    """Confirm, refuse or turn one code; then the next one, on this story or the next."""
    place = _place(story)
    try:
        if not _decide(place, request.form.get("decision", "")):
            abort(404)
    except RuleBroken as broken:
        if broken.code not in ("tag.decided-already", "tag.decided-together"):
            raise
        leave_note(MESSAGES[broken.code], kind="warn")
        return redirect(_address(story), 303)
    return _onwards(story)


@blueprint.post("/p/<programme>/coding/<story>/themes")
def add_theme(programme: str, story: str) -> Response | tuple[str, int]:
    """Put a theme on a story by hand."""
    on_desk = here.found(coding_desk.story_of(here.programme(), story))
    library = coding_desk.library_of(here.programme())
    form = theme_form(library)
    if form.is_sent():
        try:
            here.found(
                tagging.add_tag(_place(story), form.theme.data, coder(), evidence=_evidence(on_desk, form.words.data))
                or None
            )
        except RuleBroken as broken:
            form.complain("words", message(broken))
        else:
            leave_note(mark("The theme stands on the story now."))
            return redirect(_address(story), 303)
    return show_desk(on_desk, themes=form), 422


@blueprint.post("/p/<programme>/coding/<story>/results")
def add_result(programme: str, story: str) -> Response | tuple[str, int]:
    """Say by hand of which result a story speaks."""
    on_desk = here.found(coding_desk.story_of(here.programme(), story))
    form = result_form(coding_desk.library_of(here.programme()))
    if form.is_sent():
        try:
            here.found(_add_link(story, form) or None)
        except RuleBroken as broken:
            form.complain("words", message(broken))
        else:
            leave_note(mark("The result stands on the story now."))
            return redirect(_address(story), 303)
    return show_desk(on_desk, results=form), 422


@blueprint.post("/p/<programme>/coding/<story>/whole")
def mark_story(programme: str, story: str) -> Response:
    """Say of a story as a whole that it fits no result, or that there is nothing to mark."""
    is_unplanned = SAID_OF_ALL.get(request.form.get("unplanned", ""))
    here.found(tagging.mark_story(_place(story), coder(), is_unplanned=is_unplanned) or None)
    return _onwards(story)


@blueprint.post("/p/<programme>/undo-coding")
def undo(programme: str) -> Response:
    """Take back one's own last step and show its story again."""
    try:
        public_id = tagging.undo(here.programme().id, coder())
    except RuleBroken as broken:
        leave_note(MESSAGES[broken.code], kind="warn")
        public_id = None
    if public_id is None:
        return redirect(url_for("evaluator.queue", programme=programme), 303)
    return redirect(_address(public_id), 303)


@blueprint.post("/p/<programme>/coding-as")
def code_as(programme: str) -> Response:
    """Remember in this browser whether an analyst or a young co-evaluator sits at the desk."""
    chosen = request.form.get("kind", "")
    if chosen not in (CoderKind.PERSON.name, CoderKind.YOUNG_PERSON.name):
        abort(400)
    give_cookie(CODING_AS, chosen)
    back = "evaluator.second" if request.form.get("back") == "second" else "evaluator.queue"
    return redirect(url_for(back, programme=programme), 303)


@blueprint.post("/p/<programme>/coding-order")
def order_queue(programme: str) -> Response:
    """Remember in this browser in which order stories come to the desk."""
    chosen = request.form.get("order", "")
    if chosen not in QueueOrder.__members__:
        abort(400)
    give_cookie(CODING_ORDER, chosen)
    return redirect(url_for("evaluator.queue", programme=programme), 303)


def order() -> QueueOrder:
    """Return the order that was chosen in this browser: the most useful first, unless somebody asked for age."""
    return QueueOrder.__members__.get(read_cookie(CODING_ORDER), QueueOrder.USEFUL)


def coder() -> Coder:
    """Return who codes, and as what."""
    is_young = read_cookie(CODING_AS) == CoderKind.YOUNG_PERSON.name
    return Coder(account_id=here.account().id, kind=CoderKind.YOUNG_PERSON if is_young else CoderKind.PERSON)


def _left_for_later() -> list[str]:
    """Return the stories that were passed over in this browser, and remember one more."""
    left = [one for one in read_cookie(LEFT).split(".") if one.isalnum()]
    after = request.args.get("after", "")
    if after.isalnum() and len(after) <= 40:
        left = [*(one for one in left if one != after), after][-MOST_LEFT:]
        give_cookie(LEFT, ".".join(left))
    return left


def show_desk(
    story: Story,
    *,
    themes: ThemeForm | None = None,
    results: ResultForm | None = None,
    memo: StoryMemoForm | None = None,
    why: Sequence[tuple[WhyNext, OpenCode | None]] = (),
) -> str:
    """Render the desk with one story on it, and with the form that came back, if one did."""
    desk = coding_desk.desk_of(here.programme(), story, account_id=here.account().id)
    return page(
        "desk",
        tab="queue",
        desk=desk,
        why=_reasons(why, desk.library),
        order=order(),
        coder_kind=coder().kind,
        theme_form=themes or theme_form(desk.library, is_fresh=True),
        result_form=results or result_form(desk.library, is_fresh=True),
        memo_form=memo or memo_form([*desk.open, *desk.decided], story.text_version, is_fresh=True),
        memos=memos.memos_of_story(here.programme(), story, account_id=here.account().id),
        directions=list(LinkDirection),
    )


def _reasons(why: Sequence[tuple[WhyNext, OpenCode | None]], library: Library) -> list[dict[str, Any]]:
    """Return why a story comes now, each reason with the name of the theme or result that it rests on."""
    names: dict[tuple[str, int], Wording] = {("theme", theme.id): theme.name for theme in library.themes}
    names |= {("link", result.id): result.general for result in library.results}
    return [
        {"why": reason, "code": code, "name": names.get((code.kind, code.subject_id)) if code is not None else None}
        for reason, code in why
    ]


def _nothing_left() -> str:
    programme = here.programme()
    library = coding_desk.library_of(programme)
    return page(
        "nothing_left",
        tab="queue",
        progress=coding_desk.progress_of(programme),
        last=coding_desk.last_step(programme, library, account_id=here.account().id),
        module=module_seen(programme),
        coder_kind=coder().kind,
    )


def _decide(place: Place, decision: str) -> bool:
    """Read "confirm-theme:12:SUGGESTED", "turn-link:7:SUGGESTED:MIXED" or "confirm-none::SUGGESTED" and do it."""
    name, _, rest = decision.partition(":")
    number, _, seen = rest.partition(":")
    seen, _, way = seen.partition(":")
    if name in SAY_OF_ALL and seen in TagState.__members__:
        return tagging.mark_story(place, coder(), is_unplanned=SAY_OF_ALL[name], seen=TagState[seen])
    if not number.isdecimal() or len(number) > 9 or seen not in TagState.__members__:
        return False
    if name == "turn-link" and way in LinkDirection.__members__:
        return tagging.turn_link(
            place, int(number), coder(), direction=LinkDirection[way], seen=TagState[seen]
        )  # fmt: skip
    act = ACTS.get(name)
    return act is not None and act(place, int(number), coder(), seen=TagState[seen])


def _add_link(public_id: str, form: ResultForm) -> bool:
    result_id, particular_id = form.chosen()
    return tagging.add_link(
        _place(public_id),
        result_id,
        coder(),
        direction=LinkDirection[form.direction.data],
        particular_id=particular_id,
        evidence=Evidence(words=form.words.data or ""),
    )


def _evidence(story: Story, words: str | None) -> Evidence:
    """Return the words that were marked in the text with the mouse, or else those that were typed."""
    start, end = request.form.get("start", ""), request.form.get("end", "")
    if not (start.isdecimal() and end.isdecimal() and len(start + end) < 12):
        return Evidence(words=words or "")
    skipped = len(story.happened) + 2 if request.form.get("part") == "matters" else 0
    return Evidence(start=int(start) + skipped, end=int(end) + skipped)


def _onwards(public_id: str) -> Response:
    """Stay while something is open on the story, then show the next one at once."""
    story = coding_desk.story_of(here.programme(), public_id)
    if story is not None and coding_desk.waits(story):
        return redirect(_address(public_id), 303)
    after = public_id if order() is QueueOrder.OLDEST else None
    return redirect(url_for("evaluator.queue", programme=here.programme().slug, after=after), 303)


def _place(public_id: str) -> Place:
    return Place(programme_id=here.programme().id, public_id=public_id)


def _address(public_id: str) -> str:
    return url_for("evaluator.story", programme=here.programme().slug, story=public_id)
