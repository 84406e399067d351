"""Looks what optional parts are here and says how to add each."""

import ctypes.util
import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from storyapp.words.speech import mark, say


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One part: whether it is here, what it is for, how to add it."""

    part: str
    is_here: bool
    note: str
    how_to_add: str = ""
    is_needed: bool = False


PACKAGES: tuple[tuple[str, str, str, str], ...] = (
    ("PostgreSQL driver", "psycopg", mark("for STORYAPP_DATABASE=postgresql://…"), 'pip install "storyapp[postgres]"'),
    ("Celery", "celery", mark("for STORYAPP_TASKS=celery"), 'pip install "storyapp[celery]"'),
    ("WeasyPrint", "weasyprint", mark("writes reports as PDF"), 'pip install "storyapp[pdf]"'),
    ("spaCy pipeline, Russian", "ru_core_news_sm", mark("not needed; used when installed"), "python -m spacy download ru_core_news_sm"),
    ("spaCy pipeline, English", "en_core_web_sm", mark("not needed; used when installed"), "python -m spacy download en_core_web_sm"),
)  # fmt: skip
LIBRARIES: tuple[tuple[str, str, str, str], ...] = (
    ("Pango", "pango-1.0", mark("lets WeasyPrint set text; without it: DOCX and the print page"), "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"),
)  # fmt: skip
PROGRAMS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("psql", "postgres"), mark("for a grown installation"), "apt install postgresql"),
    (("redis-server", "valkey-server"), mark("the broker of Celery"), "apt install redis-server"),
    (("chromium", "chromium-browser", "google-chrome"), mark("only for the tests in a browser"), "apt install chromium"),
    (("soffice",), mark("only for tests of exported files"), "apt install libreoffice-writer-nogui"),
)  # fmt: skip


def examine(data_folder: Path) -> list[Finding]:
    """Return what is here and what is not, the needed parts first."""
    return [_python(), _folder(data_folder), *_packages(), *_libraries(), *_programs()]


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(
        part=f"Python {version}", is_here=sys.version_info >= (3, 11), note=say("3.11 or newer"), is_needed=True
    )


def _folder(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free // 2**20
    return Finding(
        part="Data folder", is_here=free > 200, note=say("%(free)s MB free", free=free), is_needed=True,
        how_to_add=say("Free some room, or name another folder in STORYAPP_DATA."),
    )  # fmt: skip


def _packages() -> list[Finding]:
    return [
        Finding(part=part, is_here=importlib.util.find_spec(module) is not None, note=say(note), how_to_add=how)
        for part, module, note, how in PACKAGES
    ]


def _libraries() -> list[Finding]:
    return [
        Finding(part=part, is_here=ctypes.util.find_library(library) is not None, note=say(note), how_to_add=how)
        for part, library, note, how in LIBRARIES
    ]


def _programs() -> list[Finding]:
    return [
        Finding(part=names[0], is_here=any(map(shutil.which, names)), note=say(note), how_to_add=how)
        for names, note, how in PROGRAMS
    ]
