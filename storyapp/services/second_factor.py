"""The second step of signing in: a code from the phone, or one from paper when the phone is lost."""

import pyotp
from sqlalchemy import delete, func, select, update

from storyapp.data.db import db, n_touched
from storyapp.data.tables.people import Account, RecoveryCode, Visit
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_public_id
from storyapp.rules.errors import RuleBroken
from storyapp.services import sessions
from storyapp.services.accounts import count_try, may_try, note_everywhere
from storyapp.services.transaction import Act, account_actor, act

STEP_SECONDS = 30
N_RECOVERY_CODES = 10


def secret_being_set_up(account_id: int, visit_id: int) -> str:
    """Return the secret that this visit is about to confirm, made when it is first asked for."""
    place = _pending_place(visit_id)
    visit = db.session.get_one(Visit, visit_id)
    if visit.totp_pending_sealed is None:
        with act(account_actor(account_id)):
            visit = db.session.get_one(Visit, visit_id)
            visit.totp_pending_sealed = kit().vault.seal_for_house(pyotp.random_base32(), place)
    return kit().vault.open_for_house(visit.totp_pending_sealed or b"", place)


def address_for_phone(account: Account, secret: str) -> str:
    """Return the otpauth address that an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name="Storyapp")


def set_up(account_id: int, visit_id: int, typed: str) -> list[str]:
    """Confirm the new second factor by a code from it, end every visit, and return ten fresh recovery codes."""
    secret = secret_being_set_up(account_id, visit_id)
    with act(account_actor(account_id)) as doing:
        account = db.session.get_one(Account, account_id, with_for_update=True)
        step = _step_of(secret, typed)
        if step is None:
            raise RuleBroken("second-factor.wrong-code")
        account.totp_sealed = kit().vault.seal_for_house(secret, _place(account_id))
        account.totp_confirmed_at, account.totp_last_step = kit().clock(), step
        account.n_failures, account.locked_until = 0, None
        sessions.end_all_visits(account_id)
        note_everywhere(doing, account, "account.second-factor-set")
        return _fresh_codes(account_id)


def passes(account_id: int, typed: str) -> bool:
    """Tell whether a code opens the account: one from the phone not used before, or an unused one from paper."""
    with act(account_actor(account_id)) as doing:
        account = db.session.get_one(Account, account_id, with_for_update=True)
        if account.totp_confirmed_at is None or not may_try(account, kit().clock()):
            return False
        fits = _takes_step(account, typed) or _takes_recovery_code(doing, account, typed)
        count_try(doing, account, fits=fits, is_last_step=True)
    return fits


def make_recovery_codes(account_id: int) -> list[str]:
    """Replace the recovery codes by ten new ones; the old ones stop working."""
    with act(account_actor(account_id)) as doing:
        note_everywhere(doing, db.session.get_one(Account, account_id), "account.recovery-codes-made")
        return _fresh_codes(account_id)


def n_codes_left(account_id: int) -> int:
    """Return how many recovery codes still work."""
    query = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(query) or 0


def forget(account: Account) -> None:
    """Take the second factor away, so that the next sign-in sets up a new one; call inside an act."""
    account.totp_sealed = account.totp_confirmed_at = account.totp_last_step = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def _takes_step(account: Account, typed: str) -> bool:
    secret = kit().vault.open_for_house(account.totp_sealed or b"", _place(account.id))
    step = _step_of(secret, typed)
    if step is None or step <= (account.totp_last_step or 0):
        return False
    account.totp_last_step = step
    return True


def _takes_recovery_code(doing: Act, account: Account, typed: str) -> bool:
    n_used = n_touched(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id, RecoveryCode.code_hash == _code_hash(typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=kit().clock())
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    if n_used:
        note_everywhere(doing, account, "account.recovery-code-used")
    return bool(n_used)


def _step_of(secret: str, typed: str) -> int | None:
    """Return the time step whose code was typed: the present one, or a neighbour where clocks differ."""
    digits = "".join(typed.split())
    clock = pyotp.TOTP(secret)
    now = int(kit().clock().timestamp()) // STEP_SECONDS
    return next((n for n in (now, now - 1, now + 1) if pyotp.utils.strings_equal(clock.generate_otp(n), digits)), None)


def _fresh_codes(account_id: int) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = [_grouped(new_public_id()) for _ in range(N_RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(account_id=account_id, code_hash=_code_hash(code)) for code in codes)
    return codes


def _grouped(code: str) -> str:
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def _code_hash(typed: str) -> bytes:
    return kit().vault.fingerprint("".join(s for s in typed.casefold() if s.isalnum()), "recovery-code")


def _place(account_id: int) -> str:
    return f"accounts/totp/{account_id}"


def _pending_place(visit_id: int) -> str:
    return f"visits/totp-pending/{visit_id}"
