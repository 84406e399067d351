"""Writes the card of a model: what it is, whose it is, what made it, and the checksum of each file."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path


def write_card(folder: Path, facts: Mapping[str, object]) -> None:
    """Write `MODEL.toml` over the files that lie in the folder."""
    files = sorted(file for file in folder.iterdir() if file.name != "MODEL.toml")
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    lines += ["", "[sha256]"]
    lines += [f'"{file.name}" = "{hashlib.sha256(file.read_bytes()).hexdigest()}"' for file in files]
    (folder / "MODEL.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
