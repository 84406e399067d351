"""The folder of models: each has a card, `MODEL.toml`, and files that fit the checksums written on it."""

import functools
import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from nlp.errors import NlpError

SHIPPED = Path(__file__).parents[1] / "models"
FOLDER_VARIABLE = "STORYNLP_MODELS"
CARD = "MODEL.toml"


@dataclass(frozen=True, kw_only=True)
class Card:
    """What a model is and whose."""

    name: str
    version: int
    licence: str
    attribution: str
    origin: str
    sha256: Mapping[str, str]


def models_folder() -> Path:
    """Answer where models lie: the folder named in STORYNLP_MODELS, or the one shipped."""
    return Path(os.environ.get(FOLDER_VARIABLE) or SHIPPED)


@functools.lru_cache(maxsize=64)
def look_at(folder: Path, version: int, needs: tuple[str, ...] = ()) -> tuple[Card | None, NlpError | None]:
    """Answer a model's card, or why the model is refused; looked at once in a process."""
    try:
        return read_card(folder, version, needs), None
    except NlpError as refusal:
        return None, refusal


def read_card(folder: Path, version: int, needs: tuple[str, ...] = ()) -> Card:
    """Read a model's card and compare its files with it; what does not fit is refused with a reason."""
    for name in needs:
        if find_spec(name) is None:
            raise NlpError("encoder.no-library", path=folder, library=name)
    try:
        card = _card((folder / CARD).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NlpError("file.missing", path=folder / CARD) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NlpError("encoder.unreadable", path=folder / CARD, reason=type(error).__name__) from error
    if card.version != version:
        raise NlpError("encoder.other-version", path=folder, version=card.version, expected=version)
    for name, wanted in card.sha256.items():
        if Path(name).name != name or checksum_of(folder / name) != wanted:
            raise NlpError("encoder.damaged", path=folder / name)
    return card


def _card(text: str) -> Card:
    body = tomllib.loads(text)
    sums = body["sha256"]
    if not isinstance(sums, Mapping) or not sums:
        raise TypeError("sha256")
    words = {key: str(body[key]) for key in ("name", "licence", "attribution", "origin")}
    return Card(version=int(body["version"]), sha256=dict(sums), **words)  # type: ignore[arg-type]


def checksum_of(file: Path) -> str | None:
    """Answer the SHA-256 of a file, or None where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
