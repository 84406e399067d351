"""The audit chain notices every change to its past."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent, AuditHead
from storyapp.services import auditing
from storyapp.services.transaction import act
from tests.builders import an_organisation
from tests.rewriting import write_the_past_anew


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


def test_the_log_apart_knows_where_the_chain_stood(organisation, settings):
    found = auditing.check_one(organisation.id)

    assert found.holds and (found.n_kept, found.n_behind) == (1, 0)  # one act, one line, however much it notes
    assert settings.audit_log.stat().st_mode & 0o077 == 0


def test_a_past_that_was_written_anew_is_noticed_by_the_log_apart(organisation):
    write_the_past_anew(organisation.id)

    found = auditing.check_one(organisation.id)

    assert found.broken_at is None  # the chain alone cannot know
    assert found.differs_at == 5 and not found.holds


def test_an_end_cut_off_with_its_head_is_noticed_by_the_log_apart(organisation):
    with act("shell"):
        db.session.execute(db.delete(AuditEvent).where(AuditEvent.sequence == 5))
        fourth = db.session.scalar(db.select(AuditEvent.chain_hash).where(AuditEvent.sequence == 4))
        db.session.get(AuditHead, organisation.id).sequence = 4
        db.session.get(AuditHead, organisation.id).chain_hash = fourth

    assert auditing.verify(organisation.id) is None
    assert auditing.check_one(organisation.id).differs_at == 5


def test_what_is_not_done_is_not_in_the_log_apart(organisation, settings):
    before = settings.audit_log.read_bytes()

    with pytest.raises(ZeroDivisionError), act("account:1") as doing:
        doing.note(organisation.id, "test.happened", "thing:9")
        raise ZeroDivisionError

    assert settings.audit_log.read_bytes() == before


def test_an_act_stands_where_the_log_apart_cannot_be_written(organisation, settings, caplog):
    settings.audit_log.unlink()
    settings.audit_log.mkdir()

    with act("account:1") as doing:
        doing.note(organisation.id, "test.happened", "thing:9")

    settings.audit_log.rmdir()
    assert auditing.verify(organisation.id) is None
    assert "the audit log apart was not written" in caplog.text
    assert auditing.check_one(organisation.id).n_kept == 0


def test_checking_says_how_far_the_log_apart_is_behind(organisation, settings):
    kept = settings.audit_log.read_bytes()
    for n in range(2):
        with act("account:1") as doing:
            doing.note(organisation.id, "test.happened", f"thing:{n}")
    settings.audit_log.write_bytes(kept)

    found = auditing.check_one(organisation.id)

    assert found.holds and found.n_behind == 2


def test_a_line_torn_by_a_lost_machine_hides_no_other(organisation, settings):
    with settings.audit_log.open("a") as log:
        log.write(f"{organisation.id} 6 ab\n")
    with act("account:1") as doing:
        doing.note(organisation.id, "test.happened", "thing:9")

    found = auditing.check_one(organisation.id)

    assert found.holds and (found.n_kept, found.n_behind) == (2, 0)
