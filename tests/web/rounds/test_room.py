"""In one room: six digits to come in, a timer, one story after another, a pause, and phones that ask at little cost."""

import re
import time
from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.rooms import Room
from storyapp.services import rooms, rounds
from tests import builders
from tests.demo_house import counted_queries
from tests.pages import PageClient
from tests.services.round_builders import Table

POLL = {"X-Poll": "1"}


@pytest.fixture
def screen(app) -> PageClient:
    return PageClient(app, language="en")


@pytest.fixture
def phone(app) -> PageClient:
    return PageClient(app, language="en")


@pytest.fixture
def table(app, screen) -> Table:
    """An open round whose screen is on."""
    table = Table()
    builders.sign_in(screen, table.facilitator)
    screen.get(f"/p/{table.programme.slug}/rounds/{table.id}/room")
    return table


def press(screen, act, **more):
    screen.post(screen.url, {"act": act, **more})


def come_in(phone, code, name="Star"):
    phone.get("/panel/code")
    phone.submit({"code": code, "name": name})


def test_somebody_comes_in_by_the_digits_on_the_screen_and_votes(screen, phone, table):
    press(screen, "code")
    digits = screen.page.find(class_="room-code").get_text()

    come_in(phone, digits)
    phone.get("/panel/vote")
    phone.submit({"choice": table.public_ids[0], "reason": "It shows how trust grows."})

    assert phone.h1 == "Your vote has arrived"
    assert table.seat("Star").label == "Star"
    screen.get(screen.url)
    assert "Ballots: 1 of 4" in screen.text()


@pytest.mark.parametrize(
    ("code", "name", "said"),
    [
        (None, "Owl", "Somebody here has this name already"),
        (None, "", "Please choose a name"),
        ("1", "Star", "No room"),
    ],
    ids=["a name that is taken", "no name", "a wrong code"],
)
def test_what_keeps_somebody_out_is_said_and_kept(screen, phone, table, code, name, said):
    press(screen, "code")

    phone.get("/panel/code")
    phone.submit({"code": code or rooms.code_of(table.id), "name": name}, status=422)

    assert said in phone.text()
    assert phone.page.find("input", attrs={"name": "name"})["value"] == name


def test_the_code_ends_when_the_facilitator_says_so_and_after_three_hours(screen, phone, clock, table):
    press(screen, "code")
    first = rooms.code_of(table.id)
    press(screen, "no-code")
    phone.get("/panel/code")
    phone.submit({"code": first, "name": "Star"}, status=422)
    press(screen, "code")
    clock.now += timedelta(hours=3, minutes=1)

    assert rooms.code_of(table.id) == ""


def test_who_guesses_codes_has_to_wait(screen, phone, table):
    press(screen, "code")
    phone.get("/panel/code")
    for n in range(6):
        phone.submit({"code": f"00000{n}", "name": "Star"}, status=422)

    phone.submit({"code": rooms.code_of(table.id), "name": "Star"}, status=422)

    assert re.search(r"minute", phone.text())


def test_one_story_after_another_and_nothing_left_on_the_screen_in_a_pause(screen, table):
    press(screen, "next")
    press(screen, "next")
    second = screen.text()
    press(screen, "pause")
    paused = screen.text()
    press(screen, "go-on")

    assert "Story 2 of 3" in second
    assert builders.HAPPENED in second
    assert builders.HAPPENED not in paused
    assert "Story 2 of 3" in screen.text()


def test_a_timer_runs_on_the_screen_and_on_the_phones(screen, phone, table):
    press(screen, "timer", minutes="5")
    phone.get(f"/panel/enter/{table.token('Owl')}")

    until = screen.page.find(attrs={"data-until": True})["data-until"]

    assert phone.page.find(attrs={"data-until": until}) is not None
    press(screen, "timer", minutes="0")
    assert db.session.get(Room, table.id).timer_ends_at is None


def test_phones_that_ask_again_are_answered_in_a_few_bytes_until_something_happens(app, phone, table):
    phone.get(f"/panel/enter/{table.token('Owl')}")
    tag = phone.http.get("/panel", headers=POLL).headers["ETag"]

    with counted_queries() as n_queries:
        same = phone.http.get("/panel", headers={**POLL, "If-None-Match": tag})
    table.vote("Moth", 1)
    other = phone.http.get("/panel", headers={**POLL, "If-None-Match": tag})

    assert (same.status_code, same.data, other.status_code) == (304, b"", 200)
    assert n_queries[0] <= 6


def test_twenty_five_phones_are_a_small_part_of_a_second(app, phone, table):
    phone.get(f"/panel/enter/{table.token('Owl')}")
    tag = phone.http.get("/panel", headers=POLL).headers["ETag"]

    begun = time.perf_counter()
    statuses = {phone.http.get("/panel", headers={**POLL, "If-None-Match": tag}).status_code for _ in range(25)}

    assert statuses == {304}
    assert time.perf_counter() - begun < 1.5  # they ask every five seconds


def test_a_phone_that_drops_out_comes_back_by_its_link_with_its_ballot(app, phone, table):
    phone.get(f"/panel/enter/{table.token('Owl')}")
    phone.get("/panel/vote")
    phone.submit({"choice": table.public_ids[1], "reason": "It shows how trust grows."})
    again = PageClient(app, language="en")

    again.get(f"/panel/enter/{table.token('Owl')}")
    again.get("/panel/vote")

    assert again.page.find("input", checked=True)["value"] == table.public_ids[1]


def test_one_device_goes_round_and_keeps_nothing_of_who_had_it(screen, phone, table):
    press(screen, "code")
    come_in(phone, rooms.code_of(table.id))
    phone.get("/panel/vote")
    phone.submit({"choice": table.public_ids[0], "reason": "It shows how trust grows."})

    phone.post("/panel/next")

    assert phone.url == "/panel/code"
    assert "trust grows" not in phone.text()
    phone.get("/panel/voted")
    assert phone.url == "/panel/no-seat"
    come_in(phone, rooms.code_of(table.id), "Fir")
    assert phone.url == "/panel"


def test_who_has_voted_says_what_they_expect_and_the_count_says_how_many_were_right(screen, phone, table):
    phone.get(f"/panel/enter/{table.token('Owl')}")
    phone.get("/panel/vote")
    phone.submit({"choice": table.public_ids[1], "reason": "It shows how trust grows."})
    phone.submit({"story": table.public_ids[0]}, form="expect-form")
    rooms.expect(table.seat("Moth").id, table.story_ids[2])
    table.vote("Moth", 1)
    table.vote("Fern", 1)

    table.decide(1)
    screen.get(screen.url)

    assert "Before the count 2 said what they expect; this is what 1 of them expected." in screen.text()


def test_nobody_expects_anything_before_they_have_chosen_it(phone, table):
    phone.get(f"/panel/enter/{table.token('Owl')}")
    phone.get("/panel/vote")
    phone.submit({"choice": table.public_ids[1], "reason": "It shows how trust grows."})

    phone.submit(form="expect-form")

    assert "Please choose one." in phone.text()
    assert rooms.expectation_of(table.seat("Owl"), 1) is None


def test_what_one_expects_is_no_vote_and_nobody_elses_is_seen(phone, table):
    phone.get(f"/panel/enter/{table.token('Owl')}")
    phone.post("/panel/expect", {"story": table.public_ids[0]})

    assert rooms.expectation_of(table.seat("Owl"), 1) is None  # first one votes
    assert table.sitting.cast == ()


def test_dissent_stands_beside_the_choice_on_the_screen_as_soon_as_it_is_said(screen, table):
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1)
    screen.get(screen.url)
    seen = {**POLL, "If-None-Match": screen.http.get(screen.url, headers=POLL).headers["ETag"]}
    assert screen.http.get(screen.url, headers=seen).status_code == 304

    rounds.add_dissent(table.programme, table.id, "The other one was harder.", account_id=table.facilitator.id)

    answer = screen.http.get(screen.url, headers=seen)
    assert "The other one was harder." in answer.get_data(as_text=True)


def test_dissent_that_is_said_anew_replaces_the_old_words_on_the_screen(screen, phone, table):
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    table.vote("Fern", 2, "This one was braver.")
    table.decide(1, dissent_of=(table.seat("Fern").id,))
    screen.get(screen.url)
    seen = {**POLL, "If-None-Match": screen.http.get(screen.url, headers=POLL).headers["ETag"]}

    phone.get(f"/panel/enter/{table.token('Fern')}")
    phone.get("/panel")
    phone.submit({"text": "The other one cost more than anybody says."})

    said = screen.http.get(screen.url, headers=seen).get_data(as_text=True)
    assert "The other one cost more than anybody says." in said
