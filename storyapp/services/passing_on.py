"""A teller passes the invitation on: a link of its own in the chain, which knows how deep it is and nothing else."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.programmes import PassedLink, Programme, StoryInvitation
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.chains import STORIES_A_LINK, may_be_passed_on
from storyapp.rules.errors import RuleBroken
from storyapp.services import telling
from storyapp.services.invitations import TOKEN_PLACE
from storyapp.services.telling import Contents
from storyapp.services.transaction import TELLER, act


@dataclass(frozen=True, kw_only=True)
class Wave:
    """The links at one depth of a chain, and the stories that came by them."""

    depth: int
    n_links: int
    n_stories: int


def offers(invitation: StoryInvitation) -> bool:
    """Tell whether whoever told by this link may pass it on."""
    link = db.session.get(PassedLink, invitation.id)
    if link is None:
        return False
    root = db.session.get_one(StoryInvitation, link.root_id)
    return may_be_passed_on(depth=link.depth, n_links=_n_passed(link.root_id), most_links=root.budget)


def pass_on(token: str, contents: Contents, invitation: StoryInvitation) -> None:
    """Make the link that this teller passes on, once; it stays in the draft until the code is saved.

    Raises RuleBroken where the invitation may not be passed on (any more).
    """
    if contents.passed_on:
        return
    if not offers(invitation):
        raise RuleBroken("invitation.not-passed-on")
    with act(TELLER):
        contents.passed_on = _add_link(invitation)
        telling.keep_after_sending(token, contents)


def waves_of(programme: Programme, invitation_id: int) -> list[Wave]:
    """Return how far an invitation of this programme was passed on, depth by depth; empty where it may not be."""
    query = (
        select(PassedLink.depth, func.count(), func.sum(StoryInvitation.n_sent))
        .join(StoryInvitation, StoryInvitation.id == PassedLink.invitation_id)
        .where(
            StoryInvitation.organisation_id == programme.organisation_id,
            StoryInvitation.programme_id == programme.id, PassedLink.root_id == invitation_id,
        )
        .group_by(PassedLink.depth)
        .order_by(PassedLink.depth)
    )  # fmt: skip
    return [Wave(depth=depth, n_links=n, n_stories=sent) for depth, n, sent in db.session.execute(query)]


def _add_link(parent: StoryInvitation) -> str:
    """Add a link to the chain; it says the day on which it was made, not the minute, as that would tell by whom."""
    link, token, vault = db.session.get_one(PassedLink, parent.id), new_token(), kit().vault
    root = db.session.get_one(StoryInvitation, link.root_id)
    child = StoryInvitation(
        organisation_id=root.organisation_id, programme_id=root.programme_id, period_id=root.period_id,
        label=root.label, language=root.language, mode=root.mode, is_test=root.is_test, budget=STORIES_A_LINK,
        token_hash=vault.fingerprint(token, "invitation"), token_sealed=vault.seal_for_house(token, TOKEN_PLACE),
        created_at=datetime.combine(kit().clock().date(), time(), UTC), expires_at=root.expires_at,
    )  # fmt: skip
    db.session.add(child)
    db.session.flush()
    db.session.add(PassedLink(invitation_id=child.id, root_id=root.id, depth=link.depth + 1))
    return token


def _n_passed(root_id: int) -> int:
    counted = select(func.count()).where(PassedLink.root_id == root_id, PassedLink.depth > 0)
    return db.session.scalar(counted) or 0
