"""What survey programs give out: JSON with groups and repeats, answers split over columns, tagged passages."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyapp.formats.errors import SheetUnreadable
from storyapp.formats.read_sheet import read_sheet

SHARED = Path(__file__).parents[3] / "shared" / "data" / "forms"
TOLD = "Раньше я молчала на уроках, а теперь спорю с учителем истории."
ANSWERS = [
    {"_id": 1, "_submitted_by": "masha", "_geolocation": [55.7, 37.6], "about/age": "15", "told/story": TOLD,
     "told/helped": "friends mentor", "_attachments": [{"filename": "a.jpg"}, {"filename": "b.amr"}]},
    {"_id": 2, "about/age": "12", "told/story": "Мы сняли фильм.", "late": True, "about/town": None},
]  # fmt: skip


def read(value, name="data.json"):
    return read_sheet(json.dumps(value, ensure_ascii=False).encode(), name)


def warned(sheet):
    return {warning.code: warning.facts for warning in sheet.warnings}


@pytest.mark.parametrize(
    "wrapped",
    [ANSWERS, {"count": 2, "next": None, "results": ANSWERS}, {"value": ANSWERS}, {"id_string": "x", "submissions": ANSWERS}],
    ids=["bare list", "page of KoboToolbox", "ODK Central", "with its form"],
)  # fmt: skip
def test_answers_become_rows_without_what_systems_note_for_themselves(wrapped):
    sheet = read(wrapped)

    assert sheet.headers == ("_id", "about/age", "told/story", "told/helped", "late", "about/town")
    assert sheet.rows == (("1", "15", TOLD, "friends mentor", "", ""), ("2", "12", "Мы сняли фильм.", "", "yes", ""))
    assert warned(sheet) == {"sheet.files-left": {"count": 2}}


def test_groups_within_groups_get_the_whole_way_as_their_header():
    sheet = read(
        {"value": [{"__id": "uuid:1", "told": {"inner": {"story": TOLD}}, "__system": {"submitterName": "m"}}]}
    )

    assert sheet.headers == ("__id", "told/inner/story")


def test_questions_of_the_same_name_in_several_groups_stay_apart():
    sheet = read([{"child": {"name": "A", "age": "14"}, "adult": {"name": "B", "age": "40"}, "name": "C"}])

    assert dict(zip(sheet.headers, sheet.rows[0], strict=True)) == {
        "child/name": "A", "child/age": "14", "adult/name": "B", "adult/age": "40", "name": "C",
    }  # fmt: skip


def test_each_story_of_a_circle_is_a_row_and_short_repeats_stay_in_one_cell():
    answer = {
        "place": "Двор",
        "circle": [{"circle/story": TOLD, "circle/age": "15"}, {"circle/story": TOLD[::-1], "circle/age": "16"}],
        "helpers": [{"helpers/who": "друг"}, {"helpers/who": "тренер, сосед"}],
    }

    sheet = read([answer])

    assert [dict(zip(sheet.headers, row, strict=True)) for row in sheet.rows] == [
        {"place": "Двор", "circle/story": TOLD, "circle/age": "15", "helpers/who": "друг\nтренер, сосед"},
        {"place": "Двор", "circle/story": TOLD[::-1], "circle/age": "16", "helpers/who": "друг\nтренер, сосед"},
    ]
    assert warned(sheet) == {"sheet.repeats-as-rows": {"names": "circle"}}


def test_a_page_of_several_is_said_to_be_one():
    assert "sheet.more-pages" in warned(read({"next": "https://kobo.example/?start=100", "results": ANSWERS}))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"results": [{"a": 1}', "sheet.broken"),
        (b'{"results": [{"a": "\xff"}]}', "sheet.broken"),
        (b"[" * 50_000, "sheet.broken"),
        (b'{"survey": [], "choices": []}', "sheet.not-answers"),
        (b'[{"a": 1}, 2]', "sheet.not-answers"),
        (b'{"results": []}', "sheet.empty"),
        (b"[{}, {}]", "sheet.empty"),
        (json.dumps([{"a": json.loads('{"b":' * 40 + "1" + "}" * 40)}]).encode(), "sheet.not-answers"),
        (json.dumps([{f"q{n}": 1 for n in range(5_000)}]).encode(), "sheet.not-answers"),
    ],
)
def test_json_without_answers_is_refused_with_a_reason(data, code):
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(data, "data.json")

    assert refused.value.code == code


@settings(max_examples=60, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=9),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
                    max_leaves=12))  # fmt: skip
def test_any_json_is_read_or_refused(value):
    try:
        sheet = read(value)
    except SheetUnreadable:
        return
    assert all(len(row) == len(sheet.headers) for row in sheet.rows)


@pytest.mark.parametrize("name", ["formpack_customer_satisfaction.json", "formpack_grouped_translated.json"])
def test_real_files_of_kobotoolbox_are_read(name):
    if not SHARED.exists():
        pytest.skip("needs the shared data")
    raw = (SHARED / name).read_bytes()

    sheet = read_sheet(raw, name)

    assert len(sheet.rows) == len(json.loads(raw)["submissions"])
    assert {"customer_enjoyment", "external_characteristics/What_kind_of_symmetry_do_you_have"} & set(sheet.headers)


def test_answers_split_over_columns_stand_in_one_again():
    text = "story,help/Friends,help/A mentor, or coach,help/Nobody\nx,1,1,0\ny,0,0,\nz,TRUE,FALSE,0\n".replace(
        "help/A mentor, or coach", '"help/A mentor, or coach"'
    )

    sheet = read_sheet(text.encode(), "kobo.csv")

    assert sheet.headers == ("story", "help")
    assert sheet.rows == (("x", "Friends\nA mentor, or coach"), ("y", ""), ("z", "Friends"))
    assert warned(sheet) == {"sheet.choices-joined": {"names": "help"}}


@pytest.mark.parametrize(
    "text",
    [
        "help,help/a,help/b\na b,1,1\n",  # the question has a column of its own
        "story,g/age,g/town\nx,1,Tver\n",  # a group, not a question
        "story,g/a,g/b\nx,,\n",  # nobody chose anything
    ],
)
def test_other_columns_with_a_slash_stay_as_they_are(text):
    sheet = read_sheet(text.encode(), "kobo.csv")

    assert sheet.headers == tuple(text.partition("\n")[0].split(","))
    assert "sheet.choices-joined" not in warned(sheet)


def test_a_passage_that_taguette_wrote_for_each_tag_is_one_row():
    text = "id,document,tag,content\n7,Camp,courage,I spoke up\n7,Camp,friends,I spoke up\n9,Camp,,It rained\n"

    sheet = read_sheet(text.encode(), "highlights.csv")

    assert sheet.rows == (("7", "Camp", "courage\nfriends", "I spoke up"), ("9", "Camp", "", "It rained"))
    assert sheet.numbers == (2, 4)
    assert warned(sheet) == {"sheet.highlights-merged": {"count": 3, "rows": 2}}
