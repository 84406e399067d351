"""Run the house: server, worker, migrations, doctor."""

from pathlib import Path

import click
from flask import Flask

from storyapp.cli.opening import House, enter, in_context, opened
from storyapp.cli.serving import must_be_free, must_be_possible, serve_with_worker
from storyapp.config import shipped_folder
from storyapp.gateways.tasks import celery_app
from storyapp.rules.health import HealthState
from storyapp.services import accounts, demo, examining, health
from storyapp.services.migrating import downgrade as go_down
from storyapp.services.migrating import is_current
from storyapp.services.migrating import upgrade as go_up
from storyapp.words.health import COMMANDS, health_words
from storyapp.words.labels import label

LARGEST_BODY = 120 * 1024 * 1024  # twice what we take, so that what is a little too large is answered by a page of ours
SIGNS = {HealthState.WELL: "✓", HealthState.LOOK: "–", HealthState.NOW: "!"}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.pass_obj
def run(house: House, host: str, port: int) -> None:
    """Set up what is missing, load the demo programme, and serve; prints a sign-in link for each role."""
    must_be_free(host, port)
    with opened(house, is_demo=True, base_url=f"http://{host}:{port}") as app:
        prepare(app)
        if demo.is_empty():
            click.echo("Loading the demo programme …")
            demo.load()
        click.echo(f"\nStoryapp with its demo programme: http://{host}:{port}\n")
        for role, name, path in accounts.demo_links():
            click.echo(f"  {label(role):<24} http://{host}:{port}{path}  ({name})")
        for name, path in demo.public_links():
            click.echo(f"  {name:<24} http://{host}:{port}{path}")
        click.echo("\nThese links exist in the demo only. Press Ctrl+C to stop.\n")
    serve_with_worker(app, host, port, with_worker=True)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-worker", is_flag=True, help="Do not start the worker beside the server.")
@click.option(
    "--processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, 32),
    help="Answer in so many processes; one a core, where a whole class sends at once.",
)
@click.pass_obj
def serve(house: House, host: str, port: int, no_worker: bool, processes: int) -> None:
    """Serve, with a worker beside the server unless tasks go to Celery."""
    must_be_possible(processes)
    must_be_free(host, port)
    with opened(house) as app:
        prepare(app)
        with_worker = not no_worker and enter(app).settings.tasks == "local"
    serve_with_worker(app, host, port, with_worker=with_worker, processes=processes)


@click.command()
@click.option("--celery", is_flag=True, help="Take row ids from the broker instead of looking at the table.")
@click.option("--concurrency", default=1, show_default=True, help="Processes, with --celery.")
@click.pass_obj
def worker(house: House, celery: bool, concurrency: int) -> None:
    """Do the jobs that wait: analysis, imports, reports, letters."""
    with opened(house) as app:
        settings = enter(app).settings
    if not celery:
        house.run_worker(in_context(app))
        return
    broker = celery_app(settings.broker_url, settings.queue)
    house.register_celery(broker, in_context(app), settings.sweep_seconds)
    beat = str(settings.data_folder / "celery-beat")
    pool = ["--pool=solo"] if concurrency == 1 else [f"--concurrency={concurrency}"]
    broker.worker_main(["worker", "--beat", f"--schedule={beat}", "--loglevel=warning", *pool])


@click.command()
@click.option("--to", "target", default="head", show_default=True)
@click.pass_obj
def upgrade(house: House, target: str) -> None:
    """Bring the database to the shape of this version."""
    with opened(house):
        go_up(shipped_folder("migrations"), target)
    click.echo("The database is ready.")


@click.command()
@click.option("--to", "target", required=True, help="A revision, or base for an empty database.")
@click.confirmation_option(prompt="This may drop data of newer versions. Go on?")
@click.pass_obj
def downgrade(house: House, target: str) -> None:
    """Take the database back to an older shape."""
    with opened(house):
        go_down(shipped_folder("migrations"), target)


@click.command()
@click.pass_obj
def doctor(house: House) -> None:
    """Say which optional parts are here, what each is for, and how to add it."""
    with opened(house) as app:
        findings = examining.examine(Path(app.extensions["kit"].settings.data_folder))
        lines = health.look().lines
    for finding in findings:
        click.echo(f"  {'✓' if finding.is_here else '–'} {finding.part:<26} {finding.note}")
        if not finding.is_here:
            click.echo(f"      {finding.how_to_add}")
    for line in lines:
        click.echo(f"  {SIGNS[line.state]} {health_words(line)} {COMMANDS.get(line.code, '')}".rstrip())
    if not all(finding.is_here for finding in findings if finding.is_needed):
        raise SystemExit(1)


def prepare(app: Flask) -> None:
    """Bring the database to the newest shape where it is not."""
    folder = shipped_folder("migrations")
    if not is_current(folder):
        go_up(folder)
