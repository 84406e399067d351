"""Accounts beneath the pages: the first administrator, passwords, the second step."""

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.passwords import check_password
from storyapp.rules.people import Role
from storyapp.rules.wording import Wording
from storyapp.services import accounts, auditing, inviting, second_factor, sessions
from tests.builders import a_programme, an_account


def test_the_first_administrator_comes_in_by_an_invitation(app):
    path = accounts.first_administrator(
        "boss@example.org", "Boss", organisation_slug="open-doors", organisation_name=Wording(en="Open Doors")
    )

    invited = inviting.invitation_of(path.rsplit("/", 1)[1])

    assert invited.roles == (Role.ADMINISTRATOR,)
    assert invited.organisation.slug == "open-doors"
    assert auditing.verify(invited.organisation.id) is None


def test_an_organisation_that_stands_gets_another_administrator(app):
    for email in ("one@example.org", "two@example.org"):
        accounts.first_administrator(
            email, "Boss", organisation_slug="open-doors", organisation_name=Wording(en="Open Doors")
        )

    assert sessions.organisation_by_slug("open-doors").id == 1


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password.too-short"),
        ("x" * 201, "password.too-long"),
        ("Password12345!", "password.too-common"),
        ("qwertyuiop12", "password.too-common"),
        ("йцукенгшщзхъ", "password.too-common"),
        ("aaaaaaaaaaaa", "password.too-common"),
        ("vera@example.org", "password.own-name"),
        ("Vera Ivanovna", "password.own-name"),
    ],
)
def test_a_password_that_anybody_would_try_is_refused(password, code):
    with pytest.raises(RuleBroken) as broken:
        check_password(password, email="vera@example.org", name="Vera Ivanovna")

    assert broken.value.code == code


def test_four_words_of_ones_own_are_a_password():
    check_password("lamp river seven coats", email="vera@example.org", name="Vera")


def test_recovery_codes_are_kept_only_as_hashes(app):
    account = an_account(Role.FACILITATOR, programme=a_programme())

    codes = second_factor.make_recovery_codes(account.id)

    assert len(set(codes)) == 10
    assert second_factor.n_codes_left(account.id) == 10
