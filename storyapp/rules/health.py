"""How the house is: what is well, what should be looked at soon, what at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

WORKER_SILENT = timedelta(minutes=5)  # it says every half a minute that it is there
WAITS_LONG, WAITS_TOO_LONG = timedelta(minutes=10), timedelta(hours=1)
BACKUP_SOON, BACKUP_NOW = timedelta(days=2), timedelta(days=7)
LITTLE_ROOM, NO_ROOM = 1024, 200  # megabytes


class HealthState(Enum):
    """What a line of the health page asks of its reader."""

    WELL = "well"
    LOOK = "look"
    NOW = "now"


@dataclass(frozen=True, kw_only=True)
class HealthFacts:
    """What was seen of the house at one moment."""

    now: datetime
    is_newest_shape: bool
    does_jobs_itself: bool  # no worker is needed
    worker_seen_at: datetime | None = None
    n_waiting: int = 0
    waits_since: datetime | None = None
    n_parked: int = 0
    free_mb: int = 0
    backed_up_at: datetime | None = None
    has_keys: bool = True
    are_keys_private: bool = True


@dataclass(frozen=True, kw_only=True)
class HealthLine:
    """One line: a code for its words, how it is, and what the words are filled with."""

    code: str
    state: HealthState
    n: int = 0
    at: datetime | None = None


def health_of(facts: HealthFacts) -> tuple[HealthLine, ...]:
    """Return one line for each part of the house, always in the same order."""
    return (_database(facts), _worker(facts), _queue(facts), _parked(facts), _disk(facts), _backup(facts), _keys(facts))


def worst_of(lines: tuple[HealthLine, ...]) -> HealthState:
    """Return what the whole house asks: the most pressing of its lines."""
    order = list(HealthState)
    return max((line.state for line in lines), key=order.index)


def _database(facts: HealthFacts) -> HealthLine:
    if facts.is_newest_shape:
        return HealthLine(code="database", state=HealthState.WELL)
    return HealthLine(code="database.old", state=HealthState.NOW)


def _worker(facts: HealthFacts) -> HealthLine:
    if facts.does_jobs_itself:
        return HealthLine(code="worker.none", state=HealthState.WELL)
    if facts.worker_seen_at is None:
        return HealthLine(code="worker.never", state=HealthState.NOW)
    is_silent = facts.now - facts.worker_seen_at > WORKER_SILENT
    code, state = ("worker.silent", HealthState.NOW) if is_silent else ("worker", HealthState.WELL)
    return HealthLine(code=code, state=state, at=facts.worker_seen_at)


def _queue(facts: HealthFacts) -> HealthLine:
    waits = facts.now - facts.waits_since if facts.waits_since is not None else timedelta(0)
    if waits <= WAITS_LONG:
        return HealthLine(code="queue", state=HealthState.WELL, n=facts.n_waiting)
    state = HealthState.NOW if waits > WAITS_TOO_LONG else HealthState.LOOK
    return HealthLine(code="queue.slow", state=state, n=facts.n_waiting, at=facts.waits_since)


def _parked(facts: HealthFacts) -> HealthLine:
    if not facts.n_parked:
        return HealthLine(code="parked.none", state=HealthState.WELL)
    return HealthLine(code="parked", state=HealthState.LOOK, n=facts.n_parked)


def _disk(facts: HealthFacts) -> HealthLine:
    if facts.free_mb >= LITTLE_ROOM:
        return HealthLine(code="disk", state=HealthState.WELL, n=facts.free_mb)
    state = HealthState.NOW if facts.free_mb < NO_ROOM else HealthState.LOOK
    return HealthLine(code="disk.little", state=state, n=facts.free_mb)


def _backup(facts: HealthFacts) -> HealthLine:
    if facts.backed_up_at is None:
        return HealthLine(code="backup.never", state=HealthState.NOW)
    age = facts.now - facts.backed_up_at
    if age <= BACKUP_SOON:
        return HealthLine(code="backup", state=HealthState.WELL, at=facts.backed_up_at)
    state = HealthState.NOW if age > BACKUP_NOW else HealthState.LOOK
    return HealthLine(code="backup.old", state=state, at=facts.backed_up_at)


def _keys(facts: HealthFacts) -> HealthLine:
    if not facts.has_keys:
        return HealthLine(code="keys.gone", state=HealthState.NOW)
    if not facts.are_keys_private:
        return HealthLine(code="keys.open", state=HealthState.NOW)
    return HealthLine(code="keys", state=HealthState.WELL)
