"""A project for other programs: valid by the schema of the standard, every span on its exact words, the same bytes."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from storyapp.formats import read_qdc
from storyapp.formats.qdpx import write_codebook, write_project
from storyapp.rules.coded_project import CodedBy, CodedProject, CodedText, CodeEntry, Coding, ProjectNote, own_name
from storyapp.rules.errors import RuleBroken

SCHEMAS = Path(__file__).parent / "refi"
SPACE = {"q": "urn:QDA-XML:project:1.0"}
AT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
TEXT = "Мы пели 🎸 в хоре.\r\nСтало не страшно 👩‍👩‍👧, ведь рядом друзья.\n\nПотому что я — это я."
WORDS = "Стало не страшно 👩‍👩‍👧"
START = TEXT.index(WORDS)


def a_project(**changes):
    themes = CodeEntry(
        key="themes", name="Темы", is_codable=False,
        under=(
            CodeEntry(
                key="theme:1", name="Смелость & «друзья» <3", description="Больше не страшно\x0b", colour="#332288",
                under=(CodeEntry(key="theme:2", name="Голос", colour="#117733"),), notes=("memo:1",),
            ),
        ),
    )  # fmt: skip
    coding = Coding(
        key="tag:1", code="theme:1", by="person:1", at=AT, start=START, end=START + len(WORDS), notes=("memo:2",)
    )
    values = dict(
        key="p", name="Программа", origin="Storyapp", made_at=AT, people=(CodedBy(key="person:1", name="Анна"),),
        codes=(themes,), variables=(("variable:age", "Возраст"),),
        texts=(
            CodedText(
                key="story:1", name="0001 Хор", text=TEXT, codings=(coding,), values=(("variable:age", "14–15"),),
                notes=("memo:3",),
            ),
        ),
        notes=tuple(
            ProjectNote(key=f"memo:{n}", name="Заметка", text="Сомневаюсь", by="person:1", at=AT) for n in (1, 2, 3)
        ),
    )  # fmt: skip
    return CodedProject(**{**values, **changes})


def opened(data):
    file = zipfile.ZipFile(io.BytesIO(data))
    return file, etree.fromstring(file.read("project.qde"))


def errors_by(schema, root):
    checked = etree.XMLSchema(etree.parse(SCHEMAS / schema))
    checked.validate(root)
    return [str(one) for one in checked.error_log]


@pytest.mark.parametrize(
    "project",
    [a_project(), a_project(people=(), codes=(), variables=(), texts=(), notes=())],
    ids=["a whole project", "an empty one"],
)
def test_a_project_is_valid_by_the_schema_of_the_standard(project):
    _, root = opened(write_project(project))

    assert errors_by("Project.xsd", root) == []


def test_a_codebook_is_valid_and_tells_of_no_story_coder_or_memo():
    data = write_codebook(a_project())

    assert errors_by("Codebook.xsd", etree.fromstring(data)) == []
    assert not any(word in data.decode() for word in ("Анна", "Сомневаюсь", "Хор", "memo"))


def test_a_span_stands_on_its_exact_words_counted_in_code_points():
    file, root = opened(write_project(a_project()))

    (source,) = root.findall(".//q:TextSource", SPACE)
    (selection,) = source.findall("q:PlainTextSelection", SPACE)
    text = file.read("sources/" + source.get("plainTextPath").removeprefix("internal://")).decode("utf-8")
    assert text[int(selection.get("startPosition")) : int(selection.get("endPosition"))] == WORDS
    assert "\r" not in text and len(text) == len(TEXT)


def test_everything_that_is_referred_to_is_there_and_named_once():
    _, root = opened(write_project(a_project()))

    guids = [one.get("guid") for one in root.iter() if one.get("guid")]
    referred = {one.get("targetGUID") for one in root.iter() if one.get("targetGUID")}
    referred |= {one.get("creatingUser") for one in root.iter() if one.get("creatingUser")}
    assert len(guids) == len(set(guids))
    assert referred <= set(guids)


def test_codes_keep_their_tree_and_memos_stand_where_they_were_written():
    _, root = opened(write_project(a_project()))

    notes = {one.get("guid"): one.find("q:PlainTextContent", SPACE).text for one in root.iterfind(".//q:Note", SPACE)}
    above = root.find(".//q:Code[@name='Голос']", SPACE).getparent()
    places = {one.getparent().tag.rpartition("}")[2] for one in root.iterfind(".//q:NoteRef", SPACE)}
    assert above.get("name") == "Смелость & «друзья» <3" and above.getparent().get("isCodable") == "false"
    assert places == {"Code", "PlainTextSelection", "TextSource"} and set(notes.values()) == {"Сомневаюсь"}


def test_the_same_project_gives_the_same_bytes_and_another_programme_other_names():
    assert write_project(a_project()) == write_project(a_project())
    one, other = (opened(write_project(a_project(key=key)))[1] for key in ("p", "q"))
    assert one.find(".//q:User", SPACE).get("guid") != other.find(".//q:User", SPACE).get("guid")


def test_a_codebook_goes_out_and_comes_in_again():
    found = read_qdc.read_codebook(write_codebook(a_project()))

    assert [(one.name, one.parent) for one in found] == [("Темы", None), ("Смелость & «друзья» <3", 0), ("Голос", 1)]
    assert found[1].description == "Больше не страшно"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "codebook.unreadable"),
        (b"PK\x03\x04 not xml", "codebook.unreadable"),
        (
            b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook><Codes><Code name="&b;"/></Codes></CodeBook>',
            "codebook.unreadable",
        ),
        ("<CodeBook><Codes><Code name='Ж'/>".encode("cp1251"), "codebook.unreadable"),
        (b"<html><body/></html>", "codebook.no-codes"),
        (b"<CodeBook><Codes/></CodeBook>", "codebook.no-codes"),
        (
            b"<CodeBook><Codes>" + b"<Code name='a'>" * 40 + b"</Code>" * 40 + b"</Codes></CodeBook>",
            "codebook.too-many",
        ),
        (b"<CodeBook><Codes>" + b"<Code name='a'/>" * 2001 + b"</Codes></CodeBook>", "codebook.too-many"),
    ],
    ids=["empty", "a zip", "with entities", "cut off", "a page", "no codes", "too deep", "too many"],
)
def test_a_file_that_is_no_codebook_is_refused_with_a_reason(data, code):
    with pytest.raises(RuleBroken) as broken:
        read_qdc.read_codebook(data)

    assert broken.value.code == code


def test_two_codes_never_have_one_name():
    assert own_name("Голос", {"голос", "Голос (2)"}) == "Голос (3)"
