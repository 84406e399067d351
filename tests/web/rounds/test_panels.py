"""The pages of standing panels, in both languages."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ConsentBy
from storyapp.rules.panels import PanelSay, YouthWord
from storyapp.rules.people import Role
from storyapp.services import consents, feedback, panels, rounds
from storyapp.services.feedback import Answer
from storyapp.services.panels import PanelPlan
from storyapp.services.transaction import act
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table


@pytest.fixture(params=["en", "ru"])
def staff(request, app) -> PageClient:
    return PageClient(app, language=request.param)


@pytest.fixture
def reader(app) -> PageClient:
    return PageClient(app, language="en")


def decided() -> Table:
    table = Table()
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    table.decide(1)
    return table


def test_a_facilitator_founds_a_panel_fills_it_and_seats_it(staff):
    programme = builders.a_programme()
    for n in (1, 2):
        builders.a_story(programme, title=f"Title {n}")
    builders.sign_in(staff, builders.an_account(Role.FACILITATOR, programme=programme))
    base = f"/p/{programme.slug}/panels"
    staff.get(base)
    staff.get(base + "/new")
    staff.submit({"name": "Board", "kind": "adult", "say": "VETO"}, status=422)
    staff.submit({"name": "Voices", "kind": "youth", "say": "FINAL", "agenda": "Read in spring."})
    panel_url = staff.url
    staff.get(panel_url + "/members/new")
    staff.submit({"label": "Owl", "joined_on": "2026-05-20", "term_ends_on": "soon"}, status=422)
    staff.submit({"label": "Owl", "joined_on": "2026-05-20", "term_ends_on": "2027-05-20", "prepared": ["PURPOSE"]})
    member_url = staff.url
    staff.submit({"worked_on": "2026-05-20", "hours": "0", "minutes": "1"}, status=422)
    staff.submit({"worked_on": "2026-05-20", "hours": "2", "minutes": "0", "compensation": "Fares"})
    assert "Fares" in staff.text()
    staff.post(member_url + "/settle")
    staff.get(member_url + "/edit")
    staff.submit({"skills": "To stop an adult who speaks for all."})
    assert "To stop an adult who speaks for all." in staff.text()
    staff.get(panel_url)
    assert "Owl" in staff.text() and "Read in spring." in staff.text()
    staff.get(f"/p/{programme.slug}/rounds/new?panel={panel_url.rsplit('/', 1)[-1]}")
    staff.submit({"name": "Round", "panel_name": "", "closes_at": "2026-05-28T20:00", "quorum": "1"})
    base = staff.url.removesuffix("/stories")
    staff.get(base + "/seats")

    staff.post(base + "/seats/members")

    assert "Owl" in staff.text()
    staff.get(base)
    assert "Voices" in staff.text()


def test_a_round_asks_for_the_word_of_a_panel_with_a_veto_and_shows_it(staff):
    table = decided()
    plan = PanelPlan(name="Voices", is_youth=True, say=PanelSay.VETO)
    panels.keep_panel(table.programme, plan, account_id=table.facilitator.id)
    builders.sign_in(staff, table.facilitator)
    url = f"/p/{table.programme.slug}/rounds/{table.id}"
    staff.get(url)
    assert staff.page.find(id="word-form")

    staff.post(url + "/youth-word", {"word-word": "REFUSES", "word-reason": "No."}, status=422)
    assert table.one.youth_word is None
    staff.post(url + "/youth-word", {"word-word": "REFUSES", "word-reason": "It leaves out those who had to leave."})

    assert table.one.youth_word is YouthWord.REFUSES and not staff.page.find(id="word-form")
    staff.get(url + "/minutes")
    assert "It leaves out those who had to leave." in staff.text()


def test_what_was_typed_about_a_choice_stays_when_it_cannot_be_taken(staff):
    table = decided()
    plan = PanelPlan(name="Voices", is_youth=True, say=PanelSay.VETO)
    panels.keep_panel(table.programme, plan, account_id=table.facilitator.id)
    builders.sign_in(staff, table.facilitator)
    url = f"/p/{table.programme.slug}/rounds/{table.id}"
    staff.get(url)

    staff.post(url + "/youth-word", {"word-reason": "They left us out again."}, status=422)
    form = staff.page.find(id="word-form")
    assert "They left us out again." in form.get_text() and form.find(class_="error-summary")

    staff.post(url + "/youth-word", {"word-word": "REFUSES", "word-reason": "No."}, status=422)
    form = staff.page.find(id="word-form")
    assert form.find("textarea").get_text().strip() == "No." and form.find("input", value="REFUSES", checked=True)
    assert table.one.youth_word is None

    staff.post(url + "/dissent", {"dissent-text": "long " * 2000}, status=422)
    form = staff.page.find(id="dissent-form")
    assert "long long" in form.find("textarea").get_text() and form.find(class_="error-summary")
    assert form.find_parent("details").has_attr("open")


def test_where_young_people_have_the_last_word_the_page_and_the_minutes_say_what_stays_behind(reader):
    programme = builders.a_programme()
    adults = beside_a_panel_with_the_last_word(programme)
    builders.sign_in(reader, adults.facilitator)

    reader.get(f"/p/{programme.slug}/rounds/{adults.id}")
    assert "what only the adults chose does not move up" in reader.text()

    reader.get(f"/p/{programme.slug}/rounds/{adults.id}/minutes")
    assert "what only the adults chose does not move up" in reader.text()


def test_a_round_offers_to_be_finished_only_once_the_young_people_have_their_answer(reader):
    programme = builders.a_programme()
    adults = beside_a_panel_with_the_last_word(programme)
    builders.sign_in(reader, adults.facilitator)
    for public_id in adults.public_ids:
        words = Answer(valued="We valued your patience.")
        feedback.answer_teller(programme, adults.id, public_id, words, account_id=adults.facilitator.id)
    url = f"/p/{programme.slug}/rounds/{adults.id}"
    for page in (url, url + "/feedback"):
        reader.get(page)
        assert not reader.page.select("form[action$='/finish']")

    reader.get(url)
    reader.submit({"text": "No."}, form="youth-form", status=422)
    assert "Please tell the young people why" in reader.text()
    reader.submit({"text": "Yours moves up, and we talk about ours in autumn."}, form="youth-form")

    assert reader.page.select("form[action$='/finish']")


def test_young_people_read_on_their_own_page_what_the_adults_answered(app, reader):
    programme = builders.a_programme()
    adults, young = two_panels(programme)
    answer = "Yours moves up, and we talk about ours in autumn."
    rounds.answer_youth(programme, adults.id, answer, account_id=adults.facilitator.id)

    reader.get(f"/panel/enter/{young.token('Owl')}")
    assert "What the adults answered you" in reader.text() and answer in reader.text()

    with act("teller") as doing:
        story = db.session.get_one(Story, adults.story_ids[0])
        consents.withdraw_story(doing, story, by=ConsentBy.CHILD, today=builders.TODAY)
    reader.get("/panel")
    assert answer not in reader.text()


def beside_a_panel_with_the_last_word(programme) -> Table:
    """Return a round of adults who chose another story than a youth panel with the last word."""
    return two_panels(programme)[0]


def two_panels(programme) -> tuple[Table, Table]:
    """Return a round of adults and one of young people with the last word, who chose otherwise."""
    young = Table(programme=programme, is_youth=True, is_young=True)
    plan = PanelPlan(name="Voices", is_youth=True, say=PanelSay.FINAL)
    young.one.panel_id = panels.keep_panel(programme, plan, account_id=young.facilitator.id)
    db.session.commit()
    stories = [db.session.get_one(Story, one) for one in young.story_ids]
    adults = Table(programme=programme, stories=stories)
    for table, n in ((young, 2), (adults, 1)):
        table.vote("Owl", n)
        table.vote("Moth", n)
        table.decide(n)
    return adults, young
