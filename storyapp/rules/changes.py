"""Changes that a programme made because of stories, and what young people say of them."""

from collections.abc import Mapping
from enum import Enum

STATUSES = ("done", "doing", "planned", "dropped")  # in the order in which everybody reads them
ORDER: Mapping[str, int] = {status: place for place, status in enumerate(STATUSES)}


class YouthMark(Enum):
    """Whether young people find that it was done (holding to account: they have the last word on it)."""

    DONE = "done"
    NOT_DONE = "not_done"
