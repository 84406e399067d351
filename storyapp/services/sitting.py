"""A round with all that lies on its table at this moment, and which stories its panel may read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storyapp.data.queries import rounds as queries
from storyapp.data.queries.appearing import appears_in
from storyapp.data.queries.rounds import Read
from storyapp.data.tables.rounds import BallotCast, Comparison, Recusal, Round, Seat, SeatTurn, Share
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.rounds import Method, RoundState
from storyapp.rules.sampling import reading_order
from storyapp.rules.selection.methods import METHODS, BallotKind, MethodSpec, decide
from storyapp.rules.selection.outcome import NOTHING, Ballot, Outcome
from storyapp.rules.stories import StoryState
from storyapp.services import rewording

WORDS_A_MINUTE = 150
LONGEST_NAME = 60
INSIDE = Where.YOUTH_PANEL, Where.PANEL
OUTSIDE = Where.OUTSIDE_YOUTH_PANEL, Where.OUTSIDE_PANEL  # only what two people have read (B9)


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A round with all that lies on its table at this moment."""

    one: Round
    reads: tuple[Read, ...]
    seats: tuple[Seat, ...]  # revoked ones are kept apart
    left: tuple[Seat, ...]
    cast: tuple[BallotCast, ...]  # of seats that still hold
    recusals: tuple[Recusal, ...]
    marks: Mapping[int, Mapping[int, int]]  # by ballot
    comparisons: Mapping[int, Sequence[Comparison]]  # by ballot
    secret: tuple[SeatTurn, ...]  # who has cast a secret ballot
    shares: Mapping[int, Sequence[Share]]  # by seat; empty where everybody reads everything
    allowed: frozenset[int]  # the stories that all these readers may read at this moment

    @property
    def on_table(self) -> tuple[Read, ...]:
        """Return the stories that this panel judges; once it has decided, those that it judged."""
        if self.one.state in (RoundState.DECIDED, RoundState.FINISHED):
            return tuple(read for read in self.reads if not read.row.is_removed)
        return tuple(read for read in self.reads if self.may_read(read))

    @property
    def is_dealt(self) -> bool:
        """Tell whether each reader has a share of the stories, instead of all of them."""
        return self.one.readers > 0

    def to_read(self, seat: Seat) -> tuple[Read, ...]:
        """Return the stories that this seat has to read: its share, or all, without those that have left."""
        readable = {read.row.story_id: read for read in self.on_table if self.may_read(read)}
        if self.is_dealt:
            return tuple(readable[row.story_id] for row in self.shares.get(seat.id, ()) if row.story_id in readable)
        return tuple(readable[story_id] for story_id in reading_order(seat.id, readable, str(self.one.id)))

    def read_by(self, seat: Seat) -> frozenset[int]:
        """Return what this seat has opened of its share."""
        return frozenset(row.story_id for row in self.shares.get(seat.id, ()) if row.is_read)

    def judged_by(self, seat: Seat) -> frozenset[int]:
        """Return what this seat may judge: where shares were dealt, only what it has read."""
        return self.read_by(seat) if self.is_dealt else frozenset(self.story_ids)

    @property
    def n_gone(self) -> int:
        """Return how many stories have left the table; nobody here learns why."""
        return len(self.reads) - len(self.on_table)

    def reads_of(self, story_ids: Collection[int]) -> tuple[Read, ...]:
        """Return these stories, as far as the round holds them."""
        return tuple(read for read in self.reads if read.row.story_id in story_ids)

    def may_read(self, read: Read) -> bool:
        """Tell whether this panel may read the story now: consent and safety are asked anew each time."""
        return not read.row.is_removed and read.row.story_id in self.allowed

    @property
    def ballots(self) -> tuple[Ballot, ...]:
        """Return the ballots as the rules of selection want them.

        A secret one has no seat: the number drawn for it stands there, below nought. Whom its writer knows is not said
        on it either, for that would tell who wrote it.
        """
        known: dict[int, set[int]] = {}
        for row in self.recusals:
            known.setdefault(row.seat_id, set()).add(row.story_id)
        return tuple(
            self._ballot(row, frozenset(known.get(row.seat_id or 0, ())) | self._not_dealt(row)) for row in self.cast
        )

    def _not_dealt(self, row: BallotCast) -> frozenset[int]:
        """Return what a marked ballot leaves to others where shares were dealt: all that is not marked on it."""
        marks = self.marks.get(row.id)
        if not self.is_dealt or not marks:
            return frozenset()
        return frozenset(read.row.story_id for read in self.reads) - frozenset(marks)

    def _ballot(self, row: BallotCast, apart: frozenset[int]) -> Ballot:
        return Ballot(
            seat_id=row.id if row.seat_id is None else row.seat_id, turn=row.turn, story_id=row.story_id,
            reason=row.reason, marks=self.marks.get(row.id, NOTHING), apart=apart,
            pairs=tuple(
                (one.better_id, one.high_id if one.better_id == one.low_id else one.low_id)
                for one in self.comparisons.get(row.id, ())
                if one.better_id is not None
            ),
            is_ranked=self.spec.asks(row.turn) is BallotKind.ORDER,
        )  # fmt: skip

    @property
    def asks(self) -> BallotKind:
        """Return what the ballot of the present turn asks."""
        return self.spec.asks(self.one.turn)

    @property
    def votable(self) -> tuple[int, ...]:
        """Return the stories that a ballot of the present turn may name: after a shortlist, those on it."""
        if self.one.turn > 1 and self.spec.first is BallotKind.SHORTLIST:
            return self.outcome.shortlist
        return self.story_ids

    @property
    def story_ids(self) -> tuple[int, ...]:
        """Return the stories that a ballot may name."""
        return tuple(read.row.story_id for read in self.on_table)

    @property
    def spec(self) -> MethodSpec:
        """Return the method with its rule and words."""
        return METHODS[self.one.method]

    @property
    def outcome(self) -> Outcome:
        """Return what the method makes of the ballots now."""
        return decide(self.one.method, self.ballots, n_seats=len(self.seats), story_ids=self.story_ids)

    @property
    def voted(self) -> frozenset[int]:
        """Return the seats with a ballot of the present turn that counts."""
        return self.voted_in(self.one.turn)

    def voted_in(self, turn: int) -> frozenset[int]:
        """Return the seats with a ballot of a turn that counts; of a secret one, those that have cast any."""
        if self.one.is_secret:
            here = {seat.id for seat in self.seats}
            return frozenset(row.seat_id for row in self.secret if row.turn == turn and row.seat_id in here)
        here = set(self.story_ids)
        return frozenset(
            one.seat_id for one in self.ballots if one.turn == turn and (one.is_abstention or one.speaks_of(here))
        )

    def may_still_vote(self, now: datetime) -> bool:
        """Tell whether somebody who has not voted still has time to."""
        closes_at = self.one.closes_at
        return len(self.voted) < len(self.seats) and closes_at is not None and now < closes_at

    @property
    def minutes_to_read(self) -> int:
        """Return how long the reading takes, about."""
        return minutes_to_read([read.story for read in self.on_table])


def left_before_choice(one: Round, seat: Seat) -> bool:
    """Tell whether a seat was taken away while it could matter: what was counted stays as it was counted."""
    return seat.revoked_at is not None and (one.decided_at is None or seat.revoked_at <= one.decided_at)


def sitting_of(one: Round) -> Sitting:
    """Gather what lies on a round's table; a handful of queries, whatever its size."""
    seats = queries.seats_of(one.id)
    left = {seat.id for seat in seats if left_before_choice(one, seat)}
    reads = rewording.as_read(queries.reads_of(one.id))
    places = places_of(one, [seat for seat in seats if seat.id not in left])
    return Sitting(
        one=one,
        reads=tuple(reads),
        allowed=frozenset(read.row.story_id for read in reads if is_allowed(read.story, places)),
        seats=tuple(seat for seat in seats if seat.id not in left),
        left=tuple(seat for seat in seats if seat.id in left),
        cast=tuple(row for row in queries.ballots_of(one.id) if row.seat_id not in left),
        recusals=tuple(queries.recusals_of(one.id)),
        marks=queries.marks_of(one.id),
        comparisons=queries.comparisons_of(one.id) if one.method is Method.PAIRWISE else {},
        secret=tuple(queries.seats_in_secret(one.id)) if one.is_secret else (),
        shares=queries.shares_of(one.id) if one.readers else {},
    )


def places_of(one: Round, seats: Collection[Seat] = ()) -> frozenset[Where]:
    """Return where a story of this round appears: with a young reader on an adult panel, before young people too."""
    among_young, among_adults = INSIDE if not one.is_outside else OUTSIDE
    young = one.is_youth or any(seat.is_young for seat in seats)
    return frozenset(([among_young] if young else []) + ([among_adults] if not one.is_youth else []))


def is_allowed(story: Story, places: Collection[Where]) -> bool:
    """Tell whether the readers of all these places may read the story now."""
    return all(appears_in(story, place) for place in places)


def name_of(story: Story) -> str:
    """Return what a story is called: its title or its first words; nothing once it was withdrawn."""
    if story.state is StoryState.WITHDRAWN:
        return ""
    if story.title:
        return story.title
    words = story.happened.split()
    name = ""
    while words and len(name) + len(words[0]) < LONGEST_NAME:
        name = f"{name} {words.pop(0)}".strip()
    return f"{name} …" if words else name


def minutes_to_read(stories: Collection[Story]) -> int:
    """Return how many minutes these stories take to read, about."""
    return -(-sum(story.n_words for story in stories) // WORDS_A_MINUTE)
