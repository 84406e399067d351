"""The intervals for which stories are gathered (MSC guide, step 3)."""

from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both, code, day, tick, whole
from storyapp.words.dates import day as said_day
from storyapp.words.speech import language, mark, say

NOUN = Noun(
    kind="periods",
    title=mark("Periods"),
    lead=mark("Stories are gathered for a period: a term, half a year. Invitations belong to one."),
    nothing_yet=mark("Name the first interval for which you gather stories; half a year is usual."),
    add=mark("Add a period"),
    edit=mark("Edit a period"),
    parts=(
        both("name", mark("What it is called")),
        code(),
        day("starts_on", mark("First day")),
        day("ends_on", mark("Last day")),
        whole("n_expected", mark("Stories hoped for"), hint=mark("0 if you would rather not say.")),
        tick("is_open", mark("Open: stories can be told for it")),
    ),
    says=lambda row: row.name.say(language()),
    notes=lambda row: [say("%(first)s to %(last)s", first=said_day(row.starts_on), last=said_day(row.ends_on))],
    is_on=lambda row: row.is_open,
    defaults={"n_expected": 0, "is_open": True},
)
