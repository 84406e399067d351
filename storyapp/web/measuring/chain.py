"""The chain of results: step by step, as a picture, in words, and as a sheet for the wall."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from storyapp.data.tables.chain import ChainItem
from storyapp.data.tables.programmes import SocialResult
from storyapp.rules.chain import COMES_FROM, ChainKind, ChainStep
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Capability
from storyapp.rules.results import LinkDirection, OutcomeLevel
from storyapp.services import chain as service
from storyapp.services import results_seen, setup_lists
from storyapp.services.chain import Chain
from storyapp.services.setup_lists import Place
from storyapp.web.admin.parts import Part, both, form_of, one_of, values_of
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.measuring import blueprint
from storyapp.web.measuring.pages import page
from storyapp.words.labels import label
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

STEPS = ",".join(one.value for one in ChainStep)
ORDER = list(ChainStep)
ASKS = {
    ChainStep.NEED: mark("What is hard for the people you work for? Say it as they would."),
    ChainStep.ACTIVITIES: mark("What do you do about it? One line for each thing that you do again and again."),
    ChainStep.OUTPUTS: mark("What can be counted right after it: meetings, people, sheets? This is not yet a result."),
    ChainStep.NEAR: mark("What changes in people soon: what they know, feel, can, dare?"),
    ChainStep.FAR: mark("What changes in their lives later, and lasts?"),
    ChainStep.ASSUMPTIONS: mark("What must be so for one step to lead to the next, though you cannot bring it about?"),
}
WORDS = {
    ChainKind.NEED: mark("Need"), ChainKind.ACTIVITY: mark("Activity"), ChainKind.OUTPUT: mark("Output"),
    ChainKind.ASSUMPTION: mark("Assumption"),
}  # fmt: skip


@blueprint.get("/p/<programme>/chain")
def chain(programme: str) -> str:
    """Show the chain as a picture and in words, and where it breaks."""
    seen = service.chain_of(here.programme())
    return page(
        "chain", tab="chain", chain=seen, svg=_picture(seen), steps=ORDER, kinds=ChainKind, levels=OutcomeLevel,
        names=_names(seen),
    )  # fmt: skip


@blueprint.get("/p/<programme>/chain/sheet")
def chain_sheet(programme: str) -> str:
    """Show the chain on one sheet in A3."""
    seen = service.chain_of(here.programme())
    return render_template(
        "measuring/chain_sheet.html", chain=seen, svg=_picture(seen), programme_name=here.programme().name,
        kinds=ChainKind,
    )  # fmt: skip


@blueprint.route(f"/p/<programme>/chain/<any({STEPS}):step>", methods=["GET", "POST"])
def chain_step(programme: str, step: str) -> Response | str | tuple[str, int]:
    """Show what is written on one screen, and add to it."""
    now = ChainStep(step)
    parts = _parts(now)
    form = form_of(parts, _place(), {})
    if form.is_sent():
        values = values_of(parts, form)
        if values is not None:
            try:
                _add(now, values)
            except RuleBroken as broken:
                form.complain(parts[0].name + "_ru", message(broken))
            else:
                leave_note(mark("Added. Add another one, or go on."))
                return redirect(url_for("measuring.chain_step", programme=programme, step=step), 303)
    at = ORDER.index(now)
    seen = service.chain_of(here.programme())
    crumb(say("Chain of results"), url_for("measuring.chain", programme=programme))
    shown = page(
        "chain_step", tab="chain", step=now, asks=ASKS[now], form=form, parts=parts, chain=seen, names=_names(seen),
        number=at + 1, n_steps=len(ORDER), before=ORDER[at - 1] if at else None,
        after=ORDER[at + 1] if at + 1 < len(ORDER) else None,
        groups=setup_lists.things(_place(), "target-groups") if now is ChainStep.NEED else [],
    )  # fmt: skip
    return (shown, 422) if form.errors else shown


@blueprint.route("/p/<programme>/chain/items/<int:item_id>", methods=["GET", "POST"])
def chain_item(programme: str, item_id: int) -> Response | str | tuple[str, int]:
    """Change one item."""
    row = here.found(service.item_of(here.programme(), item_id))
    kind = row.kind
    step = next(one for one in ChainStep if one.kind is kind)
    parts = _parts(step)
    back = url_for("measuring.chain_step", programme=programme, step=step.value)
    form = form_of(parts, _place(), {part.name: getattr(row, part.name) for part in parts})
    if form.is_sent():
        values = values_of(parts, form)
        if values is not None:
            service.save_item(here.programme(), kind, item_id, values, by_id=here.account().id)
            leave_note(mark("Saved."))
            return redirect(back, 303)
    crumb(say("Chain of results"), url_for("measuring.chain", programme=programme))
    shown = page("chain_item", tab="chain", form=form, parts=parts, title=say(WORDS[kind]), item_id=item_id, back=back)
    return (shown, 422) if form.errors else shown


@blueprint.post("/p/<programme>/chain/items/<int:item_id>/remove")
def remove_chain_item(programme: str, item_id: int) -> Response:
    """Take one item out."""
    row = here.found(service.item_of(here.programme(), item_id))
    step = next(one for one in ChainStep if one.kind is row.kind)
    service.remove_item(here.programme(), item_id, by_id=here.account().id)
    leave_note(mark("Removed."))
    return redirect(url_for("measuring.chain_step", programme=programme, step=step.value), 303)


def _parts(step: ChainStep) -> Sequence[Part]:
    kind = step.kind
    if kind is None:
        return _result_parts(step)
    parts = [both("wording", WORDS[kind], is_long=True, rows=2)]
    before = COMES_FROM.get(kind)
    if before is not None:
        words = mark("For which need") if kind is ChainKind.ACTIVITY else mark("Of which activity")
        parts.append(one_of("comes_from_id", words, lambda place: _items(before), is_optional=True))
    if kind is ChainKind.OUTPUT:
        parts.append(one_of("result_id", mark("To which result it leads"), _results, is_optional=True))
    if kind is ChainKind.ASSUMPTION:
        parts.append(one_of("result_id", mark("Before which result"), _results, is_optional=True))
    return parts


def _result_parts(step: ChainStep) -> Sequence[Part]:
    levels = service.LEVELS[step]
    parts = [both("general", mark("Result"), hint=mark("A change in people, not an activity."), is_long=True, rows=2)]
    if len(levels) > 1:
        parts.append(_level(levels))
    parts.append(one_of("parent_id", mark("Leads to"), _results, is_optional=True))
    return parts


def _level(levels: Sequence[OutcomeLevel]) -> Part:
    offered = [SelectChoice(value=one.name, label=label(one)) for one in levels]
    made = one_of("outcome_level", mark("How far along"), lambda place: offered)
    return Part(
        name=made.name, label=made.label, fields=made.fields, read=lambda value: {"outcome_level": value.name},
        write=lambda form: OutcomeLevel[form["outcome_level"].data],
    )  # fmt: skip


def _add(step: ChainStep, values: dict[str, Any]) -> None:
    if step.kind is not None:
        service.save_item(here.programme(), step.kind, None, values, by_id=here.account().id)
        return
    level = {"outcome_level": service.LEVELS[step][0]} if "outcome_level" not in values else {}
    service.add_result(here.programme(), {**values, **level}, by_id=here.account().id)


def _items(kind: ChainKind) -> list[SelectChoice]:
    rows: list[ChainItem] = service.chain_of(here.programme()).of(kind)
    return [_offered(one.id, one.wording.say(language())) for one in rows]


def _results(place: Place) -> list[SelectChoice]:
    rows: list[SocialResult] = [one for one in setup_lists.things(place, "results") if one.is_active]
    return [_offered(one.id, one.general.say(language())) for one in rows]


def _offered(thing_id: int, words: str) -> SelectChoice:
    return SelectChoice(value=str(thing_id), label=words, render_kw={"translate": "no"})


def _names(chain: Chain) -> dict[str, str]:
    """Return the words of every item and result by its key, to say what leads to what."""
    items = {f"i{one.id}": one.wording.say(language()) for one in chain.items}
    return {**items, **{f"r{one.id}": one.general.say(language()) for one, _ in chain.results}}


def _picture(chain: Chain) -> Markup | None:
    if chain.is_empty:
        return None
    drawn = service.drawn(chain, said_of_results=_stories() if here.may(Capability.TAG) else {})
    return Markup(drawn)  # noqa: S704 - drawn by us, all words in it are escaped


def _stories() -> dict[int, str]:
    """Say of each result how many stories speak for it, both ways and against it, to those who read stories anyway."""
    tree = results_seen.tree_of(here.programme())
    way = LinkDirection
    return {
        one.result.id: say(
            "for %(n_for)s, mixed %(n_mixed)s, against %(n_against)s",
            n_for=one.n[way.SUPPORTS], n_mixed=one.n[way.MIXED], n_against=one.n[way.CONTRADICTS],
        )
        for column in tree.columns.values()
        for one in column
        if one.n_stories
    }  # fmt: skip


def _place() -> Place:
    own = here.programme()
    return Place(organisation_id=own.organisation_id, programme_id=own.id)
