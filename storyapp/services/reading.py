"""One story on the desk: who reads it is written down."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries import analyses, stories
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Domain, Period, Programme, SocialResult, Theme
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import SealedOriginal, Story
from storyapp.gateways.kit import kit
from storyapp.rules.consent import ASKED_WHEN_TELLING, Light, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.stories import StoryState
from storyapp.rules.tags import TagState
from storyapp.rules.unread import WhyUnread
from storyapp.services import answers_seen, consents, sealing
from storyapp.services.transaction import TELLER, account_actor, act

REASONS = ("SCREENING_DOUBT", "TELLER_ASKED", "QUALITY_CHECK", "LEGAL_DUTY")
SHOWN_ACTS = {
    "story.read", "story.screening-read", "story.screened", "story.original-opened", "story.told",
    "story.reworded", "consent.guardian-recorded", "consent.recorded", "consent.withdrawn", "consent.granted",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReadBy:
    """One act on a story: who did what and when."""

    act: str
    name: str
    at: datetime
    reason: str
    by_teller: bool  # then only the day is known


@dataclass(frozen=True, kw_only=True)
class StoryPage:
    """All that staff see of one story."""

    story: Story
    domain: Domain | None
    period: Period | None
    lights: dict[Purpose, Light]
    themes: list[Theme]
    results: list[tuple[SocialResult, ResultLink]]
    rounds: list[tuple[Round, RoundStory]]
    acts: list[ReadBy]
    answers: list[tuple[Asked, Any]]  # to the form's own questions, but for free text
    was_handed_over: bool  # by the reader of this page
    why_unread: WhyUnread | None  # by the language module

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether its teller has taken it back."""
        return self.story.state is StoryState.WITHDRAWN


def read_story(programme: Programme, public_id: str, *, account_id: int) -> StoryPage | None:
    """Return a story's page and note who read it (once a day)."""
    story = stories.story_by_public_id(programme, public_id)
    if story is None:
        return None
    if story.text_version and story.state is not StoryState.WITHDRAWN:
        note_once_a_day(programme, account_id, "story.read", f"story:{story.public_id}")
        story = stories.story_by_public_id(programme, public_id)
        if story is None:
            return None
    acts = stories.acts_on(programme, story)
    return StoryPage(
        story=story,
        domain=db.session.get(Domain, story.domain_id) if story.domain_id else None,
        period=db.session.get(Period, story.period_id) if story.period_id else None,
        lights=_asked_lights(story),
        themes=_confirmed_themes(story), results=_confirmed_results(story), rounds=_rounds(story),
        acts=_read_by(acts), answers=answers_seen.answers_of(story) if story.text_version else [],
        why_unread=analyses.why_text_unread(story),
        was_handed_over=story.is_held and any(
            event.act == stories.HANDED_OVER and event.actor == account_actor(account_id) for event in acts
        ),
    )  # fmt: skip


def _asked_lights(story: Story) -> dict[Purpose, Light]:
    """Return what holds of all that tellers are asked; a picture is allowed by itself, beside it (services/attachments)."""
    now = consents.lights_of(story, today=kit().clock().date())
    return {purpose: now[purpose] for purpose in ASKED_WHEN_TELLING}


def readable_story(programme: Programme, public_id: str) -> Story | None:
    """Return a story whose working text staff may read now; None for any other."""
    story = stories.story_by_public_id(programme, public_id)
    return story if story is not None and story.text_version and story.state is not StoryState.WITHDRAWN else None


def open_original(
    programme: Programme, public_id: str, *, account_id: int, reason: str
) -> tuple[Story, dict[str, Any]]:
    """Open what the teller typed, for a named reason; each opening is written down."""
    if reason not in REASONS:
        raise RuleBroken("story.reason-missing")
    with act(account_actor(account_id)) as doing:
        story = stories.story_by_public_id(programme, public_id)
        if story is None or story.state is StoryState.WITHDRAWN:
            raise RuleBroken("story.withdrawn")
        original = newest_original(story.id)
        doing.note(story.organisation_id, "story.original-opened", f"story:{story.public_id}", reason=reason)
    return story, original


def newest_original(story_id: int) -> dict[str, Any]:
    """Return the last version of what the teller typed; whoever shows it notes that."""
    return sealing.open_original(story_id, version=newest_version(story_id) or 1)


def newest_version(story_id: int) -> int:
    """Return the number of the last version of what the teller typed; 0 where none is kept any more."""
    query = db.select(db.func.max(SealedOriginal.version)).where(SealedOriginal.story_id == story_id)
    return db.session.scalar(query) or 0


def note_once_a_day(programme: Programme, account_id: int, what: str, subject: str, *, reason: str = "") -> None:
    """Note that somebody read something, unless the same stands in the chain since a day."""
    since = kit().clock() - timedelta(days=1)
    known = db.session.scalar(
        select(AuditEvent.id)
        .where(
            AuditEvent.organisation_id == programme.organisation_id, AuditEvent.subject == subject,
            AuditEvent.act == what, AuditEvent.actor == account_actor(account_id), AuditEvent.at > since,
        )
        .limit(1)
    )  # fmt: skip
    if known is None:
        organisation_id = programme.organisation_id
        with act(account_actor(account_id)) as doing:
            doing.note(organisation_id, what, subject, reason=reason)


def _confirmed_themes(story: Story) -> list[Theme]:
    query = select(Theme).join(Tag, Tag.theme_id == Theme.id)
    query = query.where(Tag.story_id == story.id, Tag.state == TagState.CONFIRMED)
    return list(db.session.scalars(query.order_by(Theme.position, Theme.id)))


def _confirmed_results(story: Story) -> list[tuple[SocialResult, ResultLink]]:
    query = select(SocialResult, ResultLink).join(ResultLink, ResultLink.result_id == SocialResult.id)
    query = query.where(ResultLink.story_id == story.id, ResultLink.state == TagState.CONFIRMED)
    return list(db.session.execute(query.order_by(SocialResult.position, SocialResult.id)))


def _rounds(story: Story) -> list[tuple[Round, RoundStory]]:
    query = select(Round, RoundStory).join(RoundStory, RoundStory.round_id == Round.id)
    query = query.where(Round.organisation_id == story.organisation_id, RoundStory.story_id == story.id)
    return list(db.session.execute(query.order_by(Round.id)))


def _read_by(events: list[AuditEvent]) -> list[ReadBy]:
    """Name the people behind acts; what leads do in a case never stands here."""
    shown = [event for event in events if event.act in SHOWN_ACTS]
    ids = {int(event.actor.split(":")[1]) for event in shown if event.actor.startswith("account:")}
    names = dict(db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))).all()) if ids else {}
    return [
        ReadBy(
            act=event.act, at=event.at, reason=event.reason, by_teller=event.actor == TELLER,
            name=names.get(int(event.actor.split(":")[1]), "") if event.actor.startswith("account:") else "",
        )
        for event in shown
    ]  # fmt: skip
