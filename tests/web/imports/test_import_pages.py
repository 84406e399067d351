"""A table on its way in, in both languages: upload, columns, words, dry run, import, list, undo."""

import io
import json

import openpyxl
import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import Job
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.people import Organisation
from storyapp.data.tables.stories import Story
from storyapp.formats.read_sheet import LARGEST
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.people import Role
from storyapp.rules.stories import Direction
from storyapp.services.transaction import SHELL, act
from tests.builders import a_programme, a_question, an_account, sign_in

SHEET = """Story,Why it matters,Age,Direction,Gender
I began to speak in class again.,I was silent for a year.,14,splendid,Female
We made a film about our street.,,nobody knows,worse,Male
,left empty,15,,
"""
RUSSIAN_SHEET = """История;Почему это важно;Возраст;Лучше или хуже;Пол
Я снова начала говорить на уроках.;Целый год молчала.;14;отлично;Женский
Мы сняли фильм о нашей улице.;;не помню;хуже;Мужской
;пусто;15;;
"""


@pytest.fixture
def programme(app):
    programme = a_programme()
    a_question(programme)
    return programme


@pytest.fixture
def facilitator(programme):
    return an_account(Role.FACILITATOR, programme=programme)


@pytest.fixture
def desk(client, facilitator):
    sign_in(client, facilitator)
    return client


@pytest.fixture
def russian_desk(russian, facilitator):
    sign_in(russian, facilitator)
    return russian


def bring(browser, programme, content: str | bytes, name: str = "old stories.csv", *, status: int = 200):
    browser.get(f"/p/{programme.slug}/import/new")
    raw = content.encode() if isinstance(content, str) else content
    return browser.submit({"file": (io.BytesIO(raw), name)}, content_type="multipart/form-data", status=status)


def the_batch() -> ImportBatch:
    return db.session.scalars(db.select(ImportBatch).order_by(ImportBatch.id.desc())).first()


def n_stories() -> int:
    return db.session.scalar(db.select(db.func.count(Story.id)))


def press(browser, words: str):
    """Press the button of a small form of its own."""
    button = next(b for b in browser.page.find_all("button") if words in b.get_text(" ", strip=True))
    return browser.post(button.find_parent("form")["action"])


def walk_to_check(browser, programme, content: str):
    bring(browser, programme, content)
    browser.submit()
    return browser.submit({"word_0_0": "BETTER"})


@pytest.mark.parametrize(
    ("content", "titles", "start", "done"),
    [(SHEET, ["What is in the columns?", "What do the words mean?", "See what would come in"], "Take in 2 stories", "The import is done"),
     (RUSSIAN_SHEET, ["Что в столбцах?", "Что значат слова?", "Посмотреть, что получится"], "Принять 2 истории", "Загрузка завершена")],
    ids=["en", "ru"],
)  # fmt: skip
def test_a_table_walks_in(request, programme, content, titles, start, done):
    browser = request.getfixturevalue("desk" if content is SHEET else "russian_desk")
    bring(browser, programme, content)
    seen = [browser.h1]
    browser.submit()
    seen.append(browser.h1)
    browser.submit({"word_0_0": "BETTER"})
    seen.append(browser.h1)
    before = n_stories()

    press(browser, start)

    assert (seen, before, n_stories()) == (titles, 0, 2)
    assert done in browser.text()
    first = db.session.scalars(db.select(Story).order_by(Story.import_row)).first()
    assert (first.direction, first.screened_by_id) == (Direction.BETTER, None)
    browser.get(f"/p/{programme.slug}/import")
    assert "old stories.csv" in browser.text()


def test_columns_are_guessed_and_shown_with_what_they_hold(desk, programme):
    page = bring(desk, programme, SHEET)

    chosen = {
        field["name"]: field.find("option", selected=True)["value"] for field in page.select("select[name^=column_]")
    }
    assert list(chosen.values()) == ["story", "matters", "age", "direction", "question:gender"]
    assert "I began to speak in class again. · We made a film" in desk.text()


def test_many_columns_fold_away_those_that_were_not_recognised(desk, programme):
    head = ",".join(["Story", *(f"Extra {n}" for n in range(30))])

    bring(desk, programme, f"{head}\nI began to speak in class again.{',x' * 30}\n")

    assert "30 other columns" in desk.text()


@pytest.mark.parametrize(("raw", "name", "words"), [
    (b"", "a.csv", "There is nothing in this table"),
    (b"Story,Age\n", "a.csv", "no rows below them"),
    (b"%PDF-1.7 some", "a.pdf", "This is not a table that we can read"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "a.xls", "This is the old Excel format"),
    (b"PK\x03\x04 broken", "a.xlsx", "This file is damaged"),
    (b"a" * (LARGEST + 1), "a.csv", "This file is too large"),
], ids=["empty", "no rows", "pdf", "old excel", "damaged", "too large"])  # fmt: skip
def test_a_file_that_cannot_be_read_is_explained(desk, programme, raw, name, words):
    bring(desk, programme, raw, name, status=422)

    assert words in desk.text()
    assert db.session.scalar(db.select(db.func.count(ImportBatch.id))) == 0


def test_no_file_is_asked_for_again(desk, programme):
    desk.get(f"/p/{programme.slug}/import/new")

    desk.submit(content_type="multipart/form-data", status=422)

    assert "Please choose a file first." in desk.text()


def test_a_workbook_comes_in_as_well(desk, programme):
    book = openpyxl.Workbook()
    book.active.append(["Story", "Age"])
    book.active.append(["I began to speak in class again.", 14])
    raw = io.BytesIO()
    book.save(raw)

    bring(desk, programme, raw.getvalue(), "stories.xlsx")
    desk.submit()
    press(desk, "Take in 1 story")

    assert n_stories() == 1


@pytest.mark.parametrize(("changes", "words"), [
    ({"column_0": ""}, "Please say which column holds the story itself."),
    ({"column_2": "direction"}, "Only one column can be: Better or worse."),
    ({"column_2": "consent"}, "please write which papers record it"),
])  # fmt: skip
def test_columns_that_cannot_work_are_explained_and_kept(desk, programme, changes, words):
    bring(desk, programme, SHEET)

    page = desk.submit(changes, status=422)

    assert words in desk.text()
    name, value = next(iter(changes.items()))
    assert page.find("select", attrs={"name": name}).find("option", selected=True)["value"] == value


def test_switching_the_language_keeps_what_was_chosen(desk, programme):
    bring(desk, programme, SHEET)
    desk.language = "ru"

    page = desk.submit({"column_2": "title", "switch_language": "ru"})

    assert page.find("select", attrs={"name": "column_2"}).find("option", selected=True)["value"] == "title"


def test_the_dry_run_names_rows_and_reasons_and_writes_nothing(desk, programme):
    walk_to_check(desk, programme, SHEET)

    assert n_stories() == 0
    assert "4 There is no story text. Fill it in, or leave the row out. Story" in desk.text()
    assert "The age cannot be read" in desk.text()


def test_many_remarks_are_paged(desk, programme):
    bring(desk, programme, "Story,Age\n" + "I began to speak in class again.,14\n" * 150)
    desk.submit()

    desk.get(desk.link("Next"))

    assert "51–100 of 149" in desk.text()


def test_a_table_with_wrong_letters_is_read_again(desk, programme):
    bring(desk, programme, RUSSIAN_SHEET.encode("cp1251"))

    desk.submit({"encoding": "cp866", "separator": ";"}, form="reading-form")
    garbled = the_batch().headers[0]
    desk.submit({"encoding": "cp1251", "separator": ";"}, form="reading-form")

    assert (garbled == "История", the_batch().headers[0]) == (False, "История")


def test_the_same_file_again_is_warned_of(desk, programme):
    walk_to_check(desk, programme, SHEET)
    press(desk, "Take in 2 stories")

    walk_to_check(desk, programme, SHEET)

    assert "This very file was imported already (20 May 2026)" in desk.text()


def test_texts_without_names_are_marked_as_read_by_who_brought_them(desk, programme, facilitator):
    bring(desk, programme, SHEET)
    desk.submit({"screening": "ready"})
    desk.submit({"word_0_0": ""})
    press(desk, "Take in 2 stories")

    assert {story.screened_by_id for story in db.session.scalars(db.select(Story))} == {facilitator.id}


def test_a_table_that_was_not_started_can_be_dropped(desk, programme):
    bring(desk, programme, SHEET)

    press(desk, "Drop this table")

    assert "The table is gone." in desk.text()
    assert db.session.scalar(db.select(db.func.count(ImportBatch.id))) == 0


def test_refused_rows_can_be_downloaded(desk, programme):
    walk_to_check(desk, programme, SHEET)
    press(desk, "Take in 2 stories")

    answer = desk.http.get(desk.link("Download the refused rows"))

    assert answer.mimetype == "text/csv"
    assert answer.data.decode("utf-8-sig").splitlines()[1].startswith('4,"There is no story text.')


@pytest.mark.parametrize(
    ("content", "link", "button", "words"),
    [(SHEET, "Take the import back", "Delete these stories", "None of its stories are left."),
     (RUSSIAN_SHEET, "Отменить загрузку", "Удалить эти истории", "Ни одной её истории не осталось.")],
    ids=["en", "ru"],
)  # fmt: skip
def test_an_import_is_taken_back_after_a_second_question(request, programme, content, link, button, words):
    browser = request.getfixturevalue("desk" if content is SHEET else "russian_desk")
    walk_to_check(browser, programme, content)
    press(browser, "2 ")
    browser.get(browser.link(link))
    before = n_stories()

    browser.submit(form="undo-form")

    assert (before, n_stories()) == (2, 0)
    assert words in browser.text()


@pytest.fixture
def running(desk, programme):
    """An import that a worker is at: five of ten rows are read."""
    walk_to_check(desk, programme, SHEET)
    batch_id = the_batch().id
    with act(SHELL):
        db.session.get(ImportBatch, batch_id).state = "running"
        now = db.session.get(ImportBatch, batch_id).created_at
        db.session.add(
            Job(
                organisation_id=programme.organisation_id, kind=JobKind.IMPORT_BATCH, subject_id=batch_id,
                state=JobState.RUNNING, due_at=now, created_at=now, n_done=5, n_total=10,
            )
        )  # fmt: skip
    return batch_id


@pytest.mark.parametrize(
    ("desk_name", "words"), [("desk", "5 of 10 rows are read"), ("russian_desk", "Прочитано строк: 5 из 10")]
)
def test_a_running_import_shows_how_far_it_is(request, programme, running, desk_name, words):
    browser = request.getfixturevalue(desk_name)

    page = browser.get(f"/p/{programme.slug}/import/{running}")

    assert words in browser.text()
    assert page.find(id="import-state")["data-poll"] == f"/p/{programme.slug}/import/{running}"


def test_a_running_import_can_be_asked_to_stop(desk, programme, running):
    desk.get(f"/p/{programme.slug}/import/{running}")

    press(desk, "Stop")

    assert "The import stops at its next step" in desk.text()
    assert db.session.scalars(db.select(Job).where(Job.kind == JobKind.IMPORT_BATCH)).one().stop_asked


def test_an_import_whose_worker_died_can_go_on(desk, programme, running):
    with act(SHELL):
        db.session.scalars(db.select(Job).where(Job.kind == JobKind.IMPORT_BATCH)).one().state = JobState.PARKED
    desk.get(f"/p/{programme.slug}/import/{running}")

    press(desk, "Go on where it stopped")

    assert (n_stories(), the_batch().state) == (2, "done")


@pytest.mark.parametrize("path", ["", "/columns", "/words", "/check", "/undo", "/refused.csv"])
def test_a_batch_of_another_programme_does_not_exist(desk, programme, path):
    neighbour = a_programme(db.session.get(Organisation, programme.organisation_id))
    sign_in(desk, an_account(Role.FACILITATOR, programme=neighbour))
    bring(desk, neighbour, SHEET)
    batch_id = the_batch().id
    sign_in(desk, an_account(Role.FACILITATOR, programme=programme))

    desk.get(f"/p/{programme.slug}/import/{batch_id}{path}", status=404)


@pytest.mark.parametrize("path", ["/start", "/stop", "/undo", "/forget", "/reading", "/columns", "/words"])
def test_a_batch_of_another_programme_is_not_changed(desk, programme, path):
    neighbour = a_programme(db.session.get(Organisation, programme.organisation_id))
    sign_in(desk, an_account(Role.FACILITATOR, programme=neighbour))
    bring(desk, neighbour, SHEET)
    batch_id, state = the_batch().id, the_batch().state
    sign_in(desk, an_account(Role.FACILITATOR, programme=programme))

    desk.post(f"/p/{programme.slug}/import/{batch_id}{path}", status=404)

    assert the_batch().state == state


def test_the_first_look_says_what_to_do(desk, programme):
    desk.get(f"/p/{programme.slug}/import")

    assert "Nothing imported yet" in desk.text()


def test_answers_of_kobotoolbox_walk_in_as_json(russian_desk, programme):
    answers = [
        {
            "told/История": "Мы сняли фильм о нашей улице.",
            "about/Возраст": "15",
            "_attachments": [{"filename": "x.jpg"}],
        }
    ]
    page = bring(russian_desk, programme, json.dumps({"results": answers}, ensure_ascii=False), "data.json")

    assert "told/История" in page.text
    assert "Изображения, звук и другие файлы не переносятся: 1." in page.text
    assert "The " not in page.main


def test_json_of_a_form_is_refused_kindly(desk, programme):
    page = bring(desk, programme, '{"survey": [], "choices": []}', "form.json", status=422)

    assert "save the data, not the form" in page.text
