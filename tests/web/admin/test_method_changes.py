"""Why the method was changed: asked after a change, kept in a log, said by hand where no page makes it."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.method_changes import MethodChange
from storyapp.rules.method_changes import MethodPart
from storyapp.rules.panels import MemberRole, PanelSay
from storyapp.rules.people import Role
from storyapp.services import method_changes, panels
from storyapp.services.panels import MemberPlan, PanelPlan
from tests import builders
from tests.services.round_builders import Table


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def staff(client, programme):
    """A browser of somebody who sets up."""
    builders.sign_in(client, builders.an_account(Role.FACILITATOR, programme=programme))
    return client


def url(programme, rest):
    return f"/p/{programme.slug}/set-up/{rest}"


def log_of(programme):
    return db.session.scalars(db.select(MethodChange).where(MethodChange.programme_id == programme.id)).all()


def rename(staff, programme, name="Friends and foes"):
    domain = builders.domains(programme)[0]
    staff.get(url(programme, f"domains/{domain.id}"))
    return staff.submit(dict(name_ru="Друзья", name_en=name))


def test_a_domain_changed_before_anybody_told_asks_nothing(staff, programme):
    rename(staff, programme)

    assert log_of(programme) == []


def test_a_domain_changed_after_stories_were_told_asks_why_and_the_log_says_it(staff, programme):
    builders.a_story(programme)

    page = rename(staff, programme)

    assert "Friends and foes" in page.find("main").get_text()
    staff.submit(dict(reason="Tellers read it as school only."))
    shown = staff.get(url(programme, "changes")).find("main").get_text()
    assert "Friends and foes" in shown and "Tellers read it as school only." in shown


def test_a_reason_that_is_empty_is_asked_for_kindly(staff, programme):
    builders.a_story(programme)
    rename(staff, programme)

    page = staff.submit(dict(reason="  "), status=422)

    assert page.select_one(".error-summary")
    assert log_of(programme)[0].reason == ""


def test_saving_a_domain_unchanged_is_no_change(staff, programme):
    builders.a_story(programme)
    domain = builders.domains(programme)[0]
    staff.get(url(programme, f"domains/{domain.id}"))

    staff.submit({})

    assert log_of(programme) == []


def test_what_waits_for_a_reason_is_said_in_the_set_up(staff, programme):
    builders.a_story(programme)
    rename(staff, programme)

    shown = staff.get(f"/p/{programme.slug}/set-up").find("main").get_text()

    assert "nobody has said why" in shown


def test_a_panel_that_changes_after_a_choice_stands_in_one_line_of_the_day(programme):
    stories = [builders.a_story(programme, title=f"Title {n}") for n in range(3)]
    table = Table(programme=programme, stories=stories)
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    table.vote("Fern", 1)
    table.decide(1)
    account_id = builders.an_account(Role.FACILITATOR, programme=programme).id
    panel_id = panels.keep_panel(
        programme, PanelPlan(name="Council", is_youth=True, say=PanelSay.ADVICE), account_id=account_id
    )
    for label in ("Owl", "Moth"):
        plan = MemberPlan(label=label, role=MemberRole.MEMBER, is_young=True, language="en", joined_on=builders.TODAY)
        panels.keep_member(panels.panel_of(programme, panel_id), plan, account_id=account_id)

    [one] = log_of(programme)

    assert one.part is MethodPart.PANELS
    assert [detail["what"] for detail in one.details] == ["FOUNDED", "JOINED"]


def test_another_way_of_collecting_is_written_by_hand(staff, programme):
    staff.get(url(programme, "changes"))

    page = staff.submit(dict(what="Peers ask instead of staff.", reason="Tellers speak more freely."))

    assert "Peers ask instead of staff." in page.find("main").get_text()


def test_a_day_that_has_not_come_is_refused_and_nothing_typed_is_lost(staff, programme):
    staff.get(url(programme, "changes"))

    page = staff.submit(dict(what="Paper only.", reason="No network.", changed_on="2999-01-01"), status=422)

    assert page.select_one("textarea[name=what]").get_text().strip() == "Paper only."
    assert log_of(programme) == []


def test_a_change_of_another_programme_cannot_be_explained(app, programme):
    other = builders.a_programme()
    builders.a_story(other)
    method_changes.write_by_hand(
        other.id, MethodPart.COLLECTING, what="Paper", reason="No network", changed_on=builders.TODAY,
        by_id=builders.an_account(Role.FACILITATOR, programme=other).id,
    )  # fmt: skip
    [row] = log_of(other)

    assert not method_changes.explain(programme.id, row.id, "Mine", by_id=1)
