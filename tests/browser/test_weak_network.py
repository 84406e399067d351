"""Telling while the line breaks: words stay, one story arrives, and a phone keeps only what its teller allowed."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect
from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from tests.browser.walks import WORDS, Teller, n_stories
from tests.browser.window import House, Window
from tests.demo_house import open_link
from tests.lossy_proxy import LossyProxy, lossy_line

HANGS_MS = 6_000
BREAKS_FROM = os.environ.get("STORYAPP_LINE_BREAKS_FROM", "title")  # every night: from the first step
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture
def line(house: House) -> Iterator[LossyProxy]:
    """A line to the house that carries all until a test says otherwise."""
    with lossy_line(house.url, requests_cut=0, answers_cut=0, seed=7) as proxy:
        yield proxy


@pytest.fixture
def far(house: House, line: LossyProxy) -> House:
    """The house as it is seen from the far end of the line."""
    return replace(house, url=line.url)


@pytest.fixture
def open_far(chromium, far):
    """Open windows at the far end; errors of the network are what these tests are about."""
    contexts: list[BrowserContext] = []

    def open_one(language: str = "ru") -> Window:
        context = chromium.new_context(viewport={"width": 360, "height": 780}, locale="ru-RU", reduced_motion="reduce")
        context.set_default_timeout(30_000)
        contexts.append(context)
        window = Window(
            house=far, context=context, page=context.new_page(), mirror=None, language=language, closely=False
        )
        window.let_in(language=language)
        return window

    yield open_one
    for context in contexts:
        context.close()


def cut(line: LossyProxy, *, share: float = 1.0) -> None:
    line.requests_cut = share


def on_their_own_phone(teller: Teller) -> Teller:
    teller.begin()
    teller.window.page.locator("[name=own_phone]").check()
    teller.window.send()
    return teller


def until(page: Page, question: str) -> None:
    """Ask the page again and again; Playwright's own way is shut by our policy for scripts."""
    for _ in range(300):
        if page.evaluate(question):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {question}")


def helped(page: Page) -> None:
    """Wait until the helper of the browser is at work."""
    until(page, "navigator.serviceWorker.controller !== null")


def test_words_stay_on_the_page_and_arrive_when_the_line_is_back(open_far, line):
    window = open_far()
    teller = Teller(window=window)
    teller.begin()
    teller.go_on(to="happened")
    window.fill("happened", WORDS["ru"][2])
    window.ready()

    cut(line)
    window.page.locator("#page-form .actions button[type=submit]").first.click()
    expect(window.page.locator("[data-resend]")).to_contain_text("Сейчас нет связи")
    expect(window.page.locator("[name=happened]")).to_have_value(WORDS["ru"][2])
    cut(line, share=0)

    window.is_at("/telling/matters")


def test_on_a_phone_of_their_own_half_typed_words_come_back(open_far):
    window = open_far()
    teller = on_their_own_phone(Teller(window=window))
    teller.go_on(to="happened")
    window.ready()
    window.fill("happened", "Сначала я молч")
    until(window.page, "localStorage.getItem('telling:happened')")

    window.page.reload()

    expect(window.page.locator("[name=happened]")).to_have_value("Сначала я молч")
    expect(window.page.locator("[data-phone]")).to_contain_text("Вот что")
    assert "молч" not in window.page.evaluate("atob(localStorage.getItem('telling:happened'))")


def test_a_shared_phone_keeps_no_word_and_no_helper(open_far):
    window = open_far()
    teller = Teller(window=window)
    teller.begin()
    teller.go_on(to="happened")
    window.ready()
    window.fill("happened", "Сначала я молч")
    window.page.wait_for_timeout(1200)

    assert window.page.evaluate("localStorage.length") == 0
    assert window.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert window.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def test_erasing_from_this_phone_takes_everything_out_of_it(open_far):
    window = open_far()
    teller = on_their_own_phone(Teller(window=window))
    teller.go_on(to="happened")
    window.ready()
    helped(window.page)
    window.fill("happened", "Сначала я молч")
    until(window.page, "localStorage.length > 0")

    window.page.locator("main details summary").last.click()
    window.page.locator("form[action$='/telling/erase'] button").click()
    expect(window.page.locator("h1")).to_be_visible()

    assert window.page.evaluate("localStorage.length") == 0
    assert window.page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert window.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert {one["name"] for one in window.context.cookies()} & {"telling"} == set()


def test_without_a_line_a_page_of_ours_stands_in_and_gives_way(open_far, line):
    window = open_far()
    teller = on_their_own_phone(Teller(window=window))
    teller.go_on(to="range")
    window.ready()
    helped(window.page)

    cut(line)
    window.page.reload()
    expect(window.page.locator("h1")).to_have_text("Сейчас нет связи")
    window.look_at_width()
    cut(line, share=0)

    expect(window.page.locator("[name=change_1]")).to_be_visible()
    assert window.troubles == []


def test_the_last_press_is_sent_after_the_page_was_closed(open_far, line, house):
    window, before = open_far(), n_stories(house)
    teller = on_their_own_phone(Teller(window=window))
    teller.go_on(to="check")
    window.ready()
    helped(window.page)
    link = house_link(teller)

    cut(line)
    window.page.locator("#page-form .actions button[type=submit]").first.click()
    expect(window.page.locator("[data-resend]")).to_be_visible()
    until(window.page, KEPT_PRESS)
    away = window.context.new_page()
    window.page.close()
    cut(line, share=0)
    wake_the_helper(away)
    house.wait_for(count, before + 1)
    window.page = away
    window.page.goto(link)

    window.is_at("/telling/receipt")
    assert len(teller.code()) == 20


KEPT_PRESS = """() => new Promise((done) => {
  const opening = indexedDB.open("telling", 1);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("last-press").objectStore("last-press").get("send");
    asked.onsuccess = () => { opening.result.close(); done(Boolean(asked.result)); };
  };
})"""


def count() -> int:
    return db.session.scalar(select(func.count(Story.id)))


def house_link(teller: Teller) -> str:
    house = teller.window.house
    return house.url + house.ask(lambda: open_link(teller.window.language))


def wake_the_helper(page: Page) -> None:
    """Do what the browser does by itself once there is a network again (it waits longer than a test may)."""
    session = page.context.new_cdp_session(page)
    found: list[dict] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": found[0]["scopeURL"].removesuffix("/telling/"), "registrationId": found[0]["registrationId"],
            "tag": "send", "lastChance": False,
        },
    )  # fmt: skip


def patiently(act) -> None:
    """Do again what the line cut or what hangs half loaded, as a person presses "reload"."""
    for _ in range(60):
        with suppress(Error):
            act()
            return
    raise AssertionError("the line never carried it")


def test_a_story_goes_through_a_slow_line_that_cuts_a_quarter(open_far, line, house):
    window, before = open_far(), n_stories(house)
    session = window.context.new_cdp_session(window.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    teller = Teller(window=window)

    teller.begin()
    teller.go_on(to=BREAKS_FROM)
    line.requests_cut, line.answers_cut = 0.1, 0.25
    step_by_step(teller)

    assert house.ask(count) == before + 1
    assert len(teller.code()) == 20
    assert line.n_cut > 0


def step_by_step(teller: Teller) -> None:
    """Tell to the end as somebody who reloads what did not come."""
    page = teller.window.page
    for _ in range(80):
        step = teller.step
        if step == "receipt" and page.locator(".receipt .code").count():
            return
        if not page.locator("#page-form").count():
            patiently(lambda: page.reload(wait_until="domcontentloaded", timeout=HANGS_MS))
            continue
        if step != "check":
            getattr(teller, f"_{step.partition('-')[0]}")()
        pressed = page.url
        page.locator("#page-form .actions button[type=submit]").first.click(no_wait_after=True)
        try:
            page.wait_for_url(lambda url: url != pressed, timeout=HANGS_MS, wait_until="domcontentloaded")
        except Error:
            patiently(lambda: page.reload(wait_until="domcontentloaded", timeout=HANGS_MS))
    raise AssertionError(f"never came to the receipt, stuck at {page.url}")
