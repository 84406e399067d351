"""Work that a worker does later: its kinds, its states, when it is tried again."""

from datetime import timedelta
from enum import Enum

MOST_TRIES = 3
LEASE = timedelta(minutes=5)


class JobKind(Enum):
    """What a worker can be asked to do; the job row carries ids only."""

    ANALYSE_STORY = "analyse_story"
    ANALYSE_MANY = "analyse_many"
    LEARN_THEMES = "learn_themes"
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


def wait_before_try(n_tries: int) -> timedelta:
    """Return how long to wait before trying again: 5 s, 25 s, then the job is parked."""
    return timedelta(seconds=5**n_tries)
