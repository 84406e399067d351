"""The REFI-QDA exchange of qualitative analysis, version 1.5: a project (QDPX) and a codebook (QDC), the same bytes each time."""

import re
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring

from storyapp.formats.zipped import with_fixed_times
from storyapp.rules.coded_project import CodedProject, CodedText, CodeEntry, Coding, ProjectNote, lined_up

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
SCHEMAS = {
    PROJECT: "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd",
    CODEBOOK: "http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd",
}
SPACE = uuid.UUID("6f1c9c1e-5d1b-5f5e-9a52-3a3f5d0f7a11")  # of all names that we give
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_project(project: CodedProject) -> bytes:
    """Write a project with its texts: what other programs open."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("project.qde", _xml(_project(project)))
        for one in project.texts:
            file.writestr(f"sources/{_guid(project, one.key)}.txt", lined_up(one.text).encode())
    return with_fixed_times(packed.getvalue())


def write_codebook(project: CodedProject) -> bytes:
    """Write the codes alone: no text, no coder, no note."""
    root = _root("CodeBook", CODEBOOK, origin=project.origin)
    codes = SubElement(root, "Codes")
    for one in project.codes:
        _code(codes, project, one, with_notes=False)
    return _xml(root)


def _project(project: CodedProject) -> Element:
    root = _root(
        "Project", PROJECT, name=project.name, origin=project.origin, creationDateTime=_moment(project.made_at)
    )
    if project.people:
        people = SubElement(root, "Users")
        for person in project.people:
            _element(people, "User", guid=_guid(project, person.key), name=person.name)
    if project.codes:
        codes = SubElement(SubElement(root, "CodeBook"), "Codes")
        for code in project.codes:
            _code(codes, project, code, with_notes=True)
    if project.variables:
        variables = SubElement(root, "Variables")
        for key, name in project.variables:
            _element(variables, "Variable", guid=_guid(project, key), name=name, typeOfVariable="Text")
    if project.texts:
        # A case for each story: some programs read what is known of a text from its case, others from the text.
        cases = SubElement(root, "Cases")
        for text in project.texts:
            case = _element(cases, "Case", guid=_guid(project, f"case:{text.key}"), name=text.name)
            _values(case, project, text.values)
            _element(case, "SourceRef", targetGUID=_guid(project, text.key))
        sources = SubElement(root, "Sources")
        for text in project.texts:
            _source(sources, project, text)
    if project.notes:
        notes = SubElement(root, "Notes")
        for note in project.notes:
            _note(notes, project, note)
    return root


def _code(parent: Element, project: CodedProject, one: CodeEntry, *, with_notes: bool) -> None:
    facts = {"guid": _guid(project, one.key), "name": one.name, "isCodable": "true" if one.is_codable else "false"}
    code = _element(parent, "Code", **facts, **({"color": one.colour} if one.colour else {}))
    if one.description:
        SubElement(code, "Description").text = _clean(one.description)
    if with_notes:
        _note_refs(code, project, one.notes)
    for below in one.under:
        _code(code, project, below, with_notes=with_notes)


def _source(parent: Element, project: CodedProject, text: CodedText) -> None:
    guid = _guid(project, text.key)
    source = _element(parent, "TextSource", guid=guid, name=text.name, plainTextPath=f"internal://{guid}.txt")
    for coding in text.codings:
        _selection(source, project, coding)
    _note_refs(source, project, text.notes)
    _values(source, project, text.values)


def _selection(parent: Element, project: CodedProject, coding: Coding) -> None:
    who = {"creatingUser": _guid(project, coding.by)} if coding.by else {}
    who |= {"creationDateTime": _moment(coding.at)} if coding.at is not None else {}
    place = {"startPosition": str(coding.start), "endPosition": str(coding.end)}
    selection = _element(parent, "PlainTextSelection", guid=_guid(project, f"place:{coding.key}"), **place, **who)
    said = _element(selection, "Coding", guid=_guid(project, coding.key), **who)
    _element(said, "CodeRef", targetGUID=_guid(project, coding.code))
    _note_refs(selection, project, coding.notes)


def _note(parent: Element, project: CodedProject, note: ProjectNote) -> None:
    who = {"creatingUser": _guid(project, note.by)} if note.by else {}
    who |= {"creationDateTime": _moment(note.at)} if note.at is not None else {}
    written = _element(parent, "Note", guid=_guid(project, note.key), name=note.name, **who)
    SubElement(written, "PlainTextContent").text = _clean(note.text)


def _note_refs(parent: Element, project: CodedProject, keys: Iterable[str]) -> None:
    for key in keys:
        _element(parent, "NoteRef", targetGUID=_guid(project, key))


def _values(parent: Element, project: CodedProject, values: Sequence[tuple[str, str]]) -> None:
    for key, value in values:
        row = SubElement(parent, "VariableValue")
        _element(row, "VariableRef", targetGUID=_guid(project, key))
        SubElement(row, "TextValue").text = _clean(value)


def _root(tag: str, space: str, /, **facts: str) -> Element:
    instance = "http://www.w3.org/2001/XMLSchema-instance"
    where = {"xmlns": space, "xmlns:xsi": instance, "xsi:schemaLocation": f"{space} {SCHEMAS[space]}"}
    return Element(tag, {**where, **{key: _clean(value) for key, value in facts.items()}})


def _element(parent: Element, tag: str, /, **facts: str) -> Element:
    return SubElement(parent, tag, {key: _clean(value) for key, value in facts.items()})


def _clean(words: str) -> str:
    """Leave out what may not stand in XML."""
    return NOT_IN_XML.sub("", words)


def _guid(project: CodedProject, key: str) -> str:
    return str(uuid.uuid5(SPACE, f"{project.key}/{key}"))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"
