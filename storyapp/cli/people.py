"""The first person of a house."""

import re

import click

from storyapp.cli.house import prepare
from storyapp.cli.opening import House, enter, opened
from storyapp.rules.wording import Wording
from storyapp.services import accounts


@click.command()
@click.option("--organisation", required=True, help="Its name, as people know it.")
@click.option("--slug", default="", help="Its name in addresses; made from --email when left out.")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--language", type=click.Choice(["ru", "en"]), default="ru", show_default=True)
@click.pass_obj
def founder(house: House, organisation: str, slug: str, email: str, name: str, language: str) -> None:
    """Make an organisation (or find it by --slug) and print the link by which its administrator comes in."""
    with opened(house) as app:
        prepare(app)
        path = accounts.first_administrator(
            email, name, organisation_slug=slug or slug_of(organisation) or slug_of(email.split("@")[0]),
            organisation_name=Wording(ru=organisation, en=organisation), language=language,
        )  # fmt: skip
        base = enter(app).settings.base_url
    click.echo(f"Open this link within seven days; it works once:\n  {base}{path}")


def slug_of(text: str) -> str:
    """Return text as it can stand in an address: small Latin letters, digits, dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
