"""Why the method was changed: the log, the question that is asked after a change, and what is written by hand."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields import DateField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.method_changes import BY_HAND, MethodPart
from storyapp.services import method_changes as service
from storyapp.web.admin import blueprint
from storyapp.web.common import here
from storyapp.web.common.forms import Required, StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.words.messages import message
from storyapp.words.method_changes import PARTS, detail_words
from storyapp.words.speech import mark, say

BESIDE = {"method-change.not-yet": "changed_on", "method-change.not-by-hand": "part"}


class ReasonForm(StoryForm):
    """Why something was changed."""

    reason = TextAreaField(mark("Why was it changed?"))


class ChangeForm(StoryForm):
    """A change that no page of the house makes."""

    part = SelectField(mark("What was changed"), default=MethodPart.COLLECTING.name)
    changed_on = DateField(mark("On which day"), [Required(mark("Please choose a day."))])
    what = TextAreaField(mark("What is different now"))
    reason = TextAreaField(mark("Why was it changed?"))

    def offer(self) -> "ChangeForm":
        """Offer the parts of the method in the reader's language."""
        self["part"].choices = [SelectChoice(value=part.name, label=say(PARTS[part])) for part in BY_HAND]
        return self


@blueprint.route("/p/<programme>/set-up/changes", methods=["GET", "POST"])
def method_changes(programme: str) -> str | Response | tuple[str, int]:
    """Show what was changed of the method and why, and write down more."""
    own = here.programme()
    form = sent(ChangeForm, data={"changed_on": kit().clock().date()}).offer()
    if form.is_sent() and _written(form, own.id):
        leave_note(mark("Written down. Charts over several periods will say so."))
        return redirect(url_for("admin.method_changes", programme=programme), 303)
    crumb(say("Set-up"), url_for("admin.programme", programme=programme))
    page = render_template(
        "admin/method_changes.html", form=form, rows=service.listed(here.programme()), parts=PARTS, said=detail_words
    )
    return page, 422 if form.errors else 200


@blueprint.route("/p/<programme>/set-up/changes/<int:change_id>", methods=["GET", "POST"])
def why_changed(programme: str, change_id: int) -> str | Response | tuple[str, int]:
    """Ask why something was changed."""
    seen = here.found(service.one(here.programme(), change_id))
    form = sent(ReasonForm, data={"reason": seen.reason})
    if form.is_sent() and _explained(form, here.programme().id, change_id):
        leave_note(mark("Thank you. Charts over several periods will say so."))
        return redirect(url_for("admin.method_changes", programme=programme), 303)
    crumb(say("Set-up"), url_for("admin.programme", programme=programme))
    crumb(say("Changes of the method"), url_for("admin.method_changes", programme=programme))
    page = render_template("admin/why_changed.html", form=form, seen=seen, parts=PARTS, said=detail_words)
    return page, 422 if form.errors else 200


def _written(form: StoryForm, programme_id: int) -> bool:
    try:
        service.write_by_hand(
            programme_id, MethodPart[form["part"].data], what=form["what"].data, reason=form["reason"].data,
            changed_on=form["changed_on"].data, by_id=here.account().id,
        )  # fmt: skip
    except RuleBroken as broken:
        beside = BESIDE.get(broken.code, "reason" if form["what"].data.strip() else "what")
        form.complain(beside, message(broken))
        return False
    return True


def _explained(form: StoryForm, programme_id: int, change_id: int) -> bool:
    try:
        here.found(service.explain(programme_id, change_id, form["reason"].data, by_id=here.account().id) or None)
    except RuleBroken as broken:
        form.complain("reason", message(broken))
        return False
    return True
