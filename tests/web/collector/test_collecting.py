"""A peer asks, writes down and reads back; the teller confirms; the facilitator sees numbers and hours."""

import pytest

from storyapp.rules.people import Role
from storyapp.rules.stories import Mode, ReadBack
from storyapp.services import collectors, invitations
from storyapp.services.invitations import NewInvitation
from tests.builders import TODAY, a_programme, an_account, sign_in, the_period
from tests.pages import PageClient
from tests.web.storyteller.walks import HAPPENED, code_on, go_on, step_of, the_story


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def person(programme):
    return an_account(Role.FACILITATOR, programme=programme)


@pytest.fixture
def link(programme, person):
    """Return the link of a collector."""
    wanted = NewInvitation(
        label="Rook", period_id=the_period(programme).id, language="en", mode=Mode.PEER, is_test=True
    )
    made = collectors.create(programme, "Rook", wanted, account_id=person.id)
    return f"/t/{invitations.link_token(collectors.one_collector(programme, made)[1])}"


def begin(client, link):
    """Come in by the link, read the card and begin an interview."""
    client.get(link)
    if "Read the training card" in client.text():
        client.get("/collector/card")
        client.post("/collector/card")
    client.post("/collector/begin")


def interview(client, link, **changes):
    """Write a whole story down and return its code."""
    begin(client, link)
    go_on(client, **changes)
    client.submit()
    return code_on(client)


def test_the_first_interview_comes_after_the_training_card(client, link):
    client.get(link)
    client.post("/collector/begin")

    assert client.h1 == "Training card"


def test_an_interview_is_guided_read_back_and_confirmed_with_a_tick(client, link):
    begin(client, link)
    assert "Read this page aloud" in client.text()
    go_on(client, to="read_back")
    assert HAPPENED in client.text()

    client.submit({"read_back": "ticked"})
    client.submit()

    story = the_story()
    assert (story.mode, story.read_back, story.read_back_on) == (Mode.PEER, ReadBack.TICKED, TODAY)
    assert story.collector_id is None


def test_what_is_changed_after_the_reading_back_is_read_back_again(client, link):
    begin(client, link)
    go_on(client, to="read_back")
    client.submit({"read_back": "ticked"})

    client.get("/telling/matters?back=check")
    client.submit({"matters": "Because of my sister."})

    assert step_of(client) == "read_back"


def test_a_teller_confirms_later_with_the_code(client, link, app):
    code = interview(client, link, read_back={"read_back": "awaited"})
    teller = PageClient(app, language="en")
    teller.get("/my-story")
    teller.submit({"code": code})
    assert "Is this what you told?" in teller.text()

    teller.post("/my-story/read-back", {"agrees": "yes"})

    assert the_story().read_back is ReadBack.BY_CODE
    assert "You confirmed on" in teller.text()


def test_a_teller_who_says_no_is_asked_what_is_different(client, link, app):
    code = interview(client, link, read_back={"read_back": "no_time"})
    teller = PageClient(app, language="en")
    teller.get("/my-story")
    teller.submit({"code": code})

    teller.post("/my-story/read-back", {"agrees": "no"})

    assert teller.url == "/my-story/write"
    assert the_story().read_back is ReadBack.DISPUTED


def test_the_collector_sees_the_story_in_numbers_only(client, link):
    interview(client, link)
    client.post("/telling/saved")

    client.get("/collector")

    assert "1 story" in client.text() and "Confirmed by the teller with a tick" in client.text()
    assert "Speaking" not in client.text()


def test_an_unfinished_interview_is_not_dropped_unasked(client, link):
    begin(client, link)
    go_on(client, to="happened")
    client.submit({"happened": HAPPENED})

    client.get("/collector")
    client.post("/collector/begin")

    assert client.h1 == "A story was begun here"
    client.submit({"words": "mentor practised"})
    assert step_of(client) == "matters"


def test_hours_are_written_down_and_seen_by_the_facilitator(client, link, programme, person, app):
    client.get(link)
    client.get("/collector/hours")
    client.submit({"worked_on": "2026-05-20", "hours": "1", "minutes": "30", "kind": "INTERVIEW"})
    assert "1 h 30 min" in client.text()

    staff = PageClient(app, language="en")
    sign_in(staff, person)
    staff.get(f"/p/{programme.slug}/collectors")
    assert "1 h 30 min" in staff.text()
    staff.get(staff.link("Rook"))
    staff.post(staff.url + "/settle")

    assert "settled on" in staff.text()


def test_hours_of_tomorrow_are_refused_and_what_was_typed_stays(client, link):
    client.get(link)
    client.get("/collector/hours")

    client.submit({"worked_on": "2026-05-21", "hours": "2"}, status=422)

    assert "still ahead" in client.text()
    assert client.page.find("input", attrs={"name": "hours"})["value"] == "2"


def test_a_facilitator_adds_a_collector_in_russian(russian, programme, person):
    for _ in range(2):
        an_account(Role.SAFEGUARDING_LEAD, programme=programme)
    sign_in(russian, person)
    russian.get(f"/p/{programme.slug}/invitations")
    russian.get(russian.link("Сборщики историй"))
    russian.get(russian.link("Добавить сборщика"))

    russian.submit({"label": "Ласточка", "mode": "PEER"})

    assert "Ласточка" in russian.h1
    assert collectors.collector_list(programme)[0][0].name == "Ласточка"


def test_the_pages_speak_russian_too(russian, link):
    russian.get(link)
    russian.get("/collector/card")
    russian.post("/collector/card")
    russian.get("/collector/guide")
    russian.get("/collector/hours")
    russian.get("/collector/no-link")

    assert russian.h1.startswith("По этой ссылке")


def test_a_link_that_ended_says_whom_to_ask(client):
    client.get("/collector")

    assert "ask the facilitator" in client.text()
