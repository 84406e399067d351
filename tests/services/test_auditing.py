"""The audit chain notices every change to its past."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.services import auditing
from storyapp.services.transaction import act
from tests.builders import an_organisation


@pytest.fixture
def organisation(app):
    organisation = an_organisation()
    with act("account:1") as doing:
        for n in range(5):
            doing.note(organisation.id, "test.happened", f"thing:{n}", reason="BECAUSE")
    return organisation


def test_an_untouched_chain_holds(organisation):
    assert auditing.verify(organisation.id) is None


def test_an_empty_chain_holds(app):
    assert auditing.verify(an_organisation().id) is None


@pytest.mark.parametrize("column", ["actor", "act", "subject", "reason"])
def test_a_changed_row_is_noticed(organisation, column):
    with act("shell"):
        db.session.execute(db.update(AuditEvent).where(AuditEvent.sequence == 3).values({column: "other:1"}))

    assert auditing.verify(organisation.id) == 3


def test_a_removed_row_is_noticed(organisation):
    with act("shell"):
        db.session.execute(db.delete(AuditEvent).where(AuditEvent.sequence == 2))

    assert auditing.verify(organisation.id) == 2


def test_a_cut_off_end_is_noticed(organisation):
    with act("shell"):
        db.session.execute(db.delete(AuditEvent).where(AuditEvent.sequence == 5))

    assert auditing.verify(organisation.id) == 5


def test_that_a_case_exists_is_for_leads_alone(app):
    organisation_id = an_organisation().id
    with act("shell") as doing:
        doing.note(organisation_id, "case.opened", "case:1")
        doing.note(organisation_id, "story.handed-over", "story:abc")

    without = auditing.audit_page(organisation_id)
    with_cases = auditing.audit_page(organisation_id, with_cases=True)

    assert without.lines == ()
    assert [line.act for line in with_cases.lines] == ["story.handed-over", "case.opened"]
