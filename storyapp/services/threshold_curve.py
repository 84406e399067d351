"""The thresholds of a theme or a result as a curve with its twin in numbers, and the points that people can choose."""

from collections.abc import Sequence
from dataclasses import dataclass

from storyapp.formats.curve_picture import SHARES, CurveWords, Dot, curve_picture
from storyapp.rules.tags import TagState
from storyapp.rules.thresholds import LEAST_DECIDED, Point, curve, offered
from storyapp.words.dates import percent
from storyapp.words.speech import say


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A point to choose: the threshold in whole per cent, and what it is worth."""

    percent: int
    point: Point
    is_present: bool


@dataclass(frozen=True, kw_only=True)
class CurveSeen:
    """The picture, and the points that stand in it."""

    svg: str
    offered: Sequence[Offered]
    n_decided: int
    n_by_hand: int
    lowest: float  # the lowest score that people have decided about


def curve_seen(scores: Sequence[tuple[float, TagState]], *, threshold: float, n_confirmed: int) -> CurveSeen | None:
    """Return the curve by all suggestions of a theme or a result, each with its score and what people made of it.

    None where too little was decided, or nothing is confirmed that could be found.
    """
    decided = [(score, state is TagState.CONFIRMED) for score, state in scores if state is not TagState.SUGGESTED]
    if len(decided) < LEAST_DECIDED or not n_confirmed:
        return None
    n_by_hand = n_confirmed - sum(is_right for _, is_right in decided)
    present = round(threshold * 100)
    points = [
        Offered(percent=round(one.threshold * 100), point=one, is_present=round(one.threshold * 100) == present)
        for one in offered(decided, present=present / 100, n_by_hand=n_by_hand)
    ]
    return CurveSeen(
        svg=_drawn([_dot(one) for one in curve(decided, n_by_hand=n_by_hand)], points), offered=points,
        n_decided=len(decided), n_by_hand=n_by_hand, lowest=min(score for score, _ in decided),
    )  # fmt: skip


def _drawn(line: Sequence[Dot], points: Sequence[Offered]) -> str:
    dots = [
        _dot(one.point, is_present=one.is_present, said=say("now: from %(share)s", share=percent(one.point.threshold)))
        for one in points
        if one.point.n_suggested
    ]
    said = CurveWords(
        code="thresholds", title=say("What each threshold would be worth"),
        description=say("The same numbers stand in the table under the picture."),
        up=say("↑ right, of what is suggested"), along=say("found, of what people confirmed →"),
        shares=tuple(percent(share) for share in SHARES),
    )  # fmt: skip
    return curve_picture(line, dots, said)


def _dot(point: Point, *, is_present: bool = False, said: str = "") -> Dot:
    return Dot(found=point.recall or 0.0, right=point.precision or 0.0, is_present=is_present, said=said)
