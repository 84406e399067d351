"""A selection round as its facilitator runs it: planned, opened, followed, decided once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storyapp.data.db import db
from storyapp.data.queries import programmes
from storyapp.data.queries import rounds as queries
from storyapp.data.queries.rounds import MOST_CANDIDATES, RoundRow
from storyapp.data.tables.programmes import Domain, Period, Programme
from storyapp.data.tables.rounds import Dissent, Round, RoundStory
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.criteria import in_rounds
from storyapp.rules.errors import RuleBroken
from storyapp.rules.panels import moving_up
from storyapp.rules.rounds import (
    Actor,
    ClosingFacts,
    Method,
    OpeningFacts,
    RoundAct,
    RoundState,
    TurnFacts,
    check_act,
    check_answer_to_youth,
    check_closing,
    check_closing_time,
    check_opening,
    next_turn,
    quorum_needed,
)  # fmt: skip
from storyapp.rules.selection.outcome import dissenting
from storyapp.rules.selection.scoring import SCALES
from storyapp.rules.shares import check_dealing
from storyapp.services import shares
from storyapp.services.sitting import (
    INSIDE,
    OUTSIDE,
    Sitting,
    is_allowed,
    minutes_to_read,
    name_of,
    places_of,
    sitting_of,
)
from storyapp.services.transaction import account_actor, act
from storyapp.words.dates import ZONE

__all__ = ["Sitting", "is_allowed", "minutes_to_read", "name_of", "places_of", "sitting_of"]  # what others ask here

USUAL_TIME, EVENING = timedelta(days=7), 20
SEAT_OUTLASTS = timedelta(days=30)  # after closing a panellist still reads the outcome and may say dissent
MOST_CRITERIA = 12
MOST_AT_A_SITTING = 10
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
    is_secret: bool = False
    highest_score: int = SCALES[0]
    panel_id: int | None = None
    is_outside: bool = False


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
    turn: int | None = None  # the vote that was seen when this was decided


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


def suggested_closing() -> datetime:
    """Return when a round may close: a week from now, in the evening, so that everybody has read by then."""
    there = (kit().clock() + USUAL_TIME).astimezone(ZONE)
    return there.replace(hour=EVENING, minute=0, second=0, microsecond=0)


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
        places = places_of(one, queries.seats_of(one.id))
        for read in queries.reads_of(one.id):
            is_elsewhere = read.story.period_id != plan.period_id or plan.domain_id not in (None, read.story.domain_id)
            if is_elsewhere or not is_allowed(read.story, places):
                db.session.delete(read.row)
        shares.even_out(one)
        doing.note(one.organisation_id, "round.changed", f"round:{one.id}")


def candidates_for(programme: Programme, one: Round) -> list[Story]:
    """Return the stories that this panel may read, those chosen by lower levels first."""
    found = queries.candidates(
        programme, period_id=one.period_id, domain_id=one.domain_id,
        places=places_of(one, [seat for seat in queries.seats_of(one.id) if seat.revoked_at is None]),
    )  # fmt: skip
    below = chosen_below(programme, one)
    return sorted(found, key=lambda story: (story.id not in below, story.id))


def waiting_for_second(programme: Programme, one: Round) -> list[Story]:
    """Return the stories that a panel from outside may read once a second person has approved their text (B9)."""
    if not one.is_outside:
        return []
    inside = {INSIDE[OUTSIDE.index(place)] for place in places_of(one, queries.seats_of(one.id))}
    found = queries.candidates(programme, period_id=one.period_id, domain_id=one.domain_id, places=inside)
    return [story for story in found if story.approved_version != story.text_version]


def chosen_below(programme: Programme, one: Round) -> dict[int, str]:
    """Return the stories that move up to this level, and which panel chose them."""
    choices = queries.level_choices(programme, period_id=one.period_id, below=one.selection_level)
    return {story_id: choice.panel_name for story_id, choice in moving_up(choices).items()}


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
        shares.even_out(one)
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
        if one.readers:
            check_dealing(one.readers, method=one.method, is_secret=one.is_secret, n_people=len(sitting.seats))
            shares.even_out(one)
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
                n_cast=len(sitting.voted), is_tied=sitting.outcome.is_tied, is_halfway=sitting.outcome.is_halfway,
            )
        )  # fmt: skip
        shares.even_out(one)
        doing.note(one.organisation_id, "round.turn-begun", f"round:{one.id}", reason=f"TURN-{one.turn}")


def decide_round(programme: Programme, round_id: int, closing: Closing, *, account_id: int) -> None:
    """Close a round with what its panel decided; this happens once, whoever else presses at the same moment."""
    with act(account_actor(account_id)) as doing:
        one = locked_round(programme, round_id)
        if one.state in (RoundState.DECIDED, RoundState.FINISHED):
            raise RuleBroken("round.already-decided")
        if closing.turn not in (None, one.turn):
            raise RuleBroken("round.vote-begun-meanwhile", turn=one.turn)
        sitting = sitting_of(one)
        outcome = sitting.outcome
        if not sitting.voted and queries.refused_of(one.id):  # the ballots that led to a refused choice decide nothing
            raise RuleBroken(
                "round.quorum-missing", n_cast=0, quorum=quorum_needed(one.quorum, n_seats=len(sitting.seats))
            )
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
    check_answer_to_youth(text)
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
            seat_id = ballot.seat_id if ballot.seat_id > 0 else None  # a secret ballot is nobody's
            db.session.add(Dissent(round_id=one.id, seat_id=seat_id, text=ballot.reason))
    if closing.dissent.strip():
        db.session.add(Dissent(round_id=one.id, text=closing.dissent.strip()))


def _write_plan(one: Round, plan: RoundPlan) -> None:
    one.name, one.panel_name, one.period_id, one.domain_id = plan.name, plan.panel_name, plan.period_id, plan.domain_id
    one.is_youth, one.selection_level, one.method = plan.is_youth, plan.selection_level, plan.method
    one.quorum, one.most_turns, one.closes_at = plan.quorum, plan.most_turns, plan.closes_at
    one.panel_id, one.is_outside = plan.panel_id, plan.is_outside
    one.is_secret, one.highest_score = plan.is_secret or plan.method is Method.SECRET, plan.highest_score


def locked_round(programme: Programme, round_id: int) -> Round:
    """Return a round of this programme with its row locked; call inside an act."""
    one = queries.locked(programme.organisation_id, round_id)
    if one is None or one.programme_id != programme.id:
        raise RuleBroken("round.not-yours")
    return one


def criteria_before(programme: Programme) -> list[tuple[str, int]]:
    """Return what panels of the programme have looked for, and in how many rounds, the most frequent first."""
    return in_rounds(queries.criteria_of(programme))[:MOST_CRITERIA]
