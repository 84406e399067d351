"""A selection round from draft to finished: who may act when, and what must be there before it goes on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from storyapp.rules.errors import RuleBroken
from storyapp.rules.sentences import SHORTEST_JOINT_REASON, is_sentence, n_words

FEWEST_STORIES = 2
FEWEST_SEATS = 2
MOST_CHOSEN = 2


class Method(Enum):
    """How a panel chooses; `selection/methods.py` has the rule for each."""

    MAJORITY = "majority"
    ITERATIVE = "iterative"
    CONSENSUS = "consensus"
    SCORING = "scoring"
    MEDIAN = "scoring-median"
    SCORING_THEN_VOTE = "scoring-then-vote"
    SECRET = "secret"
    SHORTLIST = "shortlist"
    BORDA = "borda"
    RUNOFF = "irv"
    SCHULZE = "schulze"
    PAIRWISE = "pairwise"


TALKS_ON = frozenset({Method.ITERATIVE, Method.CONSENSUS})  # vote, talk, vote again, as often as was planned


class RoundState(Enum):
    """Paused: nobody reads or votes, and the clock stands. Decided: the choice stands.

    Finished: every teller has an answer (MSC guide, step 6).
    """

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    DECIDED = "decided"
    FINISHED = "finished"


UNDER_WAY = (RoundState.OPEN, RoundState.PAUSED)
UNDECIDED = (RoundState.DRAFT, *UNDER_WAY)
DECIDED = (RoundState.DECIDED, RoundState.FINISHED)


class OutcomeKind(Enum):
    """A round ends with one story, two or none; none is a result, not a failure (MSC guide, step 5)."""

    NONE = "none"
    ONE = "one"
    TWO = "two"


class Actor(Enum):
    """Who acts in a round: its facilitator, or somebody in a seat of the panel."""

    FACILITATOR = "facilitator"
    SEAT = "seat"


class RoundAct(Enum):
    """One thing that can be done to a round or in it."""

    EDIT = "edit"
    OPEN = "open"
    READ = "read"
    VOTE = "vote"
    RECUSE = "recuse"
    ADD_SEAT = "add_seat"
    REVOKE_SEAT = "revoke_seat"
    EXTEND = "extend"
    PAUSE = "pause"
    GO_ON = "go_on"
    REOPEN = "reopen"
    NEXT_TURN = "next_turn"
    CLOSE = "close"
    GIVE_FEEDBACK = "give_feedback"
    ANSWER_YOUTH = "answer_youth"
    YOUTH_WORD = "youth_word"
    FINISH = "finish"


_S, _F = RoundState, Actor.FACILITATOR
WHO_MAY_WHEN: dict[RoundAct, tuple[Actor, frozenset[RoundState]]] = {
    RoundAct.EDIT: (_F, frozenset({_S.DRAFT})),
    RoundAct.OPEN: (_F, frozenset({_S.DRAFT})),
    RoundAct.READ: (Actor.SEAT, frozenset({_S.OPEN, _S.DECIDED, _S.FINISHED})),
    RoundAct.VOTE: (Actor.SEAT, frozenset({_S.OPEN})),
    RoundAct.RECUSE: (Actor.SEAT, frozenset({_S.OPEN})),
    RoundAct.ADD_SEAT: (_F, frozenset({_S.DRAFT, _S.OPEN, _S.PAUSED})),
    RoundAct.REVOKE_SEAT: (_F, frozenset(_S)),
    RoundAct.EXTEND: (_F, frozenset({_S.OPEN})),
    RoundAct.PAUSE: (_F, frozenset({_S.OPEN})),
    RoundAct.GO_ON: (_F, frozenset({_S.PAUSED})),
    RoundAct.REOPEN: (_F, frozenset({_S.DECIDED})),
    RoundAct.NEXT_TURN: (_F, frozenset({_S.OPEN})),
    RoundAct.CLOSE: (_F, frozenset({_S.OPEN})),
    RoundAct.GIVE_FEEDBACK: (_F, frozenset({_S.DECIDED, _S.FINISHED})),
    RoundAct.ANSWER_YOUTH: (_F, frozenset({_S.DECIDED})),
    RoundAct.YOUTH_WORD: (_F, frozenset({_S.DECIDED})),
    RoundAct.FINISH: (_F, frozenset({_S.DECIDED})),
}


def check_act(act: RoundAct, *, actor: Actor, state: RoundState) -> None:
    """Raise RuleBroken where the act belongs to somebody else or to another time."""
    who, states = WHO_MAY_WHEN[act]
    if actor is not who:
        raise RuleBroken("round.not-yours", act=act)
    if state is RoundState.PAUSED and state not in states:
        raise RuleBroken("round.paused", act=act)
    if state not in states:
        raise RuleBroken("round.not-now", act=act, state=state)


@dataclass(frozen=True, kw_only=True)
class OpeningFacts:
    """What must be known of a round before it opens; held or unagreed stories are counted by the query."""

    state: RoundState
    n_stories: int
    n_seats: int
    closes_at: datetime | None
    quorum: int = 1
    n_stories_not_allowed: int = 0


def check_opening(facts: OpeningFacts, *, now: datetime) -> None:
    """Raise RuleBroken where a round cannot open: two stories, two seats and a closing time are the least."""
    check_act(RoundAct.OPEN, actor=Actor.FACILITATOR, state=facts.state)
    if facts.n_stories < FEWEST_STORIES:
        raise RuleBroken("round.too-few-stories", n=facts.n_stories, fewest=FEWEST_STORIES)
    if facts.n_stories_not_allowed:
        raise RuleBroken("round.stories-not-allowed", n=facts.n_stories_not_allowed)
    if facts.n_seats < FEWEST_SEATS:
        raise RuleBroken("round.too-few-seats", n=facts.n_seats, fewest=FEWEST_SEATS)
    if not 1 <= facts.quorum <= facts.n_seats:
        raise RuleBroken("round.quorum-out-of-range", quorum=facts.quorum, n_seats=facts.n_seats)
    check_closing_time(facts.closes_at, now=now)


def check_closing_time(closes_at: datetime | None, *, now: datetime) -> None:
    """Raise RuleBroken where the closing time is missing or already past; also asked when it is extended."""
    if closes_at is None:
        raise RuleBroken("round.closing-time-missing")
    if closes_at <= now:
        raise RuleBroken("round.closing-time-past", closes_at=closes_at)


@dataclass(frozen=True, kw_only=True)
class TurnFacts:
    """What is known of the current turn; `is_tied` and `is_halfway` are what the method says of its ballots now."""

    state: RoundState
    method: Method
    turn: int
    most_turns: int
    n_cast: int
    is_tied: bool = False
    is_halfway: bool = False


def next_turn(facts: TurnFacts) -> int:
    """Return the number of the next turn, or raise RuleBroken.

    Iterative rounds and those in search of consensus vote again until the last turn; after scores or a shortlist comes
    the vote; all others vote again only after a tie: "talk again" (step 5).
    """
    check_act(RoundAct.NEXT_TURN, actor=Actor.FACILITATOR, state=facts.state)
    if not facts.n_cast:
        raise RuleBroken("round.nobody-voted")
    if facts.method in TALKS_ON:
        if facts.turn >= facts.most_turns:
            raise RuleBroken("round.last-turn", most_turns=facts.most_turns)
    elif not facts.is_tied and not facts.is_halfway:
        raise RuleBroken("round.one-turn-only")
    return facts.turn + 1


def quorum_needed(quorum: int, *, n_seats: int) -> int:
    """Return how many ballots are needed: the quorum, never more than the seats that are left, at least one."""
    return max(1, min(quorum, n_seats))


@dataclass(frozen=True, kw_only=True)
class ClosingFacts:
    """What the ballots say; `chosen` and `tied` come from the method's outcome, `n_seats` are seats not revoked."""

    state: RoundState
    n_cast: int
    n_seats: int
    quorum: int
    chosen: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a round decided; `departs_from_ballots` marks a panel that chose none although one story led."""

    kind: OutcomeKind
    chosen: tuple[int, ...]
    departs_from_ballots: bool = False


def kind_of(chosen: Collection[int]) -> OutcomeKind:
    """Name the kind of outcome by the number of chosen stories."""
    return (OutcomeKind.NONE, OutcomeKind.ONE, OutcomeKind.TWO)[len(chosen)]


def check_closing(facts: ClosingFacts, *, joint_reason: str, choice: Collection[int]) -> Decision:
    """Return the decision, or raise RuleBroken where it does not follow from the ballots.

    `choice`: the stories that the panel names, in any order; empty for "none", whose text is the joint reason.
    Absent seats do not block: the quorum counts ballots, abstentions among them.
    """
    check_act(RoundAct.CLOSE, actor=Actor.FACILITATOR, state=facts.state)
    needed = quorum_needed(facts.quorum, n_seats=facts.n_seats)
    if facts.n_cast < needed:
        raise RuleBroken("round.quorum-missing", n_cast=facts.n_cast, quorum=needed)
    chosen = tuple(sorted(set(choice)))
    _check_choice(facts, chosen)
    _check_text(joint_reason, has_choice=bool(chosen))
    return Decision(kind=kind_of(chosen), chosen=chosen, departs_from_ballots=bool(facts.chosen and not chosen))


def _check_text(text: str, *, has_choice: bool) -> None:
    if is_sentence(text, shortest=SHORTEST_JOINT_REASON):
        return
    if has_choice:
        raise RuleBroken("round.joint-reason-too-short", n_words=n_words(text), shortest=SHORTEST_JOINT_REASON)
    raise RuleBroken("round.none-without-text", n_words=n_words(text), shortest=SHORTEST_JOINT_REASON)


def _check_choice(facts: ClosingFacts, chosen: tuple[int, ...]) -> None:
    """One that leads, or two that share the lead, or none (MSC guide, step 5: never a coin)."""
    if not chosen:
        return
    if len(chosen) > MOST_CHOSEN:
        raise RuleBroken("round.too-many-chosen", n=len(chosen), most=MOST_CHOSEN)
    if chosen == tuple(sorted(facts.chosen)):
        return
    if not facts.tied:
        raise RuleBroken("round.choice-not-from-ballots")
    if len(chosen) == 1:
        raise RuleBroken("round.tie-not-talked-out", n=len(facts.tied))
    if not set(chosen) <= set(facts.tied):
        raise RuleBroken("round.choice-not-from-ballots")


@dataclass(frozen=True, kw_only=True)
class FinishingFacts:
    """What is left to do; the counts leave out stories that were withdrawn since."""

    state: RoundState
    n_without_feedback: int
    differs_from_youth: bool = False
    answer_to_youth: str = ""
    waits_for_youth_word: bool = False
    is_refused: bool = False  # a youth panel with a veto said no


def check_finishing(facts: FinishingFacts) -> None:
    """Raise RuleBroken while a story waits for its feedback or a youth panel for its answer (step 6, K2)."""
    check_act(RoundAct.FINISH, actor=Actor.FACILITATOR, state=facts.state)
    if facts.n_without_feedback:
        raise RuleBroken("round.feedback-missing", n=facts.n_without_feedback)
    is_answered_in_writing = is_sentence(facts.answer_to_youth, shortest=SHORTEST_JOINT_REASON)
    if facts.differs_from_youth and not is_answered_in_writing:
        raise RuleBroken("round.answer-to-youth-missing", shortest=SHORTEST_JOINT_REASON)
    if facts.is_refused and not is_answered_in_writing:
        raise RuleBroken("round.refusal-unanswered", shortest=SHORTEST_JOINT_REASON)
    if facts.waits_for_youth_word:
        raise RuleBroken("round.youth-word-missing")


def check_answer_to_youth(text: str) -> None:
    """Raise RuleBroken where an answer to the young people is too short to tell them why (K2)."""
    if not is_sentence(text, shortest=SHORTEST_JOINT_REASON):
        raise RuleBroken("round.answer-to-youth-too-short", shortest=SHORTEST_JOINT_REASON)


def check_reopening(*, state: RoundState, is_refused: bool) -> None:
    """Raise RuleBroken where a decided round may not open again: only after a youth panel's no (K2)."""
    check_act(RoundAct.REOPEN, actor=Actor.FACILITATOR, state=state)
    if not is_refused:
        raise RuleBroken("round.not-refused")


def is_answered(*, feedback: str, exception: str) -> bool:
    """Tell whether a story has its feedback, or a written reason why there is none."""
    return is_sentence(feedback) or is_sentence(exception)


@dataclass(frozen=True, kw_only=True)
class LevelDifference:
    """What two levels chose, side by side, over the stories that both of them read."""

    both: tuple[int, ...]
    only_youth: tuple[int, ...]
    only_adult: tuple[int, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the adult level owes the young people a written answer."""
        return bool(self.only_youth or self.only_adult)


def two_level_difference(
    *, youth_chosen: Collection[int], adult_chosen: Collection[int], read_by_both: Collection[int]
) -> LevelDifference:
    """Compare the choices of a youth and an adult level; a story that one of them never read is no difference."""
    shared = set(read_by_both)
    youth, adult = set(youth_chosen) & shared, set(adult_chosen) & shared
    return LevelDifference(
        both=tuple(sorted(youth & adult)),
        only_youth=tuple(sorted(youth - adult)),
        only_adult=tuple(sorted(adult - youth)),
    )
