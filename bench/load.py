"""A small load client: keep-alive connections in threads of its own process, raw requests, counted answers."""

import multiprocessing
import socket
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class Measured:
    """What a run of requests showed."""

    per_second: float
    p95_ms: float
    n: int
    statuses: dict[int, int]
    bytes_each: int


def measure(port: int, requests: Sequence[bytes], *, connections: int = 4) -> Measured:
    """Send all requests over a few connections from another process and return what came back."""
    queue: multiprocessing.Queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=_drive, args=(port, list(requests), connections, queue))
    process.start()
    result = queue.get(timeout=600)
    process.join()
    return result


def get(path: str, cookies: str = "") -> bytes:
    """Return a raw GET."""
    cookie = f"Cookie: {cookies}\r\n" if cookies else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}Accept-Language: en\r\n\r\n".encode()


def post(path: str, body: str, cookies: str = "") -> bytes:
    """Return a raw POST of a form."""
    data = body.encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


def _drive(port: int, requests: list[bytes], connections: int, queue: multiprocessing.Queue) -> None:
    times: list[float] = []
    statuses: dict[int, int] = {}
    sizes: list[int] = []
    lock = threading.Lock()

    def work(mine: list[bytes]) -> None:
        connection = None
        own: list[tuple[float, int, int]] = []
        for request in mine:
            began = time.perf_counter()
            if connection is None:
                connection = socket.create_connection(("127.0.0.1", port), timeout=60)
                reader = connection.makefile("rb")
            connection.sendall(request)
            status, size, is_over = _read(reader)
            own.append((time.perf_counter() - began, status, size))
            if is_over:  # waitress ends a connection after an answer without a length, as a 304 is
                connection.close()
                connection = None
        with lock:
            for took, status, size in own:
                times.append(took)
                statuses[status] = statuses.get(status, 0) + 1
                sizes.append(size)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(requests[i::connections],)) for i in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    p95 = statistics.quantiles(times, n=20)[-1] * 1000 if len(times) > 1 else 0.0
    queue.put(Measured(len(times) / took, p95, len(times), statuses, max(sizes, default=0)))


def _read(reader: BinaryIO) -> tuple[int, int, bool]:
    line = reader.readline()
    status, length, is_over = int(line.split()[1]), 0, False
    while line := reader.readline().strip():
        name, _, value = line.lower().partition(b":")
        if name == b"content-length":
            length = int(value)
        is_over = is_over or (name, value.strip()) == (b"connection", b"close")
    reader.read(length)
    return status, length, is_over
