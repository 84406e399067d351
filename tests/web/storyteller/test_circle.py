"""A group circle: one device, one teller after another; nothing of the first is there for the second (A7)."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.collectors import CircleVisit
from storyapp.data.tables.stories import Draft, Story
from storyapp.rules.people import Role
from storyapp.rules.stories import Mode
from storyapp.services import collectors, invitations, sessions
from storyapp.services.invitations import NewInvitation
from tests.builders import a_programme, an_account, an_invitation, sign_in, the_period
from tests.pages import PageClient
from tests.web.storyteller.walks import ANSWERS, code_on, go_on, step_of

FIRST = "Marker of the first: a heron stood on the roof of our school all winter."
OF_THE_FIRST = ("heron", "HERON-TITLE", "Heronname", "heron reason", "heron change")
SAID_FIRST = {
    "range": {"change_1": "A heron change", "change_2": ""},
    "happened": {"happened": FIRST},
    "matters": {"matters": "For a heron reason."},
    "title": {"title": "HERON-TITLE", "pseudonym": "Heronname"},
}
ADDRESSES = (
    *(f"/telling/{name}" for name in ANSWERS), "/telling", "/telling/check", "/telling/receipt", "/telling/receipt.png",
    "/telling/again", "/telling/later", "/telling/passed-on", "/telling/guardian-card", "/telling/done", "/my-story",
    "/my-story/view", "/circle", "/",
)  # fmt: skip


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def link(programme):
    return an_invitation(programme, mode=Mode.GROUP)


def tell_in_circle(client, **changes) -> str:
    """Press "I am next" on the device, tell a whole story, and return its code."""
    client.post("/circle/next")
    go_on(client, **changes)
    client.submit()
    assert step_of(client) == "receipt", client.text()[:600]
    return code_on(client)


def stories():
    db.session.expire_all()
    return db.session.scalars(db.select(Story).order_by(Story.id)).all()


def test_one_tells_after_another_on_one_device_each_with_a_code_of_their_own(client, link):
    client.get(f"/t/{link[1]}")
    assert client.url == "/circle"

    first = tell_in_circle(client, **SAID_FIRST)
    client.post("/telling/saved")
    assert client.url == "/circle"
    second = tell_in_circle(client)

    assert first != second
    assert [story.mode for story in stories()] == [Mode.GROUP, Mode.GROUP]


def everything_a_second_teller_meets(client) -> bytes:
    """Return every byte that the device is answered with: each address, then a walk of the second teller."""
    met = [client.http.get(address).data for address in ADDRESSES]
    client.get("/circle")
    client.post("/circle/next")
    met += [client.http.get(address).data for address in ADDRESSES]
    client.get("/telling/start")
    for _ in range(16):
        met.append(client.response.data)
        if step_of(client) == "receipt":
            break
        client.submit(ANSWERS.get(step_of(client), {}))
    assert step_of(client) == "receipt"
    return b"\n".join(met)


def test_the_second_teller_finds_no_byte_of_the_first(client, link):
    client.get(f"/t/{link[1]}")
    code = tell_in_circle(client, **SAID_FIRST)
    shown = "</span> <span>".join(code[n : n + 4] for n in range(0, 20, 4))
    assert shown in client.response.text
    client.post("/telling/saved")

    met = everything_a_second_teller_meets(client).decode(errors="replace")

    assert [word for word in (*OF_THE_FIRST, code, shown) if word in met] == []


@pytest.mark.parametrize("until", ["matters", "check", "receipt"])
def test_who_walks_away_leaves_nothing_to_the_next(client, link, until):
    client.get(f"/t/{link[1]}")
    client.post("/circle/next")
    go_on(client, to="check" if until == "receipt" else until, **SAID_FIRST)
    if until == "receipt":
        client.submit()
    left = client.http.get_cookie("telling").value

    client.get(f"/t/{link[1]}")
    assert "Somebody is not finished here" in client.text()
    client.post("/circle/next")

    assert sessions.telling_of(left) is None
    assert db.session.query(Draft).count() == 1
    client.get("/telling/check")
    assert step_of(client) == "start" and "heron" not in client.text()


def test_what_was_put_aside_under_a_code_is_there_for_the_code_and_for_nobody_else(client, app, link):
    client.get(f"/t/{link[1]}")
    client.post("/circle/next")
    go_on(client, to="matters", **SAID_FIRST)
    client.submit({"matters": "For a heron reason.", "later": "1"})
    code = code_on(client)

    client.get("/circle")
    assert "Somebody is not finished here" not in client.text()
    client.post("/circle/next")
    client.get("/telling/matters")
    assert step_of(client) == "start"

    elsewhere = PageClient(app, language="en")
    elsewhere.get("/telling/resume")
    elsewhere.submit({"code": code})
    assert step_of(elsewhere) in ("matters", "direction") and db.session.query(Draft).count() == 2


def test_leaving_quickly_erases_and_hands_the_device_back_to_the_circle(client, link):
    client.get(f"/t/{link[1]}")
    client.post("/circle/next")
    go_on(client, to="matters", **SAID_FIRST)

    client.get("/telling/leave")

    assert client.url == "/circle" and "Somebody is not finished" not in client.text()
    assert db.session.query(Draft).count() == 0


def test_between_two_tellers_the_browser_is_told_to_forget_and_its_cookies_are_new(client, link):
    client.get(f"/t/{link[1]}")
    tell_in_circle(client)
    before = {name: client.http.get_cookie(name).value for name in ("visitor", "telling")}

    client.post("/telling/saved", follow=False, status=303)
    cleared = client.response.headers["Clear-Site-Data"]
    client.get("/circle")
    client.post("/circle/next")

    assert cleared == '"cache", "storage"'
    assert all(client.http.get_cookie(name).value != value for name, value in before.items())


def test_the_next_teller_reads_the_language_of_the_link_not_the_one_before_chose(client, link):
    client.get(f"/t/{link[1]}")
    client.post("/circle/next")
    client.language = "ru"
    client.submit({"switch_language": "ru"})
    client.get("/telling/leave")

    client.language = "en"
    client.post("/circle/next")

    assert client.http.get_cookie("language").value == "en"


def test_nobody_calls_the_device_their_own_or_keeps_a_picture_of_the_code_on_it(client, link):
    client.get(f"/t/{link[1]}")
    client.post("/circle/next")
    assert client.page.find("input", attrs={"name": "own_phone"}) is None

    client.submit({"own_phone": "y"})
    assert "phone-key" not in client.response.text
    go_on(client)
    client.submit()

    assert "Save as a picture" not in client.text()
    client.get("/telling/receipt.png")
    assert client.url == "/telling/receipt"


def test_a_code_looked_up_on_the_device_is_closed_before_the_next_teller(client, link):
    client.get(f"/t/{link[1]}")
    code = tell_in_circle(client, **SAID_FIRST)
    client.post("/telling/saved")
    client.get("/my-story")
    client.submit({"code": code})
    assert client.url == "/my-story/view"

    client.get("/circle")
    client.post("/circle/next")
    client.get("/my-story/view")

    assert client.url == "/my-story"


def test_whoever_is_signed_in_is_signed_out_before_anybody_tells(client, programme, link):
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    client.get(f"/t/{link[1]}")
    assert "Somebody is signed in on this device" in client.text()

    client.post("/circle/next")
    client.get(f"/p/{programme.slug}/invitations")

    assert client.url == "/sign-in"


def test_how_many_told_is_seen_by_the_facilitator_only(client, app, programme, link):
    client.get(f"/t/{link[1]}")
    for _ in range(2):
        tell_in_circle(client)
        client.post("/telling/saved")
    assert "2" not in client.page.find("main").get_text()

    staff = PageClient(app, language="en")
    sign_in(staff, an_account(Role.FACILITATOR, programme=programme))
    staff.get(f"/p/{programme.slug}/invitations/{link[0].id}")

    assert "2 of 300 stories" in staff.text() and "A circle on one device" in staff.text()


def test_a_link_that_ends_says_so_in_the_circle(client, programme):
    invitation, token = an_invitation(programme, mode=Mode.GROUP, budget=1)
    client.get(f"/t/{token}")
    tell_in_circle(client)
    client.post("/telling/saved")

    assert "Nobody can begin by this link any more" in client.text()
    client.post("/circle/next")
    assert client.url == "/circle"

    staff = an_account(Role.FACILITATOR, programme=programme)
    invitations.revoke(programme, invitation.id, account_id=staff.id)
    client.get("/circle")
    assert client.url == "/telling"


def test_the_circle_ends_on_a_device(client, link):
    client.get(f"/t/{link[1]}")

    client.post("/circle/end")
    client.get("/circle")

    assert client.url == "/telling"
    assert db.session.query(CircleVisit).count() == 0


def test_a_collector_hands_the_device_to_a_circle_and_leaves_no_way_to_their_own_pages(client, programme):
    person = an_account(Role.FACILITATOR, programme=programme)
    wanted = NewInvitation(
        label="Rook", period_id=the_period(programme).id, language="en", mode=Mode.GROUP, is_test=True
    )
    made = collectors.create(programme, "Rook", wanted, account_id=person.id)
    invitation = collectors.one_collector(programme, made)[1]
    client.get(f"/t/{invitations.link_token(invitation)}")
    client.get("/collector/card")
    client.post("/collector/card")

    client.post("/collector/begin")
    assert client.url == "/circle"
    tell_in_circle(client)
    client.get("/collector")

    assert client.url == "/collector/no-link"
    assert stories()[0].mode is Mode.GROUP


def test_devices_whose_day_is_over_are_swept(client, link, clock):
    client.get(f"/t/{link[1]}")

    clock.now += timedelta(hours=13)
    client.get("/circle")
    assert client.url == "/telling"
    sessions.sweep_visits()

    assert db.session.query(CircleVisit).count() == 0
