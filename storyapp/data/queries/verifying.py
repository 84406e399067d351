"""Checks, counts and other evidence of one programme; each starts from the organisation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, delete, func, or_, select

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears
from storyapp.data.tables.evidence import OtherEvidence, OthersCounted, StoryCheck, VerificationPlan
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Indicator, Programme, SocialResult, StoryInvitation
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Recall, Receipt, Story, TellerMessage
from storyapp.rules.appearing import Where
from storyapp.rules.rounds import RoundState
from storyapp.rules.verifying import DecidedRound

Q = TypeVar("Q", bound=Select)
DECIDED = (RoundState.DECIDED, RoundState.FINISHED)
MOST_STORIES = 200


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    """One line of the plan: a story, its check, whether its teller has a code, and the day of their last word since."""

    story: Story
    check: StoryCheck
    has_code: bool
    replied_on: date | None
    verifier: str


def plan_of(programme: Programme, period_id: int) -> VerificationPlan | None:
    """Return the plan of a period."""
    return db.session.scalar(
        _inside(select(VerificationPlan), VerificationPlan, programme).where(VerificationPlan.period_id == period_id)
    )


def plans_of(programme: Programme, period_ids: Collection[int]) -> list[VerificationPlan]:
    """Return the plans of these periods."""
    query = _inside(select(VerificationPlan), VerificationPlan, programme)
    return list(
        db.session.scalars(query.where(VerificationPlan.period_id.in_(period_ids)).order_by(VerificationPlan.id))
    )


def decided_rounds(programme: Programme, period_id: int) -> list[DecidedRound]:
    """Return the decided rounds of a period."""
    query = _inside(select(Round.id, Round.domain_id, Round.selection_level), Round, programme)
    query = query.where(Round.period_id == period_id, Round.state.in_(DECIDED)).order_by(Round.id)
    return [
        DecidedRound(round_id=round_id, domain_id=domain_id, selection_level=level)
        for round_id, domain_id, level in db.session.execute(query)
    ]


def chosen_in(round_ids: Collection[int]) -> frozenset[int]:
    """Return the stories that these rounds chose and that may still be checked."""
    query = (
        select(RoundStory.story_id)
        .join(Story, Story.id == RoundStory.story_id)
        .where(
            RoundStory.round_id.in_(round_ids),
            RoundStory.is_chosen,
            RoundStory.is_removed.is_(False),
            *appears(Where.CHECKING),
        )
    )
    return frozenset(db.session.scalars(query))


def checkable(programme: Programme, period_id: int) -> frozenset[int]:
    """Return the stories of a period that a share may be drawn from."""
    query = _inside(select(Story.id), Story, programme).where(Story.period_id == period_id, *appears(Where.CHECKING))
    return frozenset(db.session.scalars(query))


def check_rows(programme: Programme, *, period_id: int | None = None, story_id: int | None = None) -> list[CheckRow]:
    """Return checks with all that their lines show, those without an outcome first."""
    replied = (
        select(func.max(TellerMessage.said_on))
        .where(
            TellerMessage.story_id == StoryCheck.story_id, TellerMessage.is_from_teller,
            TellerMessage.said_on >= StoryCheck.asked_on, TellerMessage.kind != "help",
        )
        .scalar_subquery()
    )  # fmt: skip
    has_code = select(Receipt.story_id).where(Receipt.story_id == StoryCheck.story_id).exists()
    query = (
        _inside(select(Story, StoryCheck, has_code, replied, Account.name), StoryCheck, programme)
        .select_from(StoryCheck)
        .join(Story, Story.id == StoryCheck.story_id)
        .outerjoin(Account, Account.id == StoryCheck.checked_by_id)
        .order_by(StoryCheck.checked_on.is_not(None), StoryCheck.story_id)
    )
    query = query if period_id is None else query.where(Story.period_id == period_id)
    query = query if story_id is None else query.where(StoryCheck.story_id == story_id)
    return [
        CheckRow(story=story, check=check, has_code=bool(code), replied_on=on, verifier=name or "")
        for story, check, code, on, name in db.session.execute(query)
    ]


def checks_of(programme: Programme, period_ids: Collection[int]) -> list[StoryCheck]:
    """Return the checks of these periods, by story."""
    query = _inside(select(StoryCheck), StoryCheck, programme).join(Story, Story.id == StoryCheck.story_id)
    return list(db.session.scalars(query.where(Story.period_id.in_(period_ids)).order_by(StoryCheck.story_id)))


def check_of(programme: Programme, story_id: int, *, lock: bool = False) -> StoryCheck | None:
    """Return the check of one story."""
    query = _inside(select(StoryCheck), StoryCheck, programme).where(StoryCheck.story_id == story_id)
    return db.session.scalar(query.with_for_update() if lock else query)


def collectors_of(story: Story) -> frozenset[int]:
    """Return the accounts that collected a story: on it, or by the link it came through."""
    query = select(StoryInvitation.collector_id).where(StoryInvitation.id == story.invitation_id)
    by_link = db.session.scalar(query) if story.invitation_id else None
    return frozenset(one for one in (story.collector_id, by_link) if one is not None)


def has_code(story_id: int) -> bool:
    """Tell whether the teller of a story can come back."""
    return db.session.scalar(select(Receipt.story_id).where(Receipt.story_id == story_id)) is not None


def counts_of_story(story: Story) -> list[OthersCounted]:
    """Return how many others had the change of a story, the newest first."""
    query = select(OthersCounted).where(
        OthersCounted.organisation_id == story.organisation_id, OthersCounted.story_id == story.id
    )
    return list(db.session.scalars(query.order_by(OthersCounted.counted_on.desc(), OthersCounted.id.desc())))


def counts_of_result(programme: Programme, result_id: int) -> list[OthersCounted]:
    """Return how many reached a result, the newest first."""
    query = _inside(select(OthersCounted), OthersCounted, programme).where(OthersCounted.result_id == result_id)
    return list(db.session.scalars(query.order_by(OthersCounted.counted_on.desc(), OthersCounted.id.desc())))


def counts_in(programme: Programme, period_ids: Collection[int]) -> list[tuple[OthersCounted, Story | None]]:
    """Return the counts beside stories of these periods, and those of results, in order of day."""
    query = (
        _inside(select(OthersCounted, Story), OthersCounted, programme)
        .select_from(OthersCounted)
        .outerjoin(Story, Story.id == OthersCounted.story_id)
    )
    query = query.where(or_(OthersCounted.result_id.is_not(None), Story.period_id.in_(period_ids)))
    return [
        (one, story) for one, story in db.session.execute(query.order_by(OthersCounted.counted_on, OthersCounted.id))
    ]


def one_of(programme: Programme, table: type[Any], row_id: int) -> Any | None:
    """Return one count or one piece of other evidence of this programme."""
    return db.session.scalar(_inside(select(table), table, programme).where(table.id == row_id))


def beside(programme: Programme, story_id: int) -> list[tuple[OtherEvidence, Indicator | None, Story | None]]:
    """Return other evidence of a story with the indicator and the second story it names, oldest first."""
    query = (
        _inside(select(OtherEvidence, Indicator, Story), OtherEvidence, programme)
        .select_from(OtherEvidence)
        .outerjoin(Indicator, Indicator.id == OtherEvidence.indicator_id)
        .outerjoin(Story, Story.id == OtherEvidence.other_story_id)
        .where(OtherEvidence.story_id == story_id)
        .order_by(OtherEvidence.id)
    )
    return [(one, indicator, story) for one, indicator, story in db.session.execute(query)]


def beside_in(programme: Programme, period_ids: Collection[int]) -> list[OtherEvidence]:
    """Return other evidence beside the stories of these periods."""
    query = _inside(select(OtherEvidence), OtherEvidence, programme).join(Story, Story.id == OtherEvidence.story_id)
    return list(db.session.scalars(query.where(Story.period_id.in_(period_ids)).order_by(OtherEvidence.id)))


def indicators_of(programme: Programme) -> list[tuple[Indicator, SocialResult]]:
    """Return the indicators of a programme with their results, in order."""
    query = (
        _inside(select(Indicator, SocialResult), Indicator, programme)
        .select_from(Indicator)
        .join(SocialResult, SocialResult.id == Indicator.result_id)
    )
    query = query.order_by(SocialResult.position, Indicator.position, Indicator.id)
    return [(indicator, result) for indicator, result in db.session.execute(query)]


def stories_beside(programme: Programme, story: Story) -> list[Story]:
    """Return stories that may stand beside one: screened, counted, of the same period first, the newest first."""
    query = _inside(select(Story), Story, programme).where(Story.id != story.id, *appears(Where.CHECKING))
    return list(
        db.session.scalars(query.order_by(Story.period_id != story.period_id, Story.id.desc()).limit(MOST_STORIES))
    )


def forget_beside(story_id: int) -> None:
    """Take an erased story away from where it stood beside others."""
    db.session.execute(delete(OtherEvidence).where(OtherEvidence.other_story_id == story_id))


def overused(programme: Programme, period_ids: Collection[int]) -> frozenset[int]:
    """Return the stories that still stand in an output where their consent no longer allows it."""
    query = _inside(select(Story.id).distinct(), Story, programme).join(
        Recall, Recall.story_public_id == Story.public_id
    )
    return frozenset(db.session.scalars(query.where(Recall.handled_on.is_(None), Story.period_id.in_(period_ids))))


def public_ids(story_ids: Collection[int]) -> dict[int, str]:
    """Return public ids by id."""
    query = select(Story.id, Story.public_id).where(Story.id.in_(sorted(story_ids)))
    return {row.id: row.public_id for row in db.session.execute(query)}


def _inside(query: Q, table: Any, programme: Programme) -> Q:
    return query.where(table.organisation_id == programme.organisation_id, table.programme_id == programme.id)
