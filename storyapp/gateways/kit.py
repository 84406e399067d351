"""All of the outside world as one object; tests hand in their own."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime

from storyapp.config import Settings
from storyapp.gateways.mail import NoPost, Smtp
from storyapp.gateways.module import Apart, Here, Module
from storyapp.gateways.tasks import Celery, Inline, Local, Tasks
from storyapp.gateways.vault import Vault, open_vault


@dataclass(frozen=True, kw_only=True)
class Kit:
    """What an act may use beyond the database."""

    settings: Settings
    vault: Vault
    tasks: Tasks
    post: NoPost | Smtp
    module: Module
    clock: Callable[[], datetime]


_kit: ContextVar[Kit | None] = ContextVar("kit", default=None)


def utc_now() -> datetime:
    """Return the aware time now."""
    return datetime.now(UTC)


def make_kit(settings: Settings) -> Kit:
    """Build the kit that the settings ask for."""
    makers: dict[str, Callable[[], Tasks]] = {
        "inline": Inline, "local": Local, "celery": lambda: Celery(settings.broker_url, settings.queue),
    }  # fmt: skip
    return Kit(
        settings=settings,
        vault=open_vault(settings.keys, settings.secrets, argon2_fast=settings.testing),
        tasks=makers[settings.tasks](),
        post=Smtp(settings.mail_url, settings.mail_from) if settings.mail_url else NoPost(),
        module=Here() if settings.tasks == "inline" else Apart(),
        clock=utc_now,
    )


def use_kit(kit: Kit) -> None:
    """Make this the kit of the current context (a request, a job, a command)."""
    _kit.set(kit)


def kit() -> Kit:
    """Return the kit of the current context."""
    current = _kit.get()
    if current is None:
        raise RuntimeError("no kit in this context: the app sets one for every request, job and command")
    return current
