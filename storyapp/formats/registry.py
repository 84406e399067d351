"""The one list of formats in which a report can be written."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from storyapp.formats.errors import FormatUnavailable
from storyapp.rules.report import Report


@dataclass(frozen=True, kw_only=True)
class Format:
    """A file format: its name in addresses, who writes it, how it travels."""

    name: str
    writer: str  # module with `write(report) -> bytes`
    mime_type: str
    extension: str


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(name="html", writer="write_html", mime_type="text/html; charset=utf-8", extension="html"),
        Format(name="docx", writer="write_docx", mime_type=_WORD, extension="docx"),
        Format(name="pdf", writer="write_pdf", mime_type="application/pdf", extension="pdf"),
        Format(name="pptx", writer="write_pptx", mime_type=_SLIDES, extension="pptx"),
        Format(name="slides", writer="write_slides", mime_type="application/pdf", extension="slides.pdf"),
        Format(name="xlsx", writer="write_xlsx", mime_type=_EXCEL, extension="xlsx"),
        Format(name="csv", writer="write_csv", mime_type="text/csv; charset=utf-8", extension="csv"),
        Format(name="json", writer="write_json", mime_type="application/json", extension="json"),
    )
}


def write(report: Report, name: str) -> bytes:
    """Write a report in a format; the same report gives the same bytes."""
    return _writer_of(format_named(name)).write(report)


def format_named(name: str) -> Format:
    """Return a format by its name, or say that there is none."""
    if name not in FORMATS:
        raise FormatUnavailable("format.unknown", name=name)
    return FORMATS[name]


def available() -> tuple[Format, ...]:
    """Return the formats that can be written in this house."""
    return tuple(one for one in FORMATS.values() if one.name not in ("pdf", "slides") or _can_write_pdf())


def _can_write_pdf() -> bool:
    return _writer_of(FORMATS["pdf"]).is_available()


def _writer_of(one: Format) -> ModuleType:
    # The libraries behind the writers take tens of megabytes: a web process loads only those that are asked for.
    return import_module(f"storyapp.formats.{one.writer}")
