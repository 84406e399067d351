"""A youth panel says of each change whether they find that it was done."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.rules.changes import YouthMark
from storyapp.services import changes as service
from storyapp.web.common import here
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.web.panel import blueprint
from storyapp.web.panel.forms import MarkForm
from storyapp.words.labels import label
from storyapp.words.speech import language, mark


@blueprint.get("/panel/changes")
def changes() -> Response | str:
    """Show what the programme says it did."""
    if not here.seat().is_young:
        return redirect(url_for("panel.home"), 303)
    rows = service.for_everybody(service.programme_of(here.seat()))
    return render_template("panel/changes.html", rows=rows)


@blueprint.route("/panel/changes/<int:change_id>", methods=["GET", "POST"])
def mark_change(change_id: int) -> Response | str | tuple[str, int]:
    """Take whether it was done, and why the group says so."""
    if not here.seat().is_young:
        return redirect(url_for("panel.home"), 303)
    row = here.found(service.change_of(service.programme_of(here.seat()), change_id))
    here.found(row.is_public or None)
    begin = {"done": row.youth_mark.name if row.youth_mark else "", "note": row.youth_note.say(language())}
    form = sent(MarkForm, data=begin)
    form.done.choices = [SelectChoice(value=one.name, label=label(one)) for one in YouthMark]
    if form.is_sent():
        service.mark_by_youth(here.seat().id, change_id, YouthMark[form.done.data], form.note.data, language=language())
        leave_note(mark("Your word now stands beside it."))
        return redirect(url_for("panel.changes"), 303)
    page = render_template("panel/mark_change.html", row=row, form=form)
    return (page, 422) if form.errors else page
