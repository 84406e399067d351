"""The plan of a period: what is checked, and how far it is."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from storyapp.services import reporting, rounds, verifying
from storyapp.web.common import here
from storyapp.web.common.forms import sent, whole
from storyapp.web.common.notes import leave_note
from storyapp.web.verifying import blueprint
from storyapp.web.verifying.forms import PlanForm
from storyapp.words.speech import mark, say_plural


@blueprint.route("/p/<programme>/verification", methods=["GET", "POST"])
def plan(programme: str) -> Response | str | tuple[str, int]:
    """Show the plan of a period, and plan."""
    periods = reporting.periods_of(here.programme())
    period = verifying.period_of(periods, whole(request.args.get("period")))
    if period is None:
        return render_template("verifying/no_period.html")
    page = verifying.plan_page(here.programme(), period)
    period_id = period.id
    form = sent(PlanForm, data={"percent": page.plan.percent if page.plan else 10})
    if form.is_sent():
        n = verifying.make_plan(here.programme(), period, percent=form.percent.data, account_id=here.account().id)
        leave_note(
            say_plural("%(num)d story came into the plan.", "%(num)d stories came into the plan.", n)
            if n
            else mark("The plan is kept. No story had to be added.")
        )
        return redirect(url_for("verifying.plan", programme=programme, period=period_id), 303)
    shown = render_template(
        "verifying/plan.html", page=page, form=form, periods=periods, outcome_of=verifying.outcome_of,
        name_of=rounds.name_of,
    )  # fmt: skip
    return (shown, 422) if form.errors else shown
