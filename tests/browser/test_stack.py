"""A stack of papers is typed in by the keyboard alone: no mouse, and nothing typed is lost (A7)."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.stories import Mode
from tests.browser.window import Window
from tests.builders import an_invitation
from tests.demo_house import STAFF, cookies_of

FACILITATOR = next(name for name, role in STAFF.items() if role.name == "FACILITATOR")
DAY = "05052026"  # the same in either order of day and month
TOLD = {"en": "We painted the fence together and he spoke.", "ru": "Мы вместе красили забор, и он заговорил."}


def a_link_for_paper() -> str:
    """Make a link whose stories are typed in from paper; return the address of its stack."""
    programme = db.session.scalars(select(Programme).where(Programme.slug == "mentors")).one()
    invitation, _ = an_invitation(programme, mode=Mode.PAPER)
    return f"/p/mentors/stack/{invitation.id}"


def told_on_paper() -> list[str]:
    """Return the days of the stories that were typed in, in order."""
    query = select(Story).where(Story.mode == Mode.PAPER, Story.is_test.is_(False)).order_by(Story.id.desc()).limit(2)
    return [story.told_on.isoformat() for story in db.session.scalars(query)]


def tab_to(window: Window, name: str) -> None:
    """Press Tab until the field with this name has the focus."""
    for _ in range(60):
        window.page.keyboard.press("Tab")
        if window.page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"Tab never comes to {name}")


def type_paper(window: Window, *, with_day: bool) -> None:
    """Fill one paper from its number to its title, as the page orders the fields."""
    keyboard = window.page.keyboard
    if with_day:
        tab_to(window, "told_on")
        keyboard.type(DAY)
    tab_to(window, "band")
    keyboard.press("Space")
    tab_to(window, "purposes")
    keyboard.press("Space")
    tab_to(window, "happened")
    keyboard.type(TOLD[window.language])
    tab_to(window, "title")
    keyboard.type("Fence")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_stack_is_typed_in_without_a_mouse(open_browser, house, app, language):
    window = open_browser(language=language)
    window.let_in(**house.ask(lambda: cookies_of(app, FACILITATOR)))
    window.go(house.ask(a_link_for_paper))
    window.ready()
    number = window.page.locator("#number")
    expect(number).to_be_focused()

    type_paper(window, with_day=True)
    window.page.keyboard.press("Enter")  # the number is missing: it is said, and all the rest stays
    window.page.wait_for_selector(".error-summary")
    window.ready()
    expect(window.page.locator("#happened")).to_have_value(TOLD[language])
    tab_to(window, "number")
    window.page.keyboard.type("A-09")
    window.page.keyboard.press("Enter")

    expect(number).to_have_value("A-10")
    expect(number).to_be_focused()
    type_paper(window, with_day=False)
    window.page.keyboard.press("Enter")

    expect(number).to_have_value("A-11")
    assert house.ask(told_on_paper) == ["2026-05-05", "2026-05-05"]
