"""A round of 60 people and 40 stories: its page beside the least that reads anything, 25 phones that ask, 25 that vote."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import func, select

from bench.figures import Figure
from bench.house import a_house, bare_app, full_app, has_postgres, reading_app, served
from bench.load import Measured, get, measure, post
from storyapp.data.db import db
from storyapp.data.tables.rounds import BallotCast
from storyapp.gateways.kit import kit
from storyapp.rules.rounds import Method
from storyapp.services import rounds, shares, voting
from storyapp.services.sessions import begin_seat_visit, begin_staff_visit
from tests.services.round_builders import BECAUSE, Table

N_PEOPLE, N_STORIES, N_PHONES, READERS = 60, 40, 25, 6
N_HELLO, N_PAGES, N_POLLS = 1500, 40, 300
ASKS_EVERY = 5  # seconds


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A round on the table, and the cookies of who looks at it."""

    page: str
    staff: str
    phones: tuple[str, ...]
    votes: tuple[bytes, ...]
    round_id: int


def run() -> Iterator[Figure]:
    """Measure on SQLite and, where there is a server, on PostgreSQL."""
    with served(bare_app) as bare:
        hello = measure(bare.port, [get("/")] * N_HELLO)
    for database in ("sqlite", "postgresql"):
        if database == "postgresql" and not has_postgres():
            continue
        for readers in (0, READERS):
            yield from _a_round(database, readers, hello)


def _a_round(database: str, readers: int, hello: Measured) -> Iterator[Figure]:
    name = f"{'dealt round' if readers else 'round'} of {N_PEOPLE} × {N_STORIES}, {database}"
    with a_house(database) as (_, settings):
        laid = _lay(readers)
        with served(reading_app, settings) as server:
            reading = measure(server.port, [get("/")] * N_HELLO)
        with served(full_app, settings) as server:
            measure(server.port, [get(laid.page, laid.staff)] * 5)
            page = measure(server.port, [get(laid.page, laid.staff)] * N_PAGES)
            yield Figure(f"{name}: a bare page is faster by", hello.per_second / page.per_second, "×", most=4)
            yield Figure(f"{name}: a page that reads one row is faster by", reading.per_second / page.per_second, "×")
            if not readers:
                yield from _phones(name, server.port, laid)
                yield _votes(name, server.port, laid)


def _lay(readers: int) -> Laid:
    table = Table(
        n_stories=N_STORIES, labels=tuple(f"Person {n}" for n in range(N_PEOPLE)), is_open=False, method=Method.SCORING
    )
    account_id = table.facilitator.id
    shares.deal_out(table.programme, table.id, readers, account_id=account_id)
    rounds.open_round(table.programme, table.id, account_id=account_id)
    seats = table.sitting.seats
    for seat in seats[N_PHONES : N_PHONES + 20]:
        reads = voting.place_of(seat).reads
        for n, read in enumerate(reads if readers else (), 1):
            voting.note_read(seat.id, n, read.row.story_id)
        marks = {read.row.story_id: 1 + n % 5 for n, read in enumerate(reads)}
        voting.cast(seat.id, reason=BECAUSE, turn=1, marks=marks)
    cookies = [begin_seat_visit(seat.id, lasts=seat.expires_at - kit().clock()) for seat in seats[:N_PHONES]]
    phones = tuple(f"panel={one}; language=en; visitor=phone-{n}" for n, one in enumerate(cookies))
    staff = f"staff={begin_staff_visit(account_id, has_second_factor=True)}; language=en; visitor=somebody"
    ballots = [
        urlencode({
            "csrf_token": kit().vault.sign(f"phone-{n}", "csrf"), "turn": "1", "reason": BECAUSE,
            **{f"mark-{public_id}": "3" for public_id in table.public_ids},
        })
        for n in range(N_PHONES)
    ]  # fmt: skip
    votes = tuple(post("/panel/vote", body, phone) for body, phone in zip(ballots, phones, strict=True))
    page = f"/p/{table.programme.slug}/rounds/{table.id}"
    return Laid(page=page, staff=staff, phones=phones, votes=votes, round_id=table.id)


def _phones(name: str, port: int, laid: Laid) -> Iterator[Figure]:
    """Ask as phones in a room do, with the tag of the answer before: most answers are "as before"."""
    tagged = [_asking(port, cookie) for cookie in laid.phones]
    asked = measure(port, (tagged * (N_POLLS // N_PHONES + 1))[:N_POLLS])
    full = {status: n for status, n in asked.statuses.items() if status != 304}
    yield Figure(f"{name}: {N_PHONES} phones ask, as before", asked.per_second, "answers/s", statuses=asked.statuses)
    needed = N_PHONES / ASKS_EVERY
    yield Figure(f"{name}: of what the server could answer, the phones take", 100 * needed / asked.per_second, "%")
    n_full = sum(full.values()) / N_POLLS * needed
    yield Figure(f"{name}: answers beyond “as before”", n_full, "a second", at_most=5)


def _asking(port: int, cookie: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/panel", headers={"Cookie": cookie, "X-Poll": "1", "Accept-Language": "en"})
    answer = connection.getresponse()
    answer.read()
    head = f"X-Poll: 1\r\nIf-None-Match: {answer.headers['ETag']}\r\n\r\n"
    return get("/panel", cookie)[:-2] + head.encode()


def _votes(name: str, port: int, laid: Laid) -> Figure:
    """Let all phones vote at one moment; every ballot must be there once."""
    start, began = threading.Barrier(N_PHONES), time.perf_counter()
    statuses: dict[int, int] = {}
    lock = threading.Lock()

    def vote(request: bytes) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            start.wait()
            connection.sendall(request)
            status = int(connection.makefile("rb").readline().split()[1])
        with lock:
            statuses[status] = statuses.get(status, 0) + 1

    threads = [threading.Thread(target=vote, args=(request,)) for request in laid.votes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    db.session.rollback()
    n = db.session.scalar(select(func.count(BallotCast.id)).where(BallotCast.round_id == laid.round_id)) or 0
    if n != N_PHONES + 20:
        raise RuntimeError(f"{n} ballots instead of {N_PHONES + 20}: {statuses}")
    return Figure(f"{name}: {N_PHONES} votes at one moment, all counted once, in", took, "s", statuses=statuses, most=2)
