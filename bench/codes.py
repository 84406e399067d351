"""A whole class at once, and somebody who guesses codes: what is acknowledged, what is slowed, what time tells."""

import secrets
import time
from collections.abc import Iterator, Sequence

import numpy as np
from flask import Flask

from bench.figures import Figure
from bench.house import a_house, full_app, has_postgres, served
from bench.load import measure
from bench.pages import prepared
from storyapp.data.db import db
from storyapp.data.tables.stories import Receipt
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.services import receipts
from tests import builders
from tests.pages import start_afresh

N_AT_ONCE, N_GUESSES, N_TIMED = 200, 20_000, 3_000  # chance alone moves an AUC of 3,000 by .0075
PROCESSES = {"sqlite": 1, "postgresql": 2}  # as README and compose.yaml serve them
WAIT = b"wait and try again"


def run() -> Iterator[Figure]:
    """Measure on SQLite and, where there is a server, on PostgreSQL; time is measured once."""
    for database in ("sqlite", "postgresql"):
        if database == "postgresql" and not has_postgres():
            continue
        yield from _a_class(database)
    with a_house("sqlite") as (app, _):
        yield from guesses(app, N_GUESSES)
        yield from _time_tells()


def _a_class(database: str) -> Iterator[Figure]:
    with a_house(database) as (app, settings):
        _, token = builders.an_invitation(builders.a_programme(), budget=N_AT_ONCE)
        requests, _ = prepared(app, token, n=N_AT_ONCE)
        with served(full_app, settings, processes=PROCESSES[database]) as server:
            sent = measure(server.port, requests, connections=N_AT_ONCE)
    name = f"{N_AT_ONCE} send at the same moment, {database}"
    lost = N_AT_ONCE - sent.statuses.get(303, 0)
    yield Figure(f"{name}: not acknowledged", lost, "stories", at_most=0, statuses=sent.statuses, digits=0)
    yield Figure(f"{name}: 95 of 100 within", sent.p95_ms, "ms", at_most=1200, digits=0)


def guesses(app: Flask, n: int) -> Iterator[Figure]:
    """Try random codes as somebody without cookies, who takes a new form for each."""
    a_story_with_a_code()
    hits = slowed = 0
    for _ in range(n):
        opened, was_slowed = guess(app, f"{secrets.randbelow(10**20):020d}")
        hits, slowed = hits + opened, slowed + was_slowed
    yield Figure(f"{n:,} random codes: opened a story", hits, "", at_most=0, digits=0)
    yield Figure(f"{n:,} random codes: not slowed", 100 * (n - slowed) / n, "%", at_most=1)


def guess(app: Flask, code: str) -> tuple[bool, bool]:
    """Send one code from a browser that was never here; return whether it opened something and whether it was slowed."""
    start_afresh(app)
    client, visitor = app.test_client(), secrets.token_hex(8)
    client.set_cookie("visitor", visitor)
    client.set_cookie("language", "en")
    answer = client.post("/my-story", data={"csrf_token": kit().vault.sign(visitor, "csrf"), "code": code})
    opened = answer.headers["Location"].endswith("/view")
    return opened, WAIT in client.get("/my-story").data


def a_story_with_a_code() -> str:
    """Make a story and return its code, hardened as the worker does it."""
    code = receipts.fresh_code()
    story = builders.a_story(builders.a_programme())
    values = receipts.receipt_values(story.id, code)
    hardened = kit().vault.hash_password(values.pop("verifier_hmac").hex())
    db.session.merge(Receipt(**values, verifier_hmac=None, verifier_argon2=hardened))
    db.session.commit()
    return code.digits


def _time_tells() -> Iterator[Figure]:
    known = [a_story_with_a_code() for _ in range(N_TIMED // 3)]
    near, far = [], []
    for n in range(N_TIMED):
        near.append(_took(known[n % len(known)][:6] + f"{secrets.randbelow(10**14):014d}"))
        far.append(_took(f"{secrets.randbelow(10**20):020d}"))
    area = auc(near, far)
    yield Figure(f"time of {N_TIMED:,} wrong codes near a real one, and of others: AUC", area, "", digits=3)
    yield Figure("the same: away from .5 by", abs(area - 0.5), "", at_most=0.03, digits=3)


def _took(code: str) -> float:
    began = time.perf_counter()
    try:
        receipts.come_back(code, visitor=secrets.token_hex(8))
    except RuleBroken as broken:
        if broken.code != "receipt.unknown":
            raise
    return time.perf_counter() - began


def auc(ones: Sequence[float], others: Sequence[float]) -> float:
    """Return how often a value of `ones` is above one of `others` (Mann and Whitney's U over n × m)."""
    above = np.subtract.outer(np.asarray(ones), np.asarray(others))
    return float((above > 0).mean() + (above == 0).mean() / 2)
