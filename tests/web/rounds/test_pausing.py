"""A pause on every screen, a choice that is voted on again, a ballot that is taken out by its writer."""

import pytest

from storyapp.rules.panels import PanelSay, YouthWord
from storyapp.rules.rounds import RoundState
from storyapp.services import panels, pausing
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table
from tests.services.test_panels import NO, a_panel, answered, chosen


@pytest.fixture(params=["en", "ru"])
def staff(request, app) -> PageClient:
    return PageClient(app, language=request.param)


@pytest.fixture
def phone(app) -> PageClient:
    return PageClient(app, language="en")


def base(table: Table) -> str:
    return f"/p/{table.programme.slug}/rounds/{table.id}"


def test_a_facilitator_pauses_a_round_and_lets_it_go_on(staff):
    table = Table()
    builders.sign_in(staff, table.facilitator)
    staff.get(base(table))
    staff.post(base(table) + "/pause", {})
    assert table.one.state is RoundState.PAUSED and not staff.page.find("a", href=base(table) + "/decide")

    staff.get(base(table) + "/room")
    assert "Title" not in staff.text() and not staff.page.find(class_="room-code")

    staff.post(base(table) + "/pause", {"go-on": "1"})
    assert table.one.state is RoundState.OPEN


def test_a_decision_that_is_sent_in_a_pause_is_kept_on_the_page(staff):
    table = Table()
    builders.sign_in(staff, table.facilitator)
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    staff.get(base(table) + "/decide?now=yes")
    pausing.pause(table.programme, table.id, account_id=table.facilitator.id)

    staff.submit({"choice": str(table.story_ids[0]), "joint_reason": "My own five words here."}, status=422)

    assert "My own five words here." in staff.text() and table.one.state is RoundState.PAUSED


def test_a_link_shows_the_pause_and_no_story_and_what_was_written_waits(phone):
    table = Table()
    phone.get(f"/panel/enter/{table.token('Owl')}")
    phone.get("/panel/vote")
    pausing.pause(table.programme, table.id, account_id=table.facilitator.id)

    phone.submit({"choice": table.public_ids[0], "reason": "Words that must not be lost."})
    assert phone.h1 == "Pause" and "kept too" in phone.text()
    phone.get("/panel/read/1")
    assert phone.h1 == "Pause" and "Title" not in phone.text()

    pausing.go_on(table.programme, table.id, account_id=table.facilitator.id)
    phone.get("/panel/vote")
    assert phone.page.find("textarea").get_text().strip() == "Words that must not be lost."


def test_a_panellist_takes_their_ballot_out_and_is_told_so(phone):
    table = Table()
    phone.get(f"/panel/enter/{table.token('Owl')}")
    phone.get("/panel/vote")
    phone.submit({"choice": table.public_ids[0], "reason": "It stays with me."})

    phone.post("/panel/voted/back", {})

    assert "Your ballot is out" in phone.text() and table.sitting.cast == ()
    phone.post("/panel/voted/back", {})
    assert "There is no ballot of yours here" in phone.text()


def test_adults_vote_again_and_read_why_young_people_refused(staff, phone):
    table = answered(chosen(Table()))
    a_panel(table.programme, PanelSay.VETO)
    panels.say_youth_word(table.programme, table.id, YouthWord.REFUSES, NO, account_id=table.facilitator.id)
    builders.sign_in(staff, table.facilitator)
    staff.get(base(table))
    form = staff.page.find("form", id="again-form")
    when = form.find("input", attrs={"name": "closes_at"})["value"]

    staff.post(form["action"], {"closes_at": when})

    assert table.one.state is RoundState.OPEN and NO in staff.text()
    phone.get(f"/panel/enter/{table.token('Owl')}")
    assert NO in phone.text() and "Title 1" in phone.text()
    for label in ("Owl", "Moth"):
        table.vote(label, 2)
    table.decide(2)
    staff.get(base(table) + "/minutes")
    assert NO in staff.text()
