"""The way to a first round: seven steps, ticked by facts and never by hand (I3)."""

from dataclasses import dataclass
from enum import Enum

from storyapp.rules.rounds import FEWEST_STORIES


class FirstStep(Enum):
    """One step on the way, in this order."""

    PURPOSE = "purpose"
    LEADS = "leads"
    PERIOD = "period"
    LINK = "link"
    STORIES = "stories"
    ROUND = "round"
    DECISION = "decision"


@dataclass(frozen=True, kw_only=True)
class WayFacts:
    """What is known of a programme on its way."""

    has_purpose: bool
    n_leads: int
    leads_needed: int
    n_open_periods: int
    n_links: int
    n_screened: int
    n_rounds: int  # that have opened
    n_decided: int


@dataclass(frozen=True, kw_only=True)
class StepSeen:
    """A step, whether it is done, and whether it is the next one to do."""

    step: FirstStep
    is_done: bool
    is_next: bool


def way_to_first_round(facts: WayFacts) -> tuple[StepSeen, ...]:
    """Return the steps; nothing once a round was decided, since then the way is known."""
    if facts.n_decided:
        return ()
    done = {
        FirstStep.PURPOSE: facts.has_purpose,
        FirstStep.LEADS: facts.n_leads >= facts.leads_needed,
        FirstStep.PERIOD: facts.n_open_periods > 0,
        FirstStep.LINK: facts.n_links > 0,
        FirstStep.STORIES: facts.n_screened >= FEWEST_STORIES,
        FirstStep.ROUND: facts.n_rounds > 0,
        FirstStep.DECISION: False,
    }
    following = next(step for step in FirstStep if not done[step])
    return tuple(StepSeen(step=step, is_done=done[step], is_next=step is following) for step in FirstStep)
