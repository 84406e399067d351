"""A report of young people alone, asked for first: adults are left out by number, and said to be."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.outputs import IssuedReport
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand, Role, TellerRole
from storyapp.rules.report import tables_of
from storyapp.services import reporting
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL
from tests import builders
from tests.pages import PageClient


@pytest.fixture
def programme(app):
    programme = builders.a_programme()
    for role, n in ((TellerRole.YOUNG_PERSON, 6), (TellerRole.PARENT, 5)):
        for _ in range(n):
            builders.a_story(programme, teller_role=role, age_band=AgeBand.ADULT)
    return programme


def a_report(programme, tellers):
    order = Order(
        language="en",
        audience="inside",
        length="full",
        period_ids=(builders.the_period(programme).id,),
        tellers=tellers,
    )
    return reporting.content_of(reporting.build_now(programme, order, actor=SHELL))


def left_out(report):
    return {row[0]: row[1] for one in tables_of(report) if one.table.code == "left-out-table" for row in one.table.rows}


@pytest.mark.parametrize(
    ("tellers", "counted", "said"),
    [("young", "6", "young people alone"), ("all", "11", "young people and adults, counted apart")],
)
def test_who_is_counted_is_said_in_front(programme, tellers, counted, said):
    facts = dict(a_report(programme, tellers).facts)

    assert (facts["Stories counted"], facts["Whose stories"]) == (counted, said)


def test_adults_are_left_out_by_number(programme):
    assert left_out(a_report(programme, "young"))["Told by adults; this report is of young people alone"] == 5


def test_where_all_are_counted_nobody_is_left_out_for_being_an_adult(programme):
    assert "Told by adults; this report is of young people alone" not in left_out(a_report(programme, "all"))


@pytest.mark.parametrize("language", ["ru", "en"])
def test_young_people_alone_are_offered_first_and_the_list_says_so(app, programme, language):
    page = PageClient(app, language=language)
    builders.sign_in(page, builders.an_account(Role.EVALUATOR, programme=programme))
    page.get(f"/p/{programme.slug}/reports")

    page.submit({"language": language, "audience": "inside", "length": "full"})
    page.get(f"/p/{programme.slug}/reports")

    assert db.session.scalars(db.select(IssuedReport.tellers)).one() == "young"
    assert {"en": "young people alone", "ru": "только молодых"}[language] in page.text()


def test_tellers_of_another_kind_are_unknown(programme):
    order = Order(
        language="en", audience="inside", length="full", period_ids=(builders.the_period(programme).id,), tellers="old"
    )

    with pytest.raises(RuleBroken):
        reporting.request_report(programme, order, actor=SHELL)
