"""How soon the second start shows its first page, and what the server weighs."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import psutil

from bench.figures import Figure
from bench.house import free_port


def run() -> Iterator[Figure]:
    """Start the demo twice; measure the second start."""
    with tempfile.TemporaryDirectory() as folder:
        first, _, _ = _start(folder)
        second, memory, is_heavy = _start(folder)
    yield Figure("first start with the demo programme, to first page", first, "s")
    yield Figure("second start, to first page", second, "s", at_most=5)
    yield Figure("web process at rest", memory, "MB", at_most=150)
    yield Figure("web process has loaded spaCy or onnxruntime (0: no)", float(is_heavy), "", at_most=0)


def _start(folder: str) -> tuple[float, float, bool]:
    port, began = free_port(), time.perf_counter()
    environment = {**os.environ, "STORYAPP_DATA": folder}
    command = [sys.executable, "-m", "storyapp", "run", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while not _answers(port):
            time.sleep(0.05)
        took = time.perf_counter() - began
        server = psutil.Process(process.pid)
        is_heavy = any("spacy" in file.path or "onnxruntime" in file.path for file in server.memory_maps())
        return took, server.memory_info().rss / 2**20, is_heavy
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
