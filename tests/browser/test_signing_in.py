"""Staff sign in: password, a code from the phone, a code from paper; and the open doors of the demo."""

from datetime import timedelta

import pyotp
from playwright.sync_api import expect
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.rules.people import Role
from tests.browser.window import House, Window
from tests.builders import an_account

PASSWORD = "a long password"


def make_facilitator(house: House) -> str:
    """Make an account that reads stories; return its e-mail address."""

    def make() -> str:
        programme = db.session.scalars(select(Programme).where(Programme.slug == "mentors")).one()
        return an_account(Role.FACILITATOR, programme=programme).email

    return house.ask(make)


def type_password(window: Window, email: str) -> None:
    window.go("/sign-in")
    window.fill("email", email)
    window.fill("password", PASSWORD)
    window.send()


def code_now(house: House, secret: str) -> str:
    return pyotp.TOTP(secret).at(house.clock.now)


def sign_out(window: Window) -> None:
    window.press(window.page.locator("form[action='/sign-out'] button").locator("visible=true").first)
    window.is_at("/sign-in")


def set_up_phone(window: Window, house: House, email: str) -> tuple[str, list[str]]:
    """Sign in for the first time; return the secret of the phone and the codes for paper."""
    type_password(window, email)
    window.is_at("/second-factor")
    secret = "".join(window.page.locator("ol code").inner_text().split())
    window.fill("code", code_now(house, secret))
    window.send()
    codes = window.page.locator(".codes code").all_inner_texts()
    window.press(window.page.locator("main a.button"))
    return secret, codes


def test_staff_sign_in_by_password_phone_and_paper(open_browser, house):
    window, email = open_browser(), make_facilitator(house)

    secret, codes = set_up_phone(window, house, email)
    window.is_at("/p/mentors")
    assert len(codes) == 10
    sign_out(window)
    house.clock.now += timedelta(minutes=2)
    type_password(window, email)
    window.fill("code", code_now(house, secret))
    window.send()
    window.is_at("/p/mentors")
    sign_out(window)
    type_password(window, email)
    window.fill("code", codes[3])
    window.send()
    window.is_at("/p/mentors")


def test_a_code_from_paper_opens_once_and_a_code_from_the_phone_too(open_browser, house):
    window, email = open_browser(language="ru", closely=False), make_facilitator(house)
    secret, codes = set_up_phone(window, house, email)

    sign_out(window)
    type_password(window, email)
    window.fill("code", code_now(house, secret))
    window.send()

    expect(window.page.locator(".error-summary")).to_be_visible()
    window.fill("code", codes[0])
    window.send()
    window.is_at("/p/mentors")
    sign_out(window)
    type_password(window, email)
    window.fill("code", codes[0])
    window.send()
    expect(window.page.locator(".error-summary")).to_be_visible()


def test_a_visitor_of_the_demo_comes_in_by_one_press(open_browser):
    window = open_browser(language="ru")
    window.go("/sign-in")

    window.press(window.page.locator("form[action^='/demo/'] button").first)

    window.is_at("/home")
    expect(window.page.locator("h1")).to_be_visible()


def test_the_account_page_is_for_everybody(open_browser, house):
    window, email = open_browser(width=360), make_facilitator(house)
    set_up_phone(window, house, email)

    for path in ("/account", "/account/password", "/account/second-factor", "/account/recovery-codes"):
        window.go(path)
        window.is_at(path)
