"""Whom a child can call: shown to everyone before and after telling."""

from storyapp.rules.helplines import Spoken
from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both, choice, day, plain
from storyapp.words.dates import day as said_day
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say

NOUN = Noun(
    kind="helplines",
    title=mark("Help lines"),
    lead=mark("Numbers a child can call. Call each one yourself twice a year and note the day."),
    nothing_yet=mark("Before anybody tells a story there has to be a number to call."),
    add=mark("Add a help line"),
    edit=mark("Edit a help line"),
    parts=(
        both("name", mark("What it is called")),
        plain("phone", mark("Phone")),
        both("note", mark("Note"), hint=mark("When it answers, and that it is free."), is_optional=True),
        plain("country", mark("Country"), hint=mark("Two letters: RU, KZ.")),
        choice("spoken", mark("In which language it answers"), Spoken, hint=mark("Tellers see lines in their own language first.")),
        day("checked_on", mark("Last called on"), is_optional=True),
    ),
    says=lambda row: f"{row.name.say(language())}, {row.phone}",
    notes=lambda row: [
        label(row.spoken),
        say("last called on %(day)s", day=said_day(row.checked_on)) if row.checked_on else say("never called"),
    ],
    defaults={"country": "RU", "spoken": Spoken.UNSAID},
)  # fmt: skip
