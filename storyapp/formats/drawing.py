"""The pen: colours, text that is measured and wrapped, and the elements of an SVG picture."""

import re
from collections.abc import Sequence
from html import escape

from storyapp.formats.printed import printable
from storyapp.rules.report import Series, Tone

# After Okabe and Ito, darkened: told apart by colour-blind people, 4.5:1 under white words,
# 3:1 on white paper and on a dark screen.
COLOURS = ("#0072b2", "#bf5000", "#007f5f", "#a4459a", "#866800", "#707070")
TONE_COLOURS = {Tone.BETTER: COLOURS[0], Tone.WORSE: COLOURS[1], Tone.MIXED: COLOURS[3], Tone.NO_CHANGE: COLOURS[5]}
TONE_SHAPES = {Tone.BETTER: "▲", Tone.WORSE: "▼", Tone.MIXED: "◆", Tone.NO_CHANGE: "●"}
POINTS = ("●", "■", "▲", "◆", "▼", "★")
DASHES = ("", "8 4", "2 4", "10 3 2 3", "14 4", "4 2")
FONT = "DejaVu Sans, system-ui, sans-serif"
TEXT = 14

_NARROW = set("il.,:;'|!fjtr()[]I -–·")
_WIDE = set("mwMWжшщюфмыШЩЖЮФМЫ@%—…")


def colour_of(series: Series, position: int) -> str:
    """Return the colour of a series: by its meaning where it has one, else by its place."""
    return TONE_COLOURS.get(series.tone) or COLOURS[position % len(COLOURS)]


def shape_of(series: Series, position: int) -> str:
    """Return the sign of a series, so that colour never speaks alone."""
    return TONE_SHAPES.get(series.tone) or POINTS[position % len(POINTS)]


def width_of(text: str, size: float = TEXT) -> float:
    """Estimate the width of text in pixels; rather too wide than too narrow."""
    ems = sum(0.38 if c in _NARROW else 0.92 if c in _WIDE else 0.74 if c.isupper() else 0.64 for c in text)
    return ems * size


def wrapped(text: str, width: float, *, size: float = TEXT, lines: int = 2) -> list[str]:
    """Break text into at most `lines` lines; what does not fit ends in an ellipsis."""
    broken: list[str] = []
    rest = printable(text).split()
    while rest and len(broken) < lines:
        n = len(rest)
        while n > 1 and width_of(" ".join(rest[:n]), size) > width:
            n -= 1
        broken.append(shortened(" ".join(rest[:n]), width, size=size))
        rest = rest[n:]
    if rest:
        broken[-1] = shortened(f"{broken[-1]} {' '.join(rest)}", width, size=size)
    return broken or [""]


def shortened(text: str, width: float, *, size: float = TEXT) -> str:
    """Cut text to a width and end it in an ellipsis where something was cut."""
    if width_of(text, size) <= width:
        return text
    while text and width_of(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def words(
    x: float,
    y: float,
    text: str,
    *,
    size: float = TEXT,
    anchor: str = "start",
    fill: str = "currentColor",
    bold: bool = False,
) -> str:
    """Write one line of text."""
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{px(x)}" y="{px(y)}" font-size="{px(size)}" text-anchor="{anchor}" fill="{fill}"{weight}'
    return f"<text {place}>{escape(printable(text))}</text>"


def box(x: float, y: float, width: float, height: float, fill: str, *, more: str = "") -> str:
    """Draw a rectangle."""
    return f'<rect x="{px(x)}" y="{px(y)}" width="{px(max(width, 0))}" height="{px(height)}" fill="{fill}"{more}/>'


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = "currentColor", width: float = 1, more: str = ""
) -> str:
    """Draw a straight line."""
    ends = f'x1="{px(x1)}" y1="{px(y1)}" x2="{px(x2)}" y2="{px(y2)}"'
    return f'<line {ends} stroke="{stroke}" stroke-width="{px(width)}"{more}/>'


def framed(
    parts: Sequence[str],
    *,
    code: str,
    title: str,
    description: str,
    width: float,
    height: float,
    own_words: bool = False,
) -> str:
    """Close a picture: its size, its title, and what it says to those who do not see it."""
    name = identifier(code)
    translate = ' translate="no"' if own_words else ""
    size = f'viewBox="0 0 {px(width)} {px(height)}" width="{px(width)}" height="{px(height)}"'
    said = f'role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONT}"'
    heard = (
        f'<title id="{name}-title">{escape(printable(title))}</title>'
        f'<desc id="{name}-desc">{escape(printable(description))}</desc>'
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {said}>{heard}<g{translate}>{"".join(parts)}</g></svg>'


def identifier(code: str) -> str:
    """Make a code fit for an id in a page: letters, digits and hyphens."""
    return "p-" + re.sub(r"[^\w-]+", "-", code)


def px(value: float) -> str:
    """Print a coordinate shortly and always the same."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
