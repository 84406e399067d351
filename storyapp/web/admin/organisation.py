"""The organisation: its programmes, its people, its words."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields import SelectField

from storyapp.rules.health import worst_of
from storyapp.services import cases_counted as service
from storyapp.services import health as health_service
from storyapp.services import people as people_service
from storyapp.services import programme_setup
from storyapp.services.setup_lists import Place
from storyapp.web.account.forms import LANGUAGES
from storyapp.web.admin import blueprint
from storyapp.web.admin.parts import Part, both, form_of, plain, values_of
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.words import dates
from storyapp.words.health import COMMANDS, health_words
from storyapp.words.speech import mark, say

PARTS = (
    both("name", mark("What it is called")),
    Part(
        name="default_language", label=mark("First language"), hint=mark("For letters and new invitations."),
        fields=lambda place: {"default_language": SelectField(mark("First language"), choices=LANGUAGES)},
        read=lambda value: {"default_language": value}, write=lambda form: form["default_language"].data,
    ),
    plain("country", mark("Country"), hint=mark("Two letters: RU, KZ.")),
)  # fmt: skip


@blueprint.get("/o/<organisation>")
def organisation(organisation: str) -> str:
    """Show what one looks after."""
    own = here.organisation()
    return render_template(
        "admin/organisation.html", own=own, programmes=people_service.programmes_of(own.id),
        n_people=len(people_service.people_of(own.id)),
    )  # fmt: skip


@blueprint.get("/o/<organisation>/safeguarding")
def cases_counted(organisation: str) -> str:
    """Show how many cases there were, by month."""
    crumb(say("Organisation"), url_for("admin.organisation", organisation=organisation))
    counted = service.cases_counted(here.organisation().id)
    return render_template("admin/cases_counted.html", counted=counted, month=dates.month)


@blueprint.get("/o/<organisation>/health")
def health(organisation: str) -> str:
    """Show how the house is: database, worker, queue, room, backup, keys."""
    crumb(say("Organisation"), url_for("admin.organisation", organisation=organisation))
    seen = health_service.look()
    return render_template(
        "admin/health.html",
        seen=seen,
        worst=worst_of(seen.lines),
        health_words=health_words,
        commands=COMMANDS,
        own=here.organisation(),
    )


@blueprint.route("/o/<organisation>/settings", methods=["GET", "POST"])
def settings(organisation: str) -> str | Response:
    """Change what an organisation says of itself."""
    own = here.organisation()
    form = form_of(PARTS, Place(organisation_id=own.id), {part.name: getattr(own, part.name) for part in PARTS})
    back = url_for("admin.organisation", organisation=organisation)
    if form.is_sent():
        values = values_of(PARTS, form)
        if values is not None:
            programme_setup.edit_organisation(own.id, values, by_id=here.account().id)
            leave_note(mark("Saved."))
            return redirect(back, 303)
    crumb(say("Organisation"), back)
    return render_template("admin/form.html", title=say("Settings"), form=form, parts=PARTS, cancel_url=back)
