"""Not planned: what stories say that no result and no theme says, and what people make of it."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from storyapp.data.queries.programmes import periods_of
from storyapp.rules.errors import RuleBroken
from storyapp.rules.unplanned import AsideReason
from storyapp.services import coding_desk, discovering, proposing
from storyapp.services.discovering import GroupSeen
from storyapp.services.proposing import Proposed
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.pages import page
from storyapp.web.evaluator.unplanned_forms import (
    SENTENCES,
    AsideForm,
    MergeForm,
    ProposedResultForm,
    ProposedThemeForm,
    RefusalForm,
    SearchForm,
    SplitForm,
    aside_form,
    merge_form,
    refusal_form,
    result_form,
    search_form,
    split_form,
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
    return show_group(found(group))


@blueprint.post("/p/<programme>/not-planned/<int:group>/result")
def propose_result(programme: str, group: int) -> Response | tuple[str, int]:
    """Propose a result, or a particular wording or an indicator under one, from a group."""
    seen = found(group)
    form = result_form(seen.group, coding_desk.library_of(here.programme()), is_sent=True)
    return _propose(group, form.proposed) if form.is_sent() else (show_group(seen, result=form), 422)


@blueprint.post("/p/<programme>/not-planned/<int:group>/theme")
def propose_theme(programme: str, group: int) -> Response | tuple[str, int]:
    """Propose a theme from a group."""
    seen = found(group)
    form = theme_form(seen.group, is_sent=True)
    return _propose(group, form.proposed) if form.is_sent() else (show_group(seen, theme=form), 422)


def _propose(group_id: int, proposed: Proposed) -> Response:
    try:
        here.found(proposing.propose(here.programme().id, group_id, proposed, account_id=here.account().id) or None)
    except RuleBroken as broken:
        return decided(group_id, broken)
    leave_note(mark("Proposed. It comes into the library when an evaluator accepts it."))
    return to_group(group_id)


@blueprint.post("/p/<programme>/not-planned/<int:group>/aside")
def put_group_aside(programme: str, group: int) -> Response | tuple[str, int]:
    """Put a group aside with a reason."""
    seen = found(group)
    form = aside_form(coding_desk.library_of(here.programme()), is_sent=True)
    if form.is_sent():
        try:
            here.found(_put_aside(group, form) or None)
        except RuleBroken as broken:
            if broken.code != "group.belongs-nowhere":
                return decided(group, broken)
            form.complain("belongs", message(broken))
        else:
            leave_note(mark("Put aside. It does not come back with the same stories."))
            return redirect(url_for("evaluator.unplanned", programme=programme), 303)
    return show_group(seen, aside=form), 422


@blueprint.post("/p/<programme>/not-planned/<int:group>/again")
def take_group_up_again(programme: str, group: int) -> Response:
    """Look again at a group that was put aside."""
    here.found(proposing.take_up_again(here.programme().id, group, account_id=here.account().id) or None)
    return to_group(group)


def found(group_id: int) -> GroupSeen:
    """Return a group that may be shown here."""
    return here.found(discovering.group_seen(here.programme(), group_id))


def _put_aside(group_id: int, form: AsideForm) -> bool:
    return proposing.put_aside(
        here.programme().id, group_id, reason=AsideReason[form.reason.data], account_id=here.account().id,
        **form.belongs_to,
    )  # fmt: skip


def decided(group_id: int, broken: RuleBroken) -> Response:
    """Say why nothing was done, beside the group as others left it."""
    leave_note(MESSAGES[broken.code], kind="warn")
    return to_group(group_id)


def to_group(group_id: int) -> Response:
    """Go to the page of a group."""
    return redirect(url_for("evaluator.unplanned_group", programme=here.programme().slug, group=group_id), 303)


def _board(form: SearchForm) -> str:
    return page(
        "unplanned",
        tab="unplanned",
        board=discovering.board_of(here.programme()),
        form=form,
        library=coding_desk.library_of(here.programme()),
    )


def show_group(
    seen: GroupSeen,
    *,
    result: ProposedResultForm | None = None,
    theme: ProposedThemeForm | None = None,
    aside: AsideForm | None = None,
    refusal: RefusalForm | None = None,
    merging: MergeForm | None = None,
    splitting: SplitForm | None = None,
) -> str:
    """Render a group with what can be made of it, and with the form that came back, if one did."""
    library, board = coding_desk.library_of(here.programme()), discovering.board_of(here.programme())
    return page(
        "unplanned_group",
        tab="unplanned",
        seen=seen,
        library=library,
        result_form=result or result_form(seen.group, library, is_sent=False),
        theme_form=theme or theme_form(seen.group, is_sent=False),
        aside_form=aside or aside_form(library, is_sent=False),
        refusal_form=refusal or refusal_form(is_sent=False),
        merge_form=merging or merge_form(seen, board, is_sent=False),
        split_form=splitting or split_form(seen, is_sent=False),
    )
