"""The card of a practice: stated with a source, beside what can be seen from here, on screen and in the report."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries.practice import facts_of
from storyapp.data.tables.coding import ResultLink
from storyapp.rules.people import Role
from storyapp.rules.practice import Dimension, EvidenceLevel
from storyapp.rules.report import tables_of
from storyapp.rules.results import LinkDirection
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import practice, reporting
from storyapp.services.practice import Statement
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table

SAID = {"level": "BASIC", "source": "Реестр практик, запись 12", "verifier": "Экспертный совет", "year": "2021"}


@pytest.fixture
def staff(app) -> PageClient:
    return PageClient(app, language="ru")


@pytest.fixture
def table(app) -> Table:
    table = Table(is_young=True, is_youth=True)
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1)
    return table


def signed_in(staff, table, *roles):
    builders.sign_in(staff, builders.an_account(*roles, programme=table.programme))


def at(table, page=""):
    return f"/p/{table.programme.slug}/practice{page}"


def stated(table):
    return {line.dimension: line.stated for line in practice.card_of(table.programme)}


def test_a_level_is_stated_with_its_source_and_written_anew(staff, table):
    signed_in(staff, table, Role.EVALUATOR)
    staff.get(at(table, "/regulated"))

    staff.submit(SAID)
    staff.get(at(table, "/regulated"))
    staff.submit({"level": "ADVANCED"})

    assert stated(table)[Dimension.REGULATED] == Statement(
        level=EvidenceLevel.ADVANCED, source="Реестр практик, запись 12", verifier="Экспертный совет", year=2021
    )
    assert "Продвинутый" in staff.text()
    assert "Реестр практик, запись 12" in staff.text()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"source": " "}, "source"),
        ({"source": "…"}, "source"),
        ({"year": "2999"}, "year"),
        ({"level": "BEST"}, "level"),
    ],
    ids=["no source", "a sign", "a year to come", "another level"],
)
def test_what_cannot_be_looked_up_is_refused_and_nothing_typed_is_lost(staff, table, said, field):
    signed_in(staff, table, Role.EVALUATOR)
    staff.get(at(table, "/justified"))

    staff.submit({**SAID, **said}, status=422)

    assert staff.page.select_one(f".has-error [name={field}]") is not None
    assert staff.page.find(attrs={"name": "verifier"})["value"] == "Экспертный совет"
    assert stated(table)[Dimension.JUSTIFIED] is None


def test_a_level_is_taken_back(staff, table):
    signed_in(staff, table, Role.EVALUATOR)
    staff.get(at(table, "/justified"))
    staff.submit(SAID)
    staff.get(at(table, "/justified"))

    staff.post(at(table, "/justified/take-back"))

    assert stated(table)[Dimension.JUSTIFIED] is None


def test_who_only_reads_stories_does_not_state(staff, table):
    signed_in(staff, table, Role.SAFEGUARDING_LEAD)

    staff.get(at(table))

    assert "Указать уровень" not in staff.text()
    staff.get(at(table, "/justified"), status=403)


def test_another_dimension_is_not_there(staff, table):
    signed_in(staff, table, Role.EVALUATOR)

    staff.get(at(table, "/beautiful"), status=404)


def test_what_is_known_is_counted(table):
    result = builders.a_result(table.programme)
    stories = [builders.a_story(table.programme) for _ in range(2)]
    for story, direction in zip(stories, (LinkDirection.SUPPORTS, LinkDirection.CONTRADICTS), strict=True):
        builders.a_suggested_link(
            story, result, "speak in class", state=TagState.CONFIRMED, direction=direction,
            decided_as=CoderKind.PERSON, coder=CoderKind.PERSON,
        )  # fmt: skip

    facts = facts_of(table.programme)

    assert db.session.query(ResultLink).count() == 2
    assert (facts.n_stories, facts.n_supporting, facts.n_against, facts.n_periods_supporting) == (5, 1, 1, 1)
    assert (facts.n_rounds, facts.n_youth_rounds, facts.n_owed, facts.n_answered) == (1, 1, 3, 0)
    assert facts_of(builders.a_programme()).n_rounds == 0


@pytest.mark.parametrize(("language", "level"), [("ru", "Базовый"), ("en", "Basic")])
def test_the_report_prints_what_is_stated_beside_what_can_be_seen(table, language, level):
    account = builders.an_account(Role.EVALUATOR, programme=table.programme)
    said = Statement(level=EvidenceLevel.BASIC, source="Register, entry 12", verifier="Council", year=2021)
    practice.state_level(table.programme, Dimension.DATA_JUSTIFIED, said, account_id=account.id)
    order = Order(
        language=language, audience="public", length="full", period_ids=(builders.the_period(table.programme).id,)
    )

    report = reporting.content_of(reporting.build_now(table.programme, order, actor=SHELL))

    rows = next(one.table.rows for one in tables_of(report) if one.table.code == "practice-levels")
    assert [row[1] for row in rows][3] == level
    assert rows[3][2] == "Register, entry 12 (Council, 2021)"
