"""Memos of coders: written beside a theme or beside a story, taken back by who wrote them."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.services import coding_desk, memos
from storyapp.services.memos import About
from storyapp.web.common import here
from storyapp.web.common.forms import clean, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.coding import coder, show_desk
from storyapp.web.evaluator.forms import MemoForm, StoryMemoForm, memo_form, read_about
from storyapp.web.evaluator.themes import show_theme
from storyapp.words.messages import message
from storyapp.words.speech import mark

WRITTEN = mark("The memo is kept.")


@blueprint.post("/p/<programme>/coding/<story>/memos")
def write_story_memo(programme: str, story: str) -> Response | tuple[str, int]:
    """Keep a memo on a theme of a story, or on the words that it rests on."""
    shown = here.found(coding_desk.story_of(here.programme(), story))
    form: StoryMemoForm = memo_form(coding_desk.codes_of(here.programme(), shown), shown.text_version)
    if form.is_sent() and _is_kept(form, read_about(form.about.data, story)):
        return redirect(url_for("evaluator.story", programme=programme, story=story, _anchor="memos"), 303)
    return show_desk(shown, memo=form), 422


@blueprint.post("/p/<programme>/themes/<int:theme>/memos")
def write_theme_memo(programme: str, theme: int) -> Response | tuple[str, int]:
    """Keep a memo on a theme as a whole."""
    form = sent(MemoForm, prefix="memo-")
    if form.is_sent() and _is_kept(form, About(theme_id=theme)):
        return redirect(url_for("evaluator.theme", programme=programme, theme=theme, _anchor="memos"), 303)
    return show_theme(theme, memo=form), 422


@blueprint.post("/p/<programme>/memos/<int:memo>/back")
def take_memo_back(programme: str, memo: int) -> Response:
    """Take back a memo of one's own; doing it twice changes nothing."""
    if memos.take_back(here.programme().id, memo, here.account().id):
        leave_note(mark("The memo is taken back."))
    story, theme = clean(request.form.get("story")), clean(request.form.get("theme"))
    if story.isalnum():
        return redirect(url_for("evaluator.story", programme=programme, story=story, _anchor="memos"), 303)
    if theme.isdecimal() and len(theme) < 10:
        return redirect(url_for("evaluator.theme", programme=programme, theme=int(theme), _anchor="memos"), 303)
    return redirect(url_for("evaluator.themes", programme=programme), 303)


def _is_kept(form: MemoForm, about: About) -> bool:
    try:
        here.found(memos.write_memo(here.programme().id, about, form.text.data or "", coder()) or None)
    except RuleBroken as broken:
        form.complain("text", message(broken))
        return False
    leave_note(WRITTEN)
    return True
