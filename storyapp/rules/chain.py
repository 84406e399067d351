"""The chain of results (method, 4): need → activity → output → results near and far → assumptions; and where it breaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class ChainKind(Enum):
    """What an item of the chain is; results themselves stand in the library."""

    NEED = "need"
    ACTIVITY = "activity"
    OUTPUT = "output"
    ASSUMPTION = "assumption"


class ChainStep(Enum):
    """The screens by which a chain is built, in order."""

    NEED = "need"
    ACTIVITIES = "activities"
    OUTPUTS = "outputs"
    NEAR = "near"
    FAR = "far"
    ASSUMPTIONS = "assumptions"

    @property
    def kind(self) -> ChainKind | None:
        """Return which items are written on this screen; None: results."""
        return KIND_OF.get(self)


KIND_OF = {
    ChainStep.NEED: ChainKind.NEED,
    ChainStep.ACTIVITIES: ChainKind.ACTIVITY,
    ChainStep.OUTPUTS: ChainKind.OUTPUT,
    ChainStep.ASSUMPTIONS: ChainKind.ASSUMPTION,
}
COMES_FROM = {ChainKind.ACTIVITY: ChainKind.NEED, ChainKind.OUTPUT: ChainKind.ACTIVITY}


class Break(Enum):
    """Where a chain does not hold."""

    ACTIVITY_WITHOUT_RESULT = "activity_without_result"
    OUTPUT_WITHOUT_RESULT = "output_without_result"
    RESULT_FROM_NOTHING = "result_from_nothing"
    RESULT_WITHOUT_INDICATOR = "result_without_indicator"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item: from which it comes, and which result it leads to."""

    id: int
    kind: ChainKind
    comes_from: int | None = None
    result: int | None = None


@dataclass(frozen=True, kw_only=True)
class Aim:
    """One result: which it leads to, and how many signs it has."""

    id: int
    leads_to: int | None = None
    n_indicators: int = 0


def breaks(items: Iterable[Item], aims: Iterable[Aim]) -> dict[Break, set[int]]:
    """Return what breaks the chain: ids of items, or of results."""
    items, aims = list(items), list(aims)
    outputs = [one for one in items if one.kind is ChainKind.OUTPUT]
    fruitful = {one.comes_from for one in outputs if one.result is not None}
    activities = [one for one in items if one.kind is ChainKind.ACTIVITY]
    fed = {one.result for one in outputs} | {one.leads_to for one in aims}
    found = {
        Break.ACTIVITY_WITHOUT_RESULT: {one.id for one in activities if one.id not in fruitful},
        Break.OUTPUT_WITHOUT_RESULT: {one.id for one in outputs if one.result is None},
        Break.RESULT_FROM_NOTHING: {one.id for one in aims if one.id not in fed} if items else set(),
        Break.RESULT_WITHOUT_INDICATOR: {one.id for one in aims if not one.n_indicators},
    }
    return {kind: ids for kind, ids in found.items() if ids}
