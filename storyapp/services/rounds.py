"""A selection round as its facilitator runs it: planned, opened, followed, decided once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storyapp.data.db import db
from storyapp.data.queries import programmes
from storyapp.data.queries import rounds as queries
from storyapp.data.queries.rounds import MOST_CANDIDATES, Read, RoundRow
from storyapp.data.tables.programmes import Domain, Period, Programme
from storyapp.data.tables.rounds import BallotCast, Dissent, Recusal, Round, RoundStory, Seat
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.consent import Light
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import (
    Actor,
    ClosingFacts,
    Method,
    OpeningFacts,
    RoundAct,
    RoundState,
    TurnFacts,
    check_act,
    check_closing,
    check_closing_time,
    check_opening,
    next_turn,
)  # fmt: skip
from storyapp.rules.selection.methods import METHODS, MethodSpec, decide
from storyapp.rules.selection.outcome import Ballot, Outcome, dissenting
from storyapp.rules.stories import StoryFacts, StoryState, may_enter_round
from storyapp.services.transaction import account_actor, act

SEAT_OUTLASTS = timedelta(days=30)  # after closing a panellist still reads the outcome and may say dissent
WORDS_A_MINUTE = 150
MOST_AT_A_SITTING = 10
LONGEST_NAME = 60
MOST_OFFERED = MOST_CANDIDATES


@dataclass(frozen=True, kw_only=True)
class RoundPlan:
    """What a facilitator says of a round before it opens."""

    name: str
    period_id: int
    domain_id: int | None
    panel_name: str
    is_youth: bool
    selection_level: int
    method: Method
    quorum: int
    most_turns: int
    closes_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What the panel says when it decides; `choice` holds story ids, none for "no story"."""

    choice: tuple[int, ...]
    joint_reason: str
    criteria: str = ""
    why_not_others: str = ""
    next_steps: str = ""
    dissent_of: tuple[int, ...] = ()  # seats whose reason is kept as dissent
    dissent: str = ""


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """A round with all that lies on its table at this moment."""

    one: Round
    reads: tuple[Read, ...]
    seats: tuple[Seat, ...]  # revoked ones are kept apart
    left: tuple[Seat, ...]
    cast: tuple[BallotCast, ...]  # of seats that still hold
    recusals: tuple[Recusal, ...]

    @property
    def on_table(self) -> tuple[Read, ...]:
        """Return the stories that this panel judges; once it has decided, those that it judged."""
        if self.one.state in (RoundState.DECIDED, RoundState.FINISHED):
            return tuple(read for read in self.reads if not read.row.is_removed)
        return tuple(read for read in self.reads if self.may_read(read))

    @property
    def n_gone(self) -> int:
        """Return how many stories have left the table; nobody here learns why."""
        return len(self.reads) - len(self.on_table)

    def may_read(self, read: Read) -> bool:
        """Tell whether this panel may read the story now: consent and safety are asked anew each time."""
        return not read.row.is_removed and is_allowed(read.story, purposes_of(self.one, self.seats))

    @property
    def ballots(self) -> tuple[Ballot, ...]:
        """Return the ballots as the rules of selection want them."""
        return tuple(
            Ballot(seat_id=row.seat_id, turn=row.turn, story_id=row.story_id, reason=row.reason) for row in self.cast
        )

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
        valid = {None, *self.story_ids}
        return frozenset(row.seat_id for row in self.cast if row.turn == self.one.turn and row.story_id in valid)

    def may_still_vote(self, now: datetime) -> bool:
        """Tell whether somebody who has not voted still has time to."""
        closes_at = self.one.closes_at
        return len(self.voted) < len(self.seats) and closes_at is not None and now < closes_at

    @property
    def minutes_to_read(self) -> int:
        """Return how long the reading takes, about."""
        return minutes_to_read([read.story for read in self.on_table])


def round_of(programme: Programme, round_id: int) -> Round | None:
    """Return a round of this programme, or None."""
    return queries.round_of(programme, round_id)


def listed(programme: Programme, *, limit: int, offset: int = 0) -> list[RoundRow]:
    """Return the programme's rounds with their counts, the newest first."""
    return queries.listed(programme, limit=limit, offset=offset)


def periods_of(programme: Programme) -> list[Period]:
    """Return the periods of the programme, the latest first."""
    return programmes.periods_of(programme)


def domains_of(programme: Programme) -> list[Domain]:
    """Return the domains of the programme in their order."""
    return programmes.domains_of(programme)


def sitting_of(one: Round) -> Sitting:
    """Gather what lies on a round's table; four queries, whatever its size."""
    seats = queries.seats_of(one.id)
    left = {seat.id for seat in seats if seat.revoked_at is not None}
    return Sitting(
        one=one,
        reads=tuple(queries.reads_of(one.id)),
        seats=tuple(seat for seat in seats if seat.id not in left),
        left=tuple(seat for seat in seats if seat.id in left),
        cast=tuple(row for row in queries.ballots_of(one.id) if row.seat_id not in left),
        recusals=tuple(queries.recusals_of(one.id)),
    )


def purposes_of(one: Round, seats: Collection[Seat] = ()) -> frozenset[str]:
    """Return which consents the readers need: a young reader on an adult panel needs the youth panel's too."""
    young = one.is_youth or any(seat.is_young for seat in seats)
    adult = not one.is_youth
    return frozenset((["may_youth_panel"] if young else []) + (["may_panel"] if adult else []))


def is_allowed(story: Story, purposes: Collection[str]) -> bool:
    """Tell whether readers with these consents may read the story now."""
    facts = StoryFacts(
        state=story.state, is_held=story.is_held, is_test=story.is_test,
        may_be_read_by_panel=story.may_panel is Light.YES,
        may_be_read_by_youth_panel=story.may_youth_panel is Light.YES,
    )  # fmt: skip
    return all(may_enter_round(facts, youth_panel=purpose == "may_youth_panel") for purpose in purposes)


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


def create_round(programme: Programme, plan: RoundPlan, *, account_id: int) -> int:
    """Plan a round and return its id."""
    with act(account_actor(account_id)) as doing:
        one = Round(
            organisation_id=programme.organisation_id, programme_id=programme.id, facilitator_id=account_id,
            state=RoundState.DRAFT, turn=1,
        )  # fmt: skip
        _write_plan(one, plan)
        db.session.add(one)
        db.session.flush()
        doing.note(one.organisation_id, "round.planned", f"round:{one.id}")
        return one.id


def change_round(programme: Programme, round_id: int, plan: RoundPlan, *, account_id: int) -> None:
    """Change the plan of a round that is not open yet; stories that no longer fit leave the list."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.EDIT, actor=Actor.FACILITATOR, state=one.state)
        _write_plan(one, plan)
        purposes = purposes_of(one, queries.seats_of(one.id))
        for read in queries.reads_of(one.id):
            is_elsewhere = read.story.period_id != plan.period_id or plan.domain_id not in (None, read.story.domain_id)
            if is_elsewhere or not is_allowed(read.story, purposes):
                db.session.delete(read.row)
        doing.note(one.organisation_id, "round.changed", f"round:{one.id}")


def candidates_for(programme: Programme, one: Round) -> list[Story]:
    """Return the stories that this panel may read, those chosen by lower levels first."""
    found = queries.candidates(
        programme, period_id=one.period_id, domain_id=one.domain_id,
        purposes=purposes_of(one, [seat for seat in queries.seats_of(one.id) if seat.revoked_at is None]),
    )  # fmt: skip
    below = chosen_below(programme, one)
    return sorted(found, key=lambda story: (story.id not in below, story.id))


def chosen_below(programme: Programme, one: Round) -> dict[int, str]:
    """Return the stories that move up to this level, and which panel chose them."""
    return queries.chosen_below(programme, period_id=one.period_id, selection_level=one.selection_level)


def choose_stories(programme: Programme, round_id: int, public_ids: Collection[str], *, account_id: int) -> None:
    """Put stories on the table; only those that this panel may read are taken."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.EDIT, actor=Actor.FACILITATOR, state=one.state)
        wanted = {story.id: story for story in candidates_for(programme, one) if story.public_id in set(public_ids)}
        for read in queries.reads_of(one.id):
            if read.row.story_id not in wanted:
                db.session.delete(read.row)
            else:
                read.row.text_version = wanted.pop(read.row.story_id).text_version
        db.session.add_all(
            RoundStory(round_id=one.id, story_id=story.id, text_version=story.text_version) for story in wanted.values()
        )
        doing.note(one.organisation_id, "round.stories-chosen", f"round:{one.id}")


def open_round(programme: Programme, round_id: int, *, account_id: int) -> None:
    """Open a round: from now on its panel reads and votes."""
    now = kit().clock()
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        sitting = sitting_of(one)
        check_opening(
            OpeningFacts(
                state=one.state, n_stories=len(sitting.reads), n_seats=len(sitting.seats), closes_at=one.closes_at,
                quorum=one.quorum, n_stories_not_allowed=sitting.n_gone,
            ),
            now=now,
        )  # fmt: skip
        for read in sitting.on_table:
            read.row.text_version = read.story.text_version
        one.state, one.opened_at = RoundState.OPEN, now
        doing.note(one.organisation_id, "round.opened", f"round:{one.id}")


def extend(programme: Programme, round_id: int, closes_at: datetime | None, *, account_id: int) -> None:
    """Move the closing time; the links of the seats live as much longer."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.EXTEND, actor=Actor.FACILITATOR, state=one.state)
        check_closing_time(closes_at, now=kit().clock())
        one.closes_at = closes_at
        for seat in queries.seats_of(one.id):
            seat.expires_at = seat_expires_at(one)
        doing.note(one.organisation_id, "round.extended", f"round:{one.id}")


def begin_next_turn(programme: Programme, round_id: int, *, turn: int, account_id: int) -> None:
    """Let the panel vote again; `turn` is the one that was seen to end, so that two presses begin one."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        if one.state is RoundState.OPEN and one.turn != turn:
            return
        sitting = sitting_of(one)
        one.turn = next_turn(
            TurnFacts(
                state=one.state, method=one.method, turn=one.turn, most_turns=one.most_turns,
                n_cast=len(sitting.voted), is_tied=sitting.outcome.is_tied,
            )
        )  # fmt: skip
        doing.note(one.organisation_id, "round.turn-begun", f"round:{one.id}", reason=f"TURN-{one.turn}")


def decide_round(programme: Programme, round_id: int, closing: Closing, *, account_id: int) -> None:
    """Close a round with what its panel decided; this happens once, whoever else presses at the same moment."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        if one.state in (RoundState.DECIDED, RoundState.FINISHED):
            raise RuleBroken("round.already-decided")
        sitting = sitting_of(one)
        outcome = sitting.outcome
        decision = check_closing(
            ClosingFacts(
                state=one.state, n_cast=outcome.n_cast, n_seats=len(sitting.seats), quorum=one.quorum,
                chosen=outcome.chosen, tied=outcome.tied,
            ),
            joint_reason=closing.joint_reason, choice=closing.choice,
        )  # fmt: skip
        stay = set(sitting.story_ids)
        for read in sitting.reads:
            read.row.is_removed = read.row.story_id not in stay
            read.row.is_chosen = read.row.story_id in decision.chosen
        _keep_dissent(one, sitting, closing, decision.chosen)
        one.joint_reason, one.criteria = closing.joint_reason, closing.criteria
        one.why_not_others, one.next_steps = closing.why_not_others, closing.next_steps
        one.outcome, one.is_tie = decision.kind, outcome.is_tied
        one.state, one.decided_at = RoundState.DECIDED, kit().clock()
        one.facilitator_id = account_id
        doing.note(one.organisation_id, "round.decided", f"round:{one.id}", reason=decision.kind.name)


def add_dissent(programme: Programme, round_id: int, text: str, *, account_id: int) -> None:
    """Write down a dissent that was said in the room."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.ANSWER_YOUTH, actor=Actor.FACILITATOR, state=one.state)
        if text.strip():
            db.session.add(Dissent(round_id=one.id, text=text.strip()))
            doing.note(one.organisation_id, "round.dissent-added", f"round:{one.id}")


def answer_youth(programme: Programme, round_id: int, text: str, *, account_id: int) -> None:
    """Keep what an adult panel answers the young people whose choice it did not follow (K2)."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        check_act(RoundAct.ANSWER_YOUTH, actor=Actor.FACILITATOR, state=one.state)
        one.answer_to_youth = text.strip()
        doing.note(one.organisation_id, "round.youth-answered", f"round:{one.id}")


def seat_expires_at(one: Round) -> datetime:
    """Return until when the link of a seat works."""
    return (one.closes_at or kit().clock()) + SEAT_OUTLASTS


def _keep_dissent(one: Round, sitting: Sitting, closing: Closing, chosen: Sequence[int]) -> None:
    for ballot in dissenting(sitting.ballots, chosen=chosen):
        if ballot.seat_id in closing.dissent_of and ballot.reason:
            db.session.add(Dissent(round_id=one.id, seat_id=ballot.seat_id, text=ballot.reason))
    if closing.dissent.strip():
        db.session.add(Dissent(round_id=one.id, text=closing.dissent.strip()))


def _write_plan(one: Round, plan: RoundPlan) -> None:
    one.name, one.panel_name, one.period_id, one.domain_id = plan.name, plan.panel_name, plan.period_id, plan.domain_id
    one.is_youth, one.selection_level, one.method = plan.is_youth, plan.selection_level, plan.method
    one.quorum, one.most_turns, one.closes_at = plan.quorum, plan.most_turns, plan.closes_at


def locked_round(programme: Programme, round_id: int) -> Round:
    """Return a round of this programme with its row locked; call inside an act."""
    one = queries.locked(programme.organisation_id, round_id)
    if one is None or one.programme_id != programme.id:
        raise RuleBroken("round.not-yours")
    return one
