"""Where stories stand, as a picture: to the right the more liked, upwards the more divided; letters name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from storyapp.formats.drawing import COLOURS, line, px, shortened, words

WIDE, HIGH, LEFT, TOP, BELOW, DOT = 472.0, 240.0, 30.0, 24.0, 40.0, 11.0


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
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" {size} {named}>{heard}{"".join(parts)}</svg>'


def dots_on_map(dots: Sequence[Dot], *, across: str, up: str, width: float = WIDE) -> tuple[list[str], float]:
    """Draw axes and dots, and return them with their height; dots on one spot step aside, so each letter can be read."""
    wide = width - LEFT - DOT * 2
    parts = [
        line(LEFT, TOP, LEFT, TOP + HIGH, more=' stroke-opacity="0.5"'),
        line(LEFT, TOP + HIGH, LEFT + wide, TOP + HIGH, more=' stroke-opacity="0.5"'),
        words(LEFT, 14, shortened(f"↑ {up}", wide, size=13), size=13),
        words(LEFT + wide, TOP + HIGH + 30, shortened(f"{across} →", wide, size=13), size=13, anchor="end"),
    ]
    taken: list[tuple[float, float]] = []
    for dot in dots:
        x, y = LEFT + DOT + dot.liked * (wide - 2 * DOT), TOP + DOT + (1 - dot.split) * (HIGH - 2 * DOT)
        while any(abs(x - a) < 2 * DOT and abs(y - b) < 2 * DOT for a, b in taken):
            y -= 2 * DOT
            if y < TOP:
                x, y = x - 2 * DOT, TOP + HIGH - DOT
        taken.append((x, y))
        parts.append(
            f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(DOT)}" fill="{COLOURS[0]}"/>'
            + f'<g class="on-dot">{words(x, y + 4.5, dot.letter, size=12, anchor="middle", fill="#fff", bold=True)}</g>'
        )
    return parts, TOP + HIGH + BELOW
