"""A curve of thresholds: the higher, the more of what was suggested is right; the further right, the more is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from storyapp.formats.drawing import COLOURS, framed, line, shortened, width_of, words

LEFT, TOP, RIGHT, BOTTOM, TALL = 46.0, 34.0, 22.0, 44.0, 220.0
SMALL = 12
FAINT = ' stroke-opacity="0.25"'
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A point of the curve, both shares from 0 to 1; the present one is marked with its words."""

    found: float
    right: float
    said: str = ""
    is_present: bool = False


@dataclass(frozen=True, kw_only=True)
class CurveWords:
    """What the picture says, in the reader's language; `shares` are the words along both sides."""

    code: str
    title: str
    description: str
    up: str
    along: str
    shares: tuple[str, ...]


def curve_picture(curve: Sequence[Dot], dots: Sequence[Dot], said: CurveWords, *, width: float = 420) -> str:
    """Draw the whole curve as a line, the points to choose from as dots, the present one as a diamond with its words."""
    wide = width - LEFT - RIGHT

    def at(dot: Dot) -> tuple[float, float]:
        return LEFT + wide * dot.found, TOP + TALL * (1 - dot.right)

    parts = [words(0, 16, shortened(said.up, width, size=SMALL), size=SMALL)]
    for share, text in zip(SHARES, said.shares, strict=True):
        x, y = LEFT + wide * share, TOP + TALL * (1 - share)
        parts += [line(LEFT, y, width - RIGHT, y, more=FAINT), line(x, TOP, x, TOP + TALL, more=FAINT)]
        parts.append(words(LEFT - 6, y + 4, text, size=SMALL, anchor="end"))
        parts.append(words(x, TOP + TALL + 16, text, size=SMALL, anchor="middle"))
    along = shortened(said.along, width, size=SMALL)
    parts.append(words(width - RIGHT, TOP + TALL + 36, along, size=SMALL, anchor="end"))
    parts += [line(*at(a), *at(b), stroke=COLOURS[0], width=2) for a, b in pairwise(curve)]
    # A sign hangs a third of its height above its line.
    parts += [
        words(at(dot)[0], at(dot)[1] + 4.5, "●", size=13, anchor="middle", fill=COLOURS[0])
        for dot in dots
        if not dot.is_present
    ]
    parts += [piece for dot in dots if dot.is_present for piece in _present(dot, at(dot), width)]
    return framed(
        parts, code=said.code, title=said.title, description=said.description, width=width,
        height=TOP + TALL + BOTTOM,
    )  # fmt: skip


def _present(dot: Dot, place: tuple[float, float], width: float) -> list[str]:
    """Mark the present threshold; its words keep away from the line, which comes from the left and from above."""
    x, y = place
    is_left = x + 12 + width_of(dot.said, SMALL) > width
    down = 20.0 if is_left or y < TOP + 30 else -10.0
    return [
        words(x, y + 7.5, "◆", size=22, anchor="middle", fill=COLOURS[1]),
        words(
            x - 10 if is_left else x + 10,
            y + down,
            dot.said,
            size=SMALL,
            anchor="end" if is_left else "start",
            bold=True,
        ),
    ]
