"""Readers who differ about a theme on a story talk, decide together and say why; what each said alone is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storyapp.data.db import db
from storyapp.data.queries import coding as queries
from storyapp.data.queries import findings
from storyapp.data.tables.coding import JointDecision, Tag
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.coding import check_joint_reason, standing_evidence, working_text
from storyapp.rules.errors import RuleBroken
from storyapp.rules.tags import CoderKind, TagState, decided_state
from storyapp.services.tagging import Coder, Place
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one reader said alone."""

    name: str
    kind: CoderKind
    fits: bool
    at: datetime | None
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A theme on a story about which readers differ, and what they decided together, if they have."""

    story: Story
    theme: Theme
    said: Sequence[Said]
    words: Sequence[tuple[int, int]]
    together: JointDecision | None
    written_by: str


def difference(programme: Programme, public_id: str, theme_id: int) -> Difference | None:
    """Return a difference between readers; None where they agree, or only one has read."""
    story, theme = queries.readable_story(programme, public_id), queries.theme_of(programme, theme_id)
    if story is None or theme is None:
        return None
    said = [Said(**one) for one in findings.said_of(story.id, theme_id)]
    tag = findings.tag_on(story.id, theme_id)
    if tag is None or len({one.fits for one in said}) < 2:
        return None
    together = queries.joint_decision(story.id, theme_id)
    return Difference(
        story=story, theme=theme, said=said, words=standing_evidence(working_text(story.happened, story.matters), tag.evidence),
        together=together, written_by=findings.name_of(together.written_by_id) if together is not None else "",
    )  # fmt: skip


def decide_together(place: Place, theme_id: int, coder: Coder, *, fits: bool, reason: str) -> bool:
    """Let a theme stand as readers decided together; a later decision takes the place of an earlier one.

    False where there is no such theme on such a story. How the tag stood before is kept, and so is every reading.
    """
    reason = check_joint_reason(reason)
    state = decided_state(confirmed=fits, coder=coder.kind)
    with act(account_actor(coder.account_id)) as doing:
        story, tag = _there(place, theme_id)
        if story is None or tag is None:
            return False
        together = queries.joint_decision(story.id, theme_id)
        if together is None:
            if len({bool(one["fits"]) for one in findings.said_of(story.id, theme_id)}) < 2:
                raise RuleBroken("joint.no-difference")
            together = _first_kept(story, tag)
            db.session.add(together)
        together.fits, together.reason = fits, reason
        together.written_by_id, together.written_at = coder.account_id, kit().clock()
        tag.state, tag.decided_by_id, tag.decided_as = state, coder.account_id, coder.kind
        tag.decided_at = together.written_at
        doing.note(
            story.organisation_id, "tag.decided-together", f"story:{story.public_id}", reason=f"theme-{theme_id}"
        )
    return True


def open_again(place: Place, theme_id: int, account_id: int) -> bool:
    """Take a joint decision back: the theme stands again as the first reader said."""
    with act(account_actor(account_id)) as doing:
        story, tag = _there(place, theme_id)
        together = None if story is None else queries.joint_decision(story.id, theme_id)
        if story is None or tag is None or together is None:
            return False
        tag.state, tag.decided_by_id, tag.decided_as = together.first_state, together.first_by_id, together.first_as
        tag.decided_at = together.first_at
        db.session.delete(together)
        doing.note(story.organisation_id, "tag.opened-again", f"story:{story.public_id}", reason=f"theme-{theme_id}")
    return True


def _there(place: Place, theme_id: int) -> tuple[Story | None, Tag | None]:
    """Return a story that nobody else changes meanwhile, and the theme on it that somebody has decided about."""
    programme = db.session.get_one(Programme, place.programme_id)
    story = queries.story_to_code(programme, place.public_id)
    if story is None or queries.theme_of(programme, theme_id) is None:
        return None, None
    tag = findings.tag_on(story.id, theme_id)
    return story, tag if tag is not None and tag.state is not TagState.SUGGESTED else None


def _first_kept(story: Story, tag: Tag) -> JointDecision:
    return JointDecision(
        organisation_id=story.organisation_id, programme_id=story.programme_id, story_id=story.id,
        theme_id=tag.theme_id, first_state=tag.state, first_by_id=tag.decided_by_id, first_as=tag.decided_as,
        first_at=tag.decided_at,
    )  # fmt: skip
