"""What is well with the house, what should be looked at, and what at once."""

from datetime import UTC, datetime, timedelta

import pytest

from storyapp.rules.health import HealthFacts, HealthState, health_of, worst_of

NOW = datetime(2026, 5, 20, 9, tzinfo=UTC)
WELL = dict(
    now=NOW, is_newest_shape=True, does_jobs_itself=False, worker_seen_at=NOW - timedelta(minutes=1), n_waiting=3,
    waits_since=NOW - timedelta(minutes=2), free_mb=5000, backed_up_at=NOW - timedelta(hours=20),
)  # fmt: skip


def line(code, **changes):
    """Return the state of the one line whose code begins so."""
    (found,) = [one for one in health_of(HealthFacts(**{**WELL, **changes})) if one.code.partition(".")[0] == code]
    return found.code, found.state


def test_a_house_that_is_well_says_so_in_every_line():
    lines = health_of(HealthFacts(**WELL))

    assert {one.state for one in lines} == {HealthState.WELL}
    assert worst_of(lines) is HealthState.WELL


@pytest.mark.parametrize(
    ("code", "changes", "said", "state"),
    [
        ("database", {"is_newest_shape": False}, "database.old", HealthState.NOW),
        ("worker", {"worker_seen_at": None}, "worker.never", HealthState.NOW),
        ("worker", {"worker_seen_at": NOW - timedelta(minutes=6)}, "worker.silent", HealthState.NOW),
        ("worker", {"worker_seen_at": None, "does_jobs_itself": True}, "worker.none", HealthState.WELL),
        ("queue", {"waits_since": NOW - timedelta(minutes=11)}, "queue.slow", HealthState.LOOK),
        ("queue", {"waits_since": NOW - timedelta(minutes=61)}, "queue.slow", HealthState.NOW),
        ("queue", {"waits_since": None, "n_waiting": 0}, "queue", HealthState.WELL),
        ("parked", {"n_parked": 1}, "parked", HealthState.LOOK),
        ("disk", {"free_mb": 1023}, "disk.little", HealthState.LOOK),
        ("disk", {"free_mb": 199}, "disk.little", HealthState.NOW),
        ("backup", {"backed_up_at": None}, "backup.never", HealthState.NOW),
        ("backup", {"backed_up_at": NOW - timedelta(days=3)}, "backup.old", HealthState.LOOK),
        ("backup", {"backed_up_at": NOW - timedelta(days=8)}, "backup.old", HealthState.NOW),
        ("keys", {"has_keys": False}, "keys.gone", HealthState.NOW),
        ("keys", {"are_keys_private": False}, "keys.open", HealthState.NOW),
    ],
)
def test_what_is_not_well_is_named_and_weighed(code, changes, said, state):
    assert line(code, **changes) == (said, state)


def test_the_most_pressing_line_speaks_for_the_house():
    lines = health_of(HealthFacts(**{**WELL, "n_parked": 1, "backed_up_at": None}))

    assert worst_of(lines) is HealthState.NOW
