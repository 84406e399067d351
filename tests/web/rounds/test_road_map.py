"""The road map is taken along, and loop measures stand on the screen."""

import io
from datetime import timedelta

import pytest
from docx import Document

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.gateways.kit import kit
from storyapp.rules.wording import Wording
from storyapp.services import changes, feedback, loops
from storyapp.services.changes import ChangeMade
from storyapp.services.feedback import Answer
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table


@pytest.fixture(params=["en", "ru"])
def staff(request, app) -> PageClient:
    return PageClient(app, language=request.param)


@pytest.fixture
def table(app) -> Table:
    table = Table()
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1)
    return table


def a_change(table, heard, *, status="doing", days=None):
    made = ChangeMade(
        heard=Wording(en=heard, ru=f"{heard} (ru)"), decided=Wording(en="A mentor stays for a year.", ru="Наставник остаётся на год."),
        status=status, due_on=None if days is None else kit().clock().date() + timedelta(days=days), round_id=None,
        owner=Wording(en="the head of mentoring", ru="руководитель наставников"),
    )  # fmt: skip
    changes.keep_change(table.programme, made, account_id=table.facilitator.id)


def test_a_road_map_has_owner_and_day_and_what_is_overdue_comes_first(staff, table):
    a_change(table, "Later", days=20)
    a_change(table, "Late", days=-3)
    a_change(table, "Given up", status="dropped")
    builders.sign_in(staff, table.facilitator)
    page = staff.get(f"/p/{table.programme.slug}/changes")
    words = {"en": ("overdue", "the head of mentoring"), "ru": ("просрочено", "руководитель наставников")}

    answer = staff.http.get(page.select_one('a[href$="road-map.docx"]')["href"])

    first, second = [
        [[cell.text for cell in row.cells] for row in one.rows]
        for one in Document(io.BytesIO(answer.data)).tables
        if len(one.columns) == 6
    ]
    assert [row[0].partition(" (")[0] for row in first[1:]] == ["Late", "Later"]
    assert words[staff.language][0] in first[1][3]
    assert first[1][2] == words[staff.language][1]
    assert second[1][0].startswith("Given up")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="road-map.docx"'
    assert "changes.taken-along" in set(db.session.scalars(db.select(AuditEvent.act)))


def test_another_format_is_not_there(client, table):
    builders.sign_in(client, table.facilitator)

    client.get(f"/p/{table.programme.slug}/changes/road-map.exe", status=404)


def test_how_many_tellers_have_an_answer_stands_on_the_screen(staff, table, clock):
    clock.now += timedelta(days=2)
    said = [Answer(valued="We valued how it was told."), *[Answer(exception="Nobody can reach this teller.")] * 2]
    for public_id, words in zip(table.public_ids, said, strict=True):
        feedback.answer_teller(table.programme, table.id, public_id, words, account_id=table.facilitator.id)
    assert loops.loop_of(table.programme).n_closed == 0  # no teller can read it yet

    clock.now += timedelta(days=2)
    feedback.finish_round(table.programme, table.id, account_id=table.facilitator.id)
    builders.sign_in(staff, table.facilitator)
    staff.get(f"/p/{table.programme.slug}/changes")

    known = loops.loop_of(table.programme)
    assert (known.n_stories, known.n_closed, known.median_days) == (3, 1, 4)
    assert {"en": "1 of 3", "ru": "1 из 3"}[staff.language] in staff.text()
