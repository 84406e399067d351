"""A codebook (QDC) of another program, read as plain codes; nothing in it is run, fetched or expanded."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from storyapp.rules.errors import RuleBroken

MOST_CODES, DEEPEST, LONGEST_NAME, LONGEST_DESCRIPTION = 2000, 20, 200, 4000


@dataclass(frozen=True, kw_only=True)
class ReadCode:
    """A code in the order of the file; `parent` is the place of the one above it in that order."""

    name: str
    description: str
    parent: int | None


def read_codebook(data: bytes) -> list[ReadCode]:
    """Read the codes of a QDC file; raises RuleBroken with what is wrong."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise RuleBroken("codebook.unreadable") from error
    found: list[ReadCode] = []
    if _tag(root) == "CodeBook":
        for codes in _children(root, "Codes"):
            for code in _children(codes, "Code"):
                _read(code, found, parent=None, depth=0)
    if not found:
        raise RuleBroken("codebook.no-codes")
    return found


def _read(code: Element, found: list[ReadCode], *, parent: int | None, depth: int) -> None:
    if len(found) >= MOST_CODES or depth >= DEEPEST:
        raise RuleBroken("codebook.too-many", most=MOST_CODES, deepest=DEEPEST)
    name = " ".join((code.get("name") or "").split())[:LONGEST_NAME]
    description = next((" ".join((one.text or "").split()) for one in _children(code, "Description")), "")
    place = parent
    if name:
        place = len(found)
        found.append(ReadCode(name=name, description=description[:LONGEST_DESCRIPTION], parent=parent))
    for below in _children(code, "Code"):
        _read(below, found, parent=place, depth=depth + 1)


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (one for one in parent if _tag(one) == name)


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
