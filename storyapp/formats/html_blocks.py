"""The blocks of a report as HTML without styles, each for every reader."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from storyapp.formats.drawing import identifier
from storyapp.formats.labels import label
from storyapp.formats.pictures import picture
from storyapp.formats.printed import printable, printed_cell
from storyapp.rules.report import (
    Block,
    BulletList,
    ColumnKind,
    Decision,
    Figure,
    FigureKind,
    Note,
    Pairs,
    Paragraph,
    Quote,
    Table,
)

SHORT = 12  # rows of a table that stays on one page
OWN = ' translate="no"'
_NUMBERS = {ColumnKind.NUMBER, ColumnKind.SHARE, ColumnKind.MONEY}


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How blocks are written: language, numbers of tables and figures, links into the app, open twins."""

    language: str
    numbers: Mapping[str, int]
    has_links: bool
    twins_are_open: bool
    picture_width: float


def block_html(block: Block, manner: Manner) -> str:
    """Write one block."""
    return _WRITERS[type(block)](block, manner)


def held(text: str) -> str:
    """Make text safe inside an element or an attribute."""
    return escape(printable(text))


def pairs_html(pairs: Pairs, *, name: str, own_words: bool = False) -> str:
    """Write pairs of label and value."""
    own = OWN if own_words else ""
    rows = "".join(f"<div><dt>{held(term)}</dt><dd{own}>{held(value)}</dd></div>" for term, value in pairs)
    return f'<dl class="{name}">{rows}</dl>' if pairs else ""


def _paragraphs(text: str, own_words: bool = False) -> str:
    own = OWN if own_words else ""
    parts = [part.strip() for part in printable(text).split("\n\n") if part.strip()]
    return "".join(f"<p{own}>{escape(part).replace(chr(10), '<br>')}</p>" for part in parts)


def _items(items: Sequence[str], *, tag: str = "ul", own_words: bool = False) -> str:
    own = OWN if own_words else ""
    return f"<{tag}>{''.join(f'<li{own}>{held(item)}</li>' for item in items)}</{tag}>" if items else ""


def _paragraph(block: Paragraph, manner: Manner) -> str:
    return _paragraphs(block.text, block.own_words)


def _bullet_list(block: BulletList, manner: Manner) -> str:
    return _items(block.items, tag="ol" if block.numbered else "ul", own_words=block.own_words)


def _note(block: Note, manner: Manner) -> str:
    title = block.title or label("warning" if block.is_warning else "note", manner.language)
    kind = "note warning" if block.is_warning else "note"
    head = f'<p class="note-title"><strong>{held(title)}</strong></p>'
    return f'<div class="{kind}" role="note">{head}{_paragraphs(block.text)}</div>'


def _quote(block: Quote, manner: Manner) -> str:
    spoken = f' lang="{held(block.language)}"' if block.language else ""
    source = f"<span{OWN}>{held(block.source)}</span>" if block.source else ""
    mark = f'<span class="consent-mark">{held(block.mark)}</span>' if block.mark else ""
    below = f"<figcaption>{source}{' ' if source and mark else ''}{mark}</figcaption>" if source or mark else ""
    return f'<figure class="quote"><blockquote{spoken}{OWN}>{_paragraphs(block.text)}</blockquote>{below}</figure>'


def _decision(block: Decision, manner: Manner) -> str:
    said = manner.language
    chosen = (
        f"{label('chosen', said)}: <cite{OWN}>{held(block.chosen)}</cite>"
        if block.chosen
        else label("none_chosen", said)
    )
    parts = [f'<p class="decision-title"><strong{OWN}>{held(block.title)}</strong></p><p class="chosen">{chosen}</p>']
    for name, texts in (("reasons", block.reasons), ("dissent", block.dissent)):
        if texts:
            parts.append(
                f'<div class="{name}"><p><strong>{label(name, said)}</strong></p>{_items(texts, own_words=True)}</div>'
            )
    parts.append(pairs_html(block.facts, name="facts", own_words=True))
    if manner.has_links and _is_safe(block.link):
        parts.append(f'<p><a href="{held(block.link)}">{label("ballots", said)}</a></p>')
    return f'<div class="decision" role="group" aria-label="{held(label("decision", said))}">{"".join(parts)}</div>'


def _table(block: Table, manner: Manner) -> str:
    name = f"{label('table', manner.language)} {manner.numbers[block.code]}."
    return table_html(block, manner, name=name)


def table_html(table: Table, manner: Manner, *, name: str) -> str:
    """Write a table with its caption, its head and, where a row begins with words, heads of rows."""
    head = "".join(f'<th scope="col"{_class(table, n)}>{held(title)}</th>' for n, title in enumerate(table.head))
    rows = "".join(f"<tr>{_row(table, n, manner)}</tr>" for n in range(len(table.rows)))
    empty = f'<tr><td colspan="{len(table.head)}">{label("nothing", manner.language)}</td></tr>'
    note = f'<p class="table-note">{held(table.note)}</p>' if table.note else ""
    code = identifier(table.code)
    size = "table-wrap short" if len(table.rows) <= SHORT else "table-wrap"
    return (
        f'<div class="{size}" id="{code}" role="region" tabindex="0" aria-labelledby="{code}-caption"><table>'
        f'<caption id="{code}-caption"><span class="label">{held(name)}</span> {held(table.caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows or empty}</tbody></table></div>{note}"
    )


def _row(table: Table, n: int, manner: Manner) -> str:
    cells = []
    link = table.row_links[n] if table.row_links and manner.has_links else ""
    for column, cell in enumerate(table.rows[n]):
        kind = table.kind_of(column)
        text = held(printed_cell(cell, kind, manner.language))
        if column == 0 and _is_safe(link):
            text = f'<a href="{held(link)}">{text}</a>'
        own = OWN if kind is ColumnKind.OWN_WORDS else ""
        tag = 'th scope="row"' if column == 0 and kind not in _NUMBERS else "td"
        cells.append(f"<{tag}{_class(table, column)}{own}>{text}</{tag[:2]}>")
    return "".join(cells)


def _class(table: Table, column: int) -> str:
    return ' class="number"' if table.kind_of(column) in _NUMBERS else ""


def _figure(block: Figure, manner: Manner) -> str:
    name = f"{label('figure', manner.language)} {manner.numbers[block.code]}."
    drawn = picture(block, language=manner.language, width=manner.picture_width)
    as_table = label("as_table", manner.language)
    if manner.twins_are_open:
        twin = table_html(block.twin, manner, name=f"{as_table}.")
    else:
        twin = table_html(block.twin, manner, name=name)
        twin = f"<details><summary>{as_table}</summary>{twin}</details>"
    caption = f'<figcaption><span class="label">{held(name)}</span> {held(block.caption)}</figcaption>'
    drawing = f'<div class="drawing" role="region" tabindex="0" aria-label="{held(block.caption)}">{drawn}</div>'
    kind = "picture picture-map" if block.kind is FigureKind.MAP else "picture"
    return (
        f'<figure class="{kind}" id="{identifier(block.code)}"><div class="whole">{caption}{drawing}'
        f'<p class="reading">{held(block.reading)}</p></div>{twin}</figure>'
    )


def _is_safe(link: str) -> bool:
    return link.startswith(("/", "#")) and not link.startswith("//")


_WRITERS: Mapping[type, Callable[[Any, Manner], str]] = {
    Paragraph: _paragraph,
    BulletList: _bullet_list,
    Note: _note,
    Quote: _quote,
    Decision: _decision,
    Table: _table,
    Figure: _figure,
}
