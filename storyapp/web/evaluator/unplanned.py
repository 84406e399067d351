"""Not planned: what stories say that no result and no theme says, and what people make of it."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from storyapp.data.queries.programmes import periods_of
from storyapp.rules.errors import RuleBroken
from storyapp.rules.results import OutcomeLevel
from storyapp.rules.unplanned import AsideReason
from storyapp.services import coding_desk, discovering, proposing
from storyapp.services.discovering import GroupSeen
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.pages import page
from storyapp.web.evaluator.unplanned_forms import (
    SENTENCES,
    AsideForm,
    ProposedResultForm,
    SearchForm,
    aside_form,
    result_form,
    search_form,
    theme_form,
)
from storyapp.words.messages import MESSAGES, message
from storyapp.words.speech import mark


@blueprint.get("/p/<programme>/not-planned")
def unplanned(programme: str) -> str:
    """Show the groups that were found, or say that nobody has looked yet."""
    return _board(search_form(periods_of(here.programme())))


@blueprint.post("/p/<programme>/not-planned")
def search_unplanned(programme: str) -> Response | str | tuple[str, int]:
    """Ask for a search in the chosen periods."""
    form = search_form(periods_of(here.programme()))
    if not form.is_sent():
        return (_board(form), 422) if form.errors else _board(form)
    try:
        discovering.ask_for_groups(
            here.programme(), period_ids=form.periods.data, with_sentences=form.scope.data == SENTENCES,
            account_id=here.account().id,
        )  # fmt: skip
    except RuleBroken as broken:
        form.complain("scope", message(broken))
        return _board(form), 422
    leave_note(mark("Asked for. The stories are grouped in the background."))
    return redirect(url_for("evaluator.unplanned", programme=programme), 303)


@blueprint.post("/p/<programme>/not-planned/stop")
def stop_search(programme: str) -> Response:
    """Stop the search that is under way."""
    discovering.stop_search(here.programme(), account_id=here.account().id)
    leave_note(mark("The search stops. The groups stay as they were."))
    return redirect(url_for("evaluator.unplanned", programme=programme), 303)


@blueprint.get("/p/<programme>/not-planned/<int:group>")
def unplanned_group(programme: str, group: int) -> str:
    """Show all stories of a group, and what can be made of it."""
    return _group(_found(group))


@blueprint.post("/p/<programme>/not-planned/<int:group>/result")
def propose_result(programme: str, group: int) -> Response | tuple[str, int]:
    """Propose a result, or a particular wording under one, from a group."""
    seen = _found(group)
    form = result_form(seen.group, coding_desk.library_of(here.programme()), is_sent=True)
    if form.is_sent():
        try:
            result_id = here.found(_propose_result(group, form))
        except RuleBroken as broken:
            return _decided(group, broken)
        leave_note(mark("It stands in the library now. Its stories wait in the queue until a person confirms each."))
        return redirect(url_for("evaluator.result", programme=programme, result=result_id), 303)
    return _group(seen, result=form), 422


@blueprint.post("/p/<programme>/not-planned/<int:group>/theme")
def propose_theme(programme: str, group: int) -> Response | tuple[str, int]:
    """Propose a theme from a group."""
    seen = _found(group)
    form = theme_form(seen.group, is_sent=True)
    if form.is_sent():
        try:
            theme_id = here.found(
                proposing.propose_theme(
                    here.programme().id, group, name=form.wording, seeds=form.seeds, account_id=here.account().id
                )
            )
        except RuleBroken as broken:
            return _decided(group, broken)
        leave_note(mark("It stands in the codebook now. Its stories wait in the queue until a person confirms each."))
        return redirect(url_for("evaluator.theme", programme=programme, theme=theme_id), 303)
    return _group(seen, theme=form), 422


@blueprint.post("/p/<programme>/not-planned/<int:group>/aside")
def put_group_aside(programme: str, group: int) -> Response | tuple[str, int]:
    """Put a group aside with a reason."""
    seen = _found(group)
    form = aside_form(coding_desk.library_of(here.programme()), is_sent=True)
    if form.is_sent():
        try:
            here.found(_put_aside(group, form) or None)
        except RuleBroken as broken:
            if broken.code != "group.belongs-nowhere":
                return _decided(group, broken)
            form.complain("belongs", message(broken))
        else:
            leave_note(mark("Put aside. It does not come back with the same stories."))
            return redirect(url_for("evaluator.unplanned", programme=programme), 303)
    return _group(seen, aside=form), 422


@blueprint.post("/p/<programme>/not-planned/<int:group>/again")
def take_group_up_again(programme: str, group: int) -> Response:
    """Look again at a group that was put aside."""
    here.found(proposing.take_up_again(here.programme().id, group, account_id=here.account().id) or None)
    return redirect(url_for("evaluator.unplanned_group", programme=programme, group=group), 303)


def _found(group_id: int) -> GroupSeen:
    return here.found(discovering.group_seen(here.programme(), group_id))


def _propose_result(group_id: int, form: ProposedResultForm) -> int | None:
    who = {"programme_id": here.programme().id, "group_id": group_id, "account_id": here.account().id}
    if form.result_id is None:
        return proposing.propose_result(general=form.wording, outcome_level=OutcomeLevel[form.level.data], **who)
    return proposing.propose_wording(result_id=form.result_id, wording=form.wording, **who)


def _put_aside(group_id: int, form: AsideForm) -> bool:
    return proposing.put_aside(
        here.programme().id, group_id, reason=AsideReason[form.reason.data], account_id=here.account().id,
        **form.belongs_to,
    )  # fmt: skip


def _decided(group_id: int, broken: RuleBroken) -> Response:
    leave_note(MESSAGES[broken.code], kind="warn")
    return redirect(url_for("evaluator.unplanned_group", programme=here.programme().slug, group=group_id), 303)


def _board(form: SearchForm) -> str:
    return page(
        "unplanned",
        tab="unplanned",
        board=discovering.board_of(here.programme()),
        form=form,
        library=coding_desk.library_of(here.programme()),
    )


def _group(
    seen: GroupSeen,
    *,
    result: ProposedResultForm | None = None,
    theme: object | None = None,
    aside: AsideForm | None = None,
) -> str:
    library = coding_desk.library_of(here.programme())
    return page(
        "unplanned_group",
        tab="unplanned",
        seen=seen,
        library=library,
        result_form=result or result_form(seen.group, library, is_sent=False),
        theme_form=theme or theme_form(seen.group, is_sent=False),
        aside_form=aside or aside_form(library, is_sent=False),
    )
