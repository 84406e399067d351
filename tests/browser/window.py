"""A browser window that watches what it loads and looks closely at every page."""

import hashlib
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, Request, Response, expect

from storyapp.data.db import db
from storyapp.gateways.kit import use_kit
from storyapp.words.speech import use_language

T = TypeVar("T")
PATIENCE = 30_000
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ONCE_ONLY = re.compile(r'name="csrf_token" value="[^"]*"')
IS_DARK = 'matchMedia("(prefers-color-scheme: dark)").matches'
FAULTLESS: set[tuple[object, ...]] = set()
SCRIPTS = re.compile(r"<script\b.*?</script>", re.DOTALL)
WHOLE: dict[str, Any] = {
    "executable_path": shutil.which("chromium"),
    "args": [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ],
}  # fmt: skip
# The same engine without the frame around it opens a window in a third of the time.
LAUNCH = WHOLE | {"executable_path": shutil.which("chromium-headless-shell") or WHOLE["executable_path"]}
SCRIPTS_LISTEN = """async () => {
  const addresses = document.querySelector("script[data-helps]").dataset.helps.trim().split(/\\s+/);
  for (const address of addresses) await import(address);
}"""
LOOK_CLOSELY = """async () => {
  const seen = await axe.run(document, {resultTypes: ["violations"]});
  return seen.violations.map((one) => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""


@dataclass(kw_only=True)
class House:
    """The server behind the windows."""

    app: Flask
    clock: Any
    url: str

    def ask(self, question: Callable[[], T]) -> T:
        """Ask the database, as it is at this moment."""
        with self.app.app_context():
            use_kit(self.app.extensions["kit"])
            use_language("en")
            try:
                return question()
            finally:
                db.session.remove()

    def wait_for(self, question: Callable[[], T], wanted: T) -> None:
        """Ask again and again until the answer is as wanted; what is asked for is what the test is about."""
        until, answer = time.monotonic() + PATIENCE / 1000, self.ask(question)
        while answer != wanted and time.monotonic() < until:
            time.sleep(0.1)
            answer = self.ask(question)
        assert answer == wanted


@dataclass(kw_only=True)
class Window:
    """One person's browser."""

    house: House
    context: BrowserContext
    page: Page
    mirror: Page | None
    language: str
    closely: bool = True
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open an address and look at the page."""
        self.page.goto(self.house.url + path)
        self.look()

    def look(self) -> None:
        """Note what is wrong with the open page: too wide, or hard to use for somebody."""
        self.page.wait_for_load_state("load")
        self.look_at_width()
        if self.closely:
            self.troubles += [f"{self.path}: {trouble}" for trouble in self.look_closely()]

    def look_at_width(self) -> None:
        """Note when the page must be scrolled sideways."""
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if wide > room:
            self.troubles.append(f"{self.path}: {wide} px wide at {room}")

    def look_closely(self) -> list[str]:
        """Return what axe finds; a window without JavaScript is looked at in a mirror, as axe needs timers.

        A page that this process has found faultless is not looked at again: walks pass by the same ones.
        """
        page, html = self.page, self.page.content()
        words = hashlib.sha256(ONCE_ONLY.sub("", html).encode()).digest()
        looks = (words, str(page.viewport_size), page.evaluate(IS_DARK), self.mirror is not None)
        if looks in FAULTLESS:
            return []
        found = self._ask_axe(html)
        if not found:
            FAULTLESS.add(looks)
        return found

    def _ask_axe(self, html: str) -> list[str]:
        page = self.page
        if self.mirror is not None:
            page, html = self.mirror, SCRIPTS.sub("", html)
            page.unroute_all()
            page.route(self.page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
            page.set_viewport_size(self.page.viewport_size)
            page.goto(self.page.url)
        page.evaluate(AXE)
        return page.evaluate(LOOK_CLOSELY)

    @property
    def path(self) -> str:
        """Return the address of the open page, without the host."""
        return self.page.url.removeprefix(self.house.url)

    def ready(self) -> None:
        """Wait until the scripts that this page asks for have begun to listen."""
        self.page.wait_for_load_state("load")
        self.page.evaluate(SCRIPTS_LISTEN)

    def press(self, target: Locator) -> None:
        """Press something that leads to another page, and look at that page."""
        if self.page.locator("[data-resend]").count():  # a script sends it first, and then goes on
            with self.page.expect_navigation():
                target.click()
        else:
            target.click()
        self.look()

    def send(self, form: str = "#page-form") -> None:
        """Press the button of a form that sends it on."""
        self.press(self.page.locator(f"{form} button[type=submit]:not([name=switch_language])").first)

    def fill(self, name: str, text: str) -> None:
        """Type into a field."""
        self.page.locator(f'[name="{name}"]').fill(text)

    def choose(self, name: str, value: str) -> None:
        """Press the words of one choice."""
        self.page.locator(f'label:has(input[name="{name}"][value="{value}"])').first.click()
        expect(self.page.locator(f'input[name="{name}"][value="{value}"]')).to_be_checked()

    def is_at(self, path: str) -> None:
        """Wait until a page of this address is open."""
        expect(self.page).to_have_url(re.compile(re.escape(self.house.url) + path + r"(\?.*)?$"))

    def let_in(self, **cookies: str) -> None:
        """Put cookies into the browser."""
        self.context.add_cookies([{"name": n, "value": v, "url": self.house.url} for n, v in cookies.items()])

    def close(self) -> None:
        """Close the window for good."""
        if self.mirror is not None:
            self.mirror.context.close()
        self.context.close()

    def watch(self) -> None:
        """Note errors of scripts, answers that failed and requests to anybody else."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.house.url, "data:", "blob:", "about:")):
            self.troubles.append(f"a request to {request.url}")

    def _response(self, response: Response) -> None:
        worst = 500 if response.request.is_navigation_request() else 400
        if response.status >= worst:
            self.troubles.append(f"{response.status} for {response.url}")


def open_window(
    browser: Browser, house: House, *, language: str, javascript: bool, width: int, closely: bool, **options: Any
) -> Window:
    """Open a browser of its own on the house; `closely` is for pages that no other test looks at with axe."""
    size = {"width": width, "height": 780 if width < 600 else 900}
    context = browser.new_context(
        java_script_enabled=javascript, viewport=size, reduced_motion="reduce",
        locale={"ru": "ru-RU", "en": "en-GB"}[language], **options,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    window = Window(
        house=house, context=context, page=context.new_page(), language=language, closely=closely,
        mirror=None if javascript else browser.new_context(reduced_motion="reduce").new_page(),
    )  # fmt: skip
    window.watch()
    window.let_in(language=language)
    return window


def open_phone(browser: Browser, house: House, profile: Path) -> Window:
    """Open a whole browser that keeps its things in a folder, as a phone does."""
    context = browser.browser_type.launch_persistent_context(
        profile, **WHOLE, viewport={"width": 360, "height": 780}, locale="en-GB", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    window = Window(house=house, context=context, page=context.pages[0], language="en", closely=False, mirror=None)
    window.watch()
    window.let_in(language="en")
    return window


def dare(act: Callable[[], Any]) -> None:
    """Do what may be cut off by a page that goes away meanwhile."""
    try:
        act()
    except Error as error:
        if not any(word in str(error) for word in ("navigat", "ERR_ABORTED", "closed", "detached", "destroyed")):
            raise
