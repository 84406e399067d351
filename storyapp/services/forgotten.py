"""A forgotten password: an administrator lets somebody choose a new one, by a link that works once within a day."""

import re
from datetime import UTC, datetime, timedelta

from storyapp.data.db import db
from storyapp.data.tables.people import Account
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.passwords import check_password
from storyapp.services import people, sessions
from storyapp.services.accounts import note_everywhere
from storyapp.services.transaction import account_actor, act

LINK_LASTS = timedelta(days=1)
SHAPE = re.compile(r"([0-9]{1,9})\.([0-9]{1,11})\.([0-9a-f]{40})")


def allow_new_password(organisation_id: int, account_id: int, *, by_id: int) -> str:
    """Return the path of a link by which a person chooses a new password; the second step stays as it is."""
    if account_id == by_id:
        raise RuleBroken("people.not-yourself")
    with act(account_actor(by_id)) as doing:
        account = people.ours_alone(organisation_id, account_id)
        ends = int((kit().clock() + LINK_LASTS).timestamp())
        doing.note(organisation_id, "account.new-password-allowed", f"account:{account_id}")
        return f"/new-password/{account_id}.{ends}.{_signature(account, ends)}"


def account_of(token: str) -> Account | None:
    """Return whose password a link may change; late, used and invented links look the same."""
    shape = SHAPE.fullmatch(token)
    if shape is None:
        return None
    number, ends, signature = shape.groups()
    account = db.session.get(Account, int(number))
    if account is None or account.is_disabled or datetime.fromtimestamp(int(ends), UTC) <= kit().clock():
        return None
    return account if kit().vault.is_signed(_signed(account, int(ends)), signature, "new-password") else None


def choose_password(token: str, new: str) -> None:
    """Put the new password in place; it ends every visit, and the link, which was bound to the old one."""
    account = account_of(token)
    if account is None:
        raise RuleBroken("account-invitation.ended")
    check_password(new, email=account.email, name=account.name)
    hashed = kit().vault.hash_password(new)
    with act(account_actor(account.id)) as doing:
        account = account_of(token)
        if account is None:
            raise RuleBroken("account-invitation.ended")
        account.password_hash, account.n_failures, account.locked_until = hashed, 0, None
        sessions.end_all_visits(account.id)
        note_everywhere(doing, account, "account.password-changed")


def _signature(account: Account, ends: int) -> str:
    return kit().vault.sign(_signed(account, ends), "new-password")


def _signed(account: Account, ends: int) -> str:
    return f"{account.id}.{ends}.{account.password_hash}"
