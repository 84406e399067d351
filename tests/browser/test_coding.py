"""An evaluator codes by the keyboard alone, on a Latin and on a Cyrillic keyboard."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.coding import CodingDecision, ResultLink, Tag
from storyapp.rules.coding import CodingStep
from storyapp.rules.tags import TagState
from tests.browser.window import Window
from tests.demo_house import STAFF, cookies_of

EVALUATOR = next(name for name, role in STAFF.items() if role.name == "EVALUATOR")
CYRILLIC = {"KeyJ": "о", "KeyK": "л", "KeyU": "г"}


def n_steps(step: CodingStep | None = None, *, is_undone: bool = False) -> int:
    """Return how many steps stand (or were undone)."""
    undone = CodingDecision.undone_at.is_not(None) if is_undone else CodingDecision.undone_at.is_(None)
    query = select(func.count(CodingDecision.id)).where(undone)
    return db.session.scalar(query if step is None else query.where(CodingDecision.step == step))


def suggest_everything_again() -> None:
    """Let every suggestion of the demo wait once more, so that the desk is full."""
    for table in (Tag, ResultLink):
        for row in db.session.scalars(select(table)):
            row.state, row.decided_as, row.decided_by_id, row.decided_at = TagState.SUGGESTED, None, None, None
    db.session.commit()


def press(window: Window, key: str) -> None:
    """Press a key as the keyboard of the window's language sends it."""
    letter = CYRILLIC.get(key) if window.language == "ru" else None
    if letter is None:
        window.page.keyboard.press(key)
        return
    keyboard = window.context.new_cdp_session(window.page)
    event = {"key": letter, "code": key, "text": letter, "windowsVirtualKeyCode": ord(key[-1])}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **event})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


@pytest.mark.parametrize("language", ["en", "ru"])
def test_stories_are_coded_by_the_keyboard_alone(open_browser, house, app, language):
    window = open_browser(language=language)
    house.ask(suggest_everything_again)
    window.let_in(**house.ask(lambda: cookies_of(app, EVALUATOR)))
    before = house.ask(n_steps)
    window.go("/p/mentors/coding")
    window.ready()

    press(window, "KeyJ")
    expect(window.page.locator("[data-walk]").first).to_be_focused()
    press(window, "KeyJ")
    expect(window.page.locator("[data-walk]").nth(1)).to_be_focused()
    press(window, "KeyK")
    expect(window.page.locator("[data-walk]").first).to_be_focused()

    press(window, "1")
    house.wait_for(n_steps, before + 1)
    expect(window.page.locator(".last-step")).to_be_visible()
    window.look()
    window.ready()

    press(window, "KeyU")
    house.wait_for(lambda: n_steps(is_undone=True), 1)
    expect(window.page.locator(".last-step")).to_have_count(0)
    window.ready()

    press(window, "Shift+Digit2")
    house.wait_for(n_steps, before + 1)
    expect(window.page.locator(".last-step")).to_be_visible()
    window.ready()
    assert house.ask(lambda: n_steps(CodingStep.REFUSED)) >= 1

    press(window, "Enter")
    expect(window.page).to_have_url(re.compile(r"/p/mentors/coding\?after="))
    window.look()
