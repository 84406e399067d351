"""A report as HTML: a whole page in one file, or only its body for a page of the app."""

from pathlib import Path

from storyapp.formats.drawing import identifier
from storyapp.formats.html_blocks import OWN, Manner, block_html, held, pairs_html
from storyapp.formats.labels import label
from storyapp.formats.printed import printed_date
from storyapp.rules.report import Place, Report, numbering, walk

STYLES = Path(__file__).with_name("report.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
SCREEN_WIDTH = 420
PAPER_WIDTH = 680


def write(report: Report) -> bytes:
    """Write a report as one page that needs nothing from elsewhere."""
    return page_html(report).encode()


def page_html(report: Report, *, is_for_paper: bool = False, more_styles: str = "") -> str:
    """Write the whole page; on paper nothing can be unfolded, so twins of figures stand open."""
    said = report.language
    styles = f"{STYLES.read_text(encoding='utf-8')}{more_styles}"
    audience = f'<p class="audience">{label("made_for", said)}: {held(report.audience)}</p>' if report.audience else ""
    dated = f'<p class="dated">{held(printed_date(report.dated_on, said))}</p>' if report.dated_on else ""
    subtitle = f'<p class="subtitle">{held(report.subtitle)}</p>' if report.subtitle else ""
    width = PAPER_WIDTH if is_for_paper else SCREEN_WIDTH
    body = _body(report, has_links=False, twins_are_open=is_for_paper, picture_width=width)
    return (
        f'<!DOCTYPE html>\n<html lang="{held(said)}"><head><meta charset="utf-8"><title>{held(report.title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'{_dates(report)}<style>{styles}</style></head><body><main class="report">'
        f"<header><h1>{held(report.title)}</h1>{subtitle}{dated}{audience}</header>{body}</main></body></html>\n"
    )


def body_html(report: Report) -> str:
    """Write the report without page, `<h1>` and styles; rows and decisions link into the app."""
    body = _body(report, has_links=True, twins_are_open=False, picture_width=SCREEN_WIDTH)
    return f'<div class="report" lang="{held(report.language)}">{body}</div>'


def _body(report: Report, *, has_links: bool, twins_are_open: bool, picture_width: float) -> str:
    manner = Manner(
        language=report.language,
        numbers=numbering(report),
        has_links=has_links,
        twins_are_open=twins_are_open,
        picture_width=picture_width,
    )
    sections = "".join(_section(place, manner, is_numbered=not report.is_handout) for place in walk(report))
    if report.is_handout:
        return f'<div class="handout {report.layout}">{sections}</div>'
    return f"{pairs_html(report.facts, name='facts', own_words=True)}{_contents(report)}{sections}{_made_of(report)}"


def _section(place: Place, manner: Manner, *, is_numbered: bool) -> str:
    section = place.section
    tag = f"h{min(place.level + 1, 6)}"
    own = OWN if section.own_words else ""
    number = f'<span class="section-number">{place.number}</span> ' if is_numbered else ""
    blocks = "".join(block_html(block, manner) for block in section.blocks)
    head = f'<{tag} id="{identifier(section.code)}">{number}<span{own}>{held(section.title)}</span></{tag}>'
    return f"{head}{blocks}" if is_numbered else f'<section class="part">{head}{blocks}</section>'


def _contents(report: Report) -> str:
    lines = [
        f'<li class="level-{place.level}"><a href="#{identifier(place.section.code)}">{place.number} '
        f"<span{OWN if place.section.own_words else ''}>{held(place.section.title)}</span></a></li>"
        for place in walk(report)
        if place.level <= 2
    ]
    title = label("contents", report.language)
    held_lines = f"<ul>{''.join(lines)}</ul>"
    return f'<nav class="contents" aria-labelledby="contents"><h2 id="contents">{title}</h2>{held_lines}</nav>'


def _made_of(report: Report) -> str:
    if not report.made_of:
        return ""
    title = label("made_of", report.language)
    pairs = pairs_html(report.made_of, name="made-of-facts", own_words=True)
    return f'<section class="made-of" aria-labelledby="made-of"><h2 id="made-of">{title}</h2>{pairs}</section>'


def _dates(report: Report) -> str:
    day = report.dated_on.isoformat() if report.dated_on else ""
    names = ("dcterms.created", "dcterms.modified") if day else ()
    return "".join(f'<meta name="{name}" content="{day}">' for name in names)
