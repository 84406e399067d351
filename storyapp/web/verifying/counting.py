"""How many others had this change: beside a story, or beside a result."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.queries import verifying as queries
from storyapp.data.tables.evidence import OthersCounted
from storyapp.data.tables.programmes import SocialResult
from storyapp.gateways.kit import kit
from storyapp.services import others
from storyapp.services.others import Count
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, holds, sent, whole
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.verifying import blueprint
from storyapp.web.verifying.forms import CountForm
from storyapp.web.verifying.place import story_here, to_card
from storyapp.words.speech import language, mark, say

FIELDS = {
    "count.nobody-asked": "n_asked", "count.more-than-asked": "n_yes", "count.more-than-there-are": "n_in_group",
    "count.no-question": "question", "count.in-the-future": "counted_on",
}  # fmt: skip
DONE = mark("The count is kept.")


@blueprint.route("/p/<programme>/stories/<public_id>/counts", methods=["GET", "POST"])
def count(programme: str, public_id: str) -> Response | str | tuple[str, int]:
    """Write down how many others had the change of a story."""
    story_here(public_id)
    form = _form()
    if form.is_sent() and _kept(
        form, lambda one: others.count_beside_story(here.programme(), public_id, one, account_id=here.account().id)
    ):
        leave_note(DONE)
        return to_card(programme, public_id, at="others")
    page = render_template(
        "verifying/count.html", form=form, back=url_for("verifying.card", programme=programme, public_id=public_id)
    )
    return (page, 422) if form.errors else page


@blueprint.route("/p/<programme>/results/<int:result_id>/counts", methods=["GET", "POST"])
def count_result(programme: str, result_id: int) -> Response | str | tuple[str, int]:
    """Show and write down how many reached a result."""
    result = here.found(queries.one_of(here.programme(), SocialResult, result_id))
    form = _form()
    if form.is_sent() and _kept(
        form, lambda one: others.count_of_result(here.programme(), result_id, one, account_id=here.account().id)
    ):
        leave_note(DONE)
        return redirect(url_for("verifying.count_result", programme=programme, result_id=result_id), 303)
    result = here.found(queries.one_of(here.programme(), SocialResult, result_id))
    crumb(say("Results"), url_for("evaluator.results", programme=programme))
    crumb(result.general.say(language()), url_for("evaluator.result", programme=programme, result=result_id))
    page = render_template(
        "verifying/result_counts.html", form=form, counts=queries.counts_of_result(here.programme(), result_id),
        back=url_for("evaluator.result", programme=programme, result=result_id),
    )  # fmt: skip
    return (page, 422) if form.errors else page


@blueprint.post("/p/<programme>/counts/<int:count_id>/remove")
def remove_count(programme: str, count_id: int) -> Response:
    """Take a count away that was written by mistake."""
    row = here.found(queries.one_of(here.programme(), OthersCounted, count_id))
    result_id, story_id = row.result_id, row.story_id
    public_id = queries.public_ids([story_id])[story_id] if story_id is not None else ""
    others.remove_count(here.programme(), count_id, account_id=here.account().id)
    leave_note(mark("Taken away."))
    if result_id is not None:
        return redirect(url_for("verifying.count_result", programme=programme, result_id=result_id), 303)
    return to_card(programme, public_id, at="others")


def _form() -> Any:
    begin: dict[str, Any] = {"counted_on": kit().clock().date()}
    begin |= {name: whole(request.args.get(name)) for name in ("n_yes", "n_asked", "n_in_group")}
    begin |= {name: request.args.get(name, "")[:300] for name in ("question", "method")}
    return sent(CountForm, data=begin)


def _kept(form: StoryForm, keep: Callable[[Count], None]) -> bool:
    one = Count(
        question=form.question.data, method=form.method.member, who=form.who.data, n_yes=form.n_yes.data,
        n_asked=form.n_asked.data, n_in_group=form.n_in_group.data, counted_on=form.counted_on.data,
    )  # fmt: skip
    return holds(form, lambda: keep(one), FIELDS, otherwise="question")
