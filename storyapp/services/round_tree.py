"""The plan of rounds of one period: domains, levels, what moved up, and stories that changed their domain (C1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from storyapp.data.db import db
from storyapp.data.queries import programmes
from storyapp.data.queries import round_tree as queries
from storyapp.data.queries import rounds as round_queries
from storyapp.data.queries.round_tree import Chosen, Moved
from storyapp.data.tables.programmes import Domain, Period, Programme
from storyapp.data.tables.rounds import DomainMove, Round, RoundStory
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.panels import moving_up
from storyapp.rules.rounds import RoundState
from storyapp.rules.sentences import SHORTEST_REASON, is_sentence
from storyapp.services.sitting import is_allowed, places_of
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class Step:
    """How many chosen stories went from one round into another."""

    start: Round
    end: Round
    n: int


@dataclass(frozen=True, kw_only=True)
class RoundTree:
    """The rounds of a period and what led where."""

    period: Period
    domains: tuple[Domain, ...]
    rounds: tuple[Round, ...]
    steps: tuple[Step, ...]
    chosen: dict[int, tuple[Chosen, ...]]  # by round
    goes_on: frozenset[tuple[int, int]]  # round and story: its choice moves up
    moves: tuple[Moved, ...]

    @property
    def levels(self) -> tuple[int, ...]:
        """Return the levels that have a round."""
        return tuple(sorted({one.selection_level for one in self.rounds}))

    def of(self, domain: Domain | None) -> tuple[Round, ...]:
        """Return the rounds over a domain, or over all domains together."""
        domain_id = None if domain is None else domain.id
        return tuple(one for one in self.rounds if one.domain_id == domain_id)

    def leads_to(self, one: Round) -> tuple[Step, ...]:
        """Return where the stories that a round chose are read next."""
        return tuple(step for step in self.steps if step.start is one)

    def is_fed(self, one: Round) -> bool:
        """Tell whether a round reads what a lower one chose."""
        return any(step.end is one for step in self.steps)


@dataclass(frozen=True, kw_only=True)
class ReasonBelow:
    """Why the panel of a lower level chose a story."""

    panel_name: str
    reason: str


def tree_of(programme: Programme, period: Period) -> RoundTree:
    """Gather the plan of a period; six queries, however many rounds there are."""
    rounds = queries.rounds_of(programme, period.id)
    laid = queries.stories_of([one.id for one in rounds])
    going = moving_up(round_queries.level_choices(programme, period_id=period.id))
    return RoundTree(
        period=period,
        domains=tuple(programmes.domains_of(programme)),
        rounds=tuple(rounds),
        steps=tuple(_steps(rounds, laid)),
        chosen={one.id: tuple(queries.chosen_of(laid, one.id)) for one in rounds},
        goes_on=frozenset((choice.round_id, story_id) for story_id, choice in going.items()),
        moves=tuple(queries.moves_of(programme, period.id)),
    )


def _steps(rounds: Sequence[Round], laid: dict[int, dict[int, Chosen]]) -> list[Step]:
    found = []
    for start in rounds:
        sent = {story_id for story_id, one in laid.get(start.id, {}).items() if one.is_chosen}
        for end in rounds:
            n = len(sent & laid.get(end.id, {}).keys()) if end.selection_level > start.selection_level else 0
            if n:
                found.append(Step(start=start, end=end, n=n))
    return found


def reasons_below(one: Round) -> dict[int, ReasonBelow]:
    """Return by story why lower levels chose it, as far as this panel may read all that the reason speaks of."""
    if one.selection_level == 1:
        return {}
    below, places = queries.reasons_below(one), places_of(one, round_queries.seats_of(one.id))
    stories = queries.chosen_stories([row.id for row in below])
    return {
        story.id: ReasonBelow(panel_name=row.panel_name, reason=row.joint_reason)
        for row in below
        if all(is_allowed(story, places) for story in stories[row.id])
        for story in stories[row.id]
    }


def movable(programme: Programme, period_id: int) -> list[Story]:
    """Return the stories of a period that can be moved to another domain."""
    return queries.movable(programme, period_id)


def move_domain(
    programme: Programme, public_id: str, domain_id: int, reason: str, *, account_id: int, round_id: int | None = None
) -> None:
    """Move a story to another domain and log why; rounds of its old domain that have not decided lose it."""
    if not is_sentence(reason):
        raise RuleBroken("round.move-without-reason", shortest=SHORTEST_REASON)
    with act(account_actor(account_id)) as doing:
        story = queries.story_of(programme, public_id)
        domain = db.session.get(Domain, domain_id)
        if story is None or domain is None or domain.programme_id != programme.id:
            raise RuleBroken("round.not-yours")
        if story.domain_id == domain.id:
            raise RuleBroken("round.same-domain")
        db.session.add(
            DomainMove(
                organisation_id=programme.organisation_id, programme_id=programme.id, story_id=story.id,
                round_id=round_id, from_domain_id=story.domain_id, to_domain_id=domain.id, reason=reason.strip(),
                moved_on=kit().clock().date(), moved_by_id=account_id,
            )
        )  # fmt: skip
        story.domain_id = domain.id
        for row, its_round in queries.undecided_with(story.id):
            if its_round.domain_id not in (None, domain.id):
                _take_from(row, its_round)
        doing.note(programme.organisation_id, "story.domain-moved", f"story:{story.public_id}")


def _take_from(row: RoundStory, its_round: Round) -> None:
    """A round being prepared forgets the story; in an open one it has left the table, and ballots for it are void."""
    if its_round.state is RoundState.DRAFT:
        db.session.delete(row)
    else:
        row.is_removed = True
