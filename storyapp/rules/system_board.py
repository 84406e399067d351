"""What becomes of stories in the system itself: told, read, discussed, chosen, checked, answered (MSC guide, step 9)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from storyapp.rules.people import TellerRole
from storyapp.rules.stories import Direction


class Stage(Enum):
    """How far a story came; each is counted over all stories told, so that none hides behind another."""

    READ = "read"  # it lay on the table of a panel that has decided
    DISCUSSED = "discussed"  # somebody named, marked or compared it on a ballot
    CHOSEN = "chosen"
    CHECKED = "checked"
    ANSWERED = "answered"  # its teller has an answer
    SEEN = "seen"  # and has seen it


@dataclass(frozen=True, kw_only=True)
class StoryFate:
    """What became of one story that is counted."""

    story_id: int
    period_id: int | None
    direction: Direction | None
    teller_role: TellerRole
    stages: frozenset[Stage]

    @property
    def got_worse(self) -> bool:
        """Tell whether its teller says that something got worse."""
        return self.direction is Direction.WORSE


@dataclass(frozen=True, kw_only=True)
class RoundFact:
    """One decided round: an act of a panel, which is no secret."""

    period_id: int
    is_youth: bool
    is_outside: bool
    selection_level: int
    panel_name: str
    method: str
    n_seats: int
    n_chosen: int


GroupOf = Callable[[StoryFate], str]


def stages_by(fates: Iterable[StoryFate], group_of: GroupOf) -> tuple[Mapping[tuple[str, str], int], Mapping[str, int]]:
    """Count stories by stage and group: (stage, group) → stories, and group → all that were told."""
    at: Counter[tuple[str, str]] = Counter()
    told: Counter[str] = Counter()
    for fate in fates:
        group = group_of(fate)
        told[group] += 1
        for stage in fate.stages:
            at[stage.name, group] += 1
    return at, told
