"""The codebook: labels for meanings that come back."""

from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both, code, line_lists, parent, share
from storyapp.words.dates import number
from storyapp.words.speech import language, mark, say

NOUN = Noun(
    kind="themes",
    title=mark("Themes"),
    lead=mark("Labels for meanings that come back in stories. The language module suggests them; people decide."),
    nothing_yet=mark("Read ten stories, then name what comes back. A theme with example sentences is found better."),
    add=mark("Add a theme"),
    edit=mark("Edit a theme"),
    parts=(
        both("name", mark("What it is called")),
        both("description", mark("What belongs here, and what does not"), is_optional=True, is_long=True),
        parent("themes", mark("Stands under"), "name"),
        line_lists(
            "seeds", mark("Example sentences"),
            hint=mark("One per line, invented, as a young person might say it. Eight in each language is a good number."),
        ),
        share(
            "threshold", mark("Threshold"),
            hint=mark("From 0 to 1: how sure the language module must be before it suggests the theme. 0.5 is usual."),
        ),
        code(),
    ),
    says=lambda row: row.name.say(language()),
    notes=lambda row: [say("threshold %(value)s", value=number(row.threshold))],
    is_on=lambda row: row.is_active,
    defaults={"threshold": 0.5},
)  # fmt: skip
