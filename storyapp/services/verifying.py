"""Verification: the plan of a period, the teller asked first, the outcome by somebody who did not collect (D1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from storyapp.data.db import db
from storyapp.data.queries import verifying as queries
from storyapp.data.queries.appearing import appears_in
from storyapp.data.queries.stories import story_by_public_id
from storyapp.data.queries.verifying import CheckRow
from storyapp.data.tables.evidence import OthersCounted, StoryCheck, VerificationPlan
from storyapp.data.tables.programmes import Period, Programme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.appearing import Where
from storyapp.rules.errors import RuleBroken
from storyapp.rules.evidence import Verification
from storyapp.rules.verifying import (
    CheckedHow,
    CheckFacts,
    WhyChecked,
    check_outcome,
    planned,
    top_rounds,
    whole_outcome,
)
from storyapp.services import messages_to_tellers
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a verifier found, by what means, and in their own words."""

    facts: Verification
    significance: Verification
    how: CheckedHow
    note: str


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """A period's plan with its lines and how far it is."""

    period: Period
    plan: VerificationPlan | None
    rows: tuple[CheckRow, ...]

    @property
    def shown(self) -> tuple[CheckRow, ...]:
        """Return the lines that may be worked on; that a story is held or taken back is said of none."""
        return tuple(row for row in self.rows if is_open(row.story))

    @property
    def n_done(self) -> int:
        """Return how many have an outcome."""
        return sum(row.check.checked_on is not None for row in self.shown)

    @property
    def n_gone(self) -> int:
        """Return how many stories of the plan cannot be checked any more."""
        return len(self.rows) - len(self.shown)


@dataclass(frozen=True, kw_only=True)
class InShort:
    """What a check came to, and how many others had the same."""

    outcome: Verification
    counts: tuple[OthersCounted, ...]


def is_open(story: Story) -> bool:
    """Tell whether a story may be read and checked now."""
    return appears_in(story, Where.CHECKING)


def plan_page(programme: Programme, period: Period) -> PlanPage:
    """Return the plan of a period."""
    return PlanPage(
        period=period, plan=queries.plan_of(programme, period.id),
        rows=tuple(queries.check_rows(programme, period_id=period.id)),
    )  # fmt: skip


def make_plan(programme: Programme, period: Period, *, percent: int, account_id: int) -> int:
    """Plan what is checked: all last choices and a share of the rest; return how many stories came into the plan.

    The seed is the programme and the period, so nobody picks; planning again adds, and takes nothing out.
    """
    period_id, seed = period.id, f"{programme.slug}/{period.code}"
    with act(account_actor(account_id)) as doing:
        chosen = queries.chosen_in(top_rounds(queries.decided_rounds(programme, period_id)))
        rest = queries.checkable(programme, period_id) - chosen
        wanted = planned(chosen, rest, percent=percent, seed=seed)
        known = {row.story.id: row.check for row in queries.check_rows(programme, period_id=period_id)}
        today, ids = kit().clock().date(), programme.owner
        for story_id, why in wanted.items():
            if story_id not in known:
                db.session.add(StoryCheck(**ids, story_id=story_id, why=why, planned_on=today))
            elif why is WhyChecked.CHOSEN:
                known[story_id].why = why
        plan = queries.plan_of(programme, period_id)
        if plan is None:
            plan = VerificationPlan(**ids, period_id=period_id)
            db.session.add(plan)
        plan.percent, plan.seed, plan.n_drawn_from = percent, seed, len(rest)
        plan.planned_on, plan.planned_by_id = today, account_id
        doing.note(programme.organisation_id, "check.planned", f"period:{period_id}", reason=f"share-{percent}")
        return len(wanted.keys() - known.keys())


def add_to_plan(programme: Programme, public_id: str, *, account_id: int) -> None:
    """Put one story into the plan by hand."""
    with act(account_actor(account_id)) as doing:
        story = _story(programme, public_id)
        if queries.check_of(programme, story.id) is None:
            db.session.add(
                StoryCheck(
                    **programme.owner, story_id=story.id, why=WhyChecked.BY_HAND, planned_on=kit().clock().date()
                )
            )
            doing.note(story.organisation_id, "check.added", f"story:{public_id}")


def ask_teller(programme: Programme, public_id: str, text: str, *, account_id: int) -> None:
    """Ask the teller before anybody else; they read it under their code and may answer or not."""
    with act(account_actor(account_id)) as doing:
        check, story = _locked(programme, public_id)
        messages_to_tellers.add_question(story, text, account_id=account_id)
        check.asked_on = check.asked_on or kit().clock().date()
        doing.note(story.organisation_id, "check.teller-asked", f"story:{public_id}")


def note_outcome(programme: Programme, public_id: str, outcome: Outcome, *, account_id: int) -> None:
    """Write down what was found; an earlier outcome is written anew, and the log keeps that it was."""
    with act(account_actor(account_id)) as doing:
        check, story = _locked(programme, public_id)
        check_outcome(
            CheckFacts(
                verifier_id=account_id, collector_ids=queries.collectors_of(story),
                can_be_asked=queries.has_code(story.id), asked_on=check.asked_on, facts=outcome.facts,
                significance=outcome.significance, note=outcome.note,
            )
        )  # fmt: skip
        check.facts, check.significance = outcome.facts, outcome.significance
        check.how, check.note = outcome.how, outcome.note
        check.checked_on, check.checked_by_id = kit().clock().date(), account_id
        whole = whole_outcome(outcome.facts, outcome.significance)
        doing.note(story.organisation_id, "check.outcome-written", f"story:{public_id}", reason=whole.name)


def check_page(programme: Programme, story: Story) -> CheckRow | None:
    """Return the check of a story with all that its page shows, or None where it stands in no plan."""
    rows = queries.check_rows(programme, story_id=story.id)
    return rows[0] if rows else None


def may_verify(story: Story, account_id: int) -> bool:
    """Tell whether this person may write the outcome: whoever collected the story may not."""
    return account_id not in queries.collectors_of(story)


def outcome_of(check: StoryCheck | None) -> Verification:
    """Return what a check has come to."""
    return whole_outcome(check.facts, check.significance) if check is not None else Verification.NOT_YET


def in_short(programme: Programme, story: Story) -> InShort:
    """Return how firm a story is, for its own page."""
    return InShort(
        outcome=outcome_of(queries.check_of(programme, story.id)), counts=tuple(queries.counts_of_story(story))
    )


def period_of(periods: Sequence[Period], wanted: int | None) -> Period | None:
    """Return the period asked for, or else the latest that has begun, or the first."""
    today = kit().clock().date()
    found = next((one for one in periods if one.id == wanted), None)
    if found is None and periods:
        begun = [one for one in periods if one.starts_on <= today]
        found = begun[-1] if begun else periods[0]
    return found


def _story(programme: Programme, public_id: str) -> Story:
    story = story_by_public_id(programme, public_id)
    if story is None or not is_open(story):
        raise RuleBroken("check.not-now")
    return story


def _locked(programme: Programme, public_id: str) -> tuple[StoryCheck, Story]:
    story = _story(programme, public_id)
    check = queries.check_of(programme, story.id, lock=True)
    if check is None:
        raise RuleBroken("check.not-planned")
    return check, story
