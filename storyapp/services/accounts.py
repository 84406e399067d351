"""One's own account: signing in, the password, the visits, and the first administrator."""

from datetime import datetime

from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.house import AuditHead
from storyapp.data.tables.people import Account, Organisation, Visit
from storyapp.gateways.kit import kit
from storyapp.rules.audit_chain import START
from storyapp.rules.errors import RuleBroken
from storyapp.rules.passwords import check_password
from storyapp.rules.people import Role
from storyapp.rules.receipts import FREE_TRIES, holds, wait_after
from storyapp.rules.wording import Wording
from storyapp.services import inviting, sessions
from storyapp.services.transaction import SHELL, Act, account_actor, act

INVENTED = Account.is_disabled.is_(False), Account.password_hash.is_(None)  # the demo's people have no password


def account_by_email(email: str) -> Account | None:
    """Return the account of an e-mail address, whatever the case of its letters."""
    return db.session.scalar(select(Account).where(func.lower(Account.email) == inviting.plain_email(email)))


def sign_in(email: str, password: str) -> int | None:
    """Return the id of the account that these words open; unknown, wrong, disabled and locked all answer None."""
    account = account_by_email(email)
    fits = kit().vault.is_password(password, account.password_hash if account else None)
    return account.id if account is not None and _try(account.id, fits=fits) else None


def is_own_password(account_id: int, password: str) -> bool:
    """Tell whether a signed-in person knows the account's password; wrong tries slow down as at sign-in."""
    account = db.session.get(Account, account_id)
    fits = kit().vault.is_password(password, account.password_hash if account else None)
    return _try(account_id, fits=fits)


def may_try(account: Account, now: datetime) -> bool:
    """Tell whether an account may try now: not disabled, and not slowed down after wrong tries."""
    return not account.is_disabled and (account.locked_until is None or not holds(account.locked_until - now))


def count_try(doing: Act, account: Account, *, fits: bool, is_last_step: bool) -> None:
    """Count a try inside an act; only the last step of signing in forgets the wrong ones."""
    if fits:
        if is_last_step:
            account.n_failures, account.locked_until = 0, None
        return
    account.n_failures += 1
    wait = wait_after(account.n_failures)
    account.locked_until = kit().clock() + wait if wait else None
    if account.n_failures == FREE_TRIES + 1:
        note_everywhere(doing, account, "account.slowed-down")


def note_everywhere(doing: Act, account: Account, what: str) -> None:
    """Note an act of an account in every organisation in which it has a role."""
    for organisation_id in sorted({m.organisation_id for m in account.memberships}):
        doing.note(organisation_id, what, f"account:{account.id}")


def note_signed_in(account_id: int) -> None:
    """Note that somebody is in."""
    with act(account_actor(account_id)) as doing:
        note_everywhere(doing, db.session.get_one(Account, account_id), "account.signed-in")


def change_password(account_id: int, *, old: str, new: str) -> None:
    """Change the password and end every visit; whoever changed it is let in anew by the caller."""
    if not is_own_password(account_id, old):
        raise RuleBroken("password.wrong")
    account = db.session.get_one(Account, account_id)
    check_password(new, email=account.email, name=account.name)
    hashed = kit().vault.hash_password(new)
    with act(account_actor(account_id)) as doing:
        account = db.session.get_one(Account, account_id)
        account.password_hash = hashed
        sessions.end_all_visits(account_id)
        note_everywhere(doing, account, "account.password-changed")


def edit_account(account_id: int, *, name: str, language: str | None) -> None:
    """Change how somebody is called and spoken to."""
    with act(account_actor(account_id)):
        account = db.session.get_one(Account, account_id)
        account.name, account.language = name, language


def sign_out_everywhere(account_id: int) -> None:
    """End every visit of one's own account."""
    with act(account_actor(account_id)) as doing:
        sessions.end_all_visits(account_id)
        note_everywhere(doing, db.session.get_one(Account, account_id), "account.visits-ended")


def visits_of(account_id: int) -> list[Visit]:
    """Return the browsers in which an account is signed in, the one seen last first."""
    now = kit().clock()
    query = select(Visit).where(Visit.account_id == account_id, Visit.ends_at > now)
    return list(db.session.scalars(query.order_by(Visit.seen_at.desc(), Visit.id.desc()).limit(50)))


def first_administrator(
    email: str, name: str, *, organisation_slug: str, organisation_name: Wording, language: str = "ru"
) -> str:
    """Make an organisation and invite its first administrator; return the path of the invitation.

    For the command line. An organisation that stands already is only given another administrator.
    """
    with act(SHELL) as doing:
        organisation = sessions.organisation_by_slug(organisation_slug)
        if organisation is None:
            organisation = Organisation(
                slug=organisation_slug, name=organisation_name, default_language=language,
                created_on=kit().clock().date(),
            )  # fmt: skip
            db.session.add(organisation)
            db.session.flush()
            db.session.add(AuditHead(organisation_id=organisation.id, chain_hash=START))
            doing.note(organisation.id, "organisation.made", f"organisation:{organisation.id}")
        wanted = inviting.Inviting(
            emails=(email,), name=name, roles=(Role.ADMINISTRATOR,), programme_id=None, language=language
        )
        return inviting.add_invitations(doing, organisation.id, wanted, by_id=None)[0].path


def demo_links() -> list[tuple[Role, str, str]]:
    """Return who can be tried out in the demo: a role, the name of the account and the path that signs in."""
    if not kit().settings.is_demo:
        return []
    accounts = db.session.scalars(select(Account).where(*INVENTED).order_by(Account.id).limit(50))
    order = list(Role)
    links = [
        (min((m.role for m in account.memberships), key=order.index), account.name, f"/demo/{_demo_token(account.id)}")
        for account in accounts
        if account.memberships
    ]
    return sorted(links, key=lambda link: order.index(link[0]))


def demo_account(token: str) -> int | None:
    """Return the account of a demo link; nothing anywhere but in a demo."""
    if not kit().settings.is_demo:
        return None
    ids = db.session.scalars(select(Account.id).where(*INVENTED).order_by(Account.id).limit(50))
    return next((one for one in ids if kit().vault.is_signed(str(one), token, "demo")), None)


def _demo_token(account_id: int) -> str:
    return kit().vault.sign(str(account_id), "demo")


def _try(account_id: int, *, fits: bool) -> bool:
    with act(account_actor(account_id)) as doing:
        account = db.session.get(Account, account_id, with_for_update=True)
        if account is None or not may_try(account, kit().clock()):
            return False
        count_try(doing, account, fits=fits, is_last_step=account.totp_confirmed_at is None)
    return fits
