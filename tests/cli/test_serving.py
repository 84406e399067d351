"""Serving in several processes that share one port, as a class that sends at once needs it."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import psutil
import pytest

from bench.house import free_port


@pytest.fixture
def house(tmp_path):
    """Serve a fresh house in two processes; yield the process that was started and the address of its health page."""
    port = free_port()
    environment = os.environ | {"STORYAPP_DATA": str(tmp_path), "STORYAPP_DATABASE": "", "STORYAPP_TASKS": "local"}
    started = subprocess.Popen(
        [sys.executable, "-m", "storyapp", "serve", "--no-worker", "--processes", "2", "--port", str(port)],
        env=environment,
    )
    address = f"http://127.0.0.1:{port}/health"
    try:
        until(lambda: answers(address))
        yield psutil.Process(started.pid), address
    finally:
        started.kill()
        started.wait()


def test_two_processes_answer_on_one_port(house):
    started, address = house

    assert len(started.children()) == 2
    assert all(answers(address) for _ in range(10))


def test_a_process_that_falls_is_started_again_and_the_other_goes_on_answering(house):
    started, address = house
    fallen = started.children()[0]

    fallen.send_signal(signal.SIGKILL)

    assert answers(address)
    until(lambda: len(started.children()) == 2 and fallen not in started.children())
    assert answers(address)


def test_who_stops_the_house_stops_all_of_it(house):
    started, address = house
    parts = started.children()

    started.terminate()

    _, still_there = psutil.wait_procs([started, *parts], timeout=90)
    assert still_there == []
    assert not answers(address)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def until(holds: Callable[[], bool]) -> None:
    for _ in range(600):  # a busy machine takes its time
        if holds():
            return
        time.sleep(0.1)
    pytest.fail("it did not come to hold within a minute")
