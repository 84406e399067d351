"""Where a panel stands apart, in words and as places for a picture; young people and adults side by side (C14)."""

from dataclasses import dataclass

from storyapp.rules.selection.disagreement import Stand, stands
from storyapp.rules.selection.methods import BallotKind
from storyapp.rules.selection.outcome import ballots_of_turn, last_turn_of
from storyapp.rules.selection.shortlist import YES
from storyapp.services.count_told import letter
from storyapp.services.minutes import Counted, Minutes
from storyapp.words.dates import percent
from storyapp.words.speech import mark, say

SPLIT_FROM, DIVIDED_FROM = 0.75, 0.35
HOW_SPLIT = ((SPLIT_FROM, mark("split in two")), (DIVIDED_FROM, mark("divided")))
ALIKE = mark("much alike")


@dataclass(frozen=True, kw_only=True)
class SplitLine:
    """One story: its letter in the picture, and how it stands, in words."""

    row: Counted
    letter: str
    stand: Stand
    liked: str
    split: str
    young: str
    adult: str

    @property
    def is_by_age(self) -> bool:
        """Tell whether young people and adults, or one of them, can be told apart here."""
        return self.stand.liked_young is not None or self.stand.liked_adult is not None


def how_split(split: float) -> str:
    """Say in words how far readers stand apart."""
    return say(next((words for least, words in HOW_SPLIT if split >= least), ALIKE))


def split_lines(told: Minutes) -> tuple[SplitLine, ...]:
    """Return the stories that were judged by three readers at least, the most divisive first."""
    sitting, turn = told.sitting, last_turn_of(told.sitting.ballots)
    asks = told.method.asks(turn)
    highest = YES if asks is BallotKind.SHORTLIST else sitting.one.highest_score
    found = stands(
        ballots_of_turn(sitting.ballots, turn), story_ids=sitting.story_ids, highest=highest,
        young=() if sitting.one.is_secret else {seat.id for seat in sitting.seats if seat.is_young},
    )  # fmt: skip
    rows = {row.read.row.story_id: (row, letter(place)) for place, row in enumerate(told.counted)}
    return tuple(_line(*rows[stand.story_id], stand) for stand in found if stand.story_id in rows)


def _line(row: Counted, its_letter: str, stand: Stand) -> SplitLine:
    return SplitLine(
        row=row, letter=its_letter, stand=stand, liked=percent(stand.liked),
        split=how_split(stand.split),
        young="–" if stand.liked_young is None else percent(stand.liked_young),
        adult="–" if stand.liked_adult is None else percent(stand.liked_adult),
    )  # fmt: skip
