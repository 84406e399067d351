"""What must not happen on the pages of rounds, and what is shown when it nearly does."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Change
from storyapp.data.tables.stories import Story
from storyapp.formats import registry
from storyapp.rules.consent import ConsentBy
from storyapp.rules.people import Role
from storyapp.rules.rounds import Method, RoundState
from storyapp.services import cases, consents, minutes_file, rounds
from storyapp.services.transaction import act
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import JOINT, Table

PAGES = (
    "",
    "/edit",
    "/stories",
    "/seats",
    "/slips",
    "/cards",
    "/room",
    "/decide",
    "/minutes",
    "/minutes.docx",
    "/feedback",
)


@pytest.fixture(params=["en", "ru"])
def staff(request, app) -> PageClient:
    return PageClient(app, language=request.param)


def base(table: Table) -> str:
    return f"/p/{table.programme.slug}/rounds/{table.id}"


@pytest.mark.parametrize("page", PAGES)
def test_a_round_of_another_programme_does_not_exist(client, page):
    table, other = Table(), builders.a_programme()
    builders.sign_in(client, builders.an_account(Role.FACILITATOR, programme=other))

    client.get(f"/p/{other.slug}/rounds/{table.id}{page}", status=404)


def test_the_second_to_close_sees_the_first_decision_and_their_own_words(staff):
    table = Table()
    builders.sign_in(staff, table.facilitator)
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    staff.get(base(table) + "/decide?now=yes")
    table.decide(1)

    staff.submit({"choice": str(table.story_ids[0]), "joint_reason": "My own five words here."}, status=409)

    assert JOINT in staff.text() and "My own five words here." in staff.text()
    assert table.one.joint_reason == JOINT


def test_a_story_that_was_taken_back_while_the_decision_was_written_cannot_be_chosen_and_the_words_stay(staff):
    table = Table()
    builders.sign_in(staff, table.facilitator)
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    staff.get(base(table) + "/decide?now=yes")
    with act("teller") as doing:
        story = db.session.get_one(Story, table.story_ids[0])
        consents.withdraw_story(doing, story, by=ConsentBy.CHILD, today=builders.TODAY)

    staff.submit({"choice": str(table.story_ids[0]), "joint_reason": "My own five words here."}, status=422)

    assert "My own five words here." in staff.page.find("textarea", attrs={"name": "joint_reason"}).get_text()
    assert "Title 1" not in staff.text()
    assert table.one.state is RoundState.OPEN


@pytest.mark.parametrize("choice", ["999999", "1-2-3-4", "none-1", "", "x"])
def test_a_decision_that_no_page_offers_is_refused_and_the_words_stay(client, choice):
    table = Table()
    builders.sign_in(client, table.facilitator)
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    client.get(base(table) + "/decide?now=yes")

    client.submit({"choice": choice, "joint_reason": "My own five words here."}, status=422)

    assert "My own five words here." in client.page.find("textarea", attrs={"name": "joint_reason"}).get_text()
    assert table.one.state is RoundState.OPEN


def test_the_votes_are_not_shown_while_somebody_may_still_vote(staff, clock):
    table = Table()
    builders.sign_in(staff, table.facilitator)
    table.vote("Owl", 1)
    staff.get(base(table) + "/decide")
    assert not staff.page.find(class_="reveal") and "Title" not in staff.text()
    clock.now = table.one.closes_at

    builders.sign_in(staff, table.facilitator)
    staff.get(base(table) + "/decide")

    assert staff.page.find(class_="reveal")


def test_after_a_tie_the_page_offers_two_none_or_another_vote(staff):
    table = Table(labels=("Owl", "Moth"))
    builders.sign_in(staff, table.facilitator)
    table.vote("Owl", 1)
    table.vote("Moth", 2)
    staff.get(base(table))
    again = {"action": base(table) + "/turn"}
    assert not staff.page.find("form", again)  # the page that shows no votes does not show a tie either
    staff.get(base(table) + "/decide")
    assert staff.page.find("form", again)
    offered = [box["value"] for box in staff.page.find_all("input", attrs={"name": "choice"})]
    assert offered == [f"{table.story_ids[0]}-{table.story_ids[1]}", "none"]

    assert ("«Title 1» + «Title 2»" if staff.language == "ru" else "“Title 1” + “Title 2”") in staff.page.get_text()
    staff.submit({"choice": offered[0], "joint_reason": JOINT})
    staff.get(base(table) + "/minutes")

    assert table.one.is_tie and {"Title 1", "Title 2"} <= {h.get_text() for h in staff.page.select(".decision h3 span")}


def test_iterative_minutes_show_who_changed_their_mind(staff):
    table = Table(method=Method.ITERATIVE)
    builders.sign_in(staff, table.facilitator)
    table.vote("Owl", 1)
    table.vote("Moth", 2)
    staff.get(base(table))
    staff.post(base(table) + "/turn", {"turn": "1"})
    table.vote("Owl", 2)
    table.vote("Moth", 2)
    staff.get(base(table))
    table.decide(2)

    staff.get(base(table) + "/minutes")

    assert "Title 1 → Title 2" in staff.text()


def test_a_story_that_left_the_table_is_counted_not_named(staff):
    table = Table()
    builders.sign_in(staff, table.facilitator)
    with act("shell") as doing:
        cases.open_case(doing, db.session.get_one(Story, table.story_ids[2]), opened_by="reader", signals=[])

    staff.get(base(table))

    assert staff.page.find(class_="note-info") and "Title 3" not in staff.text()


def test_an_adult_panel_answers_the_young_people_first(staff):
    youth = Table(is_youth=True, is_young=True)
    stories = [db.session.get_one(Story, story_id) for story_id in youth.story_ids]
    adults = Table(programme=youth.programme, stories=stories)
    for label in ("Owl", "Moth"):
        youth.vote(label, 1)
        adults.vote(label, 2)
    youth.decide(1)
    adults.decide(2)
    builders.sign_in(staff, adults.facilitator)
    for public_id in adults.public_ids:
        staff.get(base(adults) + f"/feedback/{public_id}")
        staff.submit({"valued": "We valued your patience."})
    staff.post(base(adults) + "/finish")
    assert adults.one.state is RoundState.DECIDED
    staff.get(base(adults))
    staff.submit({"text": "We weighed it otherwise because of the money."}, form="youth-form")
    staff.get(base(adults))
    staff.submit({"dissent-text": "I would have followed them."}, form="dissent-form")

    staff.post(base(adults) + "/finish")

    assert adults.one.state is RoundState.FINISHED
    staff.get(base(adults) + "/minutes")


def test_more_time_is_given_or_the_page_says_how(staff, clock):
    table = Table()
    builders.sign_in(staff, table.facilitator)
    staff.get(base(table))
    staff.submit({"closes_at": "tomorrow"}, form="extend-form")
    assert staff.page.find(class_="note-warn")

    staff.submit({"closes_at": "2026-07-01T12:00"}, form="extend-form")

    assert table.one.closes_at.month == 7


def test_changes_are_written_and_written_anew(staff):
    programme = builders.a_programme()
    builders.sign_in(staff, builders.an_account(Role.FACILITATOR, programme=programme))
    staff.get(f"/p/{programme.slug}/changes")
    staff.get(f"/p/{programme.slug}/changes/new")
    staff.submit({"heard_en": "", "decided_en": "", "due_on": "soon"}, status=422)
    staff.submit({"heard_en": "Mentors leave too early.", "decided_ru": "Наставник остаётся на год.", "due_on": ""})
    change = db.session.scalar(db.select(Change))

    staff.get(f"/p/{programme.slug}/changes/{change.id}")
    staff.submit({"status": "done"})

    assert change.status == "done" and change.done_on == builders.TODAY


def test_a_list_of_rounds_asks_as_many_questions_for_ten_rounds_as_for_one(client):
    table = Table()
    for _ in range(3):
        Table(programme=table.programme, stories=[db.session.get_one(Story, one) for one in table.story_ids])

    rows = rounds.listed(table.programme, limit=50)

    assert [(row.n_stories, row.n_seats, row.n_ballots) for row in rows] == [(3, 3, 0)] * 4


def decided() -> Table:
    table = Table()
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    table.decide(1)
    return table


def test_minutes_print_their_fingerprint_and_are_taken_along(staff):
    table = decided()
    whole = minutes_file.fingerprint_of(table.sitting).whole
    builders.sign_in(staff, table.facilitator)
    page = staff.get(base(table) + "/minutes")

    answer = staff.http.get(page.select_one('a[href$="minutes.docx"]')["href"])

    assert whole in str(page)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="minutes-{table.id}.docx"'
    assert answer.data.startswith(b"PK")


def test_minutes_have_no_other_files(client):
    table = decided()
    builders.sign_in(client, table.facilitator)

    client.get(base(table) + "/minutes.json", status=404)


def test_where_no_pdf_can_be_written_the_minutes_say_so(client, monkeypatch):
    monkeypatch.setattr(registry, "_can_write_pdf", lambda: False)
    table = decided()
    builders.sign_in(client, table.facilitator)

    client.get(base(table) + "/minutes")

    assert "This installation cannot write PDF." in client.text()


def test_there_is_no_file_before_the_decision(client):
    table = Table()
    builders.sign_in(client, table.facilitator)

    client.get(base(table) + "/minutes.docx")

    assert client.page.select_one("h1").text.strip() == "Spring round"


def test_a_decided_round_says_whose_stories_were_chosen(staff):
    table = decided()
    builders.sign_in(staff, table.facilitator)

    page = staff.get(base(table))

    assert len([part for part in page.select("details") if "?" in part.select_one("summary").text]) == 1


def test_a_decided_round_shows_which_stories_split_the_panel(staff):
    table = Table(labels=("Owl", "Moth", "Fern", "Wren"))
    for label, n in (("Owl", 1), ("Moth", 1), ("Fern", 1), ("Wren", 2)):
        table.vote(label, n)
    table.decide(1)
    builders.sign_in(staff, table.facilitator)
    staff.get(base(table))
    rows = [row.get_text(" ", strip=True) for row in staff.page.select("#main table tbody tr")]

    assert any("Title 1" in row and "75" in row for row in rows)
    assert {"A", "B", "C"} <= {text.get_text() for text in staff.page.select("svg.chart text")}
    assert "Young people" not in staff.page.select_one("svg.chart").find_next("table").get_text()  # all are adults
    staff.get(base(table) + "/minutes")
    assert "Title 3" in staff.page.select_one("svg.chart").find_next("table").get_text()
