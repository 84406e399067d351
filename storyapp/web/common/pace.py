"""Slows down whoever tries many codes without cookies; an address is a keyed hash in memory, for ten minutes."""

import hashlib
import math
import secrets
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from flask import current_app, request

from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken

MOST_WRONG = 60  # from one address: a school sits behind one, and every second child of a class may mistype
WITHIN = timedelta(minutes=10)
MOST_ADDRESSES = 10_000


class WrongCodes:
    """Wrong codes of the last ten minutes, by address."""

    def __init__(self) -> None:
        self.key = secrets.token_bytes(32)
        self.lock = Lock()
        self.wrong: OrderedDict[bytes, deque[datetime]] = OrderedDict()

    def check(self, address: str, now: datetime) -> None:
        """Raise RuleBroken while an address has to wait."""
        with self.lock:
            times = self.wrong.get(self._place(address), deque())
            while times and times[0] + WITHIN <= now:
                times.popleft()
            if len(times) >= MOST_WRONG:
                left = times[0] + WITHIN - now
                raise RuleBroken("receipt.wait", minutes=math.ceil(left / timedelta(minutes=1)))

    def count(self, address: str, now: datetime) -> None:
        """Count a wrong code; the address that was quiet longest is forgotten where there are too many."""
        with self.lock:
            place = self._place(address)
            self.wrong.setdefault(place, deque(maxlen=MOST_WRONG)).append(now)
            self.wrong.move_to_end(place)
            if len(self.wrong) > MOST_ADDRESSES:
                self.wrong.popitem(last=False)

    def _place(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode(), key=self.key, digest_size=16).digest()


@contextmanager
def at_a_pace() -> Iterator[None]:
    """Check a code inside the block; a wrong one counts for the address from which it came."""
    wrong: WrongCodes = current_app.extensions.setdefault("wrong_codes", WrongCodes())
    address = request.remote_addr or ""
    wrong.check(address, kit().clock())
    try:
        yield
    except RuleBroken as broken:
        if broken.code.endswith(".unknown"):
            wrong.count(address, kit().clock())
        raise
