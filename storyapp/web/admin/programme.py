"""A programme: what is set up, what is missing, and what it says of itself; and how a new one begins."""

from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields import SelectField
from wtforms.fields.choices import SelectChoice

from storyapp.data.db import db
from storyapp.data.tables.people import Organisation
from storyapp.data.tables.programmes import Programme
from storyapp.rules.errors import RuleBroken
from storyapp.rules.lasting import MOST_MONTHS
from storyapp.rules.people import Capability
from storyapp.rules.practice import PracticeKind
from storyapp.rules.programmes import AddressForm
from storyapp.services import programme_setup, sessions
from storyapp.services.programme_setup import FirstPeriod, Section
from storyapp.services.setup_lists import Place
from storyapp.web.admin import blueprint
from storyapp.web.admin.nouns import OF_PROGRAMME
from storyapp.web.admin.parts import Part, both, choice, day, form_of, plain, tick, values_of, whole
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.words.ages import age_rules
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

GUARDIAN_AGE = whole(
    "guardian_age", mark("A guardian must agree below the age of"), least=0, most=18,
    hint=mark("0 if no guardian is asked. The law of your country may set it."),
)  # fmt: skip
ADDRESS_FORM = choice(
    "address_form",
    mark("How Russian speaks to young people"),
    AddressForm,
    hint=mark("Adults are always spoken to formally."),
)
COUNTRY = Part(
    name="country", label=mark("Whose law about age was looked at"), is_optional=True,
    hint=mark("The table of countries stands in the set-up, under “Age and guardians”."),
    fields=lambda place: {"country": SelectField(mark("Whose law about age was looked at"), choices=_countries())},
    read=lambda value: {"country": value}, write=lambda form: form["country"].data,
)  # fmt: skip
PRACTICE_KIND = Part(
    name="practice_kind", label=mark("Kind of practice"), is_optional=True,
    hint=mark("It stands on the card of the practice."),
    fields=lambda place: {"practice_kind": SelectField(mark("Kind of practice"), choices=_practice_kinds())},
    read=lambda value: {"practice_kind": value.name if value else ""},
    write=lambda form: PracticeKind[form["practice_kind"].data] if form["practice_kind"].data else None,
)  # fmt: skip
PROGRAMME_PARTS = (
    both("name", mark("What it is called")),
    both("purpose", mark("What the stories are for"), is_optional=True, is_long=True),
    both("audience", mark("Who will read the report"), is_optional=True, is_long=True),
    both("will_do", mark("What you will do"), hint=mark("One promise per line."), is_optional=True, is_long=True),
    both("will_not_do", mark("What you will not do"), hint=mark("One promise per line."), is_optional=True, is_long=True),
    PRACTICE_KIND,
    COUNTRY,
    GUARDIAN_AGE,
    plain(
        "why_fewer", mark("Why fewer guardians are asked than the law names, or none"), is_optional=True,
        hint=mark("Asked for when the age goes below that of the law, or to 0. It is kept with your name and the day."),
    ),
    whole("consent_years", mark("A yes is asked again after so many years"), least=0, most=25, hint=mark("0 if never. What is not said again is not used any more.")),
    whole("lasting_months", mark("Tellers are asked again after so many months whether it has lasted"), least=0, most=MOST_MONTHS, hint=mark("0 if never. They are asked when they come back with their code; nothing else links the two answers.")),
    whole("original_months", mark("What was typed is erased so many months after the end"), least=1, most=24, hint=mark("At most 24. The texts that people have confirmed stay.")),
    ADDRESS_FORM,
    tick("is_analysed", mark("The language module reads the stories"), hint=mark("It only suggests; it runs on your own server.")),
    tick("needs_two_readings", mark("Reports count only what two people have read"), hint=mark("A theme or a result that only one person has seen stays out until somebody reads it again, at “Second reading”.")),
    tick("takes_pictures", mark("Tellers may add pictures to their stories"), hint=mark("A picture is made anew without data about it, and a person looks at it before anybody else does.")),
    tick("takes_voices", mark("Tellers may add their voice"), hint=mark("A voice stays sealed; somebody writes down what is said.")),
    tick("is_pilot", mark("This is a pilot"), hint=mark("What is told while this is ticked counts nowhere, not even later.")),
    day("ended_on", mark("Ended on"), hint=mark("From this day the time counts after which originals are erased."), is_optional=True),
)  # fmt: skip
NEW_PARTS = (
    both("name", mark("What it is called")),
    both("purpose", mark("What the stories are for"), is_optional=True, is_long=True),
    plain(
        "slug", mark("Short name for addresses"), is_optional=True,
        hint=mark("Lower-case Latin letters, digits and dashes. If left empty, it is made from the name."),
    ),
    GUARDIAN_AGE,
    ADDRESS_FORM,
    both("period_name", mark("First period")),
    day("starts_on", mark("First day")),
    day("ends_on", mark("Last day")),
    whole("n_expected", mark("Stories hoped for"), hint=mark("0 if you would rather not say.")),
)  # fmt: skip
OTHER_TITLES = {
    "ages": mark("Age and guardians"),
    "kept": mark("What is kept, and until when"),
    "programme": mark("What the programme says about itself"),
    "questions": mark("Story form"),
    "consent": mark("Consent texts"),
    "helplines": mark("Help lines"),
    "leads": mark("Safeguarding leads"),
    "changes": mark("Changes of the method"),
}
PAGES = {
    "ages": "admin.age_table", "kept": "admin.kept", "consent": "admin.consent", "changes": "admin.method_changes",
}  # fmt: skip
MISSING = {
    "purpose": mark("Say what the stories are for."),
    "bands": mark("Some age group has no introduction yet."),
    "open-period": mark("No period is open, so nobody can tell."),
    "domain-kinds": mark("“Any other change” and “what got worse” belong to every programme."),
    "consent-texts": mark("Some question about consent has no words yet; plain ones are shown meanwhile."),
    "helpline": mark("There is no number to call yet."),
    "leads": mark("Two safeguarding leads are needed before others tell."),
    "reasons": mark("Something was changed and nobody has said why."),
}


@blueprint.get("/p/<programme>/set-up")
def programme(programme: str) -> str:
    """Show the parts of the set-up and what is missing."""
    place = here.programme()
    owner = db.session.get_one(Organisation, place.organisation_id)
    sections = programme_setup.sections_of(place)
    return render_template(
        "admin/programme.html", rows=[_row(section, place, owner) for section in sections],
        n_missing=sum(bool(section.missing) and section.name != "changes" for section in sections),
    )  # fmt: skip


@blueprint.route("/p/<programme>/set-up/programme", methods=["GET", "POST"])
def edit_programme(programme: str) -> str | Response:
    """Change what a programme says of itself."""
    own = here.programme()
    place = Place(organisation_id=own.organisation_id, programme_id=own.id)
    form = form_of(PROGRAMME_PARTS, place, {part.name: getattr(own, part.name, "") for part in PROGRAMME_PARTS})
    overview = url_for("admin.programme", programme=programme)
    if form.is_sent():
        values = values_of(PROGRAMME_PARTS, form)
        if values is not None:
            try:
                programme_setup.edit_programme(own, values, by_id=here.account().id)
            except RuleBroken as broken:
                form.complain("why_fewer", message(broken))
            else:
                leave_note(mark("Saved."))
                return redirect(overview, 303)
    crumb(say("Set-up"), overview)
    return render_template(
        "admin/form.html", title=say(OTHER_TITLES["programme"]), form=form, parts=PROGRAMME_PARTS, cancel_url=overview
    )


@blueprint.route("/o/<organisation>/programmes/new", methods=["GET", "POST"])
def new_programme(organisation: str) -> str | Response:
    """Make a programme that can be used at once, and changed at leisure."""
    place = Place(organisation_id=here.organisation().id)
    first = {"guardian_age": 14, "address_form": AddressForm.TY, "n_expected": 0}
    form = form_of(NEW_PARTS, place, first)
    back = url_for("admin.organisation", organisation=organisation)
    if form.is_sent():
        values = values_of(NEW_PARTS, form) or {}
        if values["starts_on"] > values["ends_on"]:
            form.complain("ends_on", message(RuleBroken("setup.period-ends-before")))
        else:
            try:
                slug = _make(place.organisation_id, values)
            except RuleBroken as error:
                form.complain("slug", message(error))
            else:
                leave_note(mark("The programme is made. Look through its words before you invite anybody."))
                return redirect(url_for("admin.programme", programme=slug), 303)
    crumb(say("Organisation"), back)
    return render_template("admin/new_programme.html", form=form, parts=NEW_PARTS, cancel_url=back)


def _countries() -> list[SelectChoice]:
    known = {one.country: one.name.say(language()) for one in age_rules()}
    named = sorted(known.items(), key=lambda pair: pair[1])
    return [SelectChoice(value="", label=say("None yet"))] + [
        SelectChoice(value=code, label=name) for code, name in named
    ]


def _practice_kinds() -> list[SelectChoice]:
    return [SelectChoice(value="", label="–")] + [
        SelectChoice(value=one.name, label=label(one)) for one in PracticeKind
    ]


def _make(organisation_id: int, values: dict[str, Any]) -> str:
    period = FirstPeriod(
        name=values["period_name"], starts_on=values["starts_on"], ends_on=values["ends_on"],
        n_expected=values["n_expected"],
    )  # fmt: skip
    programme_id = programme_setup.new_programme(
        organisation_id, values["slug"], values["name"], actor=here.actor(), guardian_age=values["guardian_age"],
        address_form=values["address_form"], purpose=values["purpose"], period=period,
    )  # fmt: skip
    return db.session.get_one(Programme, programme_id).slug


def _row(section: Section, place: Programme, owner: Organisation) -> dict[str, Any]:
    noun = OF_PROGRAMME.get(section.name)
    return {
        "title": say(noun.title if noun else OTHER_TITLES[section.name]),
        "n": section.n,
        "shows_n": section.name not in ("programme", "ages", "kept", "changes"),
        "missing": say(MISSING[section.missing]) if section.missing else "",
        "url": _section_url(section.name, place, owner),
    }


def _section_url(name: str, place: Programme, owner: Organisation) -> str:
    """Return where a section is edited, or nothing where only an administrator may."""
    own: dict[str, Any] = {"programme": place.slug}
    if name == "programme":
        return url_for("admin.edit_programme", **own)
    if name in PAGES:
        return url_for(PAGES[name], **own)
    if name == "questions":
        return url_for("form.form", **own)
    if name in OF_PROGRAMME:
        return url_for("admin.things", noun=name, **own)
    roles = sessions.roles_in(here.account(), owner.id, None)
    if not any(role.may(Capability.RUN_HOUSE) for role in roles):
        return ""
    if name == "helplines":
        return url_for("admin.house_things", noun=name, organisation=owner.slug)
    return url_for("admin.people", organisation=owner.slug)
