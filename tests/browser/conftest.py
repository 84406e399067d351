"""Chromium in front of a real server with a copy of the demo; every page is looked at, whatever a test is about."""

import shutil
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

from tests.browser.window import LAUNCH, PATIENCE, House, Window, open_window

HERE = __name__.rpartition(".")[0].replace(".", "/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder; give it time on a slow machine."""
    for item in items:
        if f"{HERE}/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture
def is_demo() -> bool:
    return True


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module; it ends with the module, since Playwright keeps an event loop while it is open."""
    if shutil.which("chromium") is None:
        pytest.skip("needs Chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def house(app: Flask, clock: Any) -> Iterator[House]:
    """A server on a free port, with a copy of the demo of its own."""
    server = create_server(app, host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield House(app=app, clock=clock, url=f"http://127.0.0.1:{server.effective_port}")
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
    thread.join(timeout=30)
    server.task_dispatcher.shutdown()


@pytest.fixture
def open_browser(chromium: Browser, house: House) -> Iterator[Callable[..., Window]]:
    """Open windows, each a browser of its own (cookies, width, language); what troubled any of them fails the test."""
    windows: list[Window] = []

    def open_one(
        *, language: str = "en", javascript: bool = True, width: int = 1280, closely: bool = True, **options: Any
    ) -> Window:
        kind = {"language": language, "javascript": javascript, "width": width, "closely": closely}
        windows.append(open_window(chromium, house, **kind, **options))
        return windows[-1]

    yield open_one
    for window in windows:
        window.close()
    assert not [trouble for window in windows for trouble in window.troubles]
