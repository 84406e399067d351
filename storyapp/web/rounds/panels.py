"""Standing panels: their members with terms, preparation and hours, and what they decided."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.data.tables.panels import Panel, PanelMember
from storyapp.data.tables.rounds import Round
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.method_changes import MethodPart
from storyapp.rules.panels import MemberRole, PanelSay, Preparation, YouthWord, steps_for
from storyapp.services import panels as service
from storyapp.services.panels import MemberPlan, PanelPlan
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, holds, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.common.why import ask_why
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.decided import take_words
from storyapp.web.rounds.panel_forms import MemberForm, PanelHoursForm, StandingPanelForm, YouthWordForm
from storyapp.web.rounds.place import go_to, round_here
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say, say_plural

_THEIR_WORD = mark("The word of the youth panel stands beside the choice.")
BESIDE = {
    "panel.hours-before-joining": "worked_on",
    "panel.named-twice": "name",
    "panel.say-is-for-youth": "say",
    "panel.member-named-twice": "label",
    "panel.term-ends-before": "term_ends_on",
    "panel.too-many-members": "label",
    "time.in-the-future": "worked_on",
    "time.odd-length": "hours",
}


@blueprint.get("/p/<programme>/panels")
def panels(programme: str) -> str:
    """List the standing panels."""
    crumb(say("Rounds"), url_for("rounds.rounds", programme=programme))
    return render_template("rounds/panels.html", rows=service.listed(here.programme()))


@blueprint.route("/p/<programme>/panels/new", methods=["GET", "POST"])
def new_panel(programme: str) -> Response | str | tuple[str, int]:
    """Found a panel."""
    return _write_panel(programme, None)


@blueprint.route("/p/<programme>/panels/<int:panel_id>/edit", methods=["GET", "POST"])
def edit_panel(programme: str, panel_id: int) -> Response | str | tuple[str, int]:
    """Write a panel anew."""
    return _write_panel(programme, _panel_here(panel_id))


@blueprint.get("/p/<programme>/panels/<int:panel_id>")
def panel(programme: str, panel_id: int) -> str:
    """Show a panel: who sits until when, how prepared, and what it decided."""
    one = _panel_here(panel_id)
    return render_template(
        "rounds/panel.html", panel=one, rows=service.member_rows(one), rounds=service.rounds_of(one),
        n_steps=lambda member: len(steps_for(is_young=member.is_young)), today=kit().clock().date(),
    )  # fmt: skip


@blueprint.route("/p/<programme>/panels/<int:panel_id>/members/new", methods=["GET", "POST"])
def new_member(programme: str, panel_id: int) -> Response | str | tuple[str, int]:
    """Take a member in."""
    return _write_member(programme, _panel_here(panel_id), None)


@blueprint.route("/p/<programme>/panels/<int:panel_id>/members/<int:member_id>/edit", methods=["GET", "POST"])
def edit_member(programme: str, panel_id: int, member_id: int) -> Response | str | tuple[str, int]:
    """Write a member anew, with the checklist."""
    one = _panel_here(panel_id)
    return _write_member(programme, one, here.found(service.member_of(one, member_id)))


@blueprint.route("/p/<programme>/panels/<int:panel_id>/members/<int:member_id>", methods=["GET", "POST"])
def member(programme: str, panel_id: int, member_id: int) -> Response | str | tuple[str, int]:
    """Show a member with the checklist and the log of hours, and write down more."""
    one = _panel_here(panel_id)
    row = here.found(service.member_of(one, member_id))
    form = sent(PanelHoursForm, data={"worked_on": kit().clock().date()})
    if form.is_sent() and holds(form, lambda: _log(one, row, form), BESIDE, otherwise="worked_on"):
        leave_note(mark("Saved."))
        return redirect(url_for("rounds.member", programme=programme, panel_id=one.id, member_id=row.id), 303)
    _crumbs(programme, one)
    page = render_template(
        "rounds/member.html", panel=one, member=row, form=form, lines=service.hours_of(row),
        prepared=service.prepared_of(row), steps=steps_for(is_young=row.is_young),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post("/p/<programme>/panels/<int:panel_id>/members/<int:member_id>/settle")
def settle_panel_hours(programme: str, panel_id: int, member_id: int) -> Response:
    """Mark a member's hours as paid or thanked for."""
    one = _panel_here(panel_id)
    service.settle_hours(one, member_id, account_id=here.account().id)
    leave_note(mark("Saved."))
    return redirect(url_for("rounds.member", programme=programme, panel_id=one.id, member_id=member_id), 303)


@blueprint.post("/p/<programme>/rounds/<int:round_id>/seats/members")
def seat_members(programme: str, round_id: int) -> Response:
    """Give a seat to every member of the standing panel who sits today."""
    one = round_here(round_id)
    try:
        n = service.seat_members(here.programme(), one, account_id=here.account().id)
    except RuleBroken as broken:
        leave_note(message(broken), kind="warn")
    else:
        leave_note(say_plural("%(num)d member has a seat now.", "%(num)d members have a seat now.", n))
    return go_to("seats", one)


@blueprint.post("/p/<programme>/rounds/<int:round_id>/youth-word")
def youth_word(programme: str, round_id: int) -> Response | tuple[str, int]:
    """Write down what a youth panel with a veto says of the choice."""
    one = round_here(round_id)
    form: StoryForm = YouthWordForm(request.form, prefix="word-").offer()
    return take_words(one, "word_form", form, lambda: _say_word(one, form), _THEIR_WORD, about="reason")


def _say_word(one: Round, form: StoryForm) -> None:
    word, reason = YouthWord[form["word"].data], form["reason"].data
    service.say_youth_word(here.programme(), one.id, word, reason, account_id=here.account().id)


def _panel_here(panel_id: int) -> Panel:
    return here.found(service.panel_of(here.programme(), panel_id))


def _crumbs(programme: str, one: Panel | None = None) -> None:
    crumb(say("Standing panels"), url_for("rounds.panels", programme=programme))
    if one is not None:
        crumb(one.name, url_for("rounds.panel", programme=programme, panel_id=one.id))


def _write_panel(programme: str, one: Panel | None) -> Response | str | tuple[str, int]:
    data = {} if one is None else {
        "name": one.name, "kind": "youth" if one.is_youth else "adult", "say": one.say.name, "agenda": one.agenda,
        "has_ended": one.ended_on is not None,
    }  # fmt: skip
    form: Any = sent(StandingPanelForm, data=data).offer()
    kept: list[int] = []
    if form.is_sent() and holds(form, lambda: kept.append(_keep_panel(one, form)), BESIDE, otherwise="name"):
        leave_note(mark("Saved."))
        return ask_why(MethodPart.PANELS, url_for("rounds.panel", programme=programme, panel_id=kept[0]))
    _crumbs(programme, one)
    return render_template("rounds/panel_plan.html", form=form, panel=one), 422 if form.errors else 200


def _keep_panel(one: Panel | None, form: Any) -> int:
    plan = PanelPlan(
        name=form["name"].data, is_youth=form["kind"].data == "youth", say=PanelSay[form["say"].data],
        agenda=form["agenda"].data, has_ended=form["has_ended"].data,
    )  # fmt: skip
    return service.keep_panel(
        here.programme(), plan, account_id=here.account().id, panel_id=None if one is None else one.id
    )


def _write_member(programme: str, one: Panel, row: PanelMember | None) -> Response | str | tuple[str, int]:
    form: Any = sent(MemberForm, data=_member_data(one, row)).offer()
    kept: list[int] = []
    if form.is_sent() and holds(form, lambda: kept.append(_keep_member(one, row, form)), BESIDE, otherwise="label"):
        leave_note(mark("Saved."))
        return ask_why(
            MethodPart.PANELS, url_for("rounds.member", programme=programme, panel_id=one.id, member_id=kept[0])
        )
    _crumbs(programme, one)
    return render_template("rounds/member_plan.html", form=form, panel=one, member=row), 422 if form.errors else 200


def _member_data(one: Panel, row: PanelMember | None) -> dict[str, Any]:
    if row is None:
        return {"is_young": one.is_youth, "speaks": language(), "joined_on": kit().clock().date(), "prepared": []}
    return {
        "label": row.label, "role": row.role.name, "speaks": row.language, "is_young": row.is_young,
        "joined_on": row.joined_on, "term_ends_on": row.term_ends_on, "left_on": row.left_on,
        "prepared": [step.name for step in service.prepared_of(row)], "skills": row.skills,
    }  # fmt: skip


def _keep_member(one: Panel, row: PanelMember | None, form: Any) -> int:
    plan = MemberPlan(
        label=form["label"].data, role=MemberRole[form["role"].data], is_young=form["is_young"].data,
        language=form["speaks"].data, joined_on=form["joined_on"].data, term_ends_on=form["term_ends_on"].data,
        left_on=form["left_on"].data, prepared=frozenset(Preparation[name] for name in form["prepared"].data or []),
        skills=form["skills"].data or "",
    )  # fmt: skip
    return service.keep_member(one, plan, account_id=here.account().id, member_id=None if row is None else row.id)


def _log(one: Panel, row: PanelMember, form: Any) -> None:
    service.log_hours(
        one, row.id, worked_on=form["worked_on"].data, minutes=form.all_minutes, what=form["what"].data,
        compensation=form["compensation"].data, account_id=here.account().id,
    )  # fmt: skip
