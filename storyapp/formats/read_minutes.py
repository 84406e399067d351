"""Minutes that come back as a file: which round they say they are of, and with which fingerprint."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

_LINE = re.compile(
    r"storyapp\s+minutes\s+verify\s+--\s*programme\s+(?P<slug>.{1,200}?)\s+--\s*round\s+(?P<round_id>\d{1,9})\s+"
    r"(?P<whole>(?:[0-9a-f]\s*){64})",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_MOST_BYTES = 20_000_000  # unpacked


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What minutes say of themselves; `kind` is the format that they came in."""

    slug: str
    round_id: int
    whole: str
    kind: str


def claim_of(data: bytes) -> Claim | None:
    """Read a DOCX, or a PDF as taken along or printed; None where it holds no minutes with a fingerprint."""
    kind = next((kind for kind, (start, _) in _KINDS.items() if data.startswith(start)), "")
    if not kind:
        return None
    try:
        found = _LINE.search(_KINDS[kind][1](data))
    except (KeyError, ValueError, RuntimeError, OSError, zipfile.BadZipFile):
        return None
    if found is None:
        return None
    slug, whole = ("".join(found[name].split()) for name in ("slug", "whole"))
    return Claim(slug=slug, round_id=int(found["round_id"]), whole=whole, kind=kind)


def _said_in_pdf(data: bytes) -> str:
    pdf = import_module("pypdfium2").PdfDocument(data)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in pdf)
    finally:
        pdf.close()


def _said_in_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open("word/document.xml") as inner:
        raw = inner.read(_MOST_BYTES).decode("utf-8")
    return _TAG.sub("", raw.replace("</w:p>", "\n"))


_KINDS: Mapping[str, tuple[bytes, Callable[[bytes], str]]] = {
    "pdf": (b"%PDF-", _said_in_pdf),
    "docx": (b"PK", _said_in_docx),
}
