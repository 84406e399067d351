"""The plan of rounds as a tree, and stories that are moved to another domain."""

from typing import Any

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms.fields import TextAreaField
from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.programmes import Domain, Period
from storyapp.data.tables.rounds import Round
from storyapp.formats.rounds_picture import Place, Way, rounds_picture
from storyapp.rules.errors import RuleBroken
from storyapp.services import round_tree, rounds
from storyapp.services.round_tree import RoundTree
from storyapp.web.common import here
from storyapp.web.common.forms import StoryForm, sent
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.rounds import blueprint
from storyapp.web.rounds.forms import LONGEST_TEXT, OneOfList, at_most, filled
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say, say_plural

BESIDE = {"round.move-without-reason": "reason"}


class MoveForm(StoryForm):
    """Which story belongs into which domain, and why."""

    story = OneOfList(mark("Story"))
    domain = OneOfList(mark("Where it belongs"))
    reason = TextAreaField(mark("Why?"), [filled, at_most(LONGEST_TEXT)])


@blueprint.get("/p/<programme>/rounds/tree")
def tree(programme: str) -> str:
    """Show the rounds of a period: domains, levels, and what moved up."""
    crumb(say("Rounds"), url_for("rounds.rounds", programme=programme))
    periods = rounds.periods_of(here.programme())
    if not periods:
        return render_template("rounds/no_period.html")
    period = _period(periods)
    shown = round_tree.tree_of(here.programme(), period)
    return render_template(
        "rounds/tree.html", tree=shown, periods=periods, svg=_picture(shown) if shown.rounds else None,
        branches=[(domain, shown.of(domain)) for domain in (*shown.domains, None) if shown.of(domain)],
    )  # fmt: skip


@blueprint.route("/p/<programme>/rounds/move", methods=["GET", "POST"])
def move(programme: str) -> Response | str | tuple[str, int]:
    """Move a story to another domain, with the reason in a log."""
    periods = rounds.periods_of(here.programme())
    if not periods:
        return render_template("rounds/no_period.html")
    period = _period(periods)
    form = _move_form(period)
    if form.is_sent() and _moved(form):
        leave_note(mark("The story stands in its new domain; the log says why."))
        return redirect(url_for("rounds.tree", programme=programme, period=period.id), 303)
    crumb(say("Plan of rounds"), url_for("rounds.tree", programme=programme, period=period.id))
    return render_template("rounds/move.html", form=form, period=period), 422 if form.errors else 200


def _period(periods: list[Period]) -> Period:
    wanted = request.args.get("period", type=int)
    return next((one for one in periods if one.id == wanted), periods[0])


def _move_form(period: Period) -> StoryForm:
    form: Any = sent(MoveForm)
    domains = {one.id: one.name.say(language()) for one in rounds.domains_of(here.programme())}
    form["story"].choices = [
        SelectChoice(
            value=story.public_id, label=f"{rounds.name_of(story)} ({domains.get(story.domain_id or 0, '–')})",
            render_kw={"translate": "no", "lang": story.language},
        )
        for story in round_tree.movable(here.programme(), period.id)
    ]  # fmt: skip
    form["domain"].choices = [
        SelectChoice(value=str(one), label=words, render_kw={"translate": "no"}) for one, words in domains.items()
    ]
    return form


def _moved(form: StoryForm) -> bool:
    try:
        round_tree.move_domain(
            here.programme(), form["story"].data, int(form["domain"].data), form["reason"].data,
            account_id=here.account().id,
        )  # fmt: skip
    except RuleBroken as broken:
        form.complain(BESIDE.get(broken.code, "domain"), message(broken))
        return False
    return True


def _picture(shown: RoundTree) -> Markup:
    columns = {say("Domain"): [_domain(one) for one in (*shown.domains, None) if shown.of(one)]}
    for level in shown.levels:
        here_too = [one for one in shown.rounds if one.selection_level == level]
        columns[say("Level %(n)s", n=level)] = [_round(shown, one) for one in here_too]
    begin = [Way(start=_key(one.domain_id), end=f"r{one.id}") for one in shown.rounds if not shown.is_fed(one)]
    steps = [Way(start=f"r{one.start.id}", end=f"r{one.end.id}", said=str(one.n)) for one in shown.steps]
    drawn = rounds_picture(
        columns, [*begin, *steps], title=say("Plan of rounds"),
        description=say("Domains at the left, then a column for each level. The list below says the same in words."),
    )  # fmt: skip
    return Markup(drawn)  # noqa: S704 - drawn by us, all words in it are escaped


def _domain(one: Domain | None) -> Place:
    words = say("All domains together") if one is None else one.name.say(language())
    return Place(key=_key(None if one is None else one.id), text=words, is_own_words=one is not None)


def _round(shown: RoundTree, one: Round) -> Place:
    said = [label(one.state) if one.outcome is None else label(one.outcome)]
    if shown.chosen[one.id]:
        n = sum((one.id, chosen.story.id) in shown.goes_on for chosen in shown.chosen[one.id])
        said.append(say_plural("%(num)d story goes on", "%(num)d stories go on", n))
    url = url_for("rounds.round", programme=here.programme().slug, round_id=one.id)
    return Place(key=f"r{one.id}", text=one.panel_name or one.name, said=said, href=url)


def _key(domain_id: int | None) -> str:
    return f"d{domain_id or 0}"
