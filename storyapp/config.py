"""Settings: typed, from the environment, checked once at start."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TASK_MODES = ("inline", "local", "celery")


class SettingWrong(Exception):
    """A setting cannot be used; the text says which and what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that may differ between two installations."""

    data_folder: Path
    database_url: str = ""
    tasks: str = "local"
    broker_url: str = "redis://127.0.0.1:6379/0"
    queue: str = "storyapp"
    sweep_seconds: int = 30
    base_url: str = "http://127.0.0.1:8000"
    is_demo: bool = False
    mail_url: str = ""  # smtp://user:password@host:587; empty: letters wait on screen
    mail_from: str = "storyapp@localhost"
    secret_file: Path | None = None
    key_file: Path | None = None
    audit_file: Path | None = None
    is_behind_https: bool = False
    idle_minutes: int = 30
    testing: bool = False
    proxies: int = 0

    @property
    def database(self) -> str:
        """Return the database address; an SQLite file in the data folder unless told otherwise."""
        return self.database_url or f"sqlite:///{self.data_folder / 'storyapp.sqlite'}"

    @property
    def keys(self) -> Path:
        """Return the file that wraps all story keys; keep it outside the database and its backups."""
        return self.key_file or self.data_folder / "keys" / "wrapping.key"

    @property
    def secrets(self) -> Path:
        """Return the file with the pepper and the signing secret."""
        return self.secret_file or self.data_folder / "keys" / "secrets.json"

    @property
    def audit_log(self) -> Path:
        """Return the file that knows where each audit chain stood; best on a disk that only adds."""
        return self.audit_file or self.data_folder / "audit.log"


def settings_from(environment: Mapping[str, str] | None = None, **changes: object) -> Settings:
    """Read `STORYAPP_*` from the environment; raise SettingWrong where a value cannot be used."""
    env = os.environ if environment is None else environment
    values: dict[str, object] = {
        "data_folder": Path(env.get("STORYAPP_DATA", ".data")).expanduser().resolve(),
        "database_url": normal_database_url(env.get("STORYAPP_DATABASE", "")),
        "tasks": env.get("STORYAPP_TASKS", "local"),
        "broker_url": env.get("STORYAPP_BROKER", "redis://127.0.0.1:6379/0"),
        "queue": env.get("STORYAPP_QUEUE", "storyapp"),
        "sweep_seconds": _whole(env, "STORYAPP_SWEEP_SECONDS", 30),
        "base_url": env.get("STORYAPP_URL", "http://127.0.0.1:8000").rstrip("/"),
        "is_demo": env.get("STORYAPP_DEMO", "") == "1",
        "mail_url": env.get("STORYAPP_MAIL", ""),
        "mail_from": env.get("STORYAPP_MAIL_FROM", "storyapp@localhost"),
        "is_behind_https": env.get("STORYAPP_URL", "").startswith("https://"),
        "idle_minutes": _whole(env, "STORYAPP_IDLE_MINUTES", 30),
        "proxies": _whole(env, "STORYAPP_PROXIES", 0),
    }
    files = (
        ("secret_file", "STORYAPP_SECRETS"), ("key_file", "STORYAPP_KEYS"), ("audit_file", "STORYAPP_AUDIT_LOG"),
    )  # fmt: skip
    for name, key in files:
        if env.get(key):
            values[name] = Path(env[key]).expanduser().resolve()
    settings = Settings(**{**values, **changes})  # type: ignore[arg-type]
    if settings.tasks not in TASK_MODES:
        raise SettingWrong(f"STORYAPP_TASKS must be one of {', '.join(TASK_MODES)}, not {settings.tasks!r}")
    return settings


def normal_database_url(url: str) -> str:
    """Name the driver where people write only postgresql://."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _whole(env: Mapping[str, str], key: str, default: int) -> int:
    value = env.get(key, "")
    if not value:
        return default
    if not value.isdigit():
        raise SettingWrong(f"{key} must be a whole number, not {value!r}")
    return int(value)


def shipped_folder(name: str) -> Path:
    """Find `templates` or `migrations`: beside the package in a checkout, inside it when installed."""
    beside = HERE.parent / name
    return beside if beside.is_dir() and (HERE.parent / "pyproject.toml").exists() else HERE / "_packaged" / name
