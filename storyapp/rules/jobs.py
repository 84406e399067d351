"""Work that a worker does later: its kinds, its states, when it is tried again."""

from collections.abc import Iterable
from datetime import timedelta
from enum import Enum

MOST_TRIES = 3
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(minutes=5)  # no job is asked for later than this: a longer wait is that of a clock set back
MOST_PARTS = 8  # so many workers can share one reading; what a person waits for is behind so many shares at most


class JobKind(Enum):
    """What a worker can be asked to do; the job row carries ids only."""

    ANALYSE_STORY = "analyse_story"
    ANALYSE_MANY = "analyse_many"
    ANALYSE_PART = "analyse_part"
    LEARN_THEMES = "learn_themes"
    LEARN_RESULTS = "learn_results"
    DISCOVER = "discover"
    READ_SIGNALS = "read_signals"
    TRY_SIGNALS = "try_signals"
    HARDEN_RECEIPT = "harden_receipt"
    SEND_LETTER = "send_letter"
    IMPORT_BATCH = "import_batch"
    BUILD_REPORT = "build_report"


class JobState(Enum):
    """Parked means: tried, failed, shown to a person."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"
    STOPPED = "stopped"


OF_TELLERS = (JobKind.ANALYSE_STORY, JobKind.HARDEN_RECEIPT)  # done a moment after a teller has pressed a button
PARTS = (JobKind.ANALYSE_PART,)  # their subject is the job whose parts they are; people see that one


class Outcome(Enum):
    """How a job was left by whoever did it: done, unless it goes on."""

    DONE = "done"
    GOES_ON = "goes_on"


def state_of_whole(parts: Iterable[JobState], *, stop_asked: bool) -> JobState | None:
    """Return how a job ends by its parts, or None while one of them is left."""
    states = set(parts)
    if states & {JobState.QUEUED, JobState.RUNNING}:
        return None
    if stop_asked:
        return JobState.STOPPED
    return JobState.PARKED if JobState.PARKED in states else JobState.DONE


def wait_before_try(n_tries: int) -> timedelta:
    """Return how long to wait before trying again: 5 s, 25 s, then the job is parked."""
    return timedelta(seconds=5**n_tries)
