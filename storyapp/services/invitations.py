"""Links by which people tell: made, shown again, extended, revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, update

from storyapp.data.db import db
from storyapp.data.queries import programmes
from storyapp.data.queries.invitations import invitation_of, invitations_of
from storyapp.data.tables.people import Account, Membership
from storyapp.data.tables.programmes import PassedLink, Period, Programme, StoryInvitation
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.cases import LEADS_NEEDED
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.stories import Mode
from storyapp.services.transaction import Act, account_actor, act

TOKEN_PLACE = "story_invitations/token"
LONGEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class NewInvitation:
    """What a facilitator says about a new link."""

    label: str
    period_id: int
    language: str
    mode: Mode = Mode.SELF
    lasts_days: int = 30
    budget: int = 300
    guardian_paper: str = ""
    is_test: bool = False
    passes_on: bool = False  # tellers may pass it on


def create(programme: Programme, wanted: NewInvitation, *, account_id: int) -> int:
    """Make a link and return the invitation's id. Only a test link may be made without two safeguarding leads."""
    check_leads(programme, wanted)
    with act(account_actor(account_id)) as doing:
        writes_down = None if wanted.mode is Mode.SELF else account_id
        return add_invitation(doing, programme, wanted, collector_id=writes_down).id


def check_leads(programme: Programme, wanted: NewInvitation) -> None:
    """Raise RuleBroken where nobody would see a case that comes by this link."""
    if not wanted.is_test and n_leads(programme) < LEADS_NEEDED:
        raise RuleBroken("invitation.leads-missing", needed=LEADS_NEEDED)


def add_invitation(
    doing: Act, programme: Programme, wanted: NewInvitation, *, collector_id: int | None
) -> StoryInvitation:
    """Add a link inside an act."""
    now, token, vault = kit().clock(), new_token(), kit().vault
    period = db.session.get(Period, wanted.period_id)
    if period is None or period.programme_id != programme.id:
        raise RuleBroken("invitation.period-gone")
    invitation = StoryInvitation(
        organisation_id=programme.organisation_id, programme_id=programme.id, period_id=period.id,
        label=wanted.label, language=wanted.language, mode=wanted.mode, guardian_paper=wanted.guardian_paper,
        collector_id=collector_id, is_test=wanted.is_test,
        budget=wanted.budget, token_hash=vault.fingerprint(token, "invitation"),
        token_sealed=vault.seal_for_house(token, TOKEN_PLACE), created_at=now,
        expires_at=now + timedelta(days=wanted.lasts_days),
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    if wanted.passes_on and wanted.mode is Mode.SELF:
        db.session.add(PassedLink(invitation_id=invitation.id, root_id=invitation.id, depth=0))
    doing.note(programme.organisation_id, "invitation.made", f"invitation:{invitation.id}")
    return invitation


def invitation_list(programme: Programme) -> list[StoryInvitation]:
    """Return a programme's invitations, newest first."""
    return invitations_of(programme)


def one_invitation(programme: Programme, invitation_id: int) -> StoryInvitation | None:
    """Return one invitation of this programme."""
    return invitation_of(programme, invitation_id)


def link_token(invitation: StoryInvitation) -> str:
    """Return the secret of an invitation's link, to show or print it again."""
    return kit().vault.open_for_house(invitation.token_sealed, TOKEN_PLACE)


def revoke(programme: Programme, invitation_id: int, *, account_id: int) -> None:
    """End a link now; what was told by it stays."""
    with act(account_actor(account_id)) as doing:
        invitation = _present(programme, invitation_id)
        if invitation.revoked_at is None:
            invitation.revoked_at = kit().clock()
            _end_chain(invitation.id, kit().clock())
            doing.note(programme.organisation_id, "invitation.revoked", f"invitation:{invitation.id}")


def extend(programme: Programme, invitation_id: int, *, days: int, more: int, account_id: int) -> None:
    """Let a link live longer, or carry more stories; a revoked link stays shut."""
    with act(account_actor(account_id)) as doing:
        invitation = _present(programme, invitation_id)
        if invitation.revoked_at is not None:
            raise RuleBroken("invitation.revoked")
        if not invitation.is_test and n_leads(programme) < LEADS_NEEDED:
            raise RuleBroken("invitation.leads-missing", needed=LEADS_NEEDED)
        now = kit().clock()
        if days:
            invitation.expires_at = min(max(invitation.expires_at, now) + timedelta(days=days), now + LONGEST)
            _chain_lasts(invitation.id, invitation.expires_at)
        invitation.budget += more
        doing.note(programme.organisation_id, "invitation.extended", f"invitation:{invitation.id}")


def is_open(invitation: StoryInvitation, now: datetime) -> bool:
    """Tell whether somebody may still tell by this link."""
    return invitation.revoked_at is None and invitation.expires_at > now and invitation.n_sent < invitation.budget


def n_leads(programme: Programme) -> int:
    """Count people who would see a case of this programme."""
    query = (
        select(func.count(func.distinct(Account.id)))
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == programme.organisation_id, Membership.role == Role.SAFEGUARDING_LEAD,
            or_(Membership.programme_id.is_(None), Membership.programme_id == programme.id),
            Account.is_disabled.is_(False),
        )
    )  # fmt: skip
    return db.session.scalar(query) or 0


def open_periods(programme: Programme) -> list[Period]:
    """Return periods for which stories are gathered now, newest first."""
    return programmes.periods_of(programme, only_open=True)


def _end_chain(root_id: int, now: datetime) -> None:
    """End every link that tellers passed on from this one."""
    links = select(PassedLink.invitation_id).where(PassedLink.root_id == root_id)
    ended = update(StoryInvitation).where(StoryInvitation.id.in_(links), StoryInvitation.revoked_at.is_(None))
    db.session.execute(ended.values(revoked_at=now))


def _chain_lasts(root_id: int, until: datetime) -> None:
    """Let every link that tellers passed on from this one end on its day, neither sooner nor later."""
    links = select(PassedLink.invitation_id).where(PassedLink.root_id == root_id, PassedLink.depth > 0)
    db.session.execute(update(StoryInvitation).where(StoryInvitation.id.in_(links)).values(expires_at=until))


def _present(programme: Programme, invitation_id: int) -> StoryInvitation:
    invitation = invitation_of(programme, invitation_id)
    if invitation is None:
        raise RuleBroken("invitation.ended")
    return invitation
