"""Reads the demo's files and turns days into moments."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from storyapp.gateways.kit import Kit, use_kit
from storyapp.gateways.tasks import Local
from storyapp.rules.wording import Wording, wording_of

FOLDER = Path(__file__).resolve().parent.parent.parent / "demo"


def read(name: str) -> dict[str, Any]:
    """Return one file of the demo."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def stories() -> list[dict[str, Any]]:
    """Return all stories by the day they were told."""
    found = [
        story
        for file in sorted((FOLDER / "stories").glob("*.toml"))
        for story in read(f"stories/{file.stem}")["stories"]
    ]
    return sorted(found, key=lambda story: (story["told_on"], story["key"]))


def words(values: dict[str, str] | None) -> Wording:
    """Return a wording; nothing said where there is none."""
    return wording_of({language: text.strip() for language, text in (values or {}).items()})


def noon(day: date, *, minutes: int = 0) -> datetime:
    """Return a moment of a day, for acts whose hour does not matter."""
    return datetime.combine(day, time(9, 0), UTC) + timedelta(minutes=minutes)


def at(own: Kit, moment: datetime) -> None:
    """Let the clock of the house stand at a moment of the invented year."""
    use_kit(replace(own, tasks=Local(), clock=_standing(moment)))


def masked(story: dict[str, Any], text: str) -> str:
    """Return a text as its screener left it."""
    for name in story.get("names_inside", ()):
        text = text.replace(name["text"], name["replacement"])
    return text.strip()


def _standing(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment
