"""A facilitator of a new programme is led to a first round from the first page."""

import pytest

from storyapp.rules.people import Role
from tests.builders import a_programme, a_story, an_account, sign_in
from tests.pages import PageClient
from tests.services.round_builders import Table


@pytest.fixture
def staff(app) -> PageClient:
    return PageClient(app, language="ru")


def steps_of(staff) -> dict[str, str]:
    """What each step is marked with, by its words."""
    lines = staff.page.select("ol.lines .line")
    return {line.find("a").get_text(strip=True): line.select_one(".badge").get_text(strip=True) for line in lines}


def test_the_list_says_what_is_done_what_is_next_and_leads_there(staff):
    programme = a_programme()
    a_story(programme)
    a_story(programme)
    sign_in(staff, an_account(Role.FACILITATOR, programme=programme))

    staff.get(f"/p/{programme.slug}")

    steps = steps_of(staff)
    assert len(steps) == 7
    assert steps["Сказать, для чего нужны истории"] == "следующий"
    assert steps["Подготовить две истории или больше"] == "сделано"
    staff.get(staff.link("Сказать, для чего нужны истории"))
    assert staff.h1 == "Настройка"


def test_after_the_first_decision_the_list_is_gone(staff):
    table = Table()
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    sign_in(staff, table.facilitator)
    staff.get(f"/p/{table.programme.slug}")
    before = steps_of(staff)

    table.decide(1)
    staff.get(f"/p/{table.programme.slug}")

    assert before["Принять решение и ответить рассказчикам"] == "позже"
    assert steps_of(staff) == {}


def test_who_runs_no_rounds_does_not_see_it(staff):
    programme = a_programme()
    sign_in(staff, an_account(Role.EVALUATOR, programme=programme))

    staff.get(f"/p/{programme.slug}")

    assert steps_of(staff) == {}
