"""What this is, and what will not happen, in words for one age group."""

from storyapp.rules.people import ConsentBand
from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both, choice
from storyapp.words.labels import label
from storyapp.words.speech import language, mark

NOUN = Noun(
    kind="introductions",
    title=mark("Introductions"),
    lead=mark("What each age group reads before telling: what this is for, and what will not happen."),
    nothing_yet=mark("Write the first one for the youngest: short sentences, no office words."),
    add=mark("Add an introduction"),
    edit=mark("Edit an introduction"),
    parts=(
        choice("band", mark("For whom"), ConsentBand),
        both("text", mark("What this is"), is_long=True, rows=5),
        both("will_not", mark("What will not happen"), hint=mark("One promise per line."), is_long=True, rows=5),
    ),
    group=lambda row: label(row.band),
    says=lambda row: row.text.say(language()),
)
