"""`storyapp` and `python -m storyapp`: the commands, with the house handed to them."""

from storyapp.app import create_app
from storyapp.cli import commands
from storyapp.cli.opening import House
from storyapp.worker import register_celery, run_forever


def main() -> None:
    """Run a command."""
    commands(obj=House(create_app=create_app, run_worker=run_forever, register_celery=register_celery))


if __name__ == "__main__":
    main()
