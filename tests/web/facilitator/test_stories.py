"""The list of stories and one story."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import Purpose
from storyapp.rules.people import AgeBand, Role
from storyapp.services.transaction import act
from tests.builders import HAPPENED, a_programme, a_story, an_account, sign_in


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def reader(programme, client, russian):
    account = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, account)
    sign_in(russian, account)
    return account


def many_stories(programme, n):
    """Store stories as an import would, without their sealed parts."""
    example = a_story(programme, screened=False)
    values = {
        c.key: getattr(example, c.key)
        for c in Story.__table__.columns
        if c.key not in ("id", "public_id", "submission_key")
    }
    with act("shell"):
        db.session.add_all(Story(**values, public_id=f"made{i:06d}") for i in range(n))


def test_the_list_opens_in_both_languages(client, russian, programme, reader):
    a_story(programme)

    client.get(f"/p/{programme.slug}/stories")
    russian.get(f"/p/{programme.slug}/stories")

    assert "1 story" in client.text()
    assert "1 история" in russian.text()


def test_a_long_list_has_pages_that_are_light(client, programme, reader):
    many_stories(programme, 120)

    client.get(f"/p/{programme.slug}/stories")
    size = len(client.response.data)
    client.get(client.link("Next"))
    client.get(client.link("Next"))
    last = len(client.page.select("li.suggestion"))
    client.get(client.link("Previous"))

    assert size < 100_000
    assert last == 21
    assert len(client.page.select("li.suggestion")) == 50


def test_each_facet_says_how_many_stories_it_would_show(client, programme, reader):
    a_story(programme)
    a_story(programme, screened=False)
    a_story(programme, screened=False)
    client.get(f"/p/{programme.slug}/stories")
    counted = {a.find("span").text: a.select_one(".count") for a in client.page.select(".facets a")}

    client.get(client.link("Screened"))
    narrowed = {a.find("span").text: a.select_one(".count") for a in client.page.select(".facets a")}

    assert (counted["New, to be screened"].text, counted["Screened"].text, counted["Withdrawn"]) == ("2", "1", None)
    assert narrowed["Screened"].text == "1"
    assert narrowed["New, to be screened"] is None  # it would take the place of what was chosen


def test_a_very_long_list_counts_no_facets(client, programme, reader):
    many_stories(programme, 401)

    client.get(f"/p/{programme.slug}/stories")

    assert not client.page.select(".facets .count")


def test_what_narrows_the_list_stands_in_the_address(client, programme, reader):
    a_story(programme)
    a_story(programme, screened=False)

    client.get(f"/p/{programme.slug}/stories")
    client.get(client.link("New, to be screened"))

    assert client.response.request.query_string == b"state=TOLD"
    assert len(client.page.select("li.suggestion")) == 1


@pytest.mark.parametrize(
    "query", ["state=NONE", "domain=x", "period=99999999999", "before=nowhere", "age=ADULT'--", "q=%22"]
)
def test_an_address_that_makes_no_sense_is_no_error(client, programme, reader, query):
    client.get(f"/p/{programme.slug}/stories?{query}")


def test_a_story_is_shown_with_what_its_teller_allows(client, russian, programme, reader):
    story = a_story(programme, refused=(Purpose.QUOTE,))

    client.get(f"/p/{programme.slug}/stories/{story.public_id}")
    russian.get(f"/p/{programme.slug}/stories/{story.public_id}")

    assert HAPPENED in client.text()
    assert "Quotes without a name No" in client.text()


def test_who_read_a_story_is_written_down_once_a_day(client, programme, reader):
    story = a_story(programme)

    client.get(f"/p/{programme.slug}/stories/{story.public_id}")
    client.get(f"/p/{programme.slug}/stories/{story.public_id}")

    lines = db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "story.read")).all()
    assert [line.actor for line in lines] == [f"account:{reader.id}"]


def test_a_story_nobody_screened_stays_sealed(client, programme, reader):
    story = a_story(programme, screened=False)

    client.get(f"/p/{programme.slug}/stories/{story.public_id}")

    assert HAPPENED not in client.text()
    assert client.link("Screen the story")


def test_an_original_is_opened_for_a_reason_and_noted(client, programme, reader):
    story = a_story(programme)
    client.get(f"/p/{programme.slug}/stories/{story.public_id}")

    client.submit({"reason": "TELLER_ASKED"}, form="original-form")

    line = db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "story.original-opened")).one()
    assert HAPPENED in client.text()
    assert (line.reason, line.actor) == ("TELLER_ASKED", f"account:{reader.id}")


def test_without_a_reason_the_original_stays_shut(client, programme, reader):
    story = a_story(programme)
    client.get(f"/p/{programme.slug}/stories/{story.public_id}")

    client.submit(form="original-form")

    assert client.h1 == "Speaking again"
    assert "Why do you need the original?" in client.page.select_one(".note-warn").get_text()
    assert not db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "story.original-opened")).all()


def test_a_story_of_another_programme_is_not_there(client, programme, reader):
    foreign = a_story(a_programme())

    client.get(f"/p/{programme.slug}/stories/{foreign.public_id}", status=404)
    client.get(f"/p/{programme.slug}/stories/nowhere", status=404)


def test_a_language_without_a_name_is_undetermined_for_readers_of_the_screen(client, programme, reader):
    story = a_story(programme, language="other")

    client.get(f"/p/{programme.slug}/stories/{story.public_id}")
    assert client.page.find(class_="story-text")["lang"] == "und"
    client.get(f"/p/{programme.slug}/stories?language=other")

    assert client.page.select_one("li.suggestion a")["lang"] == "und"
    assert not client.page.find(attrs={"lang": "other"})


def test_a_story_that_waits_says_why_nothing_is_allowed_yet(client, russian, programme, reader):
    with act("shell"):
        db.session.get(Programme, programme.id).guardian_age = 14
    waiting = a_story(programme, screened=False, age_band=AgeBand.FROM_10_TO_13)

    client.get(f"/p/{programme.slug}/stories/{waiting.public_id}")
    russian.get(f"/p/{programme.slug}/stories/{waiting.public_id}")

    assert "the teller's own answers wait for the adult's paper as well" in client.text()
    assert "ответы рассказчика тоже ждут бумаги от взрослого" in russian.text()
