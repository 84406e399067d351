"""You said, we did: a page for everybody, owners and days, and young people who say whether it was done."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Change
from storyapp.rules.people import Role
from storyapp.rules.wording import Wording
from storyapp.services import changes
from storyapp.services.changes import ChangeMade
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table
from tests.web.storyteller.walks import tell


@pytest.fixture
def staff(app) -> PageClient:
    return PageClient(app, language="ru")


@pytest.fixture
def table(app) -> Table:
    return Table(is_young=True, labels=("Owl",), is_open=False)


def a_change(table, **values) -> Change:
    made = dict(
        heard=Wording(en="Mentors leave too early.", ru="Наставники уходят рано."),
        decided=Wording(en="A mentor stays for a year.", ru="Наставник остаётся на год."), status="doing", due_on=None,
        round_id=None, is_public=True, owner=Wording(en="the head of mentoring", ru="руководитель наставников"),
    )  # fmt: skip
    changes.keep_change(table.programme, ChangeMade(**{**made, **values}), account_id=table.facilitator.id)
    return db.session.scalars(db.select(Change).order_by(Change.id.desc())).first()


def sit_down(client, table):
    client.get(f"/panel/enter/{table.token('Owl')}")


def test_everybody_reads_what_was_heard_decided_and_who_sees_to_it(client, russian, table):
    a_change(table)
    a_change(table, heard=Wording(en="We need a stove."), decided=Wording(en="We cannot."), status="dropped")

    client.get(f"/we-did/{table.programme.slug}")
    russian.get(f"/we-did/{table.programme.slug}")

    assert "Mentors leave too early." in client.text()
    assert "the head of mentoring" in client.text()
    assert "We said no" in client.text()
    assert "Наставник остаётся на год." in russian.text()


def test_what_is_not_public_is_not_there(client, table):
    a_change(table, is_public=False)

    client.get(f"/we-did/{table.programme.slug}", status=404)


def test_young_people_have_the_last_word_on_whether_it_was_done(client, russian, table):
    a_change(table, status="done")
    sit_down(client, table)
    client.get(client.link("say whether it was done"))
    client.get(client.link("Say whether it was done"))

    client.submit({"done": "NOT_DONE", "note": "Two of us had no mentor in May."})

    russian.get(f"/we-did/{table.programme.slug}")
    assert "Молодые люди говорят: не сделано" in russian.text()
    assert "Two of us had no mentor in May." in russian.text()


def test_saving_the_line_again_leaves_their_word_and_its_day(staff, client, clock, table):
    change = a_change(table)
    sit_down(client, table)
    client.get(f"/panel/changes/{change.id}")
    client.submit({"done": "DONE", "note": "We saw it."})
    builders.sign_in(staff, table.facilitator)
    clock.now = clock.now.replace(day=25)
    staff.get(f"/p/{table.programme.slug}/changes/{change.id}")

    staff.submit({"status": "done"})

    db.session.expire_all()
    assert change.youth_note.en == "We saw it."
    assert change.youth_marked_on == builders.TODAY


def test_a_choice_is_asked_for_and_the_words_stay(client, table):
    change = a_change(table)
    sit_down(client, table)
    client.get(f"/panel/changes/{change.id}")

    client.submit({"note": "Half of it."}, status=422)

    assert client.page.find("textarea", attrs={"name": "note"}).get_text().strip() == "Half of it."


def test_adults_on_a_panel_do_not_mark(client):
    table = Table(labels=("Owl",), is_open=False)
    change = a_change(table)
    sit_down(client, table)

    client.get(f"/panel/changes/{change.id}")

    assert client.url == "/panel"


def test_another_programmes_line_is_not_there(client, table):
    change = a_change(Table(labels=("Moth",), is_open=False))
    sit_down(client, table)

    client.get(f"/panel/changes/{change.id}", status=404)


def test_a_teller_finds_the_page_from_the_receipt_and_from_my_story(client, table):
    a_change(table)
    code = tell(client, builders.an_invitation(table.programme)[1])
    on_receipt = client.link("What others said")
    client.get("/my-story")

    client.submit({"code": code})

    assert on_receipt == client.link("What others said") == f"/we-did/{table.programme.slug}"


def test_a_facilitator_writes_the_line_and_opens_the_page(staff):
    programme = builders.a_programme()
    builders.sign_in(staff, builders.an_account(Role.FACILITATOR, programme=programme))
    staff.get(f"/p/{programme.slug}/changes/new")
    staff.submit(
        {"heard_ru": "Мало встреч.", "decided_ru": "Встречи каждую неделю.", "did_ru": "Прошло три.", "is_public": "y",
         "youth_mark": "DONE", "youth_note_ru": "Да, ходим."}
    )  # fmt: skip

    staff.get(staff.link("Страница для всех"))

    assert "Прошло три." in staff.text()
    assert "Молодые люди говорят: сделано" in staff.text()
