"""A story's life: told, screened, held, withdrawn."""

from enum import Enum

from storyapp.rules.errors import RuleBroken

SHORTEST_STORY = 3
LONGEST_TEXT = 20_000
MOST_CHANGES = 5


class Direction(Enum):
    """Which way the change went; "nothing changed" is as welcome as the rest (A6)."""

    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"
    NO_CHANGE = "no_change"


class Mode(Enum):
    """Who held the pen."""

    SELF = "self"
    INTERVIEWER = "interviewer"
    PEER = "peer"
    GROUP = "group"
    PAPER = "paper"
    IMPORT = "import"


WRITTEN_DOWN = frozenset({Mode.INTERVIEWER, Mode.PEER})


class Others(Enum):
    """What a screener found of other people in a text; who could be recognised is covered or reworded first (B9)."""

    NOT_SPOKEN_OF = "not_spoken_of"
    NOT_RECOGNISABLE = "not_recognisable"


class ReadBack(Enum):
    """How a story that somebody else wrote down was read back to its teller."""

    TICKED = "ticked"  # the teller heard or read it and ticked
    BY_CODE = "by_code"  # the teller confirmed it later, with the code
    AWAITED = "awaited"  # the teller wants to confirm with the code and has not yet
    DISPUTED = "disputed"  # with the code the teller said that it is not what was told
    NOT_WANTED = "not_wanted"
    NO_TIME = "no_time"

    @property
    def is_confirmed(self) -> bool:
        """Tell whether the teller said: yes, that is what I told."""
        return self in (ReadBack.TICKED, ReadBack.BY_CODE)


class StoryState(Enum):
    """Where a story stands on its way."""

    WAITING_FOR_GUARDIAN = "waiting_for_guardian"
    TOLD = "told"
    SCREENED = "screened"
    WITHDRAWN = "withdrawn"


def check_story(*, happened: str, matters: str) -> None:
    """Raise RuleBroken where there is no story to send: a few words of what happened are enough."""
    if len(happened.split()) < SHORTEST_STORY:
        raise RuleBroken("story.too-short", shortest=SHORTEST_STORY)
    if max(len(happened), len(matters)) > LONGEST_TEXT:
        raise RuleBroken("story.too-long", longest=LONGEST_TEXT)


def check_reading_back(mode: Mode, now: ReadBack | None, said: ReadBack) -> None:
    """Raise RuleBroken where a teller with a code has nothing to confirm: own words, or answered before."""
    if mode not in WRITTEN_DOWN:
        raise RuleBroken("read-back.own-words")
    if now is not None and now in (ReadBack.TICKED, ReadBack.BY_CODE, ReadBack.DISPUTED):
        raise RuleBroken("read-back.answered")
    if said not in (ReadBack.BY_CODE, ReadBack.DISPUTED):
        raise RuleBroken("read-back.answered")


def check_screening(state: StoryState) -> None:
    """Raise RuleBroken where the working text may not be confirmed now."""
    if state is StoryState.WITHDRAWN:
        raise RuleBroken("story.withdrawn")
    if state is StoryState.WAITING_FOR_GUARDIAN:
        raise RuleBroken("story.waiting-for-guardian")
