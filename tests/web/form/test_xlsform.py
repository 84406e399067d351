"""The form out to KoboToolbox and ODK, and in from a file somebody brings."""

import io
from pathlib import Path

import openpyxl
import pytest
from pyxform.xls2xform import convert

from storyapp.data.db import db
from storyapp.rules.people import Role
from storyapp.rules.programmes import AddressForm, QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.asked import Questionnaire
from storyapp.services import form_copying, form_templates, questionnaires
from tests.builders import a_programme, a_question, an_account, sign_in
from tests.rules.test_xlsform import EVERY_KIND

SHARED = Path(__file__).parents[4] / "shared" / "data" / "forms"


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def place(client, russian, programme):
    facilitator = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, facilitator)
    sign_in(russian, facilitator)
    return f"/p/{programme.slug}/form"


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bring(browser, place, data, name="form.xlsx", **others):
    browser.get(f"{place}/take/file")
    browser.submit({"file": (io.BytesIO(data), name)}, content_type="multipart/form-data", **others)


def form_of(programme):
    db.session.expire_all()
    return questionnaires.written_form(programme)


@pytest.mark.parametrize("form", [EVERY_KIND, *(form_templates.template_form(name, AddressForm.TY) for name in form_templates.NAMES)], ids=["every kind", *form_templates.NAMES])  # fmt: skip
def test_what_goes_out_is_taken_by_pyxform_without_a_warning(client, place, programme, form, tmp_path):
    form_copying.take_over(programme, form, replaces=True, by_id=1)
    sheet = tmp_path / "form.xlsx"
    sheet.write_bytes(client.http.get(f"{place}/xlsform").data)

    converted = convert(str(sheet), validate=False)

    assert converted.warnings == []
    assert all(question.wording.ru in converted.xform for question in form.questions)


def test_a_form_without_questions_still_asks_for_the_story(client, place, programme, tmp_path):
    sheet = tmp_path / "form.xlsx"
    sheet.write_bytes(client.http.get(f"{place}/xlsform").data)

    assert "How was it before, and how is it now?" in convert(str(sheet), validate=False).xform


def test_a_downloaded_form_comes_back_as_the_same_questions(client, place, programme):
    form_copying.take_over(programme, EVERY_KIND, replaces=True, by_id=1)
    before = form_of(programme)

    bring(client, place, client.http.get(f"{place}/xlsform").data)
    said = client.text()
    client.submit({"replace": "1"})

    after = form_of(programme)
    known = [one for one in after.questions if one.code in before.by_code]
    assert "Everything in the file is carried over." in said
    assert Questionnaire(sections=after.sections, questions=tuple(known)) == before


def test_nothing_is_written_before_it_was_seen_and_what_stays_behind_is_said(client, russian, place, programme):
    data = book(
        survey=[("type", "name", "label"), ("geopoint", "where", "Where?"), ("text", "why", "Why?")], choices=[()]
    )
    bring(client, place, data)
    bring(russian, place, data)

    assert "“geopoint” is not asked here. (sheet “survey”, row 2, column “type”)" in client.text()
    assert "«geopoint» здесь не спрашивают. (лист «survey», строка 2, столбец «type»)" in russian.text()
    assert form_of(programme).questions == ()

    client.submit({"replace": "1"})
    assert [one.wording.en for one in form_of(programme).own] == ["Why?"]


def test_what_is_wrong_in_a_file_is_named_and_nothing_is_written(client, place, programme):
    bring(client, place, book(survey=[("type", "name", "label"), ("holograph", "a", "A")]), status=422)

    assert "Nobody knows the type “holograph”. (sheet “survey”, row 2, column “type”)" in client.text()
    assert form_of(programme).questions == ()


@pytest.mark.parametrize(
    "data", [b"", b"not a workbook", b"PK\x03\x04broken", book(leaves=[("a", "b")])], ids=["empty", "text", "broken", "another book"]
)  # fmt: skip
def test_a_file_that_is_no_form_is_refused_kindly(client, place, data):
    bring(client, place, data, status=422)

    assert client.page.select(".error-summary, .note-bad")


def test_a_form_that_was_changed_on_its_way_is_not_written(client, place, programme):
    bring(client, place, book(survey=[("type", "name", "label"), ("text", "why", "Why?")]))

    client.submit({"replace": "1", "read": "eyJ9.forged"})

    assert form_of(programme).questions == () and "Take over an XLSForm" in client.h1


def test_added_behind_mine_both_are_asked(client, place, programme):
    a_question(programme, "why", family=QuestionFamily.STORY, kind=QuestionKind.MONTH, options=[])
    bring(client, place, book(survey=[("type", "name", "label"), ("text", "why", "Why?")]))

    client.submit({"add": "1"})

    assert [(one.code, one.kind) for one in form_of(programme).own] == [("why", QuestionKind.MONTH), ("why-2", QuestionKind.SHORT_TEXT)]  # fmt: skip


@pytest.mark.parametrize("name", ["choice_filter_test", "specify_other", "yes_or_no_question"])
def test_forms_of_others_are_read(client, place, name):
    """Examples of the pyxform project, old spellings and cascading lists among them."""
    example = SHARED / f"pyxform_{name}.xlsx"
    if not example.exists():
        pytest.skip("the shared data are not here")

    bring(client, place, example.read_bytes())

    assert client.h1 == "What the file becomes"
