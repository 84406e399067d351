"""What the lines of the health page say."""

from storyapp.rules.health import HealthLine
from storyapp.words.dates import moment, number
from storyapp.words.speech import mark, say

HEALTH = {
    "database": mark("The database answers and has the newest shape."),
    "database.old": mark("The database has an older shape. Bring it up to date."),
    "worker": mark("A worker is there; it was seen on %(at)s."),
    "worker.none": mark("Jobs are done at once; no worker is needed."),
    "worker.never": mark("No worker has been seen yet: stories are not read, letters do not leave. Start one."),
    "worker.silent": mark("No worker has been seen since %(at)s: stories are not read, letters do not leave. Start one."),
    "queue": mark("Nothing waits for long. Jobs that wait now: %(n)s."),
    "queue.slow": mark("Jobs that wait: %(n)s, the oldest since %(at)s."),
    "parked": mark("Jobs that were put aside after three tries: %(n)s. Their programmes list them."),
    "parked.none": mark("No job was put aside."),
    "disk": mark("Room on the disk: %(n)s MB."),
    "disk.little": mark("Little room on the disk: %(n)s MB. Make some before stories are refused."),
    "backup": mark("Last backup: %(at)s."),
    "backup.old": mark("The last backup is of %(at)s. Make one, best every night."),
    "backup.never": mark("There is no backup yet. Make one, best every night, and keep the keys apart."),
    "keys": mark("The keys are there, and only their owner may read them."),
    "keys.open": mark("Others on this computer may read the keys. Take that right from them."),
    "keys.gone": mark("A file of keys is missing. Without it no original can be opened."),
}  # fmt: skip

COMMANDS = {"database.old": "storyapp upgrade", "backup.old": "storyapp backup", "backup.never": "storyapp backup"}


def health_words(line: HealthLine) -> str:
    """Say one line."""
    return say(HEALTH[line.code], n=number(line.n), at=moment(line.at) if line.at is not None else "")
