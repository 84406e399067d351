"""Organisations, accounts, roles, sessions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storyapp.data.db import OfOrganisation, db
from storyapp.data.types import ByName, UtcTime, Words
from storyapp.rules.helplines import Spoken
from storyapp.rules.people import Role
from storyapp.rules.wording import Wording


class Organisation(db.Model):
    """Who runs programmes; nobody sees across organisations."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Wording] = mapped_column(Words)
    default_language: Mapped[str] = mapped_column(default="ru")
    country: Mapped[str] = mapped_column(default="RU")
    created_on: Mapped[date]

    __table_args__ = (CheckConstraint("default_language IN ('ru', 'en')", name="language_known"),)


class Account(db.Model):
    """A person of staff; tellers and panellists have none."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column()
    name: Mapped[str]
    password_hash: Mapped[str | None]
    totp_sealed: Mapped[bytes | None]
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    totp_last_step: Mapped[int | None]
    language: Mapped[str | None]
    is_disabled: Mapped[bool] = mapped_column(default=False)
    n_failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="account", lazy="selectin")

    __table_args__ = (Index("uq_accounts_email_lower", func.lower(email), unique=True),)


class RecoveryCode(db.Model):
    """A code on paper for the day the phone is lost; each works once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes]
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Membership(OfOrganisation, db.Model):
    """One role of one account, in one programme or (no programme) in the whole organisation."""

    __tablename__ = "memberships"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(ByName(Role))
    account: Mapped[Account] = relationship(back_populates="memberships")

    __table_args__ = (UniqueConstraint("account_id", "organisation_id", "programme_id", "role"),)


class AccountInvitation(OfOrganisation, db.Model):
    """An invitation to take a role; its link is kept only as a hash."""

    __tablename__ = "account_invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programmes.id", ondelete="CASCADE"))
    roles: Mapped[str]  # names of roles, joined by spaces
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Visit(db.Model):
    """One signed-in browser of a member of staff or a panellist; the cookie is kept only as a hash."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"), index=True)
    has_second_factor: Mapped[bool] = mapped_column(default=False)
    totp_pending_sealed: Mapped[bytes | None]
    typed_sealed: Mapped[bytes | None]  # what a panellist typed and could not be taken; the cookie opens it
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)

    __table_args__ = (CheckConstraint("(account_id IS NULL) <> (seat_id IS NULL)", name="one_visitor"),)


class Helpline(OfOrganisation, db.Model):
    """Whom a child can call; shown before and after telling, with the day it was last checked."""

    __tablename__ = "helplines"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Wording] = mapped_column(Words)
    phone: Mapped[str]
    note: Mapped[Wording] = mapped_column(Words)
    country: Mapped[str] = mapped_column(default="RU")
    spoken: Mapped[Spoken] = mapped_column(ByName(Spoken), default=Spoken.UNSAID)
    position: Mapped[int] = mapped_column(default=0)
    checked_on: Mapped[date | None]
