"""Links by which people tell."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import StoryInvitation
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.stories import Mode
from storyapp.services import invitations
from storyapp.services.invitations import NewInvitation
from tests.builders import a_programme, an_account, the_period


@pytest.fixture
def programme(app):
    programme = a_programme()
    for _ in range(2):
        an_account(Role.SAFEGUARDING_LEAD, programme=programme)
    return programme


@pytest.fixture
def person(programme):
    return an_account(Role.FACILITATOR, programme=programme).id


def wanted(programme, **changes):
    return NewInvitation(**{"label": "Club", "period_id": the_period(programme).id, "language": "ru", **changes})


def test_a_link_is_found_by_its_hash_and_shown_again(programme, person):
    made = invitations.one_invitation(programme, invitations.create(programme, wanted(programme), account_id=person))

    token = invitations.link_token(made)

    assert made.token_hash == kit().vault.fingerprint(token, "invitation")
    assert token.encode() not in made.token_sealed


def test_who_writes_down_is_kept_and_who_only_shares_a_link_is_not(programme, person):
    own = invitations.create(programme, wanted(programme), account_id=person)
    written = invitations.create(programme, wanted(programme, mode=Mode.INTERVIEWER), account_id=person)

    assert db.session.get(StoryInvitation, own).collector_id is None
    assert db.session.get(StoryInvitation, written).collector_id == person


def test_without_two_safeguarding_leads_only_a_test_link_is_made(app):
    programme = a_programme()
    person = an_account(Role.FACILITATOR, programme=programme).id

    with pytest.raises(RuleBroken) as broken:
        invitations.create(programme, wanted(programme), account_id=person)

    assert broken.value.code == "invitation.leads-missing"
    assert invitations.create(programme, wanted(programme, is_test=True), account_id=person)


def test_a_period_of_another_programme_is_refused(programme, person):
    other = a_programme()

    with pytest.raises(RuleBroken) as broken:
        invitations.create(programme, wanted(other), account_id=person)

    assert broken.value.code == "invitation.period-gone"


def test_an_ended_link_works_again_when_it_is_extended(programme, person, clock):
    made = invitations.create(programme, wanted(programme, lasts_days=1), account_id=person)
    clock.now += timedelta(days=3)

    invitations.extend(programme, made, days=7, more=10, account_id=person)

    row = invitations.one_invitation(programme, made)
    assert row.expires_at == clock.now + timedelta(days=7)
    assert row.budget == 310


def test_more_stories_are_let_in_and_the_day_on_which_it_ends_stays(programme, person, clock):
    made = invitations.create(programme, wanted(programme, lasts_days=1), account_id=person)
    ends = invitations.one_invitation(programme, made).expires_at
    clock.now += timedelta(days=3)

    invitations.extend(programme, made, days=0, more=10, account_id=person)

    row = invitations.one_invitation(programme, made)
    assert (row.expires_at, row.budget) == (ends, 310)


def test_a_revoked_link_stays_shut(programme, person):
    made = invitations.create(programme, wanted(programme), account_id=person)
    invitations.revoke(programme, made, account_id=person)

    with pytest.raises(RuleBroken) as broken:
        invitations.extend(programme, made, days=7, more=0, account_id=person)

    assert broken.value.code == "invitation.revoked"
    assert not invitations.is_open(invitations.one_invitation(programme, made), kit().clock())


def test_a_link_of_another_programme_is_not_there(programme, person):
    made = invitations.create(programme, wanted(programme), account_id=person)

    assert invitations.one_invitation(a_programme(), made) is None
