"""The audit log apart: a file beside the database, added to only, that knows where each chain stood after each act."""

import logging
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from storyapp.rules.audit_chain import Link

RESTORED = "restored"
_LINE = re.compile(r"([0-9]{1,18}) ([0-9]{1,18}) ([0-9a-f]{64})( restored)?")
_log = logging.getLogger(__name__)


def add(path: Path, links: Iterable[Link]) -> None:
    """Add lines in one write, so that several processes do not tear each other's.

    The acts are done by then: where the file cannot be written they stand, and checking says that it is behind.
    """
    lines = "".join(f"{_line(link)}\n" for link in links).encode("ascii")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, lines)
        finally:
            os.close(file)
    except OSError as trouble:
        _log.warning("the audit log apart was not written: %s", trouble.strerror)


def read(path: Path) -> Iterator[Link]:
    """Return the links in the order they were written; a line that was torn by a lost machine is passed over."""
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            if found := _LINE.fullmatch(line.rstrip("\n")):
                organisation_id, sequence, kept, restored = found.groups()
                yield Link(
                    organisation_id=int(organisation_id), sequence=int(sequence), hash=kept, is_restored=bool(restored)
                )


def _line(link: Link) -> str:
    return f"{link.organisation_id} {link.sequence} {link.hash}" + (f" {RESTORED}" if link.is_restored else "")
