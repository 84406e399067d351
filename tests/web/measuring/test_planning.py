"""The monitoring plan, the calendar, the chain of results and what a result costs."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from storyapp.data.db import db
from storyapp.data.tables.chain import ChainItem
from storyapp.data.tables.costs import ResultCost
from storyapp.data.tables.monitoring import PlanLine
from storyapp.data.tables.programmes import Indicator, SocialResult
from storyapp.rules.people import Role
from tests.builders import a_programme, an_account, sign_in

RESULT = {
    "general_ru": "Есть взрослый, которому доверяет", "general_en": "Has an adult they trust", "outcome_level": "SHORT",
    "particulars": "", "indicators": "Сколько называют взрослого | How many name an adult",
}  # fmt: skip
LINE = {
    "frequency": "QUARTERLY",
    "first_due_on": "2026-01-15",
    "collector_en": "The coordinator",
    "unit": "%",
    "target": "80",
}
COST = {
    "year": "2025", "currency": "rub", "expense": "5 271 224,09", "n_families": "11", "n_children": "12",
    "source": "Accounts", "n_children_unknown": "1",
}  # fmt: skip


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def place(client, russian, programme):
    """The address of the programme, with an evaluator signed in and one result with one indicator."""
    evaluator = an_account(Role.EVALUATOR, programme=programme)
    sign_in(client, evaluator)
    sign_in(russian, evaluator)
    client.get(f"/p/{programme.slug}/set-up/results/new")
    client.submit(RESULT)
    return f"/p/{programme.slug}"


def plan_a_line(client, place):
    client.get(f"{place}/monitoring/new?indicator={db.session.scalars(db.select(Indicator.id)).one()}")
    client.submit(LINE)


def test_a_late_value_is_seen_on_the_first_page_and_its_day_moves_on_once_it_is_written(client, russian, place):
    plan_a_line(client, place)
    client.get(place)
    assert "value of the monitoring plan that is late" in client.text()
    client.get(f"{place}/monitoring")
    client.get(client.link("Write the value down"))

    client.submit({"collected_on": "2026-04-20", "value": "68,5", "n_base": "142"})

    assert "68.5 %" in client.text()
    line = db.session.scalars(db.select(PlanLine)).one()
    assert line.next_due_on == date(2026, 7, 15)
    russian.get(f"{place}/monitoring")
    assert "68,5 %" in russian.text()


def test_a_gap_says_why_and_nothing_typed_is_lost(client, place):
    plan_a_line(client, place)
    client.get(f"{place}/monitoring")
    client.get(client.link("Write the value down"))

    client.submit({"collected_on": "2026-04-20", "value": "", "n_base": "12"}, status=422)

    assert "write into the note why" in client.page.select_one(".error-summary").get_text()
    assert client.page.find("input", attrs={"name": "n_base"})["value"] == "12"


def test_the_plan_is_taken_along_as_a_workbook(client, place):
    plan_a_line(client, place)

    client.get(f"{place}/monitoring/plan.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(client.response.data))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"How many name an adult", "The coordinator", "Every three months"} <= cells


def test_what_is_due_stands_in_the_calendar_and_in_its_file(client, place):
    plan_a_line(client, place)
    client.get(f"{place}/calendar")
    assert "How many name an adult" in client.page.find("h2", string="What is late").find_next("ul").get_text()

    client.get(f"{place}/calendar/storyapp.ics")

    assert "DTSTART;VALUE=DATE:20260115" in client.response.text
    assert "SUMMARY:To be collected: How many name an adult" in client.response.text


def test_the_chain_is_built_screen_by_screen_and_says_where_it_breaks(client, place):
    result_id = str(db.session.scalars(db.select(SocialResult.id)).one())
    client.get(f"{place}/chain/need")
    client.submit({"wording_en": "Nobody to talk to"})
    client.get(client.link("On:"))
    need = client.page.select("[name=comes_from_id] option")[1]["value"]
    client.submit({"wording_en": "A mentor every week", "comes_from_id": need})
    client.get(f"{place}/chain")
    assert "Activities that lead to no result" in client.text()

    client.get(f"{place}/chain/outputs")
    activity = client.page.select("[name=comes_from_id] option")[1]["value"]
    client.submit({"wording_en": "Thirty meetings", "comes_from_id": activity, "result_id": result_id})

    client.get(f"{place}/chain")
    assert "Where the chain breaks" not in client.text()
    assert {"Nobody to talk to", "Thirty meetings"} <= {one.get_text() for one in client.page.select("svg text")}


def test_a_result_of_the_chain_stands_in_the_library(client, place):
    client.get(f"{place}/chain/far")

    client.submit({"general_en": "Lives independently", "outcome_level": "LONG"})

    client.get(f"{place}/set-up/results")
    assert "Lives independently" in client.text()


def test_what_an_activity_came_from_goes_and_the_activity_stays(client, place):
    client.get(f"{place}/chain/need")
    client.submit({"wording_en": "Nobody to talk to"})
    client.get(f"{place}/chain/activities")
    client.submit(
        {"wording_en": "A club", "comes_from_id": client.page.select("[name=comes_from_id] option")[1]["value"]}
    )
    need = db.session.scalars(db.select(ChainItem.id).order_by(ChainItem.id)).first()

    client.post(f"{place}/chain/items/{need}/remove")

    assert [(one.wording.en, one.comes_from_id) for one in db.session.scalars(db.select(ChainItem))] == [
        ("A club", None)
    ]


def test_a_cost_is_worked_out_from_its_inputs_and_never_typed(client, russian, place):
    client.get(f"{place}/costs/new")
    client.submit(COST)
    assert "479,202.19 RUB" in client.text()

    russian.get(f"{place}/costs")

    assert "439 268,67 RUB" in russian.text().replace("\xa0", " ").replace("\u202f", " ")
    assert db.session.scalars(db.select(ResultCost.expense)).one() == Decimal("5271224.09")


def test_a_cost_without_a_source_or_with_words_for_a_number_is_asked_again(client, place):
    client.get(f"{place}/costs/new")

    client.submit({**COST, "expense": "about a million"}, status=422)

    assert "write a number" in client.page.select_one(".error-summary").get_text()
    assert client.page.find("input", attrs={"name": "source"})["value"] == "Accounts"


def test_so_few_that_they_could_be_recognised_are_hidden_from_who_only_reads_reports(client, place, programme):
    client.get(f"{place}/costs/new")
    client.submit({**COST, "n_families": "2"})
    sign_in(client, an_account(Role.FUNDER_VIEWER, programme=programme))

    client.get(f"{place}/costs")

    assert "so few could be recognised" in client.text()
    assert "2,635,612" not in client.text()
