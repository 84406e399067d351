"""How a command opens the house: the application is built above this floor and handed down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click
from flask import Flask

from storyapp.config import Settings, SettingWrong, settings_from
from storyapp.gateways.kit import Kit, use_kit
from storyapp.words.speech import use_language


@dataclass(frozen=True, kw_only=True)
class House:
    """What commands need from the floors above and beside them."""

    create_app: Callable[[Settings], Flask]
    run_worker: Callable[[Callable[[Callable[[], Any]], Any]], None]
    register_celery: Callable[[Any, Callable[[Callable[[], Any]], Any], int], None]


def read_settings(**changes: object) -> Settings:
    """Read the settings; a wrong one ends the command with a plain sentence."""
    try:
        return settings_from(None, **changes)
    except SettingWrong as wrong:
        raise click.ClickException(str(wrong)) from wrong


@contextmanager
def opened(house: House, **changes: object) -> Iterator[Flask]:
    """Open the house for one command: application context, kit, English."""
    app = house.create_app(read_settings(**changes))
    with app.app_context():
        enter(app)
        yield app


def enter(app: Flask) -> Kit:
    """Make the app's kit current and speak English, as the shell does."""
    kit: Kit = app.extensions["kit"]
    use_kit(kit)
    use_language("en")
    return kit


def in_context(app: Flask) -> Callable[[Callable[[], Any]], Any]:
    """Return a function that does a thing inside a fresh application context."""

    def do(thing: Callable[[], Any]) -> Any:
        with app.app_context():
            enter(app)
            return thing()

    return do
