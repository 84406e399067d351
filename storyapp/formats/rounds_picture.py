"""The plan of rounds as a picture: domains at the left, then a column for each level, and what moves up between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from storyapp.formats.drawing import box, px, words, wrapped
from storyapp.formats.printed import printable

NODE, GAP, BETWEEN, HEAD, PAD = 228.0, 18.0, 72.0, 34.0, 12.0
LINE, SIZE, SMALL = 19.0, 14.0, 13.0


@dataclass(frozen=True, kw_only=True)
class Place:
    """A domain or a round; without an address it leads nowhere."""

    key: str
    text: str
    said: Sequence[str] = ()
    href: str = ""
    is_own_words: bool = True


@dataclass(frozen=True, kw_only=True)
class Way:
    """What leads from one place to another; `said` stands on the line."""

    start: str
    end: str
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class _Box:
    place: Place
    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return PAD * 2 + (len(self.lines) + len(self.place.said)) * LINE


def rounds_picture(columns: Mapping[str, Sequence[Place]], ways: Sequence[Way], *, title: str, description: str) -> str:
    """Draw columns under their heads; a line leads from where a story was chosen to where it is read next."""
    boxes, height = _lay_out(list(columns.values()), ways)
    width = len(columns) * NODE + (len(columns) - 1) * BETWEEN
    heads = [words(n * (NODE + BETWEEN), 16, head, bold=True) for n, head in enumerate(columns)]
    lines = [_line(boxes[way.start], boxes[way.end], way.said) for way in ways if {way.start, way.end} <= boxes.keys()]
    size = f'viewBox="-1 0 {px(width + 2)} {px(height)}" width="{px(width + 2)}" height="{px(height)}"'
    named = 'role="group" aria-labelledby="rounds-title rounds-desc"'
    heard = (
        f'<title id="rounds-title">{escape(title)}</title>'
        f'<desc id="rounds-desc">{escape(printable(description))}</desc>'
    )
    body = f"<g>{''.join(heads)}</g><g>{''.join(lines)}</g>{''.join(map(_draw, boxes.values()))}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" {size} {named}>{heard}{body}</svg>'


def _lay_out(columns: Sequence[Sequence[Place]], ways: Sequence[Way]) -> tuple[dict[str, _Box], float]:
    """Put each place as high as the first one that leads to it, and none over another."""
    boxes: dict[str, _Box] = {}
    height = HEAD
    for n, column in enumerate(columns):
        y = HEAD

        def wanted(place: Place) -> float:
            return min((boxes[way.start].y for way in ways if way.end == place.key and way.start in boxes), default=0)

        for place in sorted(column, key=wanted):
            lines = tuple(wrapped(place.text, NODE - 2 * PAD, size=SIZE, lines=2))
            one = _Box(place=place, x=n * (NODE + BETWEEN), y=max(y, wanted(place)), lines=lines)
            boxes[place.key] = one
            y = one.y + one.height + GAP
        height = max(height, y)
    return boxes, height


def _line(start: _Box, end: _Box, said: str) -> str:
    x1, y1 = start.x + NODE, start.y + start.height / 2
    x2, y2 = end.x, end.y + end.height / 2
    middle = (x1 + x2) / 2
    way = f"M{px(x1)} {px(y1)} C{px(middle)} {px(y1)} {px(middle)} {px(y2)} {px(x2)} {px(y2)}"
    drawn = f'<path class="link" d="{way}" fill="none" stroke="currentColor" stroke-opacity="0.4"/>'
    return drawn + (words(middle, (y1 + y2) / 2 - 4, said, size=SMALL, anchor="middle") if said else "")


def _draw(one: _Box) -> str:
    frame = box(one.x, one.y, NODE, one.height, "none", more=' class="node" rx="4" stroke="currentColor"')
    x, y, texts = one.x + PAD, one.y + PAD + SIZE, []
    for line in one.lines:
        texts.append(words(x, y, line, size=SIZE, bold=True))
        y += LINE
    said = []
    for line in one.place.said:
        said.append(words(x, y, wrapped(line, NODE - 2 * PAD, size=SMALL, lines=1)[0], size=SMALL))
        y += LINE
    own = ' translate="no"' if one.place.is_own_words else ""
    drawn = f'{frame}<g{own}>{"".join(texts)}</g><g class="soft">{"".join(said)}</g>'
    return f'<a href="{escape(one.place.href)}" class="tree-link">{drawn}</a>' if one.place.href else drawn
