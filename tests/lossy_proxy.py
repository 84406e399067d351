"""A line that breaks: a proxy that cuts requests before they arrive, and answers on their way back."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

END_OF_HEAD = b"\r\n\r\n"
MOST_AT_ONCE = 65536


@dataclass(kw_only=True)
class LossyProxy:
    """Carries one request a connection to a server; a share of requests and a share of answers is cut."""

    server: tuple[str, int]
    requests_cut: float = 0.0
    answers_cut: float = 0.0
    seed: int = 1
    n_cut: int = 0
    n_carried: int = 0
    listener: socket.socket = field(init=False)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)

    @property
    def url(self) -> str:
        """Return where the proxy listens."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self) -> None:
        """Take connections until the listener is closed."""
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(line,), daemon=True).start()

    def _carry(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(30)
            request = _whole_message(line)
            if not request or self._is_cut(self.requests_cut):
                return
            with socket.create_connection(self.server, timeout=30) as onward:
                onward.sendall(_closing(request))
                answer = _until_closed(onward)
            if self._is_cut(self.answers_cut):
                line.sendall(_broken(answer, self.chance))
                return
            self.n_carried += 1
            line.sendall(answer)

    def _is_cut(self, share: float) -> bool:
        is_cut = self.chance.random() < share
        self.n_cut += is_cut
        return is_cut


@contextmanager
def lossy_line(server_url: str, *, requests_cut: float, answers_cut: float, seed: int = 1) -> Iterator[LossyProxy]:
    """Lend a line to a server that cuts these shares."""
    host, port = urlsplit(server_url).hostname or "", urlsplit(server_url).port or 80
    proxy = LossyProxy(server=(host, port), requests_cut=requests_cut, answers_cut=answers_cut, seed=seed)
    thread = threading.Thread(target=proxy.run, daemon=True)
    thread.start()
    yield proxy
    proxy.listener.shutdown(socket.SHUT_RDWR)
    proxy.listener.close()
    thread.join(timeout=5)


def _whole_message(line: socket.socket) -> bytes:
    message = b""
    while END_OF_HEAD not in message:
        more = line.recv(MOST_AT_ONCE)
        if not more:
            return b""
        message += more
    head, _, body = message.partition(END_OF_HEAD)
    lengths = [one.split(b":")[1] for one in head.split(b"\r\n")[1:] if one.lower().startswith(b"content-length:")]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0:
        more = line.recv(MOST_AT_ONCE)
        if not more:
            return b""
        message, missing = message + more, missing - len(more)
    return message


def _broken(answer: bytes, chance: random.Random) -> bytes:
    """Return what is left of an answer: as with TLS, its head comes whole or not at all."""
    left = chance.randrange(max(len(answer), 1))
    return answer[:left] if left >= answer.find(END_OF_HEAD) + len(END_OF_HEAD) else b""


def _closing(request: bytes) -> bytes:
    """Ask the server to close after its answer, so that the end of an answer is known."""
    head, _, body = request.partition(END_OF_HEAD)
    lines = [one for one in head.split(b"\r\n") if not one.lower().startswith((b"connection:", b"keep-alive:"))]
    return b"\r\n".join([*lines, b"Connection: close"]) + END_OF_HEAD + body


def _until_closed(line: socket.socket) -> bytes:
    parts = []
    while more := line.recv(MOST_AT_ONCE):
        parts.append(more)
    return b"".join(parts)
