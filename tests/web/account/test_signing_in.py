"""In and out by password, code and paper."""

from datetime import timedelta

import pyotp
import pytest

from storyapp.data.db import db
from storyapp.data.tables.people import Account
from storyapp.rules.people import Role
from storyapp.services import accounts
from tests.builders import a_programme, an_account, sign_in

PASSWORD = "a long password"


def enter(client, account, password=PASSWORD):
    client.get("/sign-in")
    client.submit({"email": account.email.upper(), "password": password})


def secret_shown(client):
    return client.page.find("ol").find("code").get_text().replace(" ", "")


def code_now(secret, clock):
    return pyotp.TOTP(secret).at(clock.now)


@pytest.fixture
def viewer(app):
    return an_account(Role.FUNDER_VIEWER, programme=a_programme())


@pytest.fixture
def facilitator(app):
    return an_account(Role.FACILITATOR, programme=a_programme())


@pytest.fixture
def with_phone(client, clock, facilitator):
    """A facilitator who has set up the phone, signed out again: account, secret, recovery codes."""
    enter(client, facilitator)
    secret = secret_shown(client)
    client.submit({"code": code_now(secret, clock)})
    codes = [one.get_text() for one in client.page.select(".codes code")]
    client.post("/sign-out")
    clock.now += timedelta(minutes=2)
    return facilitator, secret, codes


def test_the_right_password_opens_a_home(client, viewer):
    enter(client, viewer)

    assert client.url == "/home" or client.url.startswith("/p/")


def test_sign_in_speaks_russian(russian):
    russian.get("/sign-in")

    assert russian.h1 == "Вход для сотрудников"


@pytest.mark.parametrize(
    ("email", "password"), [("", "wrong words here"), ("nobody@example.org", PASSWORD)], ids=["wrong", "unknown"]
)
def test_every_failure_says_the_same(client, viewer, email, password):
    client.get("/sign-in")

    client.submit({"email": email or viewer.email, "password": password})

    assert client.url == "/sign-in"
    assert "do not match" in client.text()


def test_five_wrong_tries_slow_the_account_down_even_for_the_right_password(client, clock, viewer):
    for _ in range(5):
        enter(client, viewer, "wrong words here")

    enter(client, viewer)
    assert "do not match" in client.text()

    clock.now += timedelta(minutes=2)
    enter(client, viewer)
    assert client.url != "/sign-in"


def test_the_wait_grows_with_each_wrong_try(app, clock, viewer):
    for _ in range(5):
        accounts.sign_in(viewer.email, "wrong words here")
    clock.now += timedelta(minutes=1)
    accounts.sign_in(viewer.email, "wrong words here")

    assert db.session.get(Account, viewer.id).locked_until == clock.now + timedelta(minutes=2)


def test_nobody_waits_for_a_clock_that_was_set_back(client, clock, viewer):
    for _ in range(5):
        enter(client, viewer, "not my password")

    clock.now -= timedelta(days=2)
    enter(client, viewer)

    assert client.url != "/sign-in"


def test_a_disabled_account_cannot_sign_in(client, app):
    account = an_account(Role.FUNDER_VIEWER, programme=a_programme(), is_disabled=True)

    enter(client, account)

    assert "do not match" in client.text()


def test_after_sign_in_one_goes_on_to_where_one_wanted(client, viewer):
    client.get("/account")
    assert client.url == "/sign-in"

    client.submit({"email": viewer.email, "password": PASSWORD})

    assert client.url == "/account"


def test_a_foreign_address_is_not_followed(client, viewer):
    client.get("/sign-in?next=//elsewhere.example/")

    client.submit({"email": viewer.email, "password": PASSWORD}, status=303, follow=False)

    assert client.response.headers["Location"] == "/home"


def test_switching_the_language_keeps_what_was_typed(client, viewer):
    client.get("/sign-in")
    client.language = "ru"

    client.submit({"email": "half@example.org", "switch_language": "ru"})

    assert client.page.find("input", attrs={"name": "email"})["value"] == "half@example.org"
    assert client.h1 == "Вход для сотрудников"


def test_a_language_that_was_switched_to_stays(client):
    client.get("/sign-in")
    client.language = "ru"

    client.submit({"switch_language": "ru"})
    client.get("/sign-in")

    assert client.h1 == "Вход для сотрудников"


def test_a_password_alone_never_opens_stories(client, facilitator):
    sign_in(client, facilitator, second_factor=False)

    client.get("/home")
    assert client.url == "/second-factor"

    client.get("/account")
    assert client.url == "/second-factor"


def test_an_administrator_too_needs_the_second_step(client, app):
    sign_in(client, an_account(Role.ADMINISTRATOR, programme=a_programme()), second_factor=False)

    client.get("/home")

    assert client.url == "/second-factor"


def test_the_first_sign_in_sets_up_the_phone_and_shows_ten_codes_once(client, clock, facilitator):
    enter(client, facilitator)
    assert client.h1 == "Set up the second step"

    client.submit({"code": code_now(secret_shown(client), clock)})

    assert len(client.page.select(".codes code")) == 10
    client.get("/second-factor")
    assert not client.page.select(".codes code")


def test_setting_up_speaks_russian(russian, facilitator):
    sign_in(russian, facilitator, second_factor=False)

    russian.get("/second-factor")

    assert russian.h1 == "Настроить второй шаг"


def test_a_wrong_code_does_not_set_up_the_phone(client, facilitator):
    enter(client, facilitator)
    secret = secret_shown(client)

    client.submit({"code": "000000"})

    assert "is wrong" in client.text()
    assert secret_shown(client) == secret


def test_password_and_code_open_the_account(client, clock, with_phone):
    account, secret, _ = with_phone
    enter(client, account)
    assert client.h1 == "Second step"

    client.submit({"code": code_now(secret, clock)})

    assert client.url not in ("/second-factor", "/sign-in")


def test_a_code_that_was_used_is_refused(client, clock, with_phone):
    account, secret, _ = with_phone
    enter(client, account)
    client.submit({"code": code_now(secret, clock)})
    client.post("/sign-out")

    enter(client, account)
    client.submit({"code": code_now(secret, clock)})

    assert client.url == "/second-factor"
    assert "used before" in client.text()


def test_a_recovery_code_works_once(client, with_phone):
    account, _, codes = with_phone
    enter(client, account)
    client.submit({"code": codes[0].upper().replace("-", " ")})
    assert client.url not in ("/second-factor", "/sign-in")
    client.post("/sign-out")

    enter(client, account)
    client.submit({"code": codes[0]})

    assert client.url == "/second-factor"


def test_wrong_codes_slow_down_though_the_password_is_typed_anew(client, clock, with_phone):
    account, secret, _ = with_phone
    for _ in range(5):
        enter(client, account)
        client.submit({"code": "000000"})

    client.submit({"code": code_now(secret, clock)})

    assert client.url == "/second-factor"


def test_signing_in_gives_a_new_visit(client, viewer):
    enter(client, viewer)
    first = client.http.get_cookie("staff").value

    enter(client, viewer)

    assert client.http.get_cookie("staff").value != first
    assert len(accounts.visits_of(viewer.id)) == 1


def test_after_signing_out_the_cookie_opens_nothing(client, viewer):
    enter(client, viewer)
    cookie = client.http.get_cookie("staff").value
    client.post("/sign-out")
    client.http.set_cookie("staff", cookie)

    client.get("/account")

    assert client.url == "/sign-in"


def test_an_idle_visit_ends(client, clock, viewer):
    sign_in(client, viewer)
    client.get("/account")
    assert client.url == "/account"

    clock.now += timedelta(minutes=31)
    client.get("/account")

    assert client.url == "/sign-in"
