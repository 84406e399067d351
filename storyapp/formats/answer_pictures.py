"""Answers that are places, drawn: between two poles, between three, and on a wheel."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from storyapp.formats.drawing import COLOURS, DASHES, POINTS, framed, line, px, words, wrapped

FAINT = ' stroke-opacity="0.3"'
SMALL = 13.0
SIDE, POLE_LINES, LINE = 240.0, 2, 17.0
RADIUS = 110.0
Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a picture says to those who do not see it; `code` must be the only one of its page."""

    code: str
    title: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """A place between three poles, how large its circle is (0 to 1), and what stands in it."""

    shares: tuple[float, float, float]
    size: float
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class Ring:
    """One rating of all areas of a wheel; None where an area was not rated."""

    name: str
    values: tuple[float | None, ...]


def slider_picture(low: str, high: str, place: float, heard: Heard, *, width: float = 360.0) -> str:
    """Draw a line between two poles with a place on it, from 0 to 1."""
    y, left, right = 20.0, 10.0, width - 10.0
    x = left + (right - left) * place
    ends = [
        *_lines(wrapped(low, width / 2 - 12, size=SMALL), left, y + 28, "start"),
        *_lines(wrapped(high, width / 2 - 12, size=SMALL), right, y + 28, "end"),
    ]
    parts = [
        line(left, y, right, y, width=2, more=FAINT),
        *(line(one, y - 6, one, y + 6, more=FAINT) for one in (left, (left + right) / 2, right)),
        _circle((x, y), 9, fill=COLOURS[0]),
        *ends,
    ]
    return _closed(parts, heard, width=width, height=y + 28 + 2 * LINE)


def triad_picture(poles: Sequence[str], bubbles: Sequence[Bubble], heard: Heard, *, width: float = 360.0) -> str:
    """Draw a triangle with its poles at the corners and a circle for each place."""
    corners = triangle(width)
    top, left, right = corners
    parts = [_shape(corners, more=FAINT), *_middle_lines(corners)]
    names = [
        *_lines(wrapped(poles[0], width * 0.8, size=SMALL, lines=POLE_LINES), top[0], 14, "middle"),
        *_lines(wrapped(poles[1], width / 2 - 8, size=SMALL, lines=POLE_LINES), 4, left[1] + 22, "start"),
        *_lines(wrapped(poles[2], width / 2 - 8, size=SMALL, lines=POLE_LINES), width - 4, right[1] + 22, "end"),
    ]
    for bubble in bubbles:
        x, y = spot(corners, bubble.shares)
        radius = 7 + 19 * bubble.size
        parts.append(_circle((x, y), radius, fill=COLOURS[0], more=' fill-opacity="0.85"'))
        if bubble.said:
            parts.append(words(x, y + 5, bubble.said, size=SMALL, anchor="middle", fill="#ffffff", bold=True))
    return _closed([*parts, *names], heard, width=width, height=left[1] + 22 + POLE_LINES * LINE)


def wheel_picture(areas: Sequence[str], rings: Sequence[Ring], heard: Heard, *, most: int, width: float = 420.0) -> str:
    """Draw areas as spokes and each rating as a ring of its own stroke and sign; a legend names them."""
    middle = (width / 2, RADIUS + 46)
    spokes = [_direction(n, len(areas)) for n in range(len(areas))]
    parts = [_shape([_on(middle, one, step / most) for one in spokes], more=FAINT) for step in _steps(most)]
    for area, one in zip(areas, spokes, strict=True):
        end = _on(middle, one, 1)
        parts.append(line(*middle, *end, more=FAINT))
        parts += _spoke_name(area, one, _on(middle, one, 1.09), width)
    for n, ring in enumerate(rings):
        parts += _ring(ring, middle, spokes, most=most, place=n)
    bottom = middle[1] + RADIUS + 46
    for n, ring in enumerate(rings):
        y = bottom + n * 20
        parts.append(line(8, y - 5, 40, y - 5, stroke=COLOURS[n % len(COLOURS)], width=2.5, more=_dash(n)))
        parts.append(words(24, y, POINTS[n], size=SMALL, anchor="middle", fill=COLOURS[n % len(COLOURS)]))
        parts.append(words(50, y, ring.name, size=SMALL))
    return _closed(parts, heard, width=width, height=bottom + 20 * len(rings))


def triangle(width: float) -> tuple[Point, Point, Point]:
    """Return the corners of the triangle in a picture: top, left, right."""
    side = min(SIDE, width - 40)
    middle, top = width / 2, 24 + POLE_LINES * LINE - LINE
    tall = side * 3**0.5 / 2
    return (middle, top), (middle - side / 2, top + tall), (middle + side / 2, top + tall)


def spot(corners: Sequence[Point], shares: Sequence[float]) -> Point:
    """Return where shares of three poles lie."""
    whole = sum(shares) or 1
    return (
        sum(corner[0] * share for corner, share in zip(corners, shares, strict=True)) / whole,
        sum(corner[1] * share for corner, share in zip(corners, shares, strict=True)) / whole,
    )


def _ring(ring: Ring, middle: Point, spokes: Sequence[Point], *, most: int, place: int) -> list[str]:
    colour = COLOURS[place % len(COLOURS)]
    points = [
        _on(middle, one, value / most) if value is not None else None
        for one, value in zip(spokes, ring.values, strict=True)
    ]
    known = [point for point in points if point is not None]
    parts = []
    if len(known) == len(points):
        parts.append(_shape(known, stroke=colour, more=f' stroke-width="2.5"{_dash(place)}'))
    signs = [words(x, y + 5, POINTS[place], size=14, anchor="middle", fill=colour) for x, y in known]
    return parts + signs


def _spoke_name(area: str, direction: Point, end: Point, width: float) -> list[str]:
    anchor = "middle" if abs(direction[0]) < 0.2 else "start" if direction[0] > 0 else "end"
    room = {"middle": width * 0.6, "start": width - end[0] - 2, "end": end[0] - 2}[anchor]
    lines = wrapped(area, max(room, 40), size=SMALL)
    up = LINE * (len(lines) - 1) if direction[1] < -0.5 else 0
    return _lines(lines, end[0], end[1] + 5 - up + (8 if direction[1] > 0.5 else 0), anchor)


def _direction(n: int, of: int) -> Point:
    angle = 2 * pi * n / of - pi / 2
    return cos(angle), sin(angle)


def _on(middle: Point, direction: Point, share: float) -> Point:
    return middle[0] + direction[0] * RADIUS * share, middle[1] + direction[1] * RADIUS * share


def _steps(most: int) -> range:
    return range(1, most + 1) if most <= 5 else range(2, most + 1, 2)


def _middle_lines(corners: Sequence[Point]) -> list[str]:
    centre = spot(corners, (1, 1, 1))
    halves = [spot(corners, shares) for shares in ((1, 1, 0), (0, 1, 1), (1, 0, 1))]
    return [line(*centre, *half, more=FAINT) for half in halves]


def _shape(points: Sequence[Point], *, stroke: str = "currentColor", more: str = "") -> str:
    places = " ".join(f"{px(x)},{px(y)}" for x, y in points)
    return f'<polygon points="{places}" fill="none" stroke="{stroke}"{more}/>'


def _circle(at: Point, radius: float, *, fill: str, more: str = "") -> str:
    return f'<circle cx="{px(at[0])}" cy="{px(at[1])}" r="{px(radius)}" fill="{fill}"{more}/>'


def _lines(texts: Sequence[str], x: float, y: float, anchor: str) -> list[str]:
    return [words(x, y + n * LINE, text, size=SMALL, anchor=anchor) for n, text in enumerate(texts)]


def _dash(place: int) -> str:
    dash = DASHES[place % len(DASHES)]
    return f' stroke-dasharray="{dash}"' if dash else ""


def _closed(parts: Sequence[str], heard: Heard, *, width: float, height: float) -> str:
    return framed(
        parts, code=heard.code, title=heard.title, description=heard.description, width=width, height=height,
        own_words=True,
    )  # fmt: skip
