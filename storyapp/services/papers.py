"""Consent that was given on paper: by guardians for those who wait, by staff for what was imported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries.stories import PAGE, n_in_state, of_programme
from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.data.tables.stories import ConsentEvent, Story
from storyapp.gateways.kit import kit
from storyapp.rules.consent import ConsentAct, ConsentBy, Light, Purpose, runs_out_on
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand
from storyapp.rules.stories import StoryState
from storyapp.services import consents, scans
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper as it is recorded: its number, the day it was signed, and what it says to each purpose."""

    number: str
    signed_on: date
    agreed: Mapping[Purpose, bool]


@dataclass(frozen=True, kw_only=True)
class WaitingStory:
    """A story that waits for a guardian: never its text, only what finds the right paper."""

    public_id: str
    age_band: AgeBand | None
    told_on: date
    invitation: str
    has_refused: bool = False  # a guardian has said no to every use; a later answer replaces it


def waiting_stories(programme: Programme) -> tuple[list[WaitingStory], int]:
    """Return the oldest stories that wait for a guardian, and how many wait in all."""
    query = (
        of_programme(programme)
        .outerjoin(StoryInvitation, StoryInvitation.id == Story.invitation_id)
        .where(Story.state == StoryState.WAITING_FOR_GUARDIAN)
        .with_only_columns(Story.public_id, Story.age_band, Story.told_on, StoryInvitation.label)
    )
    refused = (
        select(ConsentEvent.id)
        .where(ConsentEvent.story_id == Story.id, ConsentEvent.by == ConsentBy.GUARDIAN)
        .exists()
        .label("refused")
    )
    rows = [
        WaitingStory(
            public_id=public_id, age_band=band, told_on=told_on, invitation=label or "", has_refused=has_refused
        )
        for public_id, band, told_on, label, has_refused in db.session.execute(
            query.add_columns(refused).order_by(Story.id).limit(PAGE)
        )
    ]
    return rows, n_in_state(programme, StoryState.WAITING_FOR_GUARDIAN)


def answered_stories(programme: Programme) -> list[WaitingStory]:
    """Return the newest stories for which a guardian has answered and that went on: a later paper replaces the answer."""
    answered = select(ConsentEvent.story_id).where(ConsentEvent.by == ConsentBy.GUARDIAN)
    query = (
        of_programme(programme)
        .outerjoin(StoryInvitation, StoryInvitation.id == Story.invitation_id)
        .where(Story.state.in_((StoryState.TOLD, StoryState.SCREENED)), Story.id.in_(answered))
        .with_only_columns(Story.public_id, Story.age_band, Story.told_on, StoryInvitation.label)
    )
    return [
        WaitingStory(public_id=public_id, age_band=band, told_on=told_on, invitation=label or "")
        for public_id, band, told_on, label in db.session.execute(query.order_by(Story.id.desc()).limit(PAGE))
    ]


def record_guardian_papers(
    programme: Programme, public_ids: Sequence[str], paper: Paper, *, account_id: int, scan: bytes | None = None
) -> int:
    """Record one guardian's (or an institution head's) paper for one or several stories; return for how many.

    A later paper replaces an earlier answer, by paper or by link. `scan` is a file as it came.
    """
    _check(paper)
    picture = scans.read_scan(scan) if scan is not None else None
    today = kit().clock().date()
    with act(account_actor(account_id)) as doing:
        stories = _chosen(programme, public_ids)
        for story in stories:
            consents.guardian_says(
                doing, story, paper.agreed, on=paper.signed_on, today=today, language=story.language,
                paper=_named(paper), account_id=account_id,
            )  # fmt: skip
            doing.note(story.organisation_id, "consent.guardian-recorded", f"story:{story.public_id}")
        if picture is not None:
            scans.keep(doing, stories, picture, _named(paper), account_id=account_id)
        return len(stories)


def record_staff_paper(programme: Programme, public_ids: Sequence[str], paper: Paper, *, account_id: int) -> int:
    """Record what tellers of imported stories agreed to on paper; return for how many stories.

    Only for stories that were imported: who told here has said yes or no already.
    """
    _check(paper)
    today = kit().clock().date()
    with act(account_actor(account_id)) as doing:
        stories = [story for story in _chosen(programme, public_ids) if story.import_batch_id is not None]
        if not stories:
            raise RuleBroken("consent.only-imported")
        for story in stories:
            before, counted = consents.lights_of(story, today=today), story.may_count
            db.session.add_all(_event(story, purpose, yes, paper, account_id) for purpose, yes in paper.agreed.items())
            consents.refold(story, today=today)
            consents.let_go(doing, story, before, today=today)
            doing.note(story.organisation_id, "consent.recorded", f"story:{story.public_id}")
            consents.read_again(doing, story, counted)
        return len(stories)


def _check(paper: Paper) -> None:
    if not paper.number.strip():
        raise RuleBroken("consent.paper-missing")
    if paper.signed_on > kit().clock().date():
        raise RuleBroken("consent.paper-in-the-future")


def _named(paper: Paper) -> str:
    return f"{paper.number.strip()}, {paper.signed_on.isoformat()}"


def _chosen(programme: Programme, public_ids: Sequence[str]) -> list[Story]:
    query = of_programme(programme).where(Story.public_id.in_(public_ids), Story.state != StoryState.WITHDRAWN)
    stories = list(db.session.scalars(query.order_by(Story.id)))
    if not stories:
        raise RuleBroken("consent.nothing-chosen")
    return stories


def _event(story: Story, purpose: Purpose, yes: bool, paper: Paper, account_id: int) -> ConsentEvent:
    return ConsentEvent(
        story_id=story.id, purpose=purpose, act=ConsentAct.GRANT if yes else ConsentAct.REFUSE,
        by=ConsentBy.STAFF_ON_PAPER, language=story.language, paper=_named(paper), recorded_by_id=account_id,
        said_on=paper.signed_on, expires_on=_runs_out_on(story, paper) if yes else None,
    )  # fmt: skip


def _runs_out_on(story: Story, paper: Paper) -> date | None:
    return runs_out_on(paper.signed_on, years=db.session.get_one(Programme, story.programme_id).consent_years)


def imported_stories(programme: Programme, batch_id: int | None = None) -> list[tuple[str, str]]:
    """Return public ids and titles of imported stories about whose consent nothing is known."""
    query = of_programme(programme).where(Story.import_batch_id.is_not(None), Story.may_quote == Light.UNKNOWN)
    query = query if batch_id is None else query.where(Story.import_batch_id == batch_id)
    named = query.with_only_columns(Story.public_id, Story.title).order_by(Story.id).limit(PAGE)
    return [(public_id, title) for public_id, title in db.session.execute(named)]
