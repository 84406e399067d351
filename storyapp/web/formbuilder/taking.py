"""Beginning with a form that is there already: a template, another programme's, an older version."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.tables.programmes import Programme
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Capability
from storyapp.rules.questionnaire.asked import Questionnaire
from storyapp.rules.questionnaire.burden import cost_of
from storyapp.services import form_copying, form_templates, form_versions, questionnaires, sessions
from storyapp.web.common import here
from storyapp.web.common.forms import whole
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.formbuilder import blueprint
from storyapp.web.formbuilder.place import form_url, no, path_to_form
from storyapp.web.formbuilder.versions import read_out
from storyapp.words.speech import language, mark, say

TEMPLATE, PROGRAMME, VERSION = "template", "programme", "version"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A form that can be taken over; `is_own_words` where people named it."""

    title: str
    form: Questionnaire
    is_own_words: bool = False


@blueprint.get("/p/<programme>/form/take")
def sources(programme: str) -> str:
    """List the forms one can begin with."""
    path_to_form()
    return render_template(
        "form/sources.html", slug=programme, templates=form_templates.templates(), programmes=_programmes()
    )


@blueprint.get("/p/<programme>/form/take/<any(template, programme, version):kind>/<name>")
def source(programme: str, kind: str, name: str) -> str:
    """Show a form before it is taken over."""
    return _show(kind, name, here.found(_source(kind, name)))


@blueprint.post("/p/<programme>/form/take/<any(template, programme, version):kind>/<name>")
def take(programme: str, kind: str, name: str) -> Response | tuple[str, int]:
    """Write a form into this programme: instead of what is written, or behind it."""
    found = here.found(_source(kind, name))
    try:
        form_copying.take_over(
            here.programme(), found.form, replaces="replace" in request.form, by_id=here.account().id
        )
    except RuleBroken as broken:
        return _show(kind, name, found, trouble=broken), 409
    leave_note(mark("The form is taken over. Look through it, then publish it."))
    return redirect(form_url(), 303)


def _show(kind: str, name: str, found: Source, *, trouble: RuleBroken | None = None) -> str:
    path_to_form()
    crumb(say("Begin with another form"), url_for(".sources", programme=here.programme().slug))
    return render_template(
        "form/source.html", source=found, parts=read_out(found.form), kind=kind, name=name,
        slug=here.programme().slug, cost=cost_of(found.form, language()), trouble=no(trouble) if trouble else None,
        is_empty=not questionnaires.written_form(here.programme()).questions,
    )  # fmt: skip


def _source(kind: str, name: str) -> Source | None:
    return {TEMPLATE: _template, PROGRAMME: _of_programme, VERSION: _version}[kind](name)


def _template(name: str) -> Source | None:
    known = {one.name: one for one in form_templates.templates()}
    if name not in known:
        return None
    form = form_templates.template_form(name, here.programme().address_form)
    return Source(title=known[name].title.say(language()), form=form)


def _of_programme(name: str) -> Source | None:
    other = next((one for one in _programmes() if one.slug == name), None)
    if other is None:
        return None
    form: Any = questionnaires.written_form(other)
    return Source(title=other.name.say(language()), form=form, is_own_words=True)


def _version(name: str) -> Source | None:
    version = form_versions.one_version(here.programme(), whole(name) or 0)
    form = form_versions.form_of_version(version.id) if version is not None else None
    return Source(title=say("Version %(n)s", n=name), form=form) if form is not None else None


def _programmes() -> list[Programme]:
    """Return the other programmes of the organisation whose form this person may build."""
    account, own = here.account(), here.programme()
    return [
        one
        for one in sessions.programmes_of(account)
        if one.id != own.id
        and one.organisation_id == own.organisation_id
        and any(role.may(Capability.SET_UP) for role in sessions.roles_in(account, one.organisation_id, one.id))
    ]
