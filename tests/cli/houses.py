"""Commands run as a person types them, on a house of the test."""

from click.testing import CliRunner, Result

from storyapp.__main__ import create_app, register_celery, run_forever
from storyapp.cli import commands
from storyapp.cli.opening import House
from storyapp.config import Settings


def type_in(settings: Settings, *words: str, input: str = "") -> Result:
    """Run one command with these settings in the environment."""
    environment = {
        "STORYAPP_DATA": str(settings.data_folder), "STORYAPP_DATABASE": settings.database_url,
        "STORYAPP_KEYS": str(settings.keys), "STORYAPP_SECRETS": str(settings.secrets), "STORYAPP_TASKS": "inline",
    }  # fmt: skip
    house = House(create_app=create_app, run_worker=run_forever, register_celery=register_celery)
    return CliRunner().invoke(commands, words, obj=house, env=environment, input=input, catch_exceptions=False)
