"""Walk 3: a peer collector interviews; the teller confirms what was read back."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.tables.programmes import StoryInvitation
from storyapp.data.tables.stories import Story
from storyapp.rules.stories import Mode, ReadBack
from tests.browser.walks import WORDS, Teller
from tests.browser.window import Window
from tests.demo_house import cookies_of

NAMES = {"ru": "Ласточка", "en": "Swallow"}


def newest() -> tuple[Mode, ReadBack, str]:
    """Return how the newest story came in, how its reading back ended and by whose link."""
    query = select(Story.mode, Story.read_back, StoryInvitation.label).join(
        StoryInvitation, StoryInvitation.id == Story.invitation_id
    )
    return db.session.execute(query.order_by(Story.id.desc()).limit(1)).one()._tuple()


def a_link_for_a_peer(desk: Window) -> str:
    """Add a collector as a facilitator does, and return the path of the link."""
    desk.go("/p/mentors/collectors")
    desk.press(desk.page.locator("main a[href$='/collectors/new']").first)
    desk.fill("label", NAMES[desk.language])
    desk.page.locator("[name=mode]").select_option(Mode.PEER.name)
    desk.page.locator("[name=language]").select_option(desk.language)
    desk.send()
    return "/t/" + desk.page.locator(".receipt a").inner_text().rsplit("/", 1)[1]


def interview(peer: Window, path: str, *, read_back: ReadBack) -> str:
    """Read the card, ask, write down, read back, send; return the code that belongs to the teller."""
    words = WORDS[peer.language]
    peer.go(path)
    peer.press(peer.page.locator("main a[href='/collector/card']"))
    peer.send("form.post-button")
    peer.send("form.post-button[action='/collector/begin']")
    teller = Teller(window=peer)
    teller.go_on(to="read_back")
    expect(peer.page.locator("main")).to_contain_text(words[2])
    expect(peer.page.locator("main")).to_contain_text(words[3])
    peer.choose("read_back", read_back.value)
    peer.send()
    peer.send()
    peer.is_at("/telling/receipt")
    return teller.code()


@pytest.mark.parametrize(
    ("language", "javascript"), [("ru", False), ("en", True)], ids=["Russian, no JavaScript", "English"]
)
def test_a_peer_interviews_and_the_teller_confirms_what_was_read_back(open_browser, house, app, language, javascript):
    desk = open_browser(language=language)
    peer = open_browser(language=language, javascript=javascript, width=360)
    own = open_browser(language=language, javascript=javascript, width=360)
    desk.let_in(**house.ask(lambda: cookies_of(app, "staff, facilitator")))
    path = a_link_for_a_peer(desk)

    code = interview(peer, path, read_back=ReadBack.AWAITED)
    peer.send("form.post-button")
    told = house.ask(newest)
    peer.go("/collector")
    seen_by_peer = peer.page.inner_text("body")
    own.go("/my-story")
    own.fill("code", code)
    own.send()
    own.is_at("/my-story/view")
    own.press(own.page.locator("form:has(input[name=agrees][value=yes]) button"))

    assert told == (Mode.PEER, ReadBack.AWAITED, NAMES[language])
    assert house.ask(newest)[1] is ReadBack.BY_CODE
    assert not [words for words in WORDS[language] if words in seen_by_peer]
    desk.page.reload()
    facts = desk.page.locator("dl.facts").first
    expect(facts).to_contain_text({"ru": "Подтверждено рассказчиком", "en": "Confirmed by the teller"}[language])


def test_what_the_teller_wants_changed_is_changed_and_read_back_again(open_browser, house, app):
    desk, peer = open_browser(language="ru"), open_browser(language="ru", width=360)
    desk.let_in(**house.ask(lambda: cookies_of(app, "staff, facilitator")))
    peer.go(a_link_for_a_peer(desk))
    peer.press(peer.page.locator("main a[href='/collector/card']"))
    peer.send("form.post-button")
    peer.send("form.post-button[action='/collector/begin']")
    teller = Teller(window=peer)
    teller.go_on(to="read_back")

    peer.press(peer.page.locator("main a[href='/telling/matters']").first)
    peer.fill("matters", "Теперь меня слышат.")
    peer.send()
    teller.go_on(to="read_back")

    expect(peer.page.locator("main")).to_contain_text("Теперь меня слышат.")
    peer.choose("read_back", ReadBack.TICKED.value)
    peer.send()
    peer.send()
    peer.is_at("/telling/receipt")
    assert house.ask(newest)[1] is ReadBack.TICKED
