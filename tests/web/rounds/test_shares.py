"""The pages of a deal: advice before it, who reads what, who is away; and a share on the phone."""

import pytest

from storyapp.rules.rounds import Method
from storyapp.services import rounds, shares, voting
from tests import builders
from tests.demo_house import counted_queries
from tests.pages import PageClient
from tests.services.round_builders import Table


@pytest.fixture(params=["en", "ru"])
def staff(request, app) -> PageClient:
    return PageClient(app, language=request.param)


def a_table(**changes) -> Table:
    facts = {"n_stories": 8, "labels": ("Owl", "Moth", "Fern", "Lynx"), "is_open": False, "method": Method.SCORING}
    return Table(**(facts | changes))


def page_of(staff, table, at: str = "") -> str:
    builders.sign_in(staff, table.facilitator)
    address = f"/p/{table.programme.slug}/rounds/{table.id}/shares"
    staff.get(address + at)
    return address


def test_a_facilitator_takes_the_advice_and_sees_the_deal_before_opening(staff):
    table = a_table(n_stories=12)
    address = page_of(staff, table, "?minutes=45")
    assert staff.page.find(class_="badge").find_parent("li").find("input", attrs={"name": "readers"})["value"] == "3"

    staff.post(address, {"readers": "3"})

    assert table.one.readers == 3
    lists = [details.find_all("li") for details in staff.page.select(".round-list details")]
    assert [len(one) for one in lists] == [9, 9, 9, 9]
    staff.get(f"/p/{table.programme.slug}/rounds/{table.id}")
    assert staff.page.find("a", href=address)


@pytest.mark.parametrize(("n_stories", "is_advised"), [(10, False), (11, True)], ids=["ten stories", "eleven"])
def test_where_everybody_can_read_everything_no_deal_is_advised(staff, n_stories, is_advised):
    page_of(staff, a_table(n_stories=n_stories), "?minutes=45")

    assert bool(staff.page.find(class_="badge")) is is_advised and len(staff.page.select(".round-list button")) == 2


def test_what_cannot_be_dealt_is_said_with_the_way_out(staff):
    table = a_table(method=Method.MAJORITY)
    address = page_of(staff, table)
    assert staff.page.find("a", href=address.replace("/shares", "/edit")) and not staff.page.select(
        ".round-list button"
    )

    staff.post(address, {"readers": "3"})

    assert table.one.readers == 0 and staff.page.find(class_="note-warn")


def test_while_the_round_is_open_one_sees_how_far_reading_is_and_who_is_away(staff):
    table = a_table()
    shares.deal_out(table.programme, table.id, 2, account_id=table.facilitator.id)
    rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)
    first = voting.place_of(table.seat("Moth")).reads[0].row.story_id
    voting.note_read(table.seat("Moth").id, 1, first)
    address = page_of(staff, table)
    assert staff.page.find("progress")["value"] == "1" and staff.page.find("progress")["max"] == "16"

    staff.post(address.replace("/shares", f"/seats/{table.seat('Owl').id}/away"), {"away": "1"})

    assert table.seat("Owl").is_away
    staff.post(address.replace("/shares", f"/seats/{table.seat('Owl').id}/away"), {})
    assert not table.seat("Owl").is_away


@pytest.mark.parametrize("is_russian", [True, False], ids=["ru", "en"])
def test_a_phone_shows_only_the_own_share_and_the_ballot_what_was_opened(app, is_russian):
    phone = PageClient(app, language="ru" if is_russian else "en")
    table = a_table()
    shares.deal_out(table.programme, table.id, 2, account_id=table.facilitator.id)
    rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)
    phone.get(f"/panel/enter/{table.token('Owl')}")
    assert phone.page.find(class_="lead").get_text().split()[0] == "4"

    phone.get("/panel/read/5")
    assert phone.url.endswith("/panel")
    phone.get("/panel/read/1")
    phone.get("/panel/vote")

    assert len(phone.page.select("fieldset")) == 1
    assert phone.page.find("a", href="/panel/read/2")


def test_who_was_thought_to_be_away_takes_a_share_again(app):
    phone, table = PageClient(app, language="en"), a_table()
    shares.deal_out(table.programme, table.id, 2, account_id=table.facilitator.id)
    rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)
    shares.set_away(table.programme, table.id, table.seat("Owl").id, is_away=True, account_id=table.facilitator.id)
    phone.get(f"/panel/enter/{table.token('Owl')}")
    assert "you were thought to be away" in phone.text() and "To the vote" not in phone.text()

    phone.post("/panel/here", {})

    assert "4 people told" in phone.text()


def test_who_steps_back_from_a_story_of_a_share_is_thanked_and_somebody_else_reads_it(app):
    phone, table = PageClient(app, language="en"), a_table()
    shares.deal_out(table.programme, table.id, 2, account_id=table.facilitator.id)
    rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)
    phone.get(f"/panel/enter/{table.token('Owl')}")

    known = voting.place_of(table.seat("Owl")).reads[0].row.story_id

    phone.post("/panel/recusal/1", {"knows": "1"})

    assert "Somebody else reads this story now" in phone.text()
    assert voting.place_of(table.seat("Owl")).story(known) is None


@pytest.mark.parametrize("readers", [0, 2], ids=["all read all", "dealt out"])
def test_a_page_of_a_round_asks_as_much_for_many_people_and_stories_as_for_few(client, readers):
    n_asked = []
    for n_stories, n_people in ((3, 3), (12, 9)):
        table = a_table(n_stories=n_stories, labels=tuple(f"Person {n}" for n in range(n_people)))
        shares.deal_out(table.programme, table.id, readers, account_id=table.facilitator.id)
        rounds.open_round(table.programme, table.id, account_id=table.facilitator.id)
        builders.sign_in(client, table.facilitator)
        client.get(f"/p/{table.programme.slug}/rounds/{table.id}")
        with counted_queries() as n_queries:
            client.get(f"/p/{table.programme.slug}/rounds/{table.id}")
            client.get(f"/p/{table.programme.slug}/rounds/{table.id}/shares")
        n_asked.append(n_queries[0])

    assert n_asked[0] == n_asked[1] <= 24
