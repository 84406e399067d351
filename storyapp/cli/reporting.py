"""Write a report from the shell, built as any other: what consent does not allow is not in it."""

from pathlib import Path

import click

from storyapp.cli.opening import House, opened
from storyapp.formats import registry
from storyapp.rules.errors import RuleBroken
from storyapp.rules.wording import LANGUAGES
from storyapp.services import reporting, sessions
from storyapp.services.reports.material import AUDIENCES, Order
from storyapp.services.transaction import SHELL
from storyapp.words.messages import message


@click.command()
@click.option("--programme", "slug", required=True, help="The programme's name in addresses.")
@click.option("--period", "codes", required=True, multiple=True, help="Code of a period; may be given several times.")
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option("--audience", type=click.Choice(AUDIENCES), default=AUDIENCES[0], show_default=True)
@click.option("--length", type=click.Choice(reporting.LENGTHS), default=reporting.LENGTHS[0], show_default=True)
@click.option("--format", "format_name", type=click.Choice(list(registry.FORMATS)), default="docx", show_default=True)
@click.option("--to", "file", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def report(
    house: House,
    slug: str,
    codes: tuple[str, ...],
    language: str,
    audience: str,
    length: str,
    format_name: str,
    file: Path,
) -> None:
    """Build a report of some periods of a programme and write it to a file."""
    with opened(house):
        programme = sessions.programme_by_slug(slug)
        if programme is None:
            raise click.ClickException(f"There is no programme {slug!r}.")
        known = {period.code: period.id for period in reporting.periods_of(programme)}
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise click.ClickException(f"No such period: {', '.join(unknown)}. There are: {', '.join(known)}.")
        ids = tuple(known[code] for code in codes)
        try:
            order = Order(language=language, audience=audience, length=length, period_ids=ids)
            data = reporting.download(reporting.build_now(programme, order, actor=SHELL), format_name)
        except RuleBroken as error:
            raise click.ClickException(message(error)) from error
    file.write_bytes(data)
    click.echo(f"{len(data)} bytes → {file}")
