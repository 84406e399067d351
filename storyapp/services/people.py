"""Who works in an organisation: roles, and shutting a door."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from storyapp.data.db import db
from storyapp.data.tables.people import Account, Membership, Organisation
from storyapp.data.tables.programmes import Programme
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.services import inviting, leads, second_factor, sessions
from storyapp.services.transaction import account_actor, act

Place = int | None  # the id of a programme; None is the whole organisation


@dataclass(frozen=True, kw_only=True)
class Person:
    """An account as one organisation sees it: only the roles it has there."""

    id: int
    name: str
    email: str
    is_disabled: bool
    has_second_factor: bool
    works_elsewhere: bool
    roles: Mapping[Place, tuple[Role, ...]]


def people_of(organisation_id: int) -> list[Person]:
    """Return everyone with a role in the organisation, by name."""
    query = select(Account).where(_works_here(organisation_id)).order_by(func.lower(Account.name), Account.id)
    return [_person(account, organisation_id) for account in db.session.scalars(query)]


def person(organisation_id: int, account_id: int) -> Person | None:
    """Return one of the organisation's people."""
    account = db.session.scalar(select(Account).where(Account.id == account_id, _works_here(organisation_id)))
    return None if account is None else _person(account, organisation_id)


def programmes_of(organisation_id: int) -> list[Programme]:
    """Return all programmes of an organisation, by address."""
    query = select(Programme).where(Programme.organisation_id == organisation_id).order_by(Programme.slug)
    return list(db.session.scalars(query))


def set_roles(organisation_id: int, account_id: int, wanted: Mapping[Place, Collection[Role]], *, by_id: int) -> None:
    """Make these the roles of a person in the named places; somebody must go on looking after the organisation."""
    with act(account_actor(by_id)) as doing:
        db.session.get_one(Organisation, organisation_id, with_for_update=True)
        own = {programme.id for programme in programmes_of(organisation_id)}
        for place, roles in wanted.items():
            if place is not None and place not in own:
                raise RuleBroken("people.no-such-programme")
            _take_roles(organisation_id, account_id, place, keep=roles)
            inviting.give_roles(account_id, organisation_id, place, roles)
        _check_administrators(organisation_id)
        leads.settle(doing, organisation_id)
        doing.note(organisation_id, "account.roles-changed", f"account:{account_id}")


def disable(organisation_id: int, account_id: int, *, by_id: int) -> None:
    """Shut an account and end its visits; only where it works for nobody else, and never one's own."""
    if account_id == by_id:
        raise RuleBroken("people.not-yourself")
    with act(account_actor(by_id)) as doing:
        ours_alone(organisation_id, account_id).is_disabled = True
        sessions.end_all_visits(account_id)
        _check_administrators(organisation_id)
        leads.settle(doing, organisation_id)
        doing.note(organisation_id, "account.disabled", f"account:{account_id}")


def enable(organisation_id: int, account_id: int, *, by_id: int) -> None:
    """Open a shut account again."""
    with act(account_actor(by_id)) as doing:
        ours_alone(organisation_id, account_id).is_disabled = False
        leads.settle(doing, organisation_id)
        doing.note(organisation_id, "account.enabled", f"account:{account_id}")


def end_visits(organisation_id: int, account_id: int, *, by_id: int) -> None:
    """Sign a person out everywhere."""
    with act(account_actor(by_id)) as doing:
        sessions.end_all_visits(account_id)
        doing.note(organisation_id, "account.visits-ended", f"account:{account_id}")


def forget_second_factor(organisation_id: int, account_id: int, *, by_id: int) -> None:
    """Let a person who lost phone and paper set up the second step anew; not one's own, and nobody else's people."""
    if account_id == by_id:
        raise RuleBroken("people.not-yourself")
    with act(account_actor(by_id)) as doing:
        second_factor.forget(ours_alone(organisation_id, account_id))
        sessions.end_all_visits(account_id)
        doing.note(organisation_id, "account.second-factor-forgotten", f"account:{account_id}")


def _works_here(organisation_id: int) -> ColumnElement[bool]:
    return Account.id.in_(select(Membership.account_id).where(Membership.organisation_id == organisation_id))


def _person(account: Account, organisation_id: int) -> Person:
    roles: dict[Place, list[Role]] = {}
    for membership in account.memberships:
        if membership.organisation_id == organisation_id:
            roles.setdefault(membership.programme_id, []).append(membership.role)
    order = list(Role)
    return Person(
        id=account.id, name=account.name, email=account.email, is_disabled=account.is_disabled,
        has_second_factor=account.totp_confirmed_at is not None,
        works_elsewhere=any(m.organisation_id != organisation_id for m in account.memberships),
        roles={place: tuple(sorted(some, key=order.index)) for place, some in roles.items()},
    )  # fmt: skip


def ours_alone(organisation_id: int, account_id: int) -> Account:
    """Return an account that works for this organisation only, locked; raises RuleBroken for others. Inside an act."""
    db.session.get_one(Organisation, organisation_id, with_for_update=True)
    account = db.session.get_one(Account, account_id)
    if any(m.organisation_id != organisation_id for m in account.memberships):
        raise RuleBroken("people.works-elsewhere")
    return account


def _take_roles(organisation_id: int, account_id: int, place: Place, *, keep: Collection[Role]) -> None:
    query = select(Membership).where(
        Membership.account_id == account_id, Membership.organisation_id == organisation_id,
        Membership.programme_id.is_not_distinct_from(place),
    )  # fmt: skip
    for membership in db.session.scalars(query):
        if membership.role not in keep:
            db.session.delete(membership)
    db.session.flush()


def _check_administrators(organisation_id: int) -> None:
    db.session.flush()
    query = (
        select(func.count())
        .select_from(Membership)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id == organisation_id, Membership.programme_id.is_(None),
            Membership.role == Role.ADMINISTRATOR, Account.is_disabled.is_(False),
        )
    )  # fmt: skip
    if not db.session.scalar(query):
        raise RuleBroken("people.last-administrator")
