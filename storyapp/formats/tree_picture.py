"""The results tree as a picture: columns from short-term to long-term, each node a link with its stories as a bar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from storyapp.formats.drawing import TONE_COLOURS, box, px, words, wrapped
from storyapp.formats.printed import printable
from storyapp.rules.report import Tone

NODE, GAP, BETWEEN, HEAD, PAD = 256.0, 18.0, 64.0, 34.0, 12.0
LINE, BAR, SIZE = 19.0, 12.0, 14.0
PARTS = (("supports", Tone.BETTER), ("mixed", Tone.MIXED), ("contradicts", Tone.WORSE))


@dataclass(frozen=True, kw_only=True)
class Node:
    """One result; `counts` are stories for, mixed and against, `said` says them in words."""

    id: int
    parent_id: int | None
    text: str
    counts: tuple[int, int, int]
    said: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A node with its place in the picture."""

    node: Node
    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Return how tall the node is."""
        return PAD * 2 + len(self.lines) * LINE + BAR + LINE + 6


def tree_picture(columns: Mapping[str, Sequence[Node]], *, title: str, description: str) -> str:
    """Draw columns by their heads; lines lead from a result to the one that it serves."""
    placed, height = _place(list(columns.values()))
    most = max((sum(one.node.counts) for one in placed.values()), default=0) or 1
    width = len(columns) * NODE + (len(columns) - 1) * BETWEEN
    heads = [words(n * (NODE + BETWEEN), 16, head, bold=True) for n, head in enumerate(columns)]
    links = [_link(one, placed[one.node.parent_id]) for one in placed.values() if one.node.parent_id in placed]
    nodes = [_node(one, most) for one in sorted(placed.values(), key=lambda one: (one.x, one.y))]
    size = f'viewBox="-1 0 {px(width + 2)} {px(height)}" width="{px(width + 2)}" height="{px(height)}"'
    named = 'role="group" aria-labelledby="tree-title tree-desc"'
    heard = (
        f'<title id="tree-title">{escape(title)}</title><desc id="tree-desc">{escape(printable(description))}</desc>'
    )
    body = f"<g>{''.join(heads)}</g><g>{''.join(links)}</g>{''.join(nodes)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" {size} {named}>{heard}{body}</svg>'


def _place(columns: Sequence[Sequence[Node]]) -> tuple[dict[int, Placed], float]:
    """Put each node under the one before it, and those of a column that serve the same result beside each other."""
    placed: dict[int, Placed] = {}
    height = 0.0
    for n, column in reversed(list(enumerate(columns))):
        y = HEAD
        for node in sorted(column, key=lambda node: placed[node.parent_id].y if node.parent_id in placed else 1e9):
            lines = tuple(wrapped(node.text, NODE - 2 * PAD, size=SIZE, lines=3))
            one = Placed(node=node, x=n * (NODE + BETWEEN), y=y, lines=lines)
            placed[node.id] = one
            y += one.height + GAP
        height = max(height, y)
    return placed, height


def _link(start: Placed, end: Placed) -> str:
    if start.x >= end.x:
        return ""
    x1, y1 = start.x + NODE, start.y + start.height / 2
    x2, y2 = end.x, end.y + end.height / 2
    middle = (x1 + x2) / 2
    way = f"M{px(x1)} {px(y1)} C{px(middle)} {px(y1)} {px(middle)} {px(y2)} {px(x2)} {px(y2)}"
    return f'<path class="link" d="{way}" fill="none" stroke="currentColor" stroke-opacity="0.4"/>'


def _node(one: Placed, most: int) -> str:
    frame = box(one.x, one.y, NODE, one.height, "none", more=' class="node" rx="4" stroke="currentColor"')
    y = one.y + PAD + SIZE
    texts = []
    for line in one.lines:
        texts.append(words(one.x + PAD, y, line, size=SIZE))
        y += LINE
    bar = _bar(one, y - SIZE + 6, most)
    said = words(one.x + PAD, y + BAR + 12, one.node.said, size=13)
    link = f'<a href="{escape(one.node.href)}" class="tree-link">'
    return f'{link}{frame}<g translate="no">{"".join(texts)}</g>{bar}<g class="soft">{said}</g></a>'


def _bar(one: Placed, y: float, most: int) -> str:
    wide = NODE - 2 * PAD
    parts = [box(one.x + PAD, y, wide, BAR, "currentColor", more=' class="track" fill-opacity="0.08"')]
    x = one.x + PAD
    for (name, tone), n in zip(PARTS, one.node.counts, strict=True):
        if n:
            long = wide * n / most
            parts.append(box(x, y, max(long - 1, 2), BAR, TONE_COLOURS[tone], more=f' class="bar {name}"'))
            x += long
    return "".join(parts)
