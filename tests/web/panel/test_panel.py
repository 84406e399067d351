"""A panellist on a phone: in by link, reads blind, votes, changes, steps back, sees what was decided."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.attachments import Attachment
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.programmes import AddressForm
from storyapp.rules.rounds import Method
from storyapp.services import attachments, cases, feedback, rounds, seating
from storyapp.services.feedback import Answer
from storyapp.services.my_story import Returned
from storyapp.services.transaction import act
from tests import builders
from tests.gateways.test_pictures import a_picture
from tests.pages import PageClient
from tests.services.round_builders import JOINT, Table


@pytest.fixture(params=["en", "ru"])
def reader(request, app) -> PageClient:
    return PageClient(app, language=request.param)


def come_in(reader: PageClient, table: Table, label: str = "Owl") -> None:
    reader.get(f"/panel/enter/{table.token(label)}")


def ballots(table: Table) -> list[tuple[int | None, str]]:
    db.session.expire_all()
    return [(row.story_id, row.reason) for row in queries.ballots_of(table.id)]


def read_all(reader: PageClient, n: int) -> list[str]:
    titles = []
    for number in range(1, n + 1):
        reader.get(f"/panel/read/{number}")
        titles.append(reader.page.find(class_="story-title").get_text())
    return titles


def test_the_link_becomes_a_cookie_and_a_clean_address(reader):
    table = Table()
    come_in(reader, table)

    assert reader.url == "/panel" and "Owl" in reader.text()


def test_each_reader_has_an_order_of_their_own_and_reads_nothing_about_the_teller(reader):
    table = Table(n_stories=6, labels=("Owl", "Moth", "Fern"))
    orders = []
    for label in ("Owl", "Moth"):
        come_in(reader, table, label)
        orders.append(read_all(reader, 6))

    assert orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1])
    assert not any(word in reader.text() for word in ("14–15", "better", "лучше", "Domain", "Область"))
    assert table.seat("Moth").n_read == 6


def test_a_vote_arrives_and_can_be_changed(reader):
    table = Table()
    come_in(reader, table)
    reader.get("/panel/vote")
    reader.submit({"choice": table.public_ids[0], "reason": "It stays with me."})
    assert reader.url == "/panel/voted" and "It stays with me." in reader.text()
    reader.get("/panel/vote")

    reader.submit({"choice": "abstain", "reason": "I cannot choose today."})

    assert ballots(table) == [(None, "I cannot choose today.")]


def test_what_was_typed_is_kept_when_it_cannot_be_taken(reader):
    table = Table()
    come_in(reader, table)
    reader.get("/panel/vote")
    reader.submit({"choice": table.public_ids[1], "reason": "…"}, follow=False, status=303)
    reader.get("/panel/vote")

    assert reader.page.find("textarea").get_text().strip() == "…"
    assert reader.page.find("input", checked=True)["value"] == table.public_ids[1]
    assert reader.page.find(class_="error-summary") and not ballots(table)


def test_a_ballot_without_a_choice_is_asked_for_one(reader):
    table = Table()
    come_in(reader, table)
    reader.get("/panel/vote")
    reader.submit({"reason": "I like them all equally."})

    assert reader.page.find(class_="error-summary") and not ballots(table)


def test_switching_the_language_keeps_what_was_typed(reader):
    table = Table()
    come_in(reader, table)
    reader.get("/panel/vote")
    other = "en" if reader.language == "ru" else "ru"
    reader.language, before = other, reader.language
    reader.submit({"reason": "Half a thought", "switch_language": other})

    assert reader.page.find("textarea").get_text().strip() == "Half a thought" and before != other


def test_a_panellist_steps_back_and_their_ballot_falls(reader):
    table = Table()
    come_in(reader, table)
    titles = read_all(reader, 3)
    table.vote("Owl", int(titles[0].removeprefix("Title ")))
    reader.get("/panel/recusal/1")
    reader.submit()
    assert not ballots(table) and not reader.page.find(class_="story-title")
    reader.get("/panel/vote")
    assert titles[0] not in reader.page.find("form", id="page-form").get_text()

    reader.get("/panel/read/1")
    reader.post("/panel/recusal/1")

    assert reader.page.find(class_="story-title").get_text() == titles[0]


def test_a_late_ballot_is_kindly_refused_and_its_words_are_shown(reader, clock):
    table = Table()
    come_in(reader, table)
    reader.get("/panel/vote")
    clock.now += timedelta(days=4)
    reader.submit({"choice": table.public_ids[0], "reason": "I was too slow today."})

    assert "I was too slow today." in reader.text() and not ballots(table)


def test_a_ballot_of_the_turn_before_is_not_taken_for_the_next(reader):
    table = Table(method=Method.ITERATIVE)
    table.vote("Moth", 1, "The grandmother in it.")
    table.vote("Fern", 1)
    come_in(reader, table)
    reader.get("/panel/vote")
    rounds.begin_next_turn(table.programme, table.id, turn=1, account_id=table.facilitator.id)
    reader.submit({"choice": table.public_ids[0], "reason": "I was still thinking."})
    assert reader.page.find(class_="error-summary") and "The grandmother in it." in reader.text()

    reader.submit()

    assert ballots(table)[-1] == (table.story_ids[0], "I was still thinking.")


def test_a_held_story_leaves_and_who_chose_it_is_told(reader):
    table = Table()
    come_in(reader, table)
    table.vote("Owl", 2)
    with act("shell") as doing:
        cases.open_case(doing, db.session.get_one(Story, table.story_ids[1]), opened_by="reader", signals=[])
    reader.get("/panel/voted")
    told = reader.page.find(class_="note-warn")

    assert told and "Title 2" not in reader.text()
    assert "Title 2" not in read_all(reader, 2)
    reader.get("/panel")
    assert reader.page.find(class_="note-warn").find("a", href="/panel/vote")


def test_a_ballot_that_fell_with_its_story_is_not_called_arrived(reader):
    table = Table()
    come_in(reader, table)
    reader.get("/panel/vote")
    reader.submit({"choice": table.public_ids[1], "reason": "Words"})
    arrived = reader.h1
    with act("shell") as doing:
        cases.open_case(doing, db.session.get_one(Story, table.story_ids[1]), opened_by="reader", signals=[])
    reader.get("/panel/voted")

    assert reader.h1 != arrived and not reader.page.find(class_="note-info")  # and nothing is said of its reason
    reader.get("/panel/vote")
    reader.submit({"choice": table.public_ids[0], "reason": "It stays with me."})
    assert reader.h1 == arrived


@pytest.mark.parametrize("end", ["revoked", "expired", "renewed", "unknown"])
def test_a_link_that_is_no_longer_good_says_whom_to_ask(reader, clock, end):
    table = Table()
    token = table.token("Owl")
    come_in(reader, table)
    {
        "revoked": lambda: seating.revoke_seat(
            table.programme, table.id, table.seat("Owl").id, account_id=table.facilitator.id
        ),
        "renewed": lambda: seating.renew_link(
            table.programme, table.id, table.seat("Owl").id, account_id=table.facilitator.id
        ),
        "expired": lambda: setattr(clock, "now", clock.now + timedelta(days=60)),
        "unknown": lambda: None,
    }[end]()
    if end != "unknown":
        reader.get("/panel")
        assert reader.url == "/panel/no-seat"

    reader.get(f"/panel/enter/{token if end != 'unknown' else 'nobody'}")

    assert reader.url == "/panel/no-seat"


def test_a_panellist_sees_the_decision_and_says_dissent(reader):
    table = Table()
    table.vote("Owl", 1, "The first one for me.")
    table.vote("Moth", 2)
    table.vote("Fern", 2)
    come_in(reader, table)
    table.decide(2)
    reader.get("/panel/vote")
    assert JOINT in reader.text() and "The first one for me." in reader.text()
    reader.submit({"text": "No"})
    assert reader.page.find(class_="error-summary") and reader.page.find("textarea").get_text().strip() == "No"

    reader.submit({"text": "The quiet one deserved it."})

    assert "The quiet one deserved it." in reader.page.find(class_="dissent").get_text()


def test_after_the_end_nothing_more_can_be_said(reader):
    table = Table()
    table.vote("Owl", 1)
    table.vote("Moth", 1)
    table.decide(1)
    for public_id in table.public_ids:
        feedback.answer_teller(
            table.programme,
            table.id,
            public_id,
            Answer(valued="We valued your patience."),
            account_id=table.facilitator.id,
        )
    feedback.finish_round(table.programme, table.id, account_id=table.facilitator.id)
    come_in(reader, table)

    assert not reader.page.find("textarea")
    reader.get("/panel/read/1")


def test_before_the_round_opens_there_is_nothing_to_read(reader):
    table = Table(is_open=False)
    come_in(reader, table)

    assert not reader.page.find(class_="actions")
    reader.get("/panel/read/1")
    assert reader.url == "/panel"


def test_leaving_ends_the_visit_in_this_browser(reader):
    table = Table()
    come_in(reader, table)
    reader.post("/panel/leave")
    reader.get("/panel")

    assert reader.url == "/panel/no-seat"


@pytest.mark.parametrize(("is_young", "said"), [(True, "тебе"), (False, "вам")], ids=["ты", "вы"])
def test_young_panellists_are_spoken_to_as_the_programme_chose(russian, is_young, said):
    programme = builders.a_programme(address_form=AddressForm.TY)
    table = Table(programme=programme, is_youth=is_young, is_young=is_young, language="ru")
    come_in(russian, table)

    assert f"кажется {said} самым" in russian.text()


def test_a_seat_opens_in_its_own_language(app):
    table = Table(language="ru")
    reader = PageClient(app, language="ru")
    reader.http.delete_cookie("language")
    come_in(reader, table)

    assert reader.page.html["lang"] == "ru"


def test_a_picture_that_was_looked_at_stands_beside_its_story_for_the_panel(reader):
    table = Table(n_stories=2)
    first, second = (put_beside(table, story_id) for story_id in table.story_ids)
    attachments.decide(table.programme, first, is_shown=True, account_id=table.facilitator.id)
    come_in(reader, table)
    seen = [image for n in (1, 2) for image in reader.get(f"/panel/read/{n}").find_all("img")]

    assert [image["alt"] for image in seen] == ["Our street"]
    assert reader.http.get(seen[0]["src"]).mimetype == "image/jpeg"
    assert {reader.http.get(f"/panel/read/{n}/picture/{second}").status_code for n in (1, 2, 9)} == {404}


def put_beside(table: Table, story_id: int) -> str:
    with act("shell"):
        db.session.get_one(Programme, table.programme.id).takes_pictures = True
    who = Returned(
        story=db.session.get_one(Story, story_id), programme=db.session.get_one(Programme, table.programme.id)
    )
    attachments.add(who, a_picture(), about="Our street", may_be_shown=True)
    return db.session.scalars(db.select(Attachment.public_id).where(Attachment.story_id == story_id)).one()
