"""Keep safe: back up, restore, verify the audit chain."""

import errno
from pathlib import Path

import click

from storyapp.cli.opening import House, opened
from storyapp.config import shipped_folder
from storyapp.services import auditing, safekeeping
from storyapp.services.migrating import upgrade

NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--keys", type=click.Path(path_type=Path, dir_okay=False), help="Also write the keys, to a file of their own."
)
@click.pass_obj
def backup(house: House, file: Path, keys: Path | None) -> None:
    """Write everything but the keys to FILE (zip). Without the keys nobody can read a word of it."""
    with opened(house):
        try:
            made = safekeeping.back_up(file)
        except OSError as trouble:
            raise click.ClickException(_not_written(trouble, file)) from trouble
        click.echo(f"{made.n_rows} rows of {made.n_tables} tables, {made.n_files} files → {file}")
        if keys is not None:
            safekeeping.copy_keys(keys)
            click.echo(f"Keys → {keys}. Keep them apart from the backup.")
        else:
            click.echo("The keys are not in it: keep a copy of them apart (storyapp backup FILE --keys KEYS).")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--keys", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def restore(house: House, file: Path, keys: Path | None) -> None:
    """Bring FILE back into an empty installation, on SQLite or PostgreSQL, and erase again what was erased since."""
    try:
        if keys is not None:
            with opened(house):
                safekeeping.bring_keys(keys)
        with opened(house):
            upgrade(shipped_folder("migrations"))
            made = safekeeping.bring_back(file)
    except safekeeping.CannotRestore as why:
        raise click.ClickException(str(why)) from why
    click.echo(f"{made.n_rows} rows of {made.n_tables} tables, {made.n_files} files; {made.n_erased} erased again.")


def _not_written(trouble: OSError, file: Path) -> str:
    if trouble.errno in NO_ROOM:
        return f"There is no room for the backup at {file}. Nothing was written; an older one there is as it was."
    return f"The backup cannot be written to {file}: {trouble.strerror}. An older one there is as it was."


@click.group()
def audit() -> None:
    """The audit log."""


@audit.command()
@click.option(
    "--log", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Compare with this copy of the log apart, kept elsewhere, in place of the house's own.",
)  # fmt: skip
@click.pass_obj
def verify(house: House, log: Path | None) -> None:
    """Recompute every organisation's chain and compare it with the log apart; exit 1 where one does not hold."""
    with opened(house):
        outcomes = auditing.check_all(log)
    for slug, found in outcomes:
        chain = "whole" if found.broken_at is None else f"BROKEN at {found.broken_at}"
        click.echo(f"  {slug}: {found.n_events} events, {chain}; {_kept_apart(found)}")
    if not all(found.holds for _, found in outcomes):
        raise SystemExit(1)


def _kept_apart(found: auditing.Checked) -> str:
    if found.differs_at is not None:
        said = f"NOT WHAT THE LOG APART KNOWS at {found.differs_at}"
    elif not found.n_kept:
        return "there is no log apart of it"
    else:
        said = f"as the log apart knows it ({found.n_kept} links)"
    if found.n_behind:
        said += f", which lacks the newest {found.n_behind}"
    return said + "".join(f"; brought back to {sequence} by a backup" for sequence in found.restored_to)
