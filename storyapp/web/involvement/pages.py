"""The page of involvement, activities that are written down, and words about a question or a block."""

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.data.tables.involvement import InvolvementActivity
from storyapp.rules.errors import RuleBroken
from storyapp.rules.involvement import BLOCKS, QUESTIONS, Activity, Degree, InvolvementLevel, InvolvementRole, Subject
from storyapp.services import involvement as service
from storyapp.services.involvement import NewActivity
from storyapp.web.common import here
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.involvement import blueprint
from storyapp.web.involvement.forms import ActivityForm, NoteForm
from storyapp.words.messages import message
from storyapp.words.speech import mark, say

SUBJECTS = ",".join(one.value for one in Subject)
BESIDE = {"involvement.n-people": "n_people", "involvement.no-source": "source"}


@blueprint.get("/p/<programme>/involvement")
def involvement(programme: str) -> str:
    """Show the matrix, the five questions and the passport."""
    return render_template(
        "involvement/involvement.html", seen=service.seen(here.programme()), degrees=Degree, blocks=BLOCKS
    )


@blueprint.route("/p/<programme>/involvement/new", methods=["GET", "POST"])
def new_activity(programme: str) -> Response | str | tuple[str, int]:
    """Write an activity down."""
    return _write(None)


@blueprint.route("/p/<programme>/involvement/<int:activity_id>", methods=["GET", "POST"])
def activity(programme: str, activity_id: int) -> Response | str | tuple[str, int]:
    """Write an activity anew."""
    return _write(here.found(service.activity_of(here.programme(), activity_id)))


@blueprint.post("/p/<programme>/involvement/<int:activity_id>/remove")
def remove_activity(programme: str, activity_id: int) -> Response:
    """Take an activity away."""
    here.found(service.activity_of(here.programme(), activity_id))
    service.remove_activity(here.programme(), activity_id, account_id=here.account().id)
    leave_note(mark("Taken away."))
    return _back()


@blueprint.route(f"/p/<programme>/involvement/words/<any({SUBJECTS}):subject>", methods=["GET", "POST"])
def note(programme: str, subject: str) -> Response | str | tuple[str, int]:
    """Write what people say of a question, or of a block of the passport."""
    about = Subject(subject)
    form = sent(NoteForm, data={"text": service.note_of(here.programme(), about)})
    if form.is_sent() and form.validate():
        service.keep_note(here.programme(), about, form.text.data or "", account_id=here.account().id)
        leave_note(mark("Saved."))
        return _back()
    _crumb()
    page = render_template("involvement/note.html", form=form, subject=about, is_question=about in QUESTIONS)
    return (page, 422) if form.errors else page


def _write(row: InvolvementActivity | None) -> Response | str | tuple[str, int]:
    form = sent(ActivityForm, data=_data(row)).offer()
    if form.is_sent() and form.validate() and _keeps(form, row):
        leave_note(mark("Saved."))
        return _back()
    _crumb()
    page = render_template("involvement/activity.html", form=form, row=row)
    return (page, 422) if form.errors else page


def _keeps(form: ActivityForm, row: InvolvementActivity | None) -> bool:
    new = NewActivity(
        held_on=form.held_on.data,
        activity=Activity(
            level=InvolvementLevel[form.level.data], role=InvolvementRole[form.role.data],
            degree=Degree[form.degree.data], n_people=form.n_people.data, minutes=60 * form.hours.data,
            method=form.method.data, contribution=form.contribution.data or "", source=form.source.data,
        ),
    )  # fmt: skip
    try:
        service.keep_activity(
            here.programme(), new, account_id=here.account().id, activity_id=None if row is None else row.id
        )
    except RuleBroken as broken:
        form.complain(BESIDE[broken.code], message(broken))
        return False
    return True


def _data(row: InvolvementActivity | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "method": row.method, "held_on": row.held_on, "level": row.level.name, "role": row.role.name,
        "degree": row.degree.name, "n_people": row.n_people, "hours": row.minutes // 60,
        "contribution": row.contribution, "source": row.source,
    }  # fmt: skip


def _crumb() -> None:
    crumb(say("Involvement"), url_for("involvement.involvement", programme=here.programme().slug))


def _back() -> Response:
    return redirect(url_for("involvement.involvement", programme=here.programme().slug), 303)
