"""Prove minutes: work out their fingerprint again."""

from pathlib import Path

import click

from storyapp.cli.opening import House, opened
from storyapp.services import minutes_file, sessions

NOT_PROVED = 2


@click.group()
def minutes() -> None:
    """The minutes of rounds."""


@minutes.command()
@click.option("--programme", "slug", default="", help="The programme's name in addresses; a FILE says it itself.")
@click.option("--round", "round_id", type=int, help="The number of the round, as its minutes print it.")
@click.argument("given", metavar="[FILE|FINGERPRINT]", default="")
@click.pass_obj
def verify(house: House, slug: str, round_id: int | None, given: str) -> None:
    """Work out the fingerprint of a decided round, and hold it against minutes.

    FILE: minutes in Russian or English, a PDF or DOCX taken along, or a PDF printed from the page. Ends with 0 where
    fingerprint and file are the same, with 1 where the fingerprint is another one, with 2 where the fingerprint is the
    same, but the file is not the one that is written today: then read both side by side.
    """
    data = Path(given).read_bytes() if given and Path(given).is_file() else b""
    fingerprint, kind = given.strip().lower(), ""
    if data:
        claim = minutes_file.read_back(data)
        if claim is None:
            raise click.ClickException(f"{given} holds no minutes with a fingerprint (a PDF or DOCX of minutes does).")
        slug, round_id, fingerprint, kind = claim.slug, claim.round_id, claim.whole, claim.kind
        click.echo(f"Minutes of round {round_id} in the programme {slug!r}.")
    elif fingerprint and not set(fingerprint) <= set("0123456789abcdef"):
        raise click.ClickException(f"There is no file {given!r}, and a fingerprint has only the signs 0-9 and a-f.")
    if not slug or round_id is None:
        raise click.UsageError("Give a file of minutes, or --programme and --round.")
    with opened(house):
        programme = sessions.programme_by_slug(slug)
        found = minutes_file.fingerprint_now(programme, round_id) if programme is not None else None
        if found is None or programme is None:
            raise click.ClickException(f"There is no decided round {round_id} in a programme {slug!r}.")
        is_same = fingerprint == found.whole
        is_whole = is_same and bool(kind) and minutes_file.is_as_written(programme, round_id, data, kind)
    click.echo(f"  {found.whole}  whole")
    click.echo(f"  {found.ballots}  ballots")
    click.echo(f"  {found.decision}  decision and dissents")
    for text, of_text in found.texts:
        click.echo(f"  {of_text}  text {text.public_id}, version {text.version}")
    if fingerprint and not is_same:
        click.echo("ANOTHER FINGERPRINT: compare the lines above with the minutes to see what differs.")
        raise SystemExit(1)
    if is_whole:
        click.echo("The same, and the file is as it was written, to the last sign.")
    elif data:
        click.echo(
            "The fingerprint is the same, but the FILE IS NOT PROVED: it was printed or saved by another program,"
        )
        click.echo("or changed, or something was added since. Take the minutes anew and read both side by side.")
        raise SystemExit(NOT_PROVED)
    elif fingerprint:
        click.echo("The same.")
