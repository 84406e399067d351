"""A teller passes the invitation on; the programme sees how far and how many, never who."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import PassedLink, StoryInvitation
from storyapp.rules.chains import may_be_passed_on
from storyapp.rules.people import Role
from storyapp.services import invitations
from storyapp.services.passing_on import Wave, waves_of
from tests.builders import a_programme, an_account, an_invitation, sign_in
from tests.pages import PageClient
from tests.web.storyteller.walks import HAPPENED, step_of, tell, walk


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def root(programme):
    invitation, token = an_invitation(programme, budget=2, is_test=True)
    db.session.add(PassedLink(invitation_id=invitation.id, root_id=invitation.id, depth=0))
    db.session.commit()
    return invitation.id, token


def pass_on(client) -> str:
    """Press the button on the receipt and return the secret of the new link."""
    client.post("/telling/pass-on")
    return client.page.find(id="friends-link").get_text(strip=True).rsplit("/", 1)[1]


def test_a_friend_tells_by_the_link_that_a_teller_made(client, russian, programme, root):
    tell(client, root[1])
    friends = pass_on(client)

    tell(russian, friends)

    assert waves_of(programme, root[0]) == [
        Wave(depth=0, n_links=1, n_stories=1),
        Wave(depth=1, n_links=1, n_stories=1),
    ]


def test_a_teller_makes_one_link_however_often_they_press(client, programme, root):
    tell(client, root[1])

    assert pass_on(client) == pass_on(client)
    assert [wave.n_links for wave in waves_of(programme, root[0])] == [1, 1]


def test_the_link_knows_neither_its_teller_nor_the_minute(client, root, clock):
    tell(client, root[1])
    pass_on(client)

    made = db.session.scalars(db.select(StoryInvitation).order_by(StoryInvitation.id.desc())).first()

    assert (made.created_at.hour, made.created_at.minute) == (0, 0)
    assert made.collector_id is None
    assert {column.name for column in PassedLink.__table__.columns} == {"invitation_id", "root_id", "depth"}


def test_a_link_that_may_not_be_passed_on_offers_nothing(client, programme):
    tell(client, an_invitation(programme)[1])

    client.post("/telling/pass-on")

    assert client.url == "/telling/receipt"
    assert "cannot be passed on" in client.text()
    assert "Make a link for friends" not in client.text()


def test_revoking_the_first_link_ends_what_was_passed_on(client, russian, programme, root):
    tell(client, root[1])
    friends = pass_on(client)

    invitations.revoke(programme, root[0], account_id=an_account(Role.FACILITATOR, programme=programme).id)

    russian.get(f"/t/{friends}", status=404)


def ends_of(programme) -> set:
    """Return the days on which the links of the programme end."""
    db.session.expire_all()
    return set(
        db.session.scalars(db.select(StoryInvitation.expires_at).where(StoryInvitation.programme_id == programme.id))
    )


@pytest.mark.parametrize("days", [60, 0], ids=["extended", "only more stories"])
def test_what_was_passed_on_ends_with_the_first_link_neither_sooner_nor_later(client, programme, root, days):
    tell(client, root[1])
    pass_on(client)

    person = an_account(Role.FACILITATOR, programme=programme).id
    invitations.extend(programme, root[0], days=days, more=5, account_id=person)

    assert len(ends_of(programme)) == 1


def test_when_the_first_link_has_run_out_so_has_what_was_passed_on(client, russian, programme, root, clock):
    tell(client, root[1])
    friends = pass_on(client)

    clock.now += timedelta(days=30, minutes=1)

    russian.get(f"/t/{friends}", status=404)
    russian.get(f"/t/{root[1]}", status=404)


def test_a_link_for_friends_made_after_an_extension_ends_with_the_first_too(client, programme, root):
    person = an_account(Role.FACILITATOR, programme=programme).id
    invitations.extend(programme, root[0], days=60, more=0, account_id=person)

    tell(client, root[1])
    pass_on(client)

    assert len(ends_of(programme)) == 1


def test_a_friend_half_way_through_is_told_kindly_when_the_first_link_is_revoked(client, russian, programme, root):
    tell(client, root[1])
    walk(russian, pass_on(client))

    invitations.revoke(programme, root[0], account_id=an_account(Role.FACILITATOR, programme=programme).id)
    russian.submit()

    assert step_of(russian) == "check" and HAPPENED in russian.text()


def test_a_passed_link_is_extended_or_revoked_only_with_its_first(client, app, programme, root):
    tell(client, root[1])
    pass_on(client)
    child = db.session.scalars(db.select(PassedLink.invitation_id).where(PassedLink.depth == 1)).one()
    staff = PageClient(app, language="en")
    sign_in(staff, an_account(Role.FACILITATOR, programme=programme))
    staff.get(f"/p/{programme.slug}/invitations/{root[0]}")

    for path in ("/extend", "/revoke"):
        staff.post(f"/p/{programme.slug}/invitations/{child}{path}", {"days": "5", "more": "0"}, status=404)


@pytest.mark.parametrize(
    ("depth", "n_links", "may"), [(0, 0, True), (2, 9, True), (3, 0, False), (0, 10, False)],
    ids=["the root", "a friend of a friend", "too far", "too many"],
)  # fmt: skip
def test_a_chain_ends(depth, n_links, may):
    assert may_be_passed_on(depth=depth, n_links=n_links, most_links=10) is may
