"""Backup and restore in one format for SQLite and PostgreSQL: rows as sealed JSON lines, files, a manifest with sums."""

import base64
import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Date, LargeBinary, Numeric, Table, func, select, text, update

from storyapp.data.db import db, writing
from storyapp.data.tables import (  # noqa: F401
    attachments,
    coding,
    evidence,
    house,
    method_changes,
    outputs,
    panels,
    people,
    programmes,
    rounds,
    stories,
)
from storyapp.data.types import ByName, UtcTime, Words
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import SealBroken
from storyapp.rules.wording import wording_of
from storyapp.services import erasing, health
from storyapp.services.auditing import check_all, note_restored

FORMAT = "storyapp-backup-2"
FOLDERS = ("imports",)
_FILE = re.compile(rf"files/(?:(?:{'|'.join(FOLDERS)})/[\w.-]+(?:/[\w.-]+)*|{re.escape(erasing.LOG_NAME)})")
CHUNK = 500
BLOCK = 1 << 20  # so many bytes of rows are packed and sealed together
LENGTH = 4


class CannotRestore(Exception):
    """The backup cannot be brought back; the text says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What went into a backup or came out of one."""

    n_tables: int
    n_rows: int
    n_files: int
    n_erased: int = 0


def back_up(target: Path) -> Kept:
    """Write all rows, as they stand at one moment, and files but the keys; the file appears whole or not at all."""
    half = target.with_name(target.name + ".part")
    try:
        made = _write(half)
        os.replace(half, target)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    health.mark(health.BACKED_UP)
    return made


def _write(half: Path) -> Kept:
    sums: dict[str, dict[str, Any]] = {}
    _look_at_one_moment()
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in db.metadata.sorted_tables:
            sums[table.name] = _write_table(archive, table)
        files = list(_files(kit().settings.data_folder))
        for path in files:
            archive.write(path, f"files/{path.relative_to(kit().settings.data_folder)}")
        manifest = {"format": FORMAT, "made_at": kit().clock().isoformat(), "tables": sums}
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    return Kept(n_tables=len(sums), n_rows=sum(s["n"] for s in sums.values()), n_files=len(files))


def _look_at_one_moment() -> None:
    """Read all tables as of now: a story told between two of them would be in one and not in the other.

    SQLite does so by itself; PostgreSQL shows each query what was committed before it unless told otherwise.
    """
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def bring_back(source: Path) -> Kept:
    """Fill an empty, migrated database from a backup, check sums and audit chains, and erase again what was erased."""
    data_folder = kit().settings.data_folder
    with zipfile.ZipFile(source) as archive:
        manifest, names = _manifest(archive), _names_of_files(archive)
        if db.session.scalar(select(func.count()).select_from(people.Organisation)):
            raise CannotRestore("This installation is not empty. Restore into a new data folder or an empty database.")
        db.session.rollback()
        with writing():
            n_rows = sum(_read_table(archive, table, manifest) for table in db.metadata.sorted_tables)
            _set_sequences()
            db.session.commit()
        note_restored()
        for name in names:
            path = data_folder / name.removeprefix("files/")
            path.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as packed, path.open("ab" if path.name == erasing.LOG_NAME else "wb") as out:
                shutil.copyfileobj(packed, out)
    n_erased = erasing.replay_erasures()
    checked = check_all()
    broken = [slug for slug, found in checked if found.broken_at is not None]
    if broken:
        raise CannotRestore(f"The audit chain of {', '.join(broken)} does not hold in this backup.")
    others = [slug for slug, found in checked if found.differs_at is not None]
    if others:
        raise CannotRestore(
            f"The audit chain of {', '.join(others)} is not the one that {kit().settings.audit_log} knows: "
            "this backup was changed, or that log is of another house."
        )
    return Kept(n_tables=len(manifest["tables"]), n_rows=n_rows, n_files=len(names), n_erased=n_erased)


def copy_keys(target: Path) -> None:
    """Write the wrapping key and the secrets to one file that only the owner may read."""
    settings = kit().settings
    packed = {"wrapping": settings.keys.read_text("ascii").strip(), "secrets": settings.secrets.read_text("ascii")}
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(packed, out)


def bring_keys(source: Path) -> None:
    """Put the keys back where the settings want them."""
    settings, packed = kit().settings, json.loads(source.read_text("ascii"))
    for path, content in ((settings.keys, packed["wrapping"]), (settings.secrets, packed["secrets"])):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(content)


def _files(folder: Path) -> Iterator[Path]:
    for name in FOLDERS:
        yield from sorted(path for path in (folder / name).rglob("*") if path.is_file())
    if (folder / erasing.LOG_NAME).exists():
        yield folder / erasing.LOG_NAME


class _Seals:
    """Packs lines into blocks and seals each under the house's key, bound to its table and its turn."""

    def __init__(self, out: IO[bytes], name: str) -> None:
        self.out, self.name, self.n, self.waiting = out, name, 0, bytearray()

    def add(self, line: bytes) -> None:
        """Take one more line."""
        self.waiting += line
        if len(self.waiting) >= BLOCK:
            self.finish()

    def finish(self) -> None:
        """Write what waits."""
        if self.waiting:
            sealed = kit().vault.seal_file(zlib.compress(bytes(self.waiting)), _place(self.name, self.n))
            self.out.write(len(sealed).to_bytes(LENGTH, "big") + sealed)
            self.n, self.waiting = self.n + 1, bytearray()


def _lines(packed: IO[bytes], name: str) -> Iterator[bytes]:
    n = 0
    while size := packed.read(LENGTH):
        try:
            block = kit().vault.open_file(packed.read(int.from_bytes(size, "big")), _place(name, n))
        except SealBroken as broken:
            raise CannotRestore(f"The table {name} is damaged, or these are not the keys of this backup.") from broken
        yield from zlib.decompress(block).splitlines(keepends=True)
        n += 1


def _place(name: str, n: int) -> str:
    return f"backup/{name}/{n}"


def _write_table(archive: zipfile.ZipFile, table: Table) -> dict[str, Any]:
    n, digest = 0, hashlib.sha256()
    rows = db.session.execute(select(table).order_by(*table.primary_key.columns).execution_options(yield_per=CHUNK))
    with archive.open(f"tables/{table.name}.sealed", "w", force_zip64=True) as out:
        seal = _Seals(out, table.name)
        for row in rows.mappings():
            line = json.dumps({k: _plain(v) for k, v in row.items()}, ensure_ascii=False).encode() + b"\n"
            seal.add(line)
            digest.update(line)
            n += 1
        seal.finish()
    return {"n": n, "sha256": digest.hexdigest()}


def _read_table(archive: zipfile.ZipFile, table: Table, manifest: dict[str, Any]) -> int:
    """Insert a table's rows; references to the same table are set afterwards."""
    own = [c.name for c in table.columns if any(fk.column.table is table for fk in c.foreign_keys)]
    n, digest, chunk, later = 0, hashlib.sha256(), [], []
    with archive.open(f"tables/{table.name}.sealed") as packed:
        for line in _lines(packed, table.name):
            digest.update(line)
            row = {k: _typed(table, k, v) for k, v in json.loads(line).items()}
            if any(row[name] is not None for name in own):
                later.append({"id": row["id"], **{name: row[name] for name in own}})
            chunk.append({**row, **dict.fromkeys(own)})
            n += 1
            if len(chunk) >= CHUNK:
                db.session.execute(table.insert(), chunk)
                chunk = []
    if chunk:
        db.session.execute(table.insert(), chunk)
    for row in later:
        db.session.execute(update(table).where(table.c.id == row.pop("id")).values(**row))
    if digest.hexdigest() != manifest["tables"][table.name]["sha256"]:
        raise CannotRestore(f"The table {table.name} in this backup is damaged.")
    return n


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    if "manifest.json" not in archive.namelist():
        raise CannotRestore("This file is not a backup of Storyapp.")
    manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    missing = {table.name for table in db.metadata.sorted_tables} - set(manifest.get("tables", ()))
    if manifest.get("format") != FORMAT or missing:
        raise CannotRestore("This backup is of another version. Restore it with that version, then upgrade.")
    return manifest


def _names_of_files(archive: zipfile.ZipFile) -> list[str]:
    """Return what is to be written into the data folder, and nowhere else: an archive may name any place."""
    names = [name for name in archive.namelist() if not name.startswith("tables/") and name != "manifest.json"]
    odd = [name for name in names if not _FILE.fullmatch(name) or ".." in name]
    if odd:
        raise CannotRestore(f"This file is not a backup of Storyapp: it holds {odd[0][:80]!r}.")
    return names


def _set_sequences() -> None:
    if db.engine.dialect.name != "postgresql":
        return
    for table in db.metadata.sorted_tables:
        if "id" in table.c:
            db.session.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                    f"(SELECT GREATEST(COALESCE(MAX(id), 0), 0) + 1 FROM {table.name}), false)"
                )
            )


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "as_dict"):
        return value.as_dict()
    return value.name if hasattr(value, "name") and hasattr(value, "value") else value


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, UtcTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, ByName):
        return kind.kind[value]
    if isinstance(kind, Numeric):
        return Decimal(str(value))
    return wording_of(value) if isinstance(kind, Words) else value
