"""Intended social results: a general wording, its concrete forms, its indicators."""

from typing import Any

from storyapp.data.tables.programmes import Indicator, ParticularWording
from storyapp.rules.results import OutcomeLevel
from storyapp.services.setup_lists import Place, children, tied_to
from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both, choice, code, groups_of, option_lines, parent, several
from storyapp.words.labels import label
from storyapp.words.speech import language, mark


def _parts_of(place: Place, row: Any) -> dict[str, Any]:
    """Return the particular wordings and indicators as lines."""
    return {
        "particulars": [
            {"code": one.code, **one.wording.as_dict()} for one in children(place, row.id, ParticularWording)
        ],
        "groups": tied_to(place, "results", row.id, "groups"),
        "indicators": [{"code": one.line_code, **one.wording.as_dict()} for one in children(place, row.id, Indicator)],
    }


NOUN = Noun(
    kind="results",
    title=mark("Social results"),
    lead=mark("What the programme wants to bring about. Stories are held against them: for, against, or both."),
    nothing_yet=mark("Write each result as a change in people, not as an activity."),
    add=mark("Add a result"),
    edit=mark("Edit a result"),
    parts=(
        both("general", mark("General wording"), is_long=True, rows=2),
        choice("outcome_level", mark("How far along"), OutcomeLevel),
        parent("results", mark("Leads to"), "general"),
        several("groups", mark("For which target groups"), groups_of),
        option_lines(
            "particulars", mark("Particular wordings"),
            hint=mark("How the result looks in this programme. One per line: code | Russian | English."),
        ),
        option_lines(
            "indicators", mark("Indicators"),
            hint=mark(
                "Signs that can be counted. One per line: Russian | English. "
                "Leave the code in front of those that stand there already: by it they stay the same."
            ),
            rows=4,
        ),
        code(),
    ),
    group=lambda row: label(row.outcome_level),
    says=lambda row: row.general.say(language()),
    is_on=lambda row: row.is_active,
    values=_parts_of,
    defaults={"outcome_level": OutcomeLevel.SHORT},
)  # fmt: skip
