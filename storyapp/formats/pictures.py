"""Pictures of numbers as SVG: they work without scripts, in print, in Word and for a screen reader."""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from storyapp.formats.drawing import (
    COLOURS,
    DASHES,
    TEXT,
    box,
    colour_of,
    framed,
    line,
    shape_of,
    shortened,
    width_of,
    words,
    wrapped,
)
from storyapp.formats.labels import label
from storyapp.formats.printed import printed_number
from storyapp.formats.stands_picture import WIDE as WIDE_MAP
from storyapp.formats.stands_picture import Dot, dots_on_map
from storyapp.rules.report import Figure, FigureKind, Number, Series, Tone

LINE = TEXT * 1.35
BAR = 18
SCREEN = 420
FAINT = ' stroke-opacity="0.25"'
BROKEN = ' stroke-opacity="0.5" stroke-dasharray="3 4"'


def picture(figure: Figure, *, language: str, width: float = SCREEN) -> str:
    """Draw a figure; 420 suits screens down to a phone, 680 a page of A4. A map fits the phone as it is."""
    if figure.kind is FigureKind.MAP and width <= SCREEN:
        width = WIDE_MAP
    draw = {
        FigureKind.BARS: _bars,
        FigureKind.STACKED: _stacked,
        FigureKind.TIMELINE: _timeline,
        FigureKind.HEAT: _heat,
        FigureKind.MAP: _map,
    }
    parts, height = draw[figure.kind](figure, language, width)
    return framed(
        parts,
        code=figure.code,
        title=figure.caption,
        description=figure.reading,
        width=width,
        height=height,
        own_words=figure.own_words,
    )


def shown_value(series: Series, position: int, language: str) -> str:
    """Print the value under a label, or the words that stand for it."""
    value = series.values[position]
    if series.shown and series.shown[position]:
        return series.shown[position]
    return label("hidden", language) if value is None else printed_number(value, language)


def _bars(figure: Figure, language: str, width: float) -> tuple[list[str], float]:
    alone = len(figure.series) == 1
    ends = [
        [shown_value(s, i, language) + ("" if alone else f" · {s.name}") for s in figure.series]
        for i in range(len(figure.labels))
    ]
    room = min(max(width_of(end) for row in ends for end in row) + 10, width * 0.55)
    scale = (width - room) / _most(v for s in figure.series for v in s.values)
    parts: list[str] = []
    y = 0.0
    for i, text in enumerate(figure.labels):
        y = _write_label(parts, text, y, width)
        for n, series in enumerate(figure.series):
            long = float(series.values[i] or 0) * scale
            parts += [
                box(0, y, long, BAR, colour_of(series, n), more=' rx="2"'),
                line(0, y - 2, 0, y + BAR + 2, more=FAINT),
            ]
            parts.append(words(long + 7, y + BAR - 4, shortened(ends[i][n], room - 6)))
            y += BAR + 4
        y += 10
    return parts, y


def _stacked(figure: Figure, language: str, width: float) -> tuple[list[str], float]:
    totals = [sum(float(s.values[i] or 0) for s in figure.series) for i in range(len(figure.labels))]
    scale = width / _most(totals)
    parts, y = _legend(figure.series, width)
    for i, text in enumerate(figure.labels):
        y = _write_label(parts, text, y, width)
        x = 0.0
        for n, series in enumerate(figure.series):
            long = float(series.values[i] or 0) * scale
            text_in = shown_value(series, i, language)
            if series.tone is not Tone.PLAIN:
                text_in = f"{shape_of(series, n)} {text_in}"
            # The paper between two parts keeps them apart in a copy without colour.
            parts.append(box(x, y, long - 2, BAR + 8, colour_of(series, n)))
            if series.values[i] and width_of(text_in) < long - 6:
                parts.append(words(x + (long - 2) / 2, y + BAR, text_in, anchor="middle", fill="#fff"))
            x += long
        y += BAR + 20
    return parts, y


def _timeline(figure: Figure, language: str, width: float) -> tuple[list[str], float]:
    alone = len(figure.series) == 1
    names = ["" if alone else _name_at_end(series, language) for series in figure.series]
    right = min(max(width_of(figure.labels[-1], 12) / 2, *(width_of(name) + 20 for name in names)), width * 0.5)
    left = max(width_of(figure.labels[0], 12) / 2, 20.0)
    top, tall = 26.0, 180.0
    values = [float(v) for s in figure.series for v in s.values if v is not None] or [0.0]
    low, high = min(0.0, *values), max(0.0, *values) or 1.0
    step = (width - left - right) / max(len(figure.labels) - 1, 1)

    def at(position: int, value: float) -> tuple[float, float]:
        return left + position * step, top + tall * (high - value) / (high - low)

    parts = [line(left - 14, at(0, 0)[1], width - right + 14, at(0, 0)[1], more=FAINT)]
    for stop in figure.breaks:
        x = left + (stop + 0.5) * step
        parts += [line(x, top - 8, x, top + tall, more=BROKEN), words(x, top - 13, "≠", size=15, anchor="middle")]
    ends: list[tuple[float, int]] = []
    for n, series in enumerate(figure.series):
        places = [None if v is None else at(i, float(v)) for i, v in enumerate(series.values)]
        parts += _path(places, series, n, breaks=figure.breaks)
        for i, place in enumerate(places):
            if place and alone:
                parts.append(words(place[0], place[1] - 11, shown_value(series, i, language), size=12, anchor="middle"))
        last = next((place for place in reversed(places) if place), None)
        if last and not alone:
            ends.append((last[1], n))
    for meant, (y, n) in zip(sorted(ends), _apart(sorted(ends), gap=LINE), strict=True):
        # A name that had to move away from its line takes the sign of the line with it.
        name = names[n] if y - meant[0] < 6 else f"{shape_of(figure.series[n], n)} {names[n]}"
        fill = colour_of(figure.series[n], n)
        parts.append(words(width - right + 14, y + 5, shortened(name, right - 14), fill=fill))
    bottom = top + tall + 22
    return parts + _under_the_line(figure.labels, left, step, bottom), bottom + 10


def _name_at_end(series: Series, language: str) -> str:
    last = max((i for i, value in enumerate(series.values) if value is not None), default=0)
    return f"{shown_value(series, last, language)} · {series.name}"


def _under_the_line(labels: Sequence[str], left: float, step: float, y: float) -> list[str]:
    """Write as many labels as have room, the last one always."""
    every = max(1, -(-int(max(width_of(text, 12) for text in labels) + 8) // max(int(step), 1)))
    kept = [(i, text) for i, text in enumerate(labels) if (len(labels) - 1 - i) % every == 0]
    return [words(left + i * step, y, text, size=12, anchor="middle") for i, text in kept]


def _heat(figure: Figure, language: str, width: float) -> tuple[list[str], float]:
    first = width * 0.38
    wide = (width - first) / len(figure.series)
    most = _most(v for s in figure.series for v in s.values)
    heads = [wrapped(s.name, wide - 6, size=12, lines=3) for s in figure.series]
    y = max(len(head) for head in heads) * 16.0 + 6
    parts: list[str] = []
    for n, head in enumerate(heads):
        parts += _in_the_middle(head, first + (n + 0.5) * wide, len(head) * 8.0, size=12)
    for i, text in enumerate(figure.labels):
        lines = wrapped(text, first - 8, size=13, lines=3)
        tall = max(36.0, len(lines) * 17 + 8)
        parts += _in_the_middle(lines, 0, y + tall / 2, size=13, anchor="start")
        for n, series in enumerate(figure.series):
            value = float(series.values[i] or 0)
            # Never darker than a third: the number on it stays readable on paper and on a dark screen.
            more = f' fill-opacity="{0.04 + 0.32 * value / most:.2f}" stroke="currentColor" stroke-opacity="0.15"'
            parts.append(box(first + n * wide + 1, y + 1, wide - 2, tall - 2, COLOURS[0], more=more))
            shown = shown_value(series, i, language)
            size = TEXT if width_of(shown) <= wide - 6 else 11
            parts += _in_the_middle(
                wrapped(shown, wide - 4, size=size), first + (n + 0.5) * wide, y + tall / 2, size=size
            )
        y += tall
    return parts, y + 4


def _map(figure: Figure, language: str, width: float) -> tuple[list[str], float]:
    across, up = figure.series[0], figure.series[min(1, len(figure.series) - 1)]
    most_across, most_up = max(1.0, _most(across.values)), max(1.0, _most(up.values))
    dots = [
        Dot(letter=shortened(text, BAR * 1.5, size=12), liked=float(x) / most_across, split=float(y) / most_up)
        for text, x, y in zip(figure.labels, across.values, up.values, strict=True)
        if x is not None and y is not None
    ]
    return dots_on_map(dots, across=across.name, up=up.name, width=width)


def _in_the_middle(lines: Sequence[str], x: float, y: float, *, size: float, anchor: str = "middle") -> list[str]:
    """Write lines so that their middle stands at a height."""
    gap = size * 1.3
    top = y + size * 0.36 - gap * (len(lines) - 1) / 2
    return [words(x, top + n * gap, text, size=size, anchor=anchor) for n, text in enumerate(lines)]


def _most(values: Iterable[Number | None]) -> float:
    return max((float(v) for v in values if v is not None), default=0.0) or 1.0


def _write_label(parts: list[str], text: str, y: float, width: float) -> float:
    for part in wrapped(text, width, lines=2):
        y += LINE
        parts.append(words(0, y - 5, part))
    return y + 2


def _legend(series: Sequence[Series], width: float) -> tuple[list[str], float]:
    parts: list[str] = []
    x, y = 0.0, LINE
    for n, one in enumerate(series):
        text = shortened(one.name, width - 30)
        wide = width_of(text) + 44
        if x and x + wide - 20 > width:
            x, y = 0.0, y + LINE + 4
        parts.append(box(x, y - 13, 17, 17, colour_of(one, n)))
        if one.tone is not Tone.PLAIN:
            parts.append(words(x + 8.5, y, shape_of(one, n), size=11, anchor="middle", fill="#fff"))
        parts.append(words(x + 24, y + 1, text))
        x += wide
    return parts, y + 12


def _path(
    places: list[tuple[float, float] | None], series: Series, n: int, *, breaks: Collection[int] = ()
) -> list[str]:
    """Draw the points of a series and a line between neighbours, but none across a break."""
    colour, dash = colour_of(series, n), DASHES[n % len(DASHES)]
    more = f' stroke-dasharray="{dash}"' if dash else ""
    lines = [
        line(*a, *b, stroke=colour, width=2.5, more=more)
        for i, (a, b) in enumerate(pairwise(places))
        if a and b and i not in breaks
    ]
    return lines + [
        words(x, y + 5, shape_of(series, n), size=15, anchor="middle", fill=colour) for x, y in (p for p in places if p)
    ]


def _apart(ends: list[tuple[float, int]], *, gap: float) -> list[tuple[float, int]]:
    """Push names at the ends of lines apart, from the top down."""
    placed: list[tuple[float, int]] = []
    for y, n in ends:
        placed.append((max(y, placed[-1][0] + gap) if placed else y, n))
    return placed
