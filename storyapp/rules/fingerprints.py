"""The fingerprint of a round: the same ballots and texts give the same one at any time, on any machine (C15).

It is taken over what was chosen, why and from which texts, and never over who cast which ballot.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_VERSION = "storyapp-minutes-1"


@dataclass(frozen=True, kw_only=True)
class TextRead:
    """One story as a panel read it."""

    public_id: str
    version: int
    texts: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class VoteCast:
    """One ballot without its voter; `story` is a public id, empty for an abstention."""

    turn: int
    story: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RoundFingerprint:
    """The fingerprint of a round and of its parts, so that a difference can be found."""

    whole: str
    ballots: str
    decision: str
    texts: tuple[tuple[TextRead, str], ...]  # in the order of public ids


def fingerprint_round(
    *, texts: Iterable[TextRead], votes: Iterable[VoteCast], decision: Sequence[str], dissents: Iterable[str]
) -> RoundFingerprint:
    """Return the fingerprint of a decided round. The order in which ballots and texts are given does not matter."""
    read = sorted(texts, key=lambda text: text.public_id)
    prints = tuple((text, fingerprint([text.public_id, text.version, *text.texts])) for text in read)
    ballots = fingerprint(sorted([vote.turn, vote.story, vote.reason] for vote in votes))
    chosen = [text.public_id for text in read if text.is_chosen]
    decided = fingerprint([list(decision), chosen, sorted(dissents)])
    whole = fingerprint([ballots, decided, [one for _, one in prints]])
    return RoundFingerprint(whole=whole, ballots=ballots, decision=decided, texts=prints)


def fingerprint(value: Any) -> str:
    """Return the SHA-256 of plain values, in hexadecimal."""
    packed = json.dumps([_VERSION, value], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode("ascii")).hexdigest()
