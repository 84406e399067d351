"""Prove minutes: work out their fingerprint again."""

import click

from storyapp.cli.opening import House, opened
from storyapp.services import minutes_file, sessions


@click.group()
def minutes() -> None:
    """The minutes of rounds."""


@minutes.command()
@click.option("--programme", "slug", required=True, help="The programme's name in addresses.")
@click.option("--round", "round_id", required=True, type=int, help="The number of the round, as its minutes print it.")
@click.argument("fingerprint", default="")
@click.pass_obj
def verify(house: House, slug: str, round_id: int, fingerprint: str) -> None:
    """Work out the fingerprint of a decided round; with FINGERPRINT exit 1 where it is another one."""
    with opened(house):
        programme = sessions.programme_by_slug(slug)
        found = minutes_file.fingerprint_now(programme, round_id) if programme is not None else None
    if found is None:
        raise click.ClickException(f"There is no decided round {round_id} in a programme {slug!r}.")
    click.echo(f"  {found.whole}  whole")
    click.echo(f"  {found.ballots}  ballots")
    click.echo(f"  {found.decision}  decision and dissents")
    for text, of_text in found.texts:
        click.echo(f"  {of_text}  text {text.public_id}, version {text.version}")
    if fingerprint and fingerprint.strip().lower() != found.whole:
        click.echo("ANOTHER FINGERPRINT: compare the lines above with the minutes to see what differs.")
        raise SystemExit(1)
    if fingerprint:
        click.echo("The same.")
