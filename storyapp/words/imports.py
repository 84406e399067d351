"""What people read about columns, rows and batches of an import."""

from collections.abc import Mapping
from typing import Any

from storyapp.rules.import_fields import Field
from storyapp.words.messages import MESSAGES
from storyapp.words.speech import mark, say

FIELDS: dict[Field, str] = {
    Field.HAPPENED: mark("The story itself"),
    Field.MATTERS: mark("Why it matters"),
    Field.TITLE: mark("Title"),
    Field.TOLD_ON: mark("Day it was told"),
    Field.AGE: mark("Age in years"),
    Field.AGE_BAND: mark("Age group"),
    Field.DIRECTION: mark("Better or worse"),
    Field.DOMAIN: mark("Domain of change"),
    Field.PERIOD: mark("Period"),
    Field.LANGUAGE: mark("Language of the story"),
    Field.TELLER_ROLE: mark("Who tells"),
    Field.CONSENT: mark("Consent on paper: yes or no"),
    Field.ORIGIN: mark("Number or id in the source"),
}
PROBLEMS: dict[str, str] = {
    "row.empty": mark("Nothing stands in this row. You can delete it."),
    "row.no-story": mark("There is no story text. Fill it in, or leave the row out."),
    "row.too-short": mark("The story has fewer than three words. Write what happened, or leave the row out."),
    "row.too-long": mark("The story is longer than we can keep (20,000 characters). Shorten it or split the row."),
    "row.no-consent": mark("This person did not agree, so the story is not taken."),
    "row.repeated": mark("The same story stands in row %(other_row)s already. Both are taken."),
    "row.age-unknown": mark("The age cannot be read. The story is taken without an age."),
    "row.age-under-ten": mark("The age is under ten. The story is taken without an age; please check it."),
    "row.date-unknown": mark("The date cannot be read. The day of the period, or today, stands instead."),
    "row.date-unlikely": mark("The date lies in the future or long ago. The day of the period, or today, stands instead."),
    "row.period-unknown": mark("This period is not known here. The period chosen for all rows is taken."),
    "row.direction-unknown": mark("We do not know whether this means better or worse. It is left open."),
    "row.domain-unknown": mark("This domain is not known here. The story is taken without a domain."),
    "row.language-unknown": mark("This language is not known here. It is found from the text."),
    "row.role-unknown": mark("We do not know who tells. The teller counts as a young person."),
    "row.consent-unknown": mark("It is not clear whether this person agreed. Consent counts as unknown."),
    "row.guardian-missing": mark("At this age a guardian has to agree too. Consent counts as unknown until a paper is recorded."),
    "row.answer-unknown": mark("This answer is not in the list of the question. It is left out."),
}  # fmt: skip
STATES: dict[str, str] = {
    "uploaded": mark("Being prepared"),
    "mapped": mark("Checked, not started"),
    "running": mark("Coming in"),
    "done": mark("Taken in"),
    "stopped": mark("Stopped half-way"),
    "failed": mark("Could not be read"),
    "undone": mark("Taken back"),
}


def problem(code: str, *, other_row: int | None = None) -> str:
    """Say what does not fit in a row and what becomes of it."""
    return say(PROBLEMS[code], other_row="" if other_row is None else other_row)


def problem_in_general(code: str) -> str:
    """Say a problem where many rows have it."""
    return (
        say(mark("The same story stands in another row too. All are taken."))
        if code == "row.repeated"
        else problem(code)
    )


def warning(code: str, facts: Mapping[str, Any]) -> str:
    """Say what had to be mended while a sheet was read."""
    return say(MESSAGES[code], **facts)
