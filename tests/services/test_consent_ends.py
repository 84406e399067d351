"""A yes runs out, a guardian's ends when the teller is of age; both are asked again by the receipt."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.consenting import GuardianWaiver
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Recall, Story
from storyapp.rules.consent import ASKED_WHEN_TELLING, Light, Purpose
from storyapp.rules.people import AgeBand, Role
from storyapp.services import consents, my_story, papers, reporting
from storyapp.services.papers import Paper
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL
from storyapp.worker import sweep
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table

YEAR = timedelta(days=366)


def fresh(story):
    db.session.expire_all()
    return db.session.get(Story, story.id)


def returned(story):
    programme = db.session.get(Programme, story.programme_id)
    return my_story.Returned(story=fresh(story), programme=programme)


def test_after_five_years_a_story_leaves_rounds_and_reports_until_it_is_asked_again(app, clock):
    table = Table(n_stories=2)
    programme, story = table.programme, db.session.get(Story, table.story_ids[0])
    reporting.build_now(
        programme, Order(language="en", audience="inside", length="full", period_ids=(builders.the_period(programme).id,)),
        actor=SHELL,
    )  # fmt: skip
    clock.now += 5 * YEAR

    sweep()

    assert fresh(story).may_count is fresh(story).may_panel is Light.NO
    assert table.sitting.on_table == ()
    assert db.session.scalar(db.select(db.func.count(Recall.id)).where(Recall.output == "report")) > 0
    assert my_story.look(returned(story)).asks_again
    my_story.change_consent(story.id, {Purpose.ANALYSIS: True})
    assert fresh(story).may_count is Light.YES and fresh(story).may_panel is Light.NO


def test_sixty_days_before_a_yes_runs_out_saying_it_again_renews_it(app, clock):
    story = builders.a_story(builders.a_programme())
    clock.now += timedelta(days=5 * 365 - 30)
    was_asked = my_story.look(returned(story)).asks_again

    my_story.change_consent(story.id, dict.fromkeys(ASKED_WHEN_TELLING, True))

    clock.now += YEAR
    sweep()
    assert was_asked and not my_story.look(returned(story)).asks_again
    assert fresh(story).may_quote is Light.YES


def test_a_programme_may_say_that_a_yes_never_runs_out(app, clock):
    story = builders.a_story(builders.a_programme(consent_years=0))
    clock.now += 20 * YEAR

    assert consents.end_what_ran_out() == 0
    assert fresh(story).may_quote is Light.YES


@pytest.fixture
def grown(app, clock):
    """A story told at 14 or 15 with a guardian's paper, where a guardian is asked below 16, two years later."""
    programme = builders.a_programme(guardian_age=16)
    account = builders.an_account(Role.FACILITATOR, programme=programme)
    story = builders.a_story(programme, age_band=AgeBand.FROM_14_TO_15, screened=False)
    paper = Paper(number="7", signed_on=builders.TODAY, agreed=dict.fromkeys(ASKED_WHEN_TELLING, True))
    papers.record_guardian_papers(programme, [story.public_id], paper, account_id=account.id)
    builders.screen_as_is(story)
    clock.now += timedelta(days=2 * 365 - 1)
    sweep()
    assert fresh(story).may_panel is Light.YES
    clock.now += timedelta(days=2)
    sweep()
    return story


def test_what_a_guardian_agreed_to_rests_when_the_teller_is_of_age(grown):
    assert fresh(grown).may_panel is fresh(grown).may_count is fresh(grown).may_quote is Light.NO
    seen = my_story.look(returned(grown))
    assert seen.asks_again and seen.is_grown_up


def test_the_young_person_confirms_by_the_receipt_and_decides_alone_from_then_on(grown):
    my_story.change_consent(grown.id, {**dict.fromkeys(ASKED_WHEN_TELLING, True), Purpose.QUOTE: False})

    assert fresh(grown).may_panel is Light.YES and fresh(grown).may_quote is Light.NO
    assert not my_story.look(returned(grown)).asks_again


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_page_of_the_receipt_asks_again(app, grown, language):
    client = PageClient(app, language=language)
    client.get("/my-story")
    client.submit({"code": builders.a_new_code(grown)})

    words = {"en": "We ask you again", "ru": "Спрашиваем ещё раз"}[language]
    assert words in client.text()
    client.get("/my-story/consent")
    client.submit({purpose.value: "yes" for purpose in ASKED_WHEN_TELLING})
    assert words not in client.text()
    assert fresh(grown).may_quote is Light.YES


@pytest.fixture
def set_up(app, client):
    programme = builders.a_programme(guardian_age=14, country="RU")
    builders.sign_in(client, builders.an_account(Role.FACILITATOR, programme=programme))
    client.get(f"/p/{programme.slug}/set-up/programme")
    return programme


def waivers():
    return list(db.session.scalars(db.select(GuardianWaiver)))


def test_without_a_reason_no_programme_stops_asking_guardians(client, set_up):
    client.submit({"guardian_age": "0"})

    assert "why fewer guardians are asked" in client.text() and waivers() == []


def test_who_decided_to_ask_no_guardian_is_kept_and_shown(client, russian, set_up):
    client.submit({"guardian_age": "0", "why_fewer": "The clinic sees young people alone by law."})

    client.get(f"/p/{set_up.slug}/set-up/ages")
    assert "The clinic sees young people alone by law." in client.text() and waivers()[0].decided_by_id is not None
    assert db.session.scalar(db.select(AuditEvent).where(AuditEvent.act == "guardians.not-asked")) is not None
    client.get(f"/p/{set_up.slug}/set-up/programme")
    client.submit({"guardian_age": "16"})
    assert waivers()[0].ended_on is not None


def test_the_table_of_countries_is_read_in_russian(russian, set_up):
    builders.sign_in(russian, builders.an_account(Role.FACILITATOR, programme=set_up))

    russian.get(f"/p/{set_up.slug}/set-up/ages")

    assert "Россия: 14" in russian.text() and "152-ФЗ" in russian.text()


def test_the_table_says_what_was_checked_when_and_where_and_what_was_not(client, set_up):
    client.get(f"/p/{set_up.slug}/set-up/ages")
    lines = {line.find("p").get_text().split(":")[0]: line.get_text(" ") for line in client.page.select(".lines .line")}

    assert "Checked on" in lines["France"] and "cnil.fr" in lines["France"]
    assert "Not checked. Ask a lawyer." in lines["Kazakhstan"] and "Checked on" not in lines["Kazakhstan"]
    assert "The law itself names no age" in lines["Russia"] and "The law itself names no age" not in lines["France"]
