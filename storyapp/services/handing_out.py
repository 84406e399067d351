"""What somebody takes along as a file: written in the format they ask for, and noted."""

from collections.abc import Callable, Collection

from storyapp.data.tables.programmes import Programme
from storyapp.formats import registry
from storyapp.rules.errors import RuleBroken
from storyapp.rules.report import Report
from storyapp.services.transaction import act


def hand_out_written(
    programme: Programme, written: Callable[[Programme], Report], what: str, format_name: str, *, files: Collection[str],
    actor: str,
) -> bytes:  # fmt: skip
    """Write a report of the programme in one of these formats, and note what went out (an act of the audit chain).

    Raises RuleBroken where the format is not one of them, FormatUnavailable where its writer is not installed.
    """
    if format_name not in files:
        raise RuleBroken("format.unknown", name=format_name)
    organisation_id, programme_id = programme.organisation_id, programme.id
    data = registry.write(written(programme), format_name)
    with act(actor) as doing:
        doing.note(organisation_id, what, f"programme:{programme_id}", reason=format_name.upper())
    return data
