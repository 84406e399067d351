"""Somebody who may read the stories asks for exact numbers on a page: it is noted who and which page (B10)."""

from storyapp.data.tables.programmes import Programme
from storyapp.services.transaction import account_actor, act


def note_shown(programme: Programme, page: str, *, account_id: int) -> None:
    """Note that exact numbers were shown; the note names the page and no group."""
    with act(account_actor(account_id)) as doing:
        doing.note(programme.organisation_id, "numbers.exact-shown", f"programme:{programme.id}", reason=page.upper())
