"""Invitations to staff: a link that holds a week, is kept only as a hash, and gives roles once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from storyapp.data.db import db
from storyapp.data.tables.people import Account, AccountInvitation, Membership, Organisation
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.errors import RuleBroken
from storyapp.rules.passwords import check_password
from storyapp.rules.people import Role
from storyapp.services import leads, letters
from storyapp.services.transaction import Act, account_actor, act

INVITATION_LASTS = timedelta(days=7)
ROLES_OF_STAFF = tuple(role for role in Role if role is not Role.PANELLIST)  # panellists come in by a link of a round


@dataclass(frozen=True, kw_only=True)
class Inviting:
    """Whom an administrator invites to what."""

    emails: tuple[str, ...]
    roles: tuple[Role, ...]
    programme_id: int | None
    language: str = "ru"
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Link:
    """The link of an invitation; it is shown or sent once and kept only as a hash."""

    email: str
    path: str
    is_sent: bool


@dataclass(frozen=True, kw_only=True)
class OpenInvitation:
    """What somebody who holds the link may see of an invitation."""

    email: str
    name: str
    roles: tuple[Role, ...]
    organisation: Organisation
    programme: Programme | None
    account: Account | None


def plain_email(email: str) -> str:
    """Return an address as accounts are found by it."""
    return email.strip().lower()


def invite(organisation_id: int, inviting: Inviting, *, by_id: int) -> list[Link]:
    """Invite people to roles; an older open invitation of the same person to the same place ends."""
    with act(account_actor(by_id)) as doing:
        return add_invitations(doing, organisation_id, inviting, by_id=by_id)


def add_invitations(doing: Act, organisation_id: int, inviting: Inviting, *, by_id: int | None) -> list[Link]:
    """Add invitations inside an act and hand their letters to the post where there is one."""
    _check_programme(organisation_id, inviting.programme_id)
    if not inviting.roles:
        raise RuleBroken("people.no-role")
    return [_invite_one(doing, organisation_id, plain_email(one), inviting, by_id=by_id) for one in inviting.emails]


def open_invitations(organisation_id: int) -> list[AccountInvitation]:
    """Return the invitations that nobody has taken yet, the newest first; those that ran out stay to be seen."""
    query = select(AccountInvitation).where(
        AccountInvitation.organisation_id == organisation_id, AccountInvitation.accepted_at.is_(None),
        AccountInvitation.revoked_at.is_(None),
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(AccountInvitation.id.desc()).limit(200)))


def revoke_invitation(organisation_id: int, invitation_id: int, *, by_id: int) -> bool:
    """Make the link of an invitation useless; False where this organisation has no such invitation."""
    with act(account_actor(by_id)) as doing:
        invitation = db.session.scalar(
            select(AccountInvitation).where(
                AccountInvitation.organisation_id == organisation_id, AccountInvitation.id == invitation_id
            )
        )
        if invitation is None:
            return False
        if invitation.accepted_at is None and invitation.revoked_at is None:
            invitation.revoked_at = kit().clock()
            doing.note(organisation_id, "account.invitation-revoked", f"account-invitation:{invitation.id}")
    return True


def invitation_of(token: str) -> OpenInvitation | None:
    """Return an invitation that still holds; unknown, used, revoked and late ones look the same."""
    row = _open_row(token)
    if row is None:
        return None
    account = db.session.scalar(select(Account).where(func.lower(Account.email) == row.email))
    programme = db.session.get(Programme, row.programme_id) if row.programme_id else None
    return OpenInvitation(
        email=row.email, name=row.name, roles=_roles(row), programme=programme, account=account,
        organisation=db.session.get_one(Organisation, row.organisation_id),
    )  # fmt: skip


def accept_with_new_account(token: str, *, name: str, password: str, language: str) -> int:
    """Make an account from an invitation and return its id."""
    row = _open_row(token)
    if row is None:
        raise RuleBroken("account-invitation.ended")
    check_password(password, email=row.email, name=name)
    hashed = kit().vault.hash_password(password)
    try:
        with act("invited") as doing:
            row = _taken(token)
            account = Account(
                email=row.email, name=name, password_hash=hashed, language=language, created_at=kit().clock()
            )
            db.session.add(account)
            db.session.flush()
            _join(doing, account, row)
            return account.id
    except IntegrityError as twice:
        raise RuleBroken("account.has-one") from twice


def accept_as(account_id: int, token: str) -> None:
    """Add the roles of an invitation to the account that is signed in, if it is the one that was invited."""
    with act(account_actor(account_id)) as doing:
        account = db.session.get_one(Account, account_id)
        row = _taken(token)
        if plain_email(account.email) != row.email:
            raise RuleBroken("account-invitation.for-another")
        _join(doing, account, row)


def _invite_one(doing: Act, organisation_id: int, email: str, inviting: Inviting, *, by_id: int | None) -> Link:
    token, now = new_token(), kit().clock()
    _end_older(organisation_id, email, inviting.programme_id)
    invitation = AccountInvitation(
        organisation_id=organisation_id, email=email, name=inviting.name, programme_id=inviting.programme_id,
        roles=" ".join(role.name for role in inviting.roles), token_hash=_hash(token), invited_by_id=by_id,
        created_at=now, expires_at=now + INVITATION_LASTS,
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    doing.note(organisation_id, "account.invited", f"account-invitation:{invitation.id}")
    link = Link(email=email, path=f"/invitation/{token}", is_sent=kit().post.is_on)
    if link.is_sent:
        url = kit().settings.base_url + link.path
        letters.write_letter(
            doing, organisation_id, "invitation", to=email, language=inviting.language, values={"url": url}
        )
    return link


def _end_older(organisation_id: int, email: str, programme_id: int | None) -> None:
    query = select(AccountInvitation).where(
        AccountInvitation.organisation_id == organisation_id, AccountInvitation.email == email,
        AccountInvitation.programme_id.is_not_distinct_from(programme_id), AccountInvitation.accepted_at.is_(None),
        AccountInvitation.revoked_at.is_(None),
    )  # fmt: skip
    for older in db.session.scalars(query):
        older.revoked_at = kit().clock()


def _check_programme(organisation_id: int, programme_id: int | None) -> None:
    if programme_id is None:
        return
    query = select(Programme.id).where(Programme.organisation_id == organisation_id, Programme.id == programme_id)
    if db.session.scalar(query) is None:
        raise RuleBroken("people.no-such-programme")


def _open_row(token: str, *, to_change: bool = False) -> AccountInvitation | None:
    query = select(AccountInvitation).where(
        AccountInvitation.token_hash == _hash(token), AccountInvitation.accepted_at.is_(None),
        AccountInvitation.revoked_at.is_(None), AccountInvitation.expires_at > kit().clock(),
    )  # fmt: skip
    return db.session.scalar(query.with_for_update() if to_change else query)


def _taken(token: str) -> AccountInvitation:
    row = _open_row(token, to_change=True)
    if row is None:
        raise RuleBroken("account-invitation.ended")
    row.accepted_at = kit().clock()
    return row


def _join(doing: Act, account: Account, row: AccountInvitation) -> None:
    give_roles(account.id, row.organisation_id, row.programme_id, _roles(row))
    leads.settle(doing, row.organisation_id)
    doing.note(row.organisation_id, "account.joined", f"account:{account.id}")


def give_roles(account_id: int, organisation_id: int, programme_id: int | None, roles: Collection[Role]) -> None:
    """Add the roles that an account does not have there yet; call inside an act."""
    query = select(Membership.role).where(
        Membership.account_id == account_id, Membership.organisation_id == organisation_id,
        Membership.programme_id.is_not_distinct_from(programme_id),
    )  # fmt: skip
    for role in set(roles) - set(db.session.scalars(query)):
        db.session.add(
            Membership(
                account_id=account_id, organisation_id=organisation_id, programme_id=programme_id, role=role
            )
        )  # fmt: skip


def _roles(row: AccountInvitation) -> tuple[Role, ...]:
    return tuple(Role[name] for name in row.roles.split())


def _hash(token: str) -> bytes:
    return kit().vault.fingerprint(token, "account-invitation")
