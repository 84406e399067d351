"""What safeguarding promises besides: a reply without a name, a list for an emergency, numbers called, counts for a director."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.queries.cases import open_case_of
from storyapp.data.tables.people import Helpline, Organisation
from storyapp.data.tables.stories import Receipt
from storyapp.rules.helplines import Spoken
from storyapp.rules.people import Role
from storyapp.rules.wording import Wording
from storyapp.services import receipts
from storyapp.services.transaction import SHELL, act
from tests.builders import TODAY, a_programme, a_story, an_account, sign_in
from tests.pages import PageClient

REPLY = "I have read it. You can call me at school, and the line below at night."


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def story(programme):
    return a_story(programme, wants_help=True)


@pytest.fixture
def case_url(programme, story):
    return f"/p/{programme.slug}/cases/{open_case_of(story.id).id}"


def opened_by(app, role, programme, language="en", **place):
    client = PageClient(app, language=language)
    sign_in(client, an_account(role, programme=programme, **place))
    return client


def a_line(organisation_id, checked_on, *, phone="8 800 2000", **changes):
    with act(SHELL):
        db.session.add(
            Helpline(
                organisation_id=organisation_id, name=Wording(en="Child line", ru="Детский телефон"), phone=phone,
                note=Wording(), country="RU", position=0, checked_on=checked_on, **changes,
            )
        )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_lead_answers_without_a_name_and_nobody_else_reads_it(app, programme, story, case_url, language):
    lead = opened_by(app, Role.SAFEGUARDING_LEAD, programme, language)
    code = receipts.fresh_code()
    with act(SHELL):
        db.session.execute(db.delete(Receipt).where(Receipt.story_id == story.id))
        db.session.add(Receipt(**receipts.receipt_values(story.id, code)))
    public_id = story.public_id

    lead.get(case_url)
    lead.submit({"reply-text": REPLY}, form="reply-form")

    teller = PageClient(app, language=language)
    teller.get("/my-story")
    teller.submit({"code": code.digits})
    assert REPLY in teller.text() and "Person" not in teller.text()
    facilitator = opened_by(app, Role.FACILITATOR, programme)
    facilitator.get(f"/p/{programme.slug}/stories/{public_id}/talk")
    assert REPLY not in facilitator.text()
    facilitator.get(f"/p/{programme.slug}/stories/{public_id}")
    assert "case" not in facilitator.text().lower()


@pytest.mark.parametrize(("language", "words"), [("en", "Do not wait for the clock"), ("ru", "Не ждите срока")])
def test_the_page_of_a_case_says_what_to_do_in_an_emergency(app, programme, case_url, language, words):
    a_line(programme.organisation_id, TODAY)
    lead = opened_by(app, Role.SAFEGUARDING_LEAD, programme, language)

    lead.get(case_url)

    assert words in lead.text() and "8 800 2000" in lead.text()


def test_a_lead_finds_first_the_help_line_that_speaks_as_the_teller_does(app, programme, case_url):
    a_line(programme.organisation_id, TODAY, spoken=Spoken.RUSSIAN, phone="8 800 7")
    a_line(programme.organisation_id, TODAY, spoken=Spoken.ENGLISH, phone="0800 1")
    lead = opened_by(app, Role.SAFEGUARDING_LEAD, programme, "ru")  # who reads Russian; the story is told in English

    lead.get(case_url)

    assert [one.get_text() for one in lead.page.select(".helplines .phone")] == ["0800 1", "8 800 7"]


@pytest.mark.parametrize(
    ("checked", "is_old"),
    [(None, True), (timedelta(days=184), True), (timedelta(days=183), False)],
    ids=["never called", "too long ago", "half a year ago"],
)
def test_leads_are_warned_of_a_help_line_that_nobody_has_called(app, programme, checked, is_old):
    a_line(programme.organisation_id, checked and TODAY - checked)
    lead = opened_by(app, Role.SAFEGUARDING_LEAD, programme)

    lead.get(f"/p/{programme.slug}/cases")

    assert ("has not been called for half a year" in lead.text()) is is_old


@pytest.mark.parametrize(
    ("checked", "is_old"),
    [(timedelta(days=366), True), (timedelta(days=365), False)],
    ids=["more than a year ago", "a year ago"],
)
def test_leads_and_tellers_are_told_of_a_help_line_that_nobody_has_called_for_a_year(
    app, client, programme, checked, is_old
):
    a_line(programme.organisation_id, TODAY - checked)
    lead = opened_by(app, Role.SAFEGUARDING_LEAD, programme)

    lead.get(f"/p/{programme.slug}/cases")
    client.get("/help")

    assert ("older than a year" in lead.text()) is is_old
    assert ("more than a year ago. If no one answers, try another." in client.text()) is is_old
    assert "Checked on" in client.text()


@pytest.mark.parametrize(
    ("language", "few", "late"), [("en", "fewer than 5", "run out"), ("ru", "меньше 5", "истёк срок")]
)
def test_a_director_sees_how_many_in_a_month_and_nothing_of_them(
    app, clock, programme, story, case_url, language, few, late
):
    clock.now += timedelta(days=4)
    organisation = programme.organisation_id
    own = db.session.get(Organisation, organisation)
    slug = own.slug
    director = opened_by(app, Role.ADMINISTRATOR, None, language, organisation=own)

    director.get(f"/o/{slug}/safeguarding")

    assert few in director.text() and late in director.text()
    assert story.title not in director.text() and programme.name.say(language) not in director.page.find("main").text
    director.get(case_url, status=403)


def test_a_director_sees_the_number_once_there_are_five(app, programme, story):
    for _ in range(5):
        a_story(programme, wants_help=True)
    own = db.session.get(Organisation, programme.organisation_id)
    slug = own.slug
    director = opened_by(app, Role.ADMINISTRATOR, None, organisation=own)

    director.get(f"/o/{slug}/safeguarding")

    assert "May 2026 6" in director.text()
