"""What safeguarding leads see and do, and that nobody else learns of it."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries.cases import open_case_of
from storyapp.data.tables.stories import Story
from storyapp.rules.people import Role
from tests.builders import a_programme, a_story, an_account, sign_in


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def case_id(programme):
    story = a_story(programme, wants_help=True)
    return open_case_of(story.id).id


def test_a_lead_sees_the_case_with_the_story_and_its_clocks(client, programme, case_id):
    sign_in(client, an_account(Role.SAFEGUARDING_LEAD, programme=programme))

    client.get(f"/p/{programme.slug}/cases")
    client.get(client.link(f"Case {case_id}"))

    assert "Asks for help" in client.text()
    assert "Our mentor came every week" in client.text()
    assert "Take in hand by 20 May 2026, 16:00" in client.text()


def test_the_other_changes_of_a_teller_are_named_as_such(app, client, programme):
    story = a_story(programme, screened=False, considered=("Sleep better",), wants_help=True)
    sign_in(client, an_account(Role.SAFEGUARDING_LEAD, programme=programme))

    client.get(f"/p/{programme.slug}/cases/{open_case_of(story.id).id}")

    assert "Other changes the teller named Sleep better" in client.text()


def test_the_same_in_russian(russian, programme, case_id):
    sign_in(russian, an_account(Role.SAFEGUARDING_LEAD, programme=programme))

    russian.get(f"/p/{programme.slug}/cases")
    russian.get(f"/p/{programme.slug}/cases/{case_id}")

    assert "Просит о помощи" in russian.text()


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_nobody_else_opens_a_case(client, programme, case_id, role):
    sign_in(client, an_account(role, programme=programme))

    client.get(f"/p/{programme.slug}/cases", status=403)
    client.get(f"/p/{programme.slug}/cases/{case_id}", status=403)


def test_a_lead_of_another_programme_finds_no_case(client, programme, case_id):
    other = a_programme()
    sign_in(client, an_account(Role.SAFEGUARDING_LEAD, programme=other))

    client.get(f"/p/{other.slug}/cases/{case_id}", status=404)
    client.get(f"/p/{programme.slug}/cases/{case_id}", status=404)


def test_a_facilitator_sees_a_held_story_without_a_reason(client, programme, case_id):
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))

    client.get(f"/p/{programme.slug}/stories")

    assert "Not for rounds" in client.text()
    assert "Held" not in client.text()


def test_a_case_is_closed_by_two_leads_through_the_pages(app, client, programme, case_id):
    first = an_account(Role.SAFEGUARDING_LEAD, programme=programme)
    second = an_account(Role.SAFEGUARDING_LEAD, programme=programme)
    address = f"/p/{programme.slug}/cases/{case_id}"
    sign_in(client, first)
    client.get(address)
    client.post(f"{address}/acknowledge")
    client.submit({"note-text": "I called the teller through the school."}, form="note-form")
    client.submit(
        {"outcome-outcome": "NO_RISK", "outcome-note": "She is safe and has somebody to talk to."}, form="outcome-form"
    )
    client.post(f"{address}/close", status=409)
    assert "A second safeguarding lead" in client.text()

    sign_in(client, second)
    client.get(address)
    client.submit(form="close-form")

    assert "Case closed" in client.text()
    assert db.session.scalars(db.select(Story)).one().is_held is False


def test_a_note_without_words_is_asked_for_again(client, programme, case_id):
    sign_in(client, an_account(Role.SAFEGUARDING_LEAD, programme=programme))
    client.get(f"/p/{programme.slug}/cases/{case_id}")

    client.submit({"note-text": ""}, form="note-form", status=422)

    assert "Please check these answers" in client.text()
