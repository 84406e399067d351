"""The recall list: what used a story that may no longer be used, and who has called it back."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.rules.people import Capability
from storyapp.services import recalls
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.reports import blueprint
from storyapp.words.speech import mark, say

OUTPUTS = {
    "report": mark("Report"),
    "export": mark("Saved files of a report"),
    "round": mark("Selection round"),
    "feedback": mark("Answer to a teller in a round"),
}
USES = {
    "counted": mark("counted"),
    "exchanged": mark("whole, in a file for analysis"),
    "quoted": mark("quoted"),
    "published": mark("published"),
    "chosen": mark("chosen"),
    "chosen-by-youth": mark("chosen by young people"),
    "read": mark("read"),
    "answered": mark("answered"),
    "reworded": mark("read in words that the teller has changed since"),
    "taken": mark("saved as a file"),
}


@blueprint.get("/p/<programme>/recalls", endpoint="recalls")
def recall_page(programme: str) -> str:
    """List what has to be called back, and what was."""
    place = here.programme()
    if here.may(Capability.READ_REPORTS):
        crumb(say("Reports"), url_for(".reports", programme=programme))
    return render_template(
        "reports/recalls.html", waiting=recalls.recall_list(place), done=recalls.recall_list(place, called_back=True),
        outputs=OUTPUTS, uses=USES,
    )  # fmt: skip


@blueprint.post("/p/<programme>/recalls/<int:last_id>/called-back")
def call_back(programme: str, last_id: int) -> Response:
    """Say that an output was called back or made anew."""
    recalls.call_back(here.programme(), last_id, account_id=here.account().id)
    leave_note(mark("Noted as called back."))
    return redirect(url_for(".recalls", programme=programme), 303)
