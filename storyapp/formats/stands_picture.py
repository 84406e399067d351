"""Where stories stand, as a picture: to the right the more liked, upwards the more divided; letters name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from storyapp.formats.drawing import COLOURS, box, line, px, shortened, words

WIDE, HIGH, LEFT, TOP, BELOW, DOT = 328.0, 240.0, 30.0, 24.0, 40.0, 11.0
IN_A_ROW = 8


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A story in the picture; `liked` and `split` from 0 to 1."""

    letter: str
    liked: float
    split: float


def stands_picture(dots: Sequence[Dot], *, title: str, description: str, across: str, up: str) -> str:
    """Draw the map as a picture of its own, for a page."""
    parts, height = dots_on_map(dots, across=across, up=up)
    size = f'viewBox="0 0 {px(WIDE)} {px(height)}" width="{px(WIDE)}" height="{px(height)}"'
    heard = f'<title id="stands-title">{escape(title)}</title><desc id="stands-desc">{escape(description)}</desc>'
    named = 'role="img" aria-labelledby="stands-title stands-desc"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="chart map" {size} {named}>{heard}{"".join(parts)}</svg>'


def dots_on_map(dots: Sequence[Dot], *, across: str, up: str, width: float = WIDE) -> tuple[list[str], float]:
    """Draw axes and dots, and return them with their height; dots on one spot grow together into one shape."""
    wide = width - LEFT - DOT * 2
    parts = [
        line(LEFT, TOP, LEFT, TOP + HIGH, more=' stroke-opacity="0.5"'),
        line(LEFT, TOP + HIGH, LEFT + wide, TOP + HIGH, more=' stroke-opacity="0.5"'),
        words(LEFT, 14, shortened(f"↑ {up}", wide, size=13), size=13),
        words(LEFT + wide, TOP + HIGH + 30, shortened(f"{across} →", wide, size=13), size=13, anchor="end"),
    ]
    spots: dict[tuple[float, float], list[str]] = {}
    for dot in dots:
        x, y = LEFT + DOT + dot.liked * (wide - 2 * DOT), TOP + DOT + (1 - dot.split) * (HIGH - 2 * DOT)
        near = next((spot for spot, letters in spots.items() if _meets(spot, letters, x, y)), (x, y))
        spots.setdefault(near, []).append(dot.letter)
    for (x, y), letters in spots.items():
        parts += _spot(x, y, letters, right=LEFT + wide)
    return parts, TOP + HIGH + BELOW


def _meets(spot: tuple[float, float], letters: Sequence[str], x: float, y: float) -> bool:
    return -2 * DOT < x - spot[0] < 2 * DOT * min(len(letters), IN_A_ROW) and abs(spot[1] - y) < 2 * DOT


def _spot(x: float, y: float, letters: Sequence[str], *, right: float) -> list[str]:
    """Draw what stands on one spot as one shape, each letter in it: rows grow to where there is room."""
    rows = [letters[n : n + IN_A_ROW] for n in range(0, len(letters), IN_A_ROW)]
    long, tall = DOT * 2 * len(rows[0]), DOT * 2 * len(rows)
    left = min(x - DOT, right - long)
    top = max(TOP, min(y - DOT, TOP + HIGH - tall))
    parts = [box(left, top, long, tall, COLOURS[0], more=f' rx="{px(DOT)}"')]
    for n, row in enumerate(rows):
        for m, letter in enumerate(row):
            at = left + DOT + m * 2 * DOT, top + DOT + n * 2 * DOT + 4.5
            parts.append(
                f'<g class="on-dot">{words(*at, letter, size=12, anchor="middle", fill="#fff", bold=True)}</g>'
            )
    return parts
