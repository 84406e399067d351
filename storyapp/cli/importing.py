"""Bring old stories in from a table, by a map that says which column is what."""

import tomllib
from pathlib import Path
from typing import Any

import click

from storyapp.cli.opening import House, opened
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.programmes import Programme
from storyapp.formats.read_sheet import Sheet
from storyapp.rules.errors import RuleBroken
from storyapp.rules.import_plan import ImportPlan, check_plan, plan_from_file
from storyapp.rules.jobs import JobKind
from storyapp.services import analysing_many, import_batches, import_sheets, importing, jobs, sessions
from storyapp.services.import_sheets import Tally
from storyapp.services.transaction import SHELL
from storyapp.words.imports import problem, problem_in_general, warning
from storyapp.words.messages import message

SHOWN = 20


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--programme", "slug", required=True, help="The programme's name in addresses.")
@click.option(
    "--map", "map_file", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Which column is what (TOML), see docs/import.md.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be taken; write nothing.")
@click.option("--no-analysis", is_flag=True, help="Leave the reading of the stories to a worker.")
@click.option("--again", is_flag=True, help="Take the file although it was taken before.")
@click.pass_obj
def import_stories(
    house: House, file: Path, slug: str, map_file: Path, dry_run: bool, no_analysis: bool, again: bool
) -> None:
    """Take stories from FILE (CSV, TSV, XLSX, or JSON of KoboToolbox or ODK) into a programme; exit 1 where none can be taken."""
    with opened(house):
        programme = sessions.programme_by_slug(slug)
        if programme is None:
            raise click.ClickException(f"There is no programme {slug!r}.")
        try:
            sheet, plan = _read(file, map_file)
            facts = import_sheets.facts_of(programme)
            check_plan(plan, facts)
            _say_warnings(sheet)
            if dry_run:
                tally = import_sheets.look_over(sheet, plan, facts)
                _say_tally(tally, sheet, verb="would be taken")
                raise SystemExit(0 if tally.n_ready else 1)
            batch_id = _begin(programme, file, sheet, plan, again=again)
            _take(programme, batch_id, sheet, with_analysis=not no_analysis)
        except RuleBroken as broken:
            raise click.ClickException(message(broken)) from broken


def _read(file: Path, map_file: Path) -> tuple[Sheet, ImportPlan]:
    try:
        content: dict[str, Any] = tomllib.loads(map_file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise click.ClickException(f"The map cannot be read: {wrong}") from wrong
    settings = content.get("settings", {})
    sheet = import_batches.read_upload(
        file.read_bytes(), file.name, encoding=settings.get("encoding"), separator=settings.get("separator")
    )
    return sheet, plan_from_file(content, sheet.headers)


def _begin(programme: Programme, file: Path, sheet: Sheet, plan: ImportPlan, *, again: bool) -> int:
    """Return the batch to take in: a new one, or one of the same file that broke off."""
    raw = file.read_bytes()
    known = import_batches.batch_of_file(programme, raw)
    if known is not None and import_batches.is_broken_off(known):
        click.echo(f"Going on with import {known.id}, which broke off after {known.n_taken} stories.")
        return known.id
    if known is not None and not again:
        raise click.ClickException(
            f"This very file was taken before: import {known.id}, {known.n_taken} stories. Say --again to take it twice."
        )
    return import_batches.begin(programme, raw, file.name, sheet, plan, account_id=None, actor=SHELL)


def _take(programme: Programme, batch_id: int, sheet: Sheet, *, with_analysis: bool) -> None:
    if import_batches.the_batch(programme, batch_id).state in import_batches.PREPARING:
        tally = import_batches.look_over(programme, batch_id, actor=SHELL)
        if not tally.n_ready:
            _say_tally(tally, sheet, verb="taken")
            import_batches.forget(programme, batch_id, actor=SHELL)
            raise SystemExit(1)
    import_batches.start_here(programme, batch_id, actor=SHELL)
    importing.take_in(batch_id, progress=_say_progress, actor=SHELL)
    batch = import_batches.the_batch(programme, batch_id)
    _say_batch(batch)
    if with_analysis:
        _analyse(programme)


def _analyse(programme: Programme) -> None:
    job = jobs.latest_job(programme.organisation_id, JobKind.ANALYSE_MANY, programme.id)
    claimed = jobs.claim(job.id) if job is not None else None
    if claimed is None:
        click.echo("A worker reads the stories.")
        return
    click.echo("Reading the stories …")
    analysing_many.read_here(claimed[0])
    click.echo("The stories are read.")


def _say_progress(n_done: int, n_total: int) -> None:
    click.echo(f"  {n_done:,} of {n_total:,} rows")


def _say_warnings(sheet: Sheet) -> None:
    for one in sheet.warnings:
        click.echo(f"Note: {warning(one.code, one.facts)}")


def _say_batch(batch: ImportBatch) -> None:
    click.echo(f"Import {batch.id}: stories taken {batch.n_taken:,}, rows refused {batch.n_refused:,}.")
    for code, n in batch.mapping.get("codes", {}).items():
        click.echo(f"  {n:>7,}  {problem_in_general(code)}")


def _say_tally(tally: Tally, sheet: Sheet, *, verb: str) -> None:
    click.echo(f"Rows {tally.n_rows:,}: {tally.n_ready:,} {verb}, {tally.n_refused:,} refused.")
    for code, n in tally.codes.most_common():
        click.echo(f"  {n:>7,}  {problem_in_general(code)}")
    for one in tally.problems[:SHOWN]:
        column = "" if one.column is None else f", column {sheet.headers[one.column][:60]!r}"
        click.echo(f"  Row {one.row}{column}: {problem(one.code, other_row=one.other_row)}")
