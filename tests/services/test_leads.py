"""When a safeguarding lead leaves: cases wait for the others, and with fewer than two nothing more is collected."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries.cases import open_case_of
from storyapp.data.tables.coding import CaseNote
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.people import Organisation
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.cases import CaseOutcome, CaseStep
from storyapp.rules.people import Role
from storyapp.services import cases, people
from tests.builders import a_programme, a_story, an_account, an_invitation, an_organisation


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def boss(programme):
    return an_account(Role.ADMINISTRATOR, organisation=db.session.get(Organisation, programme.organisation_id)).id


@pytest.fixture
def two_leads(programme):
    return [an_account(Role.SAFEGUARDING_LEAD, programme=programme).id for _ in range(2)]


def take_role(programme, account_id, boss):
    people.set_roles(programme.organisation_id, account_id, {programme.id: []}, by_id=boss)


def is_short(programme):
    db.session.expire_all()
    return db.session.get(Programme, programme.id).is_short_of_leads


def acts():
    return list(db.session.scalars(db.select(AuditEvent.act).order_by(AuditEvent.id)))


def test_with_one_lead_left_collection_rests_until_there_are_two_again(programme, boss, two_leads):
    an_invitation(programme)

    take_role(programme, two_leads[0], boss)
    rested = is_short(programme)
    people.set_roles(programme.organisation_id, two_leads[0], {programme.id: [Role.SAFEGUARDING_LEAD]}, by_id=boss)

    assert rested and not is_short(programme)
    assert [one for one in acts() if one.startswith("collection.")] == ["collection.rests", "collection.goes-on"]


def test_an_account_that_is_shut_is_no_lead(programme, boss, two_leads):
    an_invitation(programme)

    people.disable(programme.organisation_id, two_leads[0], by_id=boss)
    rested = is_short(programme)
    people.enable(programme.organisation_id, two_leads[0], by_id=boss)

    assert rested and not is_short(programme)


def test_with_two_leads_left_collection_goes_on(programme, boss, two_leads):
    an_invitation(programme)
    third = an_account(Role.SAFEGUARDING_LEAD, programme=programme).id

    take_role(programme, third, boss)

    assert not is_short(programme)


def test_a_lead_of_the_whole_organisation_counts(programme, boss, two_leads):
    an_invitation(programme)

    people.set_roles(
        programme.organisation_id, two_leads[0], {programme.id: [], None: [Role.SAFEGUARDING_LEAD]}, by_id=boss
    )

    assert not is_short(programme)


def test_the_cases_of_a_lead_who_leaves_wait_for_the_others(programme, boss, two_leads):
    story = a_story(programme, wants_help=True)
    case_id = open_case_of(story.id).id
    cases.acknowledge(programme, case_id, account_id=two_leads[0])
    cases.propose_outcome(
        programme, case_id, CaseOutcome.REFERRED, "A doctor has been called.", account_id=two_leads[0]
    )

    take_role(programme, two_leads[0], boss)

    page = cases.case_page(programme, case_id)
    assert page.case.acknowledged_at is None and page.outcome is CaseOutcome.REFERRED
    assert page.steps[-1].kind is CaseStep.HANDED_OVER
    assert "case.handed-over" in acts()
    cases.acknowledge(programme, case_id, account_id=two_leads[1])
    cases.close_case(programme, case_id, account_id=two_leads[1])
    assert db.session.get(Story, story.id).is_held


def test_cases_of_leads_who_stay_and_closed_ones_are_left_alone(programme, boss, two_leads):
    ids = [open_case_of(a_story(programme, wants_help=True).id).id for _ in range(2)]
    for case_id, lead in zip(ids, two_leads, strict=True):
        cases.acknowledge(programme, case_id, account_id=lead)
    cases.propose_outcome(programme, ids[0], CaseOutcome.NO_RISK, "She is safe and well.", account_id=two_leads[0])
    cases.close_case(programme, ids[0], account_id=two_leads[1])

    take_role(programme, two_leads[0], boss)

    handed = db.session.scalars(db.select(CaseNote).where(CaseNote.act == CaseStep.HANDED_OVER.value)).all()
    assert handed == []
    assert cases.case_page(programme, ids[1]).case.acknowledged_by_id == two_leads[1]


def test_another_organisation_is_not_touched(programme, boss, two_leads):
    other = a_programme(an_organisation())
    an_invitation(other)

    take_role(programme, two_leads[0], boss)

    assert not is_short(other)
