"""The commands that an administrator types; each opens the house, calls one service and prints."""

import click

from storyapp.cli.house import doctor, downgrade, run, serve, upgrade, worker
from storyapp.cli.importing import import_stories
from storyapp.cli.minutes import minutes
from storyapp.cli.people import founder
from storyapp.cli.reporting import report
from storyapp.cli.safekeeping import audit, backup, restore
from storyapp.cli.tallying import tally


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Storyapp: stories of change, chosen with reasons, answered to their tellers."""


for command in (
    founder,
    run,
    serve,
    worker,
    upgrade,
    downgrade,
    doctor,
    backup,
    restore,
    audit,
    import_stories,
    minutes,
    report,
    tally,
):
    commands.add_command(command)
