"""What a visitor of the demo finds by themselves, and not only a reader of its tables."""

import pytest
from sqlalchemy import func

from storyapp.data.db import db
from storyapp.data.tables.rounds import Round, RoundStory, Seat
from storyapp.rules.people import Role
from storyapp.rules.rounds import RoundState
from storyapp.services.sessions import begin_seat_visit
from tests.demo_house import STAFF, cookies_of, open_link
from tests.web.storyteller.walks import step_of, walk

WHO = {role: name for name, role in STAFF.items()}


@pytest.fixture
def is_demo() -> bool:
    return True


def come_in(client, app, role):
    for name, value in cookies_of(app, WHO[role]).items():
        client.http.set_cookie(name, value)


def a_round(state, **facts):
    query = db.select(Round).where(Round.state == state)
    return next(one for one in db.session.scalars(query) if all(getattr(one, k) == v for k, v in facts.items()))


def test_who_was_helped_by_a_mentor_is_asked_of_a_meeting_and_if_they_like_of_another(client):
    walk(client, open_link("en").rsplit("/", 1)[1], to="questions")
    helped = client.page.find("input", type="checkbox", value="mentor")["name"]
    while "meeting" not in client.h1:
        client.submit({helped: "mentor"} if client.page.find("input", attrs={"name": helped}) else {})
        assert step_of(client).startswith("questions")
    more = client.page.find(class_="once-more").find("input")["name"]
    first = step_of(client)

    client.submit({more: "y"})
    again, heading = step_of(client), client.h1
    client.submit()

    assert again != first and "meeting" in heading
    assert "meeting" not in client.h1


def test_a_panellist_reads_the_share_that_was_dealt(client, app):
    one = a_round(RoundState.OPEN, readers=3)
    seat = db.session.scalars(db.select(Seat).where(Seat.round_id == one.id, Seat.label == "Toolbox")).one()
    client.http.set_cookie("panel", begin_seat_visit(seat.id, lasts=one.closes_at - one.opened_at))

    client.get("/panel")

    assert "This is your share of a long list." in client.text()


def test_a_facilitator_finds_a_scan_of_a_paper_and_what_could_not_be_done(client, app):
    come_in(client, app, Role.FACILITATOR)
    client.get("/p/mentors/consent/scans")
    papers = [form["id"] for form in client.page.find_all("form") if str(form.get("id", "")).startswith("scan-")]
    client.get("/p/mentors/practice")
    stated = client.text()
    client.get("/we-did/mentors")

    assert len(papers) == 1
    assert "Basic" in stated and "not stated" in stated
    assert "We said no" in client.text()


def test_readers_see_what_was_put_right_and_links_say_that_a_round_rests(client, app):
    open_round, resting = a_round(RoundState.OPEN, readers=0), a_round(RoundState.PAUSED)
    reader, waiting = (
        db.session.scalars(db.select(Seat).where(Seat.round_id == one.id).order_by(Seat.id)).first().id
        for one in (open_round, resting)
    )
    n_stories = db.session.scalar(db.select(func.count()).where(RoundStory.round_id == open_round.id))

    client.http.set_cookie("panel", begin_seat_visit(waiting, lasts=open_round.closes_at - open_round.opened_at))
    client.get("/panel")
    rests = client.text()
    client.http.set_cookie("panel", begin_seat_visit(reader, lasts=open_round.closes_at - open_round.opened_at))
    put_in = [client.get(f"/panel/read/{n}") and client.page.find("ins") for n in range(1, n_stories + 1)]

    assert "The round rests for a while." in rests
    assert [one.get_text(" ", strip=True) for one in put_in if one is not None] == ["put in: forty-three times."]
