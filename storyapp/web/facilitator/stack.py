"""A stack of paper stories, typed in one after another by keyboard (A7)."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields import (
    BooleanField,
    DateField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Domain, StoryInvitation
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.consent import ASKED_WHEN_TELLING
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.questionnaire.conditions import asked_now
from storyapp.rules.stories import LONGEST_TEXT, Direction, Mode, check_story
from storyapp.services import form_versions, stacks, telling
from storyapp.services import invitations as service
from storyapp.services.stacks import Stack
from storyapp.services.submission import OnPaper, StoryTold
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.answer_fields import Choice, fields_of
from storyapp.web.common.cookies import STACK, drop_cookie, give_cookie, read_cookie
from storyapp.web.common.forms import Required, StoryForm, sent
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.qr import qr_drawing
from storyapp.web.common.surroundings import crumb
from storyapp.web.facilitator import blueprint
from storyapp.web.storyteller.forms import LONGEST_NAME, TELLS_AS
from storyapp.web.storyteller.questions import FIRST_PAGE, answers_by_code
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say, speaking


class PaperStoryForm(StoryForm):
    """One paper: what stands on it, all on one page."""

    submission_key = HiddenField()
    number = StringField(
        mark("Number of the paper"), [Required(mark("Please give the paper a number.")), Length(max=60)]
    )
    told_on = DateField(mark("Day on the paper"), [Required(mark("Please say on which day it was written."))])
    collector = SelectField(mark("Who asked"), coerce=int)
    band = Choice(mark("Age"), [Required(mark("Please choose an age."))])
    role = SelectField(mark("Who tells"), default=TellerRole.YOUNG_PERSON.value)
    purposes = SelectMultipleField(mark("What the paper says yes to"), [Optional()])
    guardian_paper = StringField(mark("Guardian's paper: number and date"), [Length(max=200)])
    happened = TextAreaField(mark("What happened"))
    matters = TextAreaField(mark("Why it matters"), [Length(max=LONGEST_TEXT)])
    considered = TextAreaField(mark("Other changes, one a line"), [Length(max=3000)])
    direction = Choice(mark("Better or worse?"))
    domain = SelectField(mark("Domain of change"), default="")
    title = StringField(mark("Title"), [Length(max=LONGEST_NAME)])
    pseudonym = StringField(mark("Made-up name"), [Length(max=LONGEST_NAME)])
    wants_help = BooleanField(mark("The teller asks for help"))

    def validate_happened(self, field: TextAreaField) -> None:
        """Refuse only what is no story yet, or what cannot be kept."""
        try:
            check_story(happened=field.data or "", matters="")
        except RuleBroken as broken:
            raise ValidationError(message(broken)) from broken

    def offer(self, people: list[Account], domains: list[Domain]) -> "PaperStoryForm":
        """Offer who may have asked, ages, roles, purposes and domains in the reader's language."""
        own = {"translate": "no"}
        nobody = SelectChoice(value=0, label=say("Somebody else"))
        self.collector.choices = [*(SelectChoice(value=p.id, label=p.name, render_kw=own) for p in people), nobody]
        self.band.choices = [SelectChoice(value=band.value, label=label(band)) for band in AgeBand]
        self.role.choices = [SelectChoice(value=role.value, label=label(role)) for role, _ in TELLS_AS]
        self.purposes.choices = [SelectChoice(value=p.name, label=label(p)) for p in ASKED_WHEN_TELLING]
        self.direction.choices = [SelectChoice(value=one.value, label=label(one)) for one in Direction]
        named = [SelectChoice(value=str(d.id), label=d.name.say(language()), render_kw=own) for d in domains]
        self.domain.choices = [SelectChoice(value="", label=say("Not sure yet")), *named]
        return self


@blueprint.route("/p/<programme>/stack/<int:invitation_id>", methods=["GET", "POST"])
def stack(programme: str, invitation_id: int) -> str | Response | tuple[str, int]:
    """Type in one paper, then the next."""
    row = _on_paper(invitation_id)
    token = read_cookie(STACK) or new_token()
    typed = stacks.stack_of(token, row.id)
    give_cookie(STACK, token)
    asked = form_versions.form_in_force(here.programme())
    questions = [replace(one, is_required=False) for one in asked.own]  # a paper is as it is
    form = _form(questions, typed)
    if form.is_sent():
        try:
            is_new = stacks.put_on(token, typed, _told(form, row, answers_by_code(asked, {FIRST_PAGE: form.data})))
        except RuleBroken as broken:
            form.complain("told_on" if broken.code == "consent.paper-in-the-future" else "number", message(broken))
        else:
            if is_new:
                leave_note("Saved.")
            else:
                leave_note("This paper was saved already.", kind="warn")
            return redirect(url_for(".stack", programme=programme, invitation_id=row.id), 303)
    crumb(say("Type in a story"), url_for(".collecting", programme=programme))
    page = render_template(
        "facilitator/stack.html", form=form, invitation=row, stack=typed, questions=questions,
        asks_guardian=bool(here.programme().guardian_age) and not row.guardian_paper,
        is_open=bool(form.errors) or service.is_open(row, kit().clock()),
    )  # fmt: skip
    return (page, 422) if form.errors else page


@blueprint.get("/p/<programme>/stack/<int:invitation_id>/slips")
def stack_slips(programme: str, invitation_id: int) -> str:
    """Show the codes of the stack as slips to print and cut apart, each for its teller."""
    row = _on_paper(invitation_id)
    typed = stacks.stack_of(read_cookie(STACK), row.id)
    with speaking(row.language):
        slips = [(one.paper, one.receipt.grouped.split(), qr_drawing(one.receipt.digits)) for one in typed.slips]
        return render_template(
            "facilitator/stack_slips.html", slips=slips, programme=here.programme(), language=language(),
            my_story_url=full_address(url_for("storyteller.my_story")),
        )  # fmt: skip


@blueprint.post("/p/<programme>/stack/<int:invitation_id>/finish")
def finish_stack(programme: str, invitation_id: int) -> Response:
    """Forget the codes: their slips are printed."""
    _on_paper(invitation_id)
    stacks.forget(read_cookie(STACK))
    drop_cookie(STACK)
    leave_note("The stack is finished, and its codes are forgotten here.")
    return redirect(url_for(".collecting", programme=programme), 303)


def _on_paper(invitation_id: int) -> StoryInvitation:
    row = found(service.one_invitation(here.programme(), invitation_id))
    return found(row if row.mode is Mode.PAPER else None)


def _form(questions: list[Asked], typed: Stack) -> PaperStoryForm:
    kind = type("PaperForm", (PaperStoryForm,), dict(fields_of(questions)))
    before = {
        "submission_key": new_token(), "number": typed.next_number, "collector": typed.collector_id if typed.slips else here.account().id,
        "told_on": date.fromisoformat(typed.told_on) if typed.told_on else None,
    }  # fmt: skip
    place = here.programme()
    form: PaperStoryForm = sent(kind, data=before).offer(stacks.who_asked(place), telling.domains_of(place))
    form.number.render_kw = {"autofocus": True}
    return form


def _told(form: PaperStoryForm, row: StoryInvitation, answers: dict[str, Any]) -> StoryTold:
    data = form.data
    place = here.programme()
    return StoryTold(
        submission_key=data["submission_key"] or new_token(), language=row.language, age_band=AgeBand(data["band"]),
        teller_role=TellerRole(data["role"]), title=data["title"], happened=data["happened"], matters=data["matters"],
        considered=tuple(line.strip() for line in data["considered"].splitlines() if line.strip()),
        direction=Direction(data["direction"]) if data["direction"] else None,
        domain_id=int(data["domain"]) if data["domain"] else None,
        answers={
            one.id: answers[one.code]
            for one in asked_now(form_versions.form_in_force(place), answers)
            if one.code in answers
        },
        consents={purpose: purpose.name in (data["purposes"] or []) for purpose in ASKED_WHEN_TELLING},
        wants_help=data["wants_help"], pseudonym=data["pseudonym"],
        on_paper=OnPaper(
            number=data["number"], told_on=data["told_on"], collector_id=data["collector"] or None,
            typed_by_id=here.account().id, guardian_paper=data["guardian_paper"],
        ),
    )  # fmt: skip
