"""Where stories stand, as a picture: to the right the more liked, upwards the more divided; letters name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from storyapp.formats.drawing import COLOURS, line, px, words

WIDE, HIGH, LEFT, TOP, BELOW, DOT = 420.0, 240.0, 30.0, 24.0, 40.0, 11.0


@dataclass(frozen=True, kw_only=True)
class Dot:
    """A story in the picture; `liked` and `split` from 0 to 1."""

    letter: str
    liked: float
    split: float


def stands_picture(dots: Sequence[Dot], *, title: str, description: str, across: str, up: str) -> str:
    """Draw the map; dots on one spot step aside, so that each letter can be read."""
    width, height = LEFT + WIDE + DOT * 2, TOP + HIGH + BELOW
    parts = [
        line(LEFT, TOP, LEFT, TOP + HIGH, more=' stroke-opacity="0.5"'),
        line(LEFT, TOP + HIGH, LEFT + WIDE, TOP + HIGH, more=' stroke-opacity="0.5"'),
        words(LEFT, 14, f"↑ {up}", size=13),
        words(LEFT + WIDE, TOP + HIGH + 30, f"{across} →", size=13, anchor="end"),
    ]
    taken: list[tuple[float, float]] = []
    for dot in dots:
        x, y = LEFT + DOT + dot.liked * (WIDE - 2 * DOT), TOP + DOT + (1 - dot.split) * (HIGH - 2 * DOT)
        while any(abs(x - a) < 2 * DOT and abs(y - b) < 2 * DOT for a, b in taken):
            y -= 2 * DOT
            if y < TOP:
                x, y = x - 2 * DOT, TOP + HIGH - DOT
        taken.append((x, y))
        parts.append(
            f'<circle cx="{px(x)}" cy="{px(y)}" r="{px(DOT)}" fill="{COLOURS[0]}"/>'
            + f'<g class="on-dot">{words(x, y + 4.5, dot.letter, size=12, anchor="middle", fill="#fff", bold=True)}</g>'
        )
    size = f'viewBox="0 0 {px(width)} {px(height)}" width="{px(width)}" height="{px(height)}"'
    heard = f'<title id="stands-title">{escape(title)}</title><desc id="stands-desc">{escape(description)}</desc>'
    named = 'role="img" aria-labelledby="stands-title stands-desc"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" {size} {named}>{heard}{"".join(parts)}</svg>'
