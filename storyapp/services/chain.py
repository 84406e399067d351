"""The chain of results, step by step: what is written, how it hangs together, and where it breaks (G2, SD06)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.chain import ChainItem
from storyapp.data.tables.programmes import Indicator, Programme, SocialResult
from storyapp.formats.chain_picture import ChainNode, chain_picture
from storyapp.rules.chain import COMES_FROM, Aim, Break, ChainKind, ChainStep, Item, breaks
from storyapp.rules.errors import RuleBroken
from storyapp.rules.results import OutcomeLevel
from storyapp.services import setup_lists
from storyapp.services.instruments import indicators_by_result
from storyapp.services.setup_lists import Place
from storyapp.services.transaction import account_actor, act
from storyapp.words.labels import label
from storyapp.words.speech import language, say

LEVELS = {
    ChainStep.NEAR: (OutcomeLevel.SHORT,),
    ChainStep.FAR: (OutcomeLevel.MEDIUM, OutcomeLevel.LONG),
}
DRAWN = (ChainKind.NEED, ChainKind.ACTIVITY, ChainKind.OUTPUT)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """All items and results of a programme."""

    items: list[ChainItem]
    results: list[tuple[SocialResult, list[Indicator]]]

    def of(self, kind: ChainKind) -> list[ChainItem]:
        """Return the items of a kind."""
        return [one for one in self.items if one.kind is kind]

    def at(self, step: ChainStep) -> list[SocialResult]:
        """Return the results that are written on one of the screens."""
        return [one for one, _ in self.results if one.outcome_level in LEVELS.get(step, ())]

    @property
    def broken(self) -> dict[Break, list[str]]:
        """Return what breaks the chain, in the words of people."""
        facts = [
            Item(id=one.id, kind=one.kind, comes_from=one.comes_from_id, result=one.result_id) for one in self.items
        ]
        aims = [Aim(id=one.id, leads_to=one.parent_id, n_indicators=len(below)) for one, below in self.results]
        items = {one.id: one.wording for one in self.items}
        results = {one.id: one.general for one, _ in self.results}
        of_results = (Break.RESULT_FROM_NOTHING, Break.RESULT_WITHOUT_INDICATOR)
        return {
            kind: [(results if kind in of_results else items)[n].say(language()) for n in sorted(ids)]
            for kind, ids in breaks(facts, aims).items()
        }

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands here yet."""
        return not self.items and not self.results


def chain_of(programme: Programme) -> Chain:
    """Return the chain of a programme, in three queries."""
    own = programme.owner
    query = select(ChainItem).filter_by(**own).order_by(ChainItem.position, ChainItem.id)
    return Chain(items=list(db.session.scalars(query)), results=indicators_by_result(**own))


def item_of(programme: Programme, item_id: int) -> ChainItem | None:
    """Return one item of this programme."""
    return db.session.scalar(select(ChainItem).filter_by(**programme.owner, id=item_id))


def save_item(
    programme: Programme, kind: ChainKind, item_id: int | None, values: Mapping[str, Any], *, by_id: int
) -> int:
    """Write an item, or write it anew."""
    own = programme.owner
    with act(account_actor(by_id)) as doing:
        row = item_of(programme, item_id) if item_id is not None else ChainItem(**own, kind=kind)
        if row is None or row.kind is not kind:
            raise RuleBroken("setup.gone")
        _check_ends(own, kind, values)
        if item_id is None:
            last = db.session.scalar(select(func.max(ChainItem.position)).filter_by(**own))
            row.position = 0 if last is None else last + 1
        for name, value in values.items():
            setattr(row, name, value)
        db.session.add(row)
        db.session.flush()
        doing.note(own["organisation_id"], "chain-item.saved", f"chain-item:{row.id}")
        return row.id


def remove_item(programme: Programme, item_id: int, *, by_id: int) -> None:
    """Take an item out; what came from it stays and comes from nothing."""
    own = programme.owner
    with act(account_actor(by_id)) as doing:
        row = item_of(programme, item_id)
        if row is not None:
            db.session.delete(row)
            doing.note(own["organisation_id"], "chain-item.removed", f"chain-item:{item_id}")


def add_result(programme: Programme, values: Mapping[str, Any], *, by_id: int) -> int:
    """Add a result to the library from its screen."""
    return setup_lists.save_thing(Place(**programme.owner), "results", None, dict(values), by_id=by_id)


def drawn(chain: Chain, *, said_of_results: Mapping[int, str]) -> str:
    """Draw the chain; below a result stands what is said of it."""
    heads = [*(label(kind) for kind in DRAWN), *(label(level) for level in OutcomeLevel)]
    columns = [
        *(_nodes(chain, kind) for kind in DRAWN),
        *(_results(chain, level, said_of_results) for level in OutcomeLevel),
    ]
    filled = {head: column for head, column in zip(heads, columns, strict=True) if column}
    return chain_picture(
        filled, title=say("Chain of results"), description=say("From the need to the farthest result. The list below says the same in words."),
    )  # fmt: skip


def _nodes(chain: Chain, kind: ChainKind) -> list[ChainNode]:
    following: dict[int, list[str]] = {}
    for one in chain.items:
        if one.comes_from_id is not None:
            following.setdefault(one.comes_from_id, []).append(f"i{one.id}")
    return [
        ChainNode(
            key=f"i{one.id}", text=one.wording.say(language()),
            leads_to=(*following.get(one.id, ()), *([f"r{one.result_id}"] if one.result_id else ())),
        )
        for one in chain.of(kind)
    ]  # fmt: skip


def _results(chain: Chain, level: OutcomeLevel, said: Mapping[int, str]) -> list[ChainNode]:
    return [
        ChainNode(
            key=f"r{one.id}", text=one.general.say(language()), said=said.get(one.id, ""),
            leads_to=(f"r{one.parent_id}",) if one.parent_id else (),
        )
        for one, _ in chain.results
        if one.outcome_level is level
    ]  # fmt: skip


def _check_ends(own: Mapping[str, int], kind: ChainKind, values: Mapping[str, Any]) -> None:
    wanted, before = values.get("comes_from_id"), COMES_FROM.get(kind)
    if wanted is not None and db.session.scalar(select(ChainItem.id).filter_by(**own, id=wanted, kind=before)) is None:
        raise RuleBroken("setup.gone")
    aim = values.get("result_id")
    if aim is not None and db.session.scalar(select(SocialResult.id).filter_by(**own, id=aim)) is None:
        raise RuleBroken("setup.gone")
