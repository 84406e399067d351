"""The receipt: twenty digits by which a teller without an account comes back (design: safety)."""

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storyapp.rules.errors import RuleBroken

N_DIGITS = 20
N_SELECTOR = 6
GROUP = 4
FREE_TRIES = 4
LONGEST_WAIT = timedelta(minutes=60)
_LOOKS_LIKE = str.maketrans({**dict.fromkeys("OoОо", "0"), **dict.fromkeys("IlІ|", "1"), **dict.fromkeys("Зз", "3")})
_PUNCTUATION = {"Pd", "Zs", "Cc", "Cf"}  # dashes, spaces, line ends, zero width


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Six digits find the story, fourteen prove the right to it; neither is ever printed by accident."""

    selector: str = field(repr=False)
    verifier: str = field(repr=False)

    @property
    def digits(self) -> str:
        """Return all twenty digits."""
        return self.selector + self.verifier

    @property
    def grouped(self) -> str:
        """Return the digits in groups of four, as they are shown and printed."""
        return " ".join(self.digits[n : n + GROUP] for n in range(0, N_DIGITS, GROUP))


def new_receipt(random_digits: Callable[[int], str]) -> Receipt:
    """Make a receipt from a source of chance: asked for n, it answers n random digits."""
    return _receipt_of(random_digits(N_DIGITS))


def parse_receipt(typed: str) -> Receipt:
    """Read a receipt as people type it: spaces, dashes and dots, letters that look like digits, any script's digits."""
    signs = [sign for sign in typed.translate(_LOOKS_LIKE) if sign not in "._" and not _separates(sign)]
    values = [unicodedata.decimal(sign, -1) for sign in signs]
    if -1 in values or len(values) != N_DIGITS:
        raise RuleBroken("receipt.not-twenty-digits", n_digits=sum(value >= 0 for value in values))
    return _receipt_of("".join(str(value) for value in values))


def wait_after(n_failures: int) -> timedelta:
    """Return how long to wait: nothing for four wrong tries, then 1, 2, 4 … minutes, an hour at most."""
    if n_failures <= FREE_TRIES:
        return timedelta(0)
    doublings = min(n_failures - FREE_TRIES - 1, 6)
    return min(timedelta(minutes=2**doublings), LONGEST_WAIT)


def holds(left: timedelta) -> bool:
    """Tell whether so much of a wait keeps somebody waiting; more than any wait is that of a clock set back since."""
    return timedelta(0) < left <= 2 * LONGEST_WAIT


def check_pace(*, n_failures: int, last_failed_at: datetime | None, now: datetime) -> None:
    """Raise RuleBroken while somebody who typed wrong receipts has to wait."""
    if last_failed_at is None:
        return
    left = last_failed_at + wait_after(n_failures) - now
    if holds(left):
        raise RuleBroken("receipt.wait", minutes=math.ceil(left / timedelta(minutes=1)))


def _separates(sign: str) -> bool:
    return unicodedata.category(sign) in _PUNCTUATION or sign == "−"


def _receipt_of(digits: str) -> Receipt:
    if len(digits) != N_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise ValueError("a receipt is made of twenty digits")
    return Receipt(selector=digits[:N_SELECTOR], verifier=digits[N_SELECTOR:])
