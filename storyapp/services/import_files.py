"""Files that people bring, kept sealed under a random name for as long as they are needed."""

import os
from pathlib import Path

from storyapp.gateways.kit import kit
from storyapp.gateways.vault import SealBroken, new_token
from storyapp.rules.errors import RuleBroken


def keep(raw: bytes) -> str:
    """Seal a file into the data folder, whole or not at all, and return its name there."""
    name = new_token()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder / f"{name}.part"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(kit().vault.seal_file(raw, _place(name)))
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, folder / name)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    return name


def read(name: str) -> bytes:
    """Return a file that was kept; raises RuleBroken("import.file-gone") where it is not there any more."""
    if not name:
        raise RuleBroken("import.file-gone")
    try:
        return kit().vault.open_file((_folder() / name).read_bytes(), _place(name))
    except (FileNotFoundError, SealBroken) as gone:
        raise RuleBroken("import.file-gone") from gone


def remove(name: str) -> None:
    """Remove a kept file; nothing happens where it is gone."""
    if name:
        (_folder() / name).unlink(missing_ok=True)


def _folder() -> Path:
    return kit().settings.data_folder / "imports"


def _place(name: str) -> str:
    return f"imports/{name}"
