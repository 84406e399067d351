"""The list of rounds; planning one, and laying stories on its table."""

from typing import Any

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.rounds import Round
from storyapp.data.tables.stories import Story
from storyapp.rules.rounds import Method
from storyapp.services import panels, rounds
from storyapp.services.equity import language_name
from storyapp.services.paper import ballots_to_print
from storyapp.services.rounds import MOST_AT_A_SITTING, RoundPlan
from storyapp.web.common import here
from storyapp.web.common.addresses import full_address
from storyapp.web.common.forms import sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.qr import qr_drawing
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.forms import ALL_DOMAINS, NONE, PlanForm, StoriesForm, plan_form
from storyapp.web.rounds.place import address, attempt, go_to, round_here
from storyapp.words.speech import mark, say, say_plural

PAGE = 50


@blueprint.get("/p/<programme>/rounds", endpoint="rounds")
def rounds_list(programme: str) -> str:
    """List the rounds, the newest first."""
    page = max(1, request.args.get("page", 1, type=int))
    rows = rounds.listed(here.programme(), limit=PAGE + 1, offset=(min(page, 10_000) - 1) * PAGE)
    return render_template("rounds/rounds.html", rows=rows[:PAGE], page=page, has_more=len(rows) > PAGE)


@blueprint.route("/p/<programme>/rounds/new", methods=["GET", "POST"])
def new(programme: str) -> Response | str | tuple[str, int]:
    """Plan a round."""
    periods = rounds.periods_of(here.programme())
    if not periods:
        return render_template("rounds/no_period.html")
    form = plan_form(
        sent(PlanForm, data={"closes_at": rounds.suggested_closing(), "panel": request.args.get("panel", NONE)}),
        periods, rounds.domains_of(here.programme()), panels.sitting_panels(here.programme()),
    )  # fmt: skip
    if form.is_sent():
        round_id = rounds.create_round(here.programme(), _plan(form), account_id=here.account().id)
        leave_note(mark("Saved. Now choose the stories."))
        return redirect(url_for("rounds.stories", programme=programme, round_id=round_id), 303)
    return _plan_page(form, None)


@blueprint.route("/p/<programme>/rounds/<int:round_id>/edit", methods=["GET", "POST"])
def edit(programme: str, round_id: int) -> Response | str | tuple[str, int]:
    """Change the plan while the round is being prepared."""
    one = round_here(round_id)
    form = plan_form(
        sent(PlanForm, data=_planned(one)), rounds.periods_of(here.programme()),
        rounds.domains_of(here.programme()), panels.sitting_panels(here.programme()),
    )  # fmt: skip
    if form.is_sent():
        plan = _plan(form)
        attempt(
            lambda: rounds.change_round(here.programme(), one.id, plan, account_id=here.account().id), mark("Saved.")
        )
        return go_to("round", one)
    return _plan_page(form, one)


@blueprint.route("/p/<programme>/rounds/<int:round_id>/stories", methods=["GET", "POST"])
def stories(programme: str, round_id: int) -> Response | str:
    """Lay stories on the table: only those that this panel may read are offered."""
    one = round_here(round_id)
    below = rounds.chosen_below(here.programme(), one)
    offered = rounds.candidates_for(here.programme(), one)
    chosen = {read.story.public_id for read in rounds.sitting_of(one).reads}
    begin = chosen or {story.public_id for story in offered if story.id in below}
    form = sent(StoriesForm, data={"stories": sorted(begin)})
    form.stories.choices = [_offer(story, below, programme) for story in offered]
    if form.is_sent():
        attempt(
            lambda: rounds.choose_stories(
                here.programme(), one.id, form.stories.data or [], account_id=here.account().id
            ),
            mark("The stories lie on the table."),
        )  # fmt: skip
        return go_to("round", one)
    return render_template(
        "rounds/stories.html", form=form, one=one, n_offered=len(offered), most=MOST_AT_A_SITTING,
        is_cut=len(offered) >= rounds.MOST_OFFERED, waiting=rounds.waiting_for_second(here.programme(), one),
        name_of=rounds.name_of,
    )  # fmt: skip


@blueprint.post("/p/<programme>/rounds/<int:round_id>/open")
def open_round(programme: str, round_id: int) -> Response:
    """Open the round."""
    one = round_here(round_id)
    attempt(
        lambda: rounds.open_round(here.programme(), one.id, account_id=here.account().id),
        mark("The round is open. Hand out the links now."),
    )
    return go_to("round", one)


@blueprint.get("/p/<programme>/rounds/<int:round_id>/cards")
def cards(programme: str, round_id: int) -> str:
    """Print story cards and ballots for a panel without phones."""
    one = round_here(round_id)
    sitting = rounds.sitting_of(one)
    return render_template(
        "rounds/cards.html", one=one, sitting=sitting, ballots=ballots_to_print(sitting), address=address, qr_of=_qr_of
    )


def _qr_of(path: str, named: str) -> Markup:
    return qr_drawing(full_address(path), named=named)


def _offer(story: Story, below: dict[int, str], programme: str) -> SelectChoice:
    """Describe a story by title, length and language only: who told it is not weighed here."""
    hint = f"{say_plural('%(num)d word', '%(num)d words', story.n_words)} · {language_name(story.language)}"
    if story.id in below:
        hint = say("%(words)s; chosen by: %(panel)s", words=hint, panel=below[story.id])
    url = url_for("facilitator.story", programme=programme, public_id=story.public_id)
    return SelectChoice(
        value=story.public_id, label=rounds.name_of(story),
        render_kw={"translate": "no", "hint": hint, "lang": story.language, "url": url, "link": say("Read")},
    )  # fmt: skip


def _plan_page(form: PlanForm, one: Round | None) -> str | tuple[str, int]:
    return render_template("rounds/plan.html", form=form, one=one), 422 if form.errors else 200


def _plan(form: PlanForm) -> RoundPlan:
    standing = None if form.panel.data == NONE else panels.panel_of(here.programme(), int(form.panel.data))
    is_youth = form.panel_kind.data == "youth" if standing is None else standing.is_youth
    return RoundPlan(
        name=form.name.data, period_id=int(form.period.data),
        panel_name=form.panel_name.data or (standing.name if standing else ""),
        panel_id=standing.id if standing else None,
        domain_id=None if form.domain.data == ALL_DOMAINS else int(form.domain.data),
        is_youth=is_youth, selection_level=form.selection_level.data,
        method=Method[form.method.data], quorum=form.quorum.data, most_turns=form.most_turns.data,
        closes_at=form.closes_at.data, is_secret=form.is_secret.data, highest_score=int(form.highest_score.data),
        is_outside=form.is_outside.data,
    )  # fmt: skip


def _planned(one: Round) -> dict[str, Any]:
    return {
        "name": one.name,
        "period": str(one.period_id),
        "domain": ALL_DOMAINS if one.domain_id is None else str(one.domain_id),
        "panel": NONE if one.panel_id is None else str(one.panel_id),
        "panel_name": one.panel_name,
        "panel_kind": "youth" if one.is_youth else "adult",
        "is_outside": one.is_outside,
        "selection_level": one.selection_level,
        "method": one.method.name,
        "most_turns": one.most_turns,
        "quorum": one.quorum,
        "is_secret": one.is_secret,
        "highest_score": str(one.highest_score),
        "closes_at": one.closes_at,
    }
