"""People, roles, invitations."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import Job, Letter
from storyapp.data.tables.people import Account, AccountInvitation, Membership
from storyapp.gateways.kit import kit as present_kit
from storyapp.gateways.kit import use_kit
from storyapp.rules.people import Role
from storyapp.services import inviting
from storyapp.services.inviting import Inviting
from tests.builders import a_programme, an_account, an_organisation, sign_in


@pytest.fixture
def organisation(app):
    return an_organisation()


@pytest.fixture
def boss(organisation):
    return an_account(Role.ADMINISTRATOR, organisation=organisation)


@pytest.fixture
def place(client, organisation, boss):
    sign_in(client, boss)
    return f"/o/{organisation.slug}/people"


def link_shown(client):
    return client.page.select_one("code.long-code").get_text().replace(present_kit().settings.base_url, "")


def an_invitation_link(organisation, boss, email="new@example.org", roles=(Role.FACILITATOR,), programme_id=None):
    wanted = Inviting(emails=(email,), roles=roles, programme_id=programme_id)
    return inviting.invite(organisation.id, wanted, by_id=boss.id)[0].path


def accept(client, link):
    client.get(link)
    client.submit({"name": "Vera", "password": "four quiet words together"})


def roles_of(account_id):
    query = db.select(Membership.role, Membership.programme_id).where(Membership.account_id == account_id)
    return {(role, place) for role, place in db.session.execute(query)}


def test_an_invited_person_makes_an_account_with_the_role(client, russian, place, organisation):
    programme = a_programme(organisation)
    client.get(f"{place}/invite")
    client.submit(
        {"emails": "New@Example.org", "roles": ["FACILITATOR", "EVALUATOR"], "programme_id": str(programme.id)}
    )

    russian.get(link_shown(client))
    assert russian.url == "/invitation"
    russian.submit({"name": "Вера", "password": "four quiet words together"})

    assert russian.url == "/second-factor"
    account = db.session.scalar(db.select(Account).where(Account.email == "new@example.org"))
    assert roles_of(account.id) == {(Role.FACILITATOR, programme.id), (Role.EVALUATOR, programme.id)}
    assert account.language == "ru"


def test_several_people_are_invited_at_once(client, place):
    client.get(f"{place}/invite")

    client.submit({"emails": "a@example.org\nb@example.org, a@example.org", "roles": ["COLLECTOR"]})

    assert len(client.page.select("code.long-code")) == 2


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"emails": "not an address", "roles": ["COLLECTOR"]}, "look at the addresses"),
        ({"emails": "a@example.org", "roles": []}, "at least one role"),
    ],
    ids=["no address", "no role"],
)
def test_an_invitation_that_cannot_be_is_refused(client, place, typed, answer):
    client.get(f"{place}/invite")

    client.submit(typed)

    assert answer in client.text()


def test_the_secret_of_a_link_is_kept_only_as_a_hash(organisation, boss):
    link = an_invitation_link(organisation, boss)

    row = db.session.scalar(db.select(AccountInvitation))
    assert link.rsplit("/", 1)[1].encode() not in row.token_hash


def test_an_invitation_ends_after_seven_days(russian, clock, organisation, boss):
    link = an_invitation_link(organisation, boss)

    clock.now += timedelta(days=7)
    russian.get(link, status=410)

    assert russian.h1 == "Это приглашение не действует"


def test_an_invitation_works_once(client, russian, organisation, boss):
    link = an_invitation_link(organisation, boss)
    accept(client, link)

    russian.get(link, status=410)


def test_an_invitation_can_be_taken_back(client, russian, place, organisation, boss):
    link = an_invitation_link(organisation, boss)
    client.get(place)
    invitation = db.session.scalar(db.select(AccountInvitation))

    client.post(f"{place}/invitations/{invitation.id}/revoke")

    russian.get(link, status=410)


def test_a_second_invitation_to_the_same_place_ends_the_first(client, organisation, boss):
    first = an_invitation_link(organisation, boss)
    an_invitation_link(organisation, boss)

    client.get(first, status=410)


def test_an_unknown_invitation_looks_like_an_ended_one(client):
    client.get("/invitation/nothing", status=410)


def test_who_has_an_account_takes_more_roles_with_it(client, russian, organisation, boss):
    colleague = an_account(Role.COLLECTOR, organisation=organisation)
    link = an_invitation_link(organisation, boss, email=colleague.email)
    client.get(link)
    assert "You have an account already" in client.text()
    assert not client.page.find("input", attrs={"type": "password"})

    sign_in(client, colleague)
    client.get(link)
    client.post("/invitation/join")

    assert roles_of(colleague.id) == {(Role.COLLECTOR, None), (Role.FACILITATOR, None)}


def test_another_account_cannot_take_an_invitation(client, organisation, boss):
    colleague, other = (an_account(Role.COLLECTOR, organisation=organisation) for _ in range(2))
    sign_in(client, other)
    client.get(an_invitation_link(organisation, boss, email=colleague.email))

    client.post("/invitation/join", status=409)

    assert roles_of(other.id) == {(Role.COLLECTOR, None)}


def test_with_e_mail_a_letter_leaves_and_its_secret_is_in_no_job(app, kit, organisation, boss):
    sent = []

    class Post:
        is_on = True

        def send(self, mail):
            sent.append(mail)

    use_kit(replace(kit, post=Post()))
    link = an_invitation_link(organisation, boss)

    assert link in sent[0].text
    assert sent[0].to == "new@example.org"
    assert all(link.rsplit("/", 1)[1] not in str(job.options) for job in db.session.scalars(db.select(Job)))
    letter = db.session.scalar(db.select(Letter))
    assert (letter.state, letter.sealed) == ("sent", b"")


def test_the_list_opens_in_both_languages(client, russian, place, organisation, boss):
    an_invitation_link(organisation, boss)
    sign_in(russian, boss)

    for browser in (client, russian):
        browser.get(place)

        assert boss.name in browser.text()
        browser.get(f"{place}/{boss.id}")
        assert boss.email in browser.text()


def test_roles_are_given_and_taken(client, place, organisation):
    programme = a_programme(organisation)
    colleague = an_account(Role.COLLECTOR, organisation=organisation)
    client.get(f"{place}/{colleague.id}")

    client.submit({"all": [], f"p{programme.id}": ["EVALUATOR"]})

    assert roles_of(colleague.id) == {(Role.EVALUATOR, programme.id)}


def test_the_last_administrator_stays(client, place, boss):
    client.get(f"{place}/{boss.id}")

    client.submit({"all": ["FACILITATOR"]})

    assert "another administrator first" in client.text()
    assert roles_of(boss.id) == {(Role.ADMINISTRATOR, None)}


def test_a_shut_account_is_signed_out_and_can_be_opened_again(client, russian, place, organisation):
    colleague = an_account(Role.COLLECTOR, organisation=organisation)
    sign_in(russian, colleague)
    client.get(f"{place}/{colleague.id}")

    client.post(f"{place}/{colleague.id}/disable")
    russian.get("/home")
    assert russian.url == "/sign-in"

    client.post(f"{place}/{colleague.id}/enable")
    assert not db.session.get(Account, colleague.id).is_disabled


def test_nobody_shuts_the_own_account(client, place, boss):
    client.get(place)

    client.post(f"{place}/{boss.id}/disable", status=409)


def test_an_account_of_two_organisations_is_not_ours_to_shut(client, place, organisation):
    colleague = an_account(Role.COLLECTOR, organisation=organisation)
    other = an_organisation()
    inviting_boss = an_account(Role.ADMINISTRATOR, organisation=other)
    inviting.accept_as(colleague.id, an_invitation_link(other, inviting_boss, email=colleague.email).rsplit("/", 1)[1])
    client.get(place)

    client.post(f"{place}/{colleague.id}/disable", status=409)
    client.post(f"{place}/{colleague.id}/forget-second-factor", status=409)


def test_people_of_another_organisation_do_not_exist(client, place):
    stranger = an_account(Role.COLLECTOR, organisation=an_organisation())

    client.get(f"{place}/{stranger.id}", status=404)
    client.post(f"{place}/{stranger.id}/end-visits", status=404)


def test_another_organisation_does_not_exist(client, place):
    client.get(f"/o/{an_organisation().slug}/people", status=404)


def test_a_programme_administrator_does_not_manage_the_organisation(client, organisation):
    sign_in(client, an_account(Role.ADMINISTRATOR, programme=a_programme(organisation)))

    client.get(f"/o/{organisation.slug}/people", status=404)


def test_a_facilitator_of_the_organisation_may_not_manage_people(client, organisation):
    sign_in(client, an_account(Role.FACILITATOR, organisation=organisation))

    client.get(f"/o/{organisation.slug}/people", status=403)


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, russian, place, organisation):
    colleague = an_account(Role.FUNDER_VIEWER, organisation=organisation)
    client.get(f"{place}/{colleague.id}")
    client.post(f"{place}/{colleague.id}/new-password")
    link = link_shown(client)

    russian.get(link)
    russian.submit({"new": "short"})
    assert "слишком короткий" in russian.text()
    russian.submit({"new": "four quiet words together"})
    assert russian.url == "/sign-in"
    russian.submit({"email": colleague.email, "password": "four quiet words together"})
    assert russian.url != "/sign-in"

    client.get(link, status=410)


def test_a_link_for_a_new_password_ends_after_a_day(russian, client, clock, place, organisation):
    colleague = an_account(Role.FUNDER_VIEWER, organisation=organisation)
    client.get(f"{place}/{colleague.id}")
    client.post(f"{place}/{colleague.id}/new-password")
    link = link_shown(client)

    clock.now += timedelta(days=1)

    russian.get(link, status=410)


def test_an_invented_link_for_a_new_password_does_not_work(client, boss):
    client.get(f"/new-password/{boss.id}.99999999999.{'0' * 40}", status=410)
    client.get("/new-password/nonsense", status=410)
    client.get(f"/new-password/{'9' * 30}.{'9' * 30}.x", status=410)
