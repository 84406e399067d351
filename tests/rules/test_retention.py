"""What is kept, and until when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from storyapp.rules.retention import (
    Kept,
    KeptThing,
    RetentionPolicy,
    add_months,
    end_of_day,
    erase_at,
    erasures,
    is_due,
)

SINCE = datetime(2026, 1, 31, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kept", "due_at"),
    [
        (Kept.ORIGINAL, datetime(2028, 1, 31, 10, 0, tzinfo=UTC)),
        (Kept.IDENTITY, datetime(2026, 5, 1, 10, 0, tzinfo=UTC)),
        (Kept.DRAFT, datetime(2026, 2, 1, 10, 0, tzinfo=UTC)),
        (Kept.WAITING_FOR_GUARDIAN, datetime(2026, 3, 2, 10, 0, tzinfo=UTC)),
    ],
    ids=["24 months after the programme", "90 days after last need", "24 hours", "30 days for a guardian"],
)
def test_how_long_a_thing_is_kept(kept, due_at):
    assert erase_at(kept, since=SINCE) == due_at


@pytest.mark.parametrize("kept", list(Kept))
def test_nothing_is_due_while_its_time_does_not_run(kept):
    assert erase_at(kept, since=None) is None
    assert not is_due(kept, since=None, now=SINCE)


@pytest.mark.parametrize(
    ("now", "due"),
    [(SINCE + timedelta(hours=24) - timedelta(seconds=1), False), (SINCE + timedelta(hours=24), True)],
    ids=["a second before", "at the moment"],
)
def test_a_draft_goes_on_time(now, due):
    assert is_due(Kept.DRAFT, since=SINCE, now=now) is due


def test_a_programme_may_keep_for_a_shorter_time():
    policy = RetentionPolicy(original_months=6)

    assert erase_at(Kept.ORIGINAL, since=SINCE, policy=policy) == datetime(2026, 7, 31, 10, 0, tzinfo=UTC)


def test_the_list_has_what_is_due_soonest_first():
    things = [
        KeptThing(thing_id=1, kept=Kept.IDENTITY, since=SINCE),
        KeptThing(thing_id=2, kept=Kept.DRAFT, since=SINCE),
        KeptThing(thing_id=3, kept=Kept.ORIGINAL, since=None),
        KeptThing(thing_id=4, kept=Kept.ORIGINAL, since=SINCE),
    ]

    assert [erasure.thing_id for erasure in erasures(things, until=SINCE + timedelta(days=100))] == [2, 1]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 12, 15), 24, date(2028, 12, 15)),
    ],
    ids=["leap day", "short month", "over new year", "two years"],
)
def test_months_later(day, months, expected):
    assert add_months(day, months) == expected


def test_a_day_ends_when_the_next_begins():
    assert end_of_day(date(2026, 2, 28)) == datetime(2026, 3, 1, tzinfo=UTC)
