"""A line that loses a quarter of all requests and a quarter of all answers: no story is lost, none comes twice."""

import http.client
import os
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import pytest
from sqlalchemy import select
from waitress import wasyncore
from waitress.server import create_server

from storyapp.data.db import db
from storyapp.data.tables.stories import Receipt, Story
from storyapp.gateways.kit import use_kit
from storyapp.services.sealing import open_original
from tests.builders import a_programme, an_invitation
from tests.lossy_proxy import lossy_line
from tests.web.storyteller.walks import ANSWERS

N_STORIES = int(os.environ.get("STORYAPP_SENDS", "40"))
AT_ONCE = 8
MOST_TRIES = 200
AGAIN_SHARE = 0.2  # of the presses that had arrived are pressed once more, as if nobody had noticed
STEPS = ("start", "age", "consent", "range", "choose", "happened", "matters", "direction", "title")
CODE = re.compile(r'<p class="code"[^>]*>(.*?)</p>', re.DOTALL)
TOKEN = re.compile(r'name="csrf_token" value="(\w+)"')


@pytest.fixture
def served(app) -> Iterator[str]:
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
    thread.join(timeout=30)
    server.task_dispatcher.shutdown()


@dataclass
class Phone:
    """Does what a browser with our scripts does: the same request again until a whole answer has come."""

    url: str
    pause: float = 0  # seconds between two tries
    cookies: dict[str, str] = field(default_factory=dict)
    n_tries: int = 0

    def ask(self, method: str, path: str, values: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, where to go, and the page."""
        for _ in range(MOST_TRIES):
            self.n_tries += 1
            try:
                return self._once(method, path, values)
            except (OSError, http.client.HTTPException):
                time.sleep(self.pause)
        raise AssertionError(f"{method} {path} never arrived")

    def _once(self, method: str, path: str, values: dict[str, str] | None) -> tuple[int, str, str]:
        line = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=30)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if values is not None:
                headers |= {"X-Resend": "1", "Content-Type": "application/x-www-form-urlencoded"}
            line.request(method, path, urlencode(values) if values is not None else None, headers)
            answer = line.getresponse()
            page = answer.read().decode()
            self._take(answer.headers.get_all("Set-Cookie") or [])
            return answer.status, answer.headers.get("X-Go") or answer.headers.get("Location") or "", page
        finally:
            line.close()

    def _take(self, given: list[str]) -> None:
        for one in given:
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value


def tell(url: str, token: str, marker: str, chance: random.Random, pause: float = 0) -> str:
    """Tell a story through the line; return the code that the phone was shown."""
    phone = Phone(url=url, pause=pause)
    _, going, _ = phone.ask("GET", f"/t/{token}")
    _, _, page = phone.ask("GET", going)
    key = {"csrf_token": TOKEN.search(page).group(1)}
    for step in STEPS:
        changes = {"happened": f"{marker} happened to me in spring."} if step == "happened" else {}
        phone.ask("POST", f"/telling/{step}", key | ANSWERS[step] | changes)
    _, going, _ = phone.ask("POST", "/telling/check", key)
    assert going == "/telling/receipt", going
    if chance.random() < AGAIN_SHARE:
        phone.ask("POST", "/telling/check", key)
    _, _, page = phone.ask("GET", going)
    return re.sub(r"\D", "", re.sub(r"<[^>]+>", "", CODE.search(page).group(1)))


def test_no_story_is_lost_and_none_comes_twice(app, served):
    _, token = an_invitation(a_programme(), budget=N_STORIES)
    markers = [f"marker{n:05d}" for n in range(N_STORIES)]

    with lossy_line(served, requests_cut=0.25, answers_cut=0.25) as line, ThreadPoolExecutor(AT_ONCE) as phones:
        chances = [random.Random(n) for n in range(N_STORIES)]
        codes = dict(
            zip(markers, phones.map(tell, [line.url] * N_STORIES, [token] * N_STORIES, markers, chances), strict=True)
        )
    print(f"{N_STORIES} stories: {line.n_cut} requests or answers cut, {line.n_carried} carried")

    assert_each_is_kept_once(app, codes)
    assert line.n_cut > N_STORIES


def assert_each_is_kept_once(app, codes: dict[str, str]) -> None:
    """Fail unless each marker is in exactly one story, which the code of its phone opens."""
    db.session.rollback()
    kept = {
        story_id: open_original(story_id)["happened"].split()[0] for story_id in db.session.scalars(select(Story.id))
    }
    assert Counter(kept.values()) == Counter(list(codes))
    receipts = db.session.execute(select(Receipt.selector_hash, Receipt.story_id))
    found = {receipt.selector_hash: receipt.story_id for receipt in receipts}
    use_kit(app.extensions["kit"])
    opened = {
        marker: kept[found[app.extensions["kit"].vault.fingerprint(code, "receipt-selector")]]
        for marker, code in codes.items()
    }
    assert opened == {marker: marker for marker in codes}
