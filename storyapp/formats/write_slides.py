"""A report as slides: a PDF of wide pages in large type, a chapter on each, to be shown to a room."""

from storyapp.formats.write_pdf import letters, set_in
from storyapp.rules.report import Report

_LOOK = (
    "@page { size: 338mm 190mm; margin: 16mm 22mm; @bottom-right { content: counter(page); font-size: 12pt; color: #5c574f; } }"
    " body { font-size: 21pt; line-height: 1.35; } h1 { font-size: 46pt; margin-top: 42mm; } .subtitle { font-size: 24pt; }"
    " .dated, .audience, .table-note { font-size: 14pt; } .contents, .made-of, dl.facts { display: none; }"
    " .handout, .handout.newsletter, .handout.leaflet { columns: 1; font-size: 21pt; line-height: 1.35; }"
    " h2, .handout h2, .handout.newsletter h2 { font-size: 30pt; break-before: page; margin: 0 0 6mm; padding: 0; border: 0; }"
    " .handout li { margin-bottom: 5mm; } .handout .note { padding: 5mm 7mm; margin-bottom: 6mm; }"
    " .decision-title, .note-title { font-size: 22pt; } table, dl, .reading, figcaption, caption { font-size: 15pt; }"
)


def write(report: Report) -> bytes:
    """Write a report as slides."""
    return set_in(report, f"{letters()}{_LOOK}")
