"""The chain of results as a picture: columns from the need to the farthest result, with a line for each step between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from storyapp.formats.drawing import box, px, shortened, words, wrapped
from storyapp.formats.printed import printable

NODE, GAP, BETWEEN, HEAD, PAD = 208.0, 16.0, 44.0, 34.0, 10.0
LINE, SIZE, MOST_LINES = 18.0, 13.0, 5


@dataclass(frozen=True, kw_only=True)
class ChainNode:
    """One box; `leads_to` are keys of boxes in later columns, `said` a short line below its words."""

    key: str
    text: str
    leads_to: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, kw_only=True)
class _Placed:
    node: ChainNode
    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return PAD * 2 + (len(self.lines) + bool(self.node.said)) * LINE


def chain_picture(columns: Mapping[str, Sequence[ChainNode]], *, title: str, description: str) -> str:
    """Draw columns by their heads."""
    placed = _place(list(columns.values()))
    width = len(columns) * NODE + (len(columns) - 1) * BETWEEN
    height = max((one.y + one.height for one in placed.values()), default=HEAD) + PAD
    heads = [
        words(n * (NODE + BETWEEN), 16, shortened(head, NODE + BETWEEN, size=12), size=12, bold=True)
        for n, head in enumerate(columns)
    ]
    links = [_link(one, placed[key]) for one in placed.values() for key in one.node.leads_to if key in placed]
    size = f'viewBox="-1 0 {px(width + 2)} {px(height)}" width="{px(width + 2)}" height="{px(height)}"'
    named = 'role="img" aria-labelledby="chain-title chain-desc"'
    heard = (
        f'<title id="chain-title">{escape(title)}</title><desc id="chain-desc">{escape(printable(description))}</desc>'
    )
    body = f"<g>{''.join(heads)}</g><g>{''.join(links)}</g>{''.join(_node(one) for one in placed.values())}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chain-picture" {size} {named}>{heard}{body}</svg>'


def _place(columns: Sequence[Sequence[ChainNode]]) -> dict[str, _Placed]:
    """Put boxes below each other, those that lead to the same box beside each other."""
    placed: dict[str, _Placed] = {}
    for n, column in reversed(list(enumerate(columns))):
        y = HEAD
        for node in sorted(column, key=lambda node: _nearest(node, placed)):
            lines = tuple(wrapped(node.text, NODE - 2 * PAD, size=SIZE, lines=MOST_LINES))
            one = _Placed(node=node, x=n * (NODE + BETWEEN), y=y, lines=lines)
            placed[node.key] = one
            y += one.height + GAP
    return placed


def _nearest(node: ChainNode, placed: Mapping[str, _Placed]) -> float:
    return min((placed[key].y for key in node.leads_to if key in placed), default=1e9)


def _link(start: _Placed, end: _Placed) -> str:
    x1, y1 = start.x + NODE, start.y + start.height / 2
    x2, y2 = end.x, end.y + end.height / 2
    if x1 > x2:
        return ""
    middle = (x2 - BETWEEN + x2) / 2
    way = f"M{px(x1)} {px(y1)} C{px(middle)} {px(y1)} {px(middle)} {px(y2)} {px(x2)} {px(y2)}"
    return f'<path class="link" d="{way}" fill="none" stroke="currentColor" stroke-opacity="0.45"/>'


def _node(one: _Placed) -> str:
    frame = box(one.x, one.y, NODE, one.height, "none", more=' class="node" rx="4" stroke="currentColor"')
    y = one.y + PAD + SIZE
    texts = []
    for line in one.lines:
        texts.append(words(one.x + PAD, y, line, size=SIZE))
        y += LINE
    said = words(one.x + PAD, y, one.node.said, size=12) if one.node.said else ""
    return f'{frame}<g translate="no">{"".join(texts)}</g><g class="soft">{said}</g>'
