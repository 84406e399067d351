"""A report as PDF: tagged for screen readers, set by WeasyPrint where its libraries are installed."""

import ctypes
import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from storyapp.formats.errors import FormatUnavailable
from storyapp.formats.labels import label
from storyapp.formats.picture_png import FONT_FILE
from storyapp.formats.printed import printable
from storyapp.formats.write_html import page_html
from storyapp.rules.report import Report

_PANGO = ("libpango-1.0.so.0", "libpango-1.0-0", "libpango-1.0-0.dll", "libpango-1.0.dylib", "libpango-1.0.0.dylib")
_SCHEME = "storyapp-font:"
_LITERATA = Path(__file__).parent.parent / "web" / "static" / "fonts"
# Only bundled fonts: a report looks the same, and is the same, on a server that has no fonts at all.
_FONTS = {
    f"{_SCHEME}story-{script}/{weight}/{style}": _LITERATA / f"literata-{script}-{weight}-{style}.woff2"
    for script in ("latin", "cyrillic")
    for weight, style in (("400", "normal"), ("400", "italic"), ("600", "normal"))
} | {f"{_SCHEME}story-sans/400/normal": FONT_FILE}
_SERIF = '"story-latin", "story-cyrillic", "story-sans"'
_SANS = '"story-sans"'


def write(report: Report) -> bytes:
    """Write a report as PDF; nothing is fetched, and the file is named by its content, not by the hour."""
    return set_in(report, _paper_styles(report))


def set_in(report: Report, styles: str) -> bytes:
    """Set a report on pages that look as these styles say."""
    pages = _pages()
    page = page_html(report, is_for_paper=True, more_styles=styles)
    name = hashlib.sha256(page.encode()).hexdigest()[:32].encode()
    return pages.set_pages(page, identifier=name, fonts=_FONTS)


@cache
def is_available() -> bool:
    """Tell whether PDF can be written here, without loading what writes it."""
    return find_spec("weasyprint") is not None and any(map(_loads, _PANGO))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _pages() -> ModuleType:
    try:
        # Forty megabytes and a system library: wanted only when a PDF is, and missing in a small house.
        return import_module("storyapp.formats.pdf_pages")
    except (ImportError, OSError) as error:
        raise FormatUnavailable("format.pdf-unavailable") from error


def _paper_styles(report: Report) -> str:
    foot = f"{label('made_for', report.language)}: {report.audience}" if report.audience else ""
    page = label("page", report.language)
    small = f"font: 8pt {_SANS}; color: #5c574f;"
    return (
        f"{''.join(_font_faces())}"
        f'@page {{ @bottom-left {{ content: "{_in_css(foot)}"; {small} width: 75%; }}'
        f' @bottom-right {{ content: "{_in_css(page)} " counter(page); {small} }} }}'
        f"body, h1, h2, h3, h4, h5, h6, caption, figcaption, strong, .chosen cite {{ font-family: {_SERIF}; }}"
        f"table, nav, dl, .reading, .table-note, .audience, .dated, .decision {{ font-family: {_SANS}; }}"
        f"th, strong, .label, caption, figcaption {{ font-family: {_SERIF}; }} tbody th {{ font-family: {_SANS}; }}"
        "table, dl, dl div, .reading, nav, .decision li, .decision p { font-size: 9pt; }"
        ".table-note { font-size: 8.5pt; }"
        "caption, figcaption, .decision .decision-title { font-size: 10.5pt; }"
        '.contents a::after { content: leader(".") target-counter(attr(href), page); }'
        ".contents a { color: inherit; text-decoration: none; } .contents { break-after: page; }"
    )


def letters() -> str:
    """Return the bundled letters as styles: text in a serif face, numbers and small print without."""
    return f"{''.join(_font_faces())} body, h1, h2, h3, strong, li, p, .decision, .note, .note-title {{ font-family: {_SERIF}; }}"


def _font_faces() -> Iterator[str]:
    for address in _FONTS:
        family, weight, style = address.removeprefix(_SCHEME).split("/")
        look = f'font-family: "{family}"; font-weight: {weight}; font-style: {style};'
        yield f'@font-face {{ {look} src: url("{address}"); }}'


def _in_css(text: str) -> str:
    """Make text safe between quotes in a style: every other sign than a letter or digit becomes a number."""
    return "".join(c if c.isalnum() else f"\\{ord(c):06x}" for c in printable(text).replace("\n", " "))
