"""What becomes of a group: a proposal accepted or refused, two groups put together, one taken apart."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from storyapp.rules.errors import RuleBroken
from storyapp.rules.unplanned import ProposalKind
from storyapp.services import arranging, discovering, proposing
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.evaluator import blueprint
from storyapp.web.evaluator.unplanned import decided, found, show_group, to_group
from storyapp.web.evaluator.unplanned_forms import merge_form, refusal_form, split_form
from storyapp.words.messages import message
from storyapp.words.speech import mark


@blueprint.post("/p/<programme>/not-planned/<int:group>/accept")
def accept_proposal(programme: str, group: int) -> Response:
    """Take what was proposed into the library."""
    found(group)
    try:
        kind, thing_id = here.found(proposing.accept(here.programme().id, group, account_id=here.account().id))
    except RuleBroken as broken:
        return decided(group, broken)
    if kind is ProposalKind.THEME:
        leave_note(mark("It stands in the codebook now. Its stories wait in the queue until a person confirms each."))
        return redirect(url_for("evaluator.theme", programme=programme, theme=thing_id), 303)
    leave_note(mark("It stands in the library now. Its stories wait in the queue until a person confirms each."))
    return redirect(url_for("evaluator.result", programme=programme, result=thing_id), 303)


@blueprint.post("/p/<programme>/not-planned/<int:group>/refuse")
def refuse_proposal(programme: str, group: int) -> Response | tuple[str, int]:
    """Refuse what was proposed, with a reason."""
    seen, form = found(group), refusal_form(is_sent=True)
    if form.is_sent():
        try:
            is_refused = proposing.refuse(
                here.programme().id, group, because=form.because.data, account_id=here.account().id
            )
        except RuleBroken as broken:
            if broken.code != "proposal.no-reason":
                return decided(group, broken)
            form.complain("because", message(broken))
        else:
            here.found(is_refused or None)
            leave_note(mark("Refused. The reason is kept, and the group can be looked at again."))
            return to_group(group)
    return show_group(seen, refusal=form), 422


@blueprint.post("/p/<programme>/not-planned/<int:group>/merge")
def merge_groups(programme: str, group: int) -> Response | tuple[str, int]:
    """Put another group that says the same to this one."""
    seen = found(group)
    form = here.found(merge_form(seen, discovering.board_of(here.programme()), is_sent=True))
    if not form.is_sent():
        return show_group(seen, merging=form), 422
    try:
        here.found(
            arranging.merge(here.programme().id, group, int(form.other.data), account_id=here.account().id) or None
        )
    except RuleBroken as broken:
        return decided(group, broken)
    leave_note(mark("Both are one group now. Another search leaves it so."))
    return to_group(group)


@blueprint.post("/p/<programme>/not-planned/<int:group>/split")
def split_group(programme: str, group: int) -> Response | tuple[str, int]:
    """Make a group of its own of some stories."""
    seen = found(group)
    form = here.found(split_form(seen, is_sent=True))
    if form.is_sent():
        try:
            own_id = arranging.split(
                here.programme().id, group, form.stories.data, label=form.label.data or "", account_id=here.account().id
            )
        except RuleBroken as broken:
            if broken.code != "group.too-few-to-split":
                return decided(group, broken)
            form.complain("stories", message(broken))
        else:
            leave_note(mark("They are two groups now. Another search leaves them so."))
            return to_group(here.found(own_id))
    return show_group(seen, splitting=form), 422
