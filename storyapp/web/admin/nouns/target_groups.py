"""For whom the programme is, and how many of them it hopes to hear."""

from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both, code, parent, whole
from storyapp.words.speech import language, mark, say_plural

NOUN = Noun(
    kind="target-groups",
    title=mark("Target groups"),
    lead=mark("Whom you want to hear. The “Today” page shows who is still missing."),
    nothing_yet=mark("Name the groups whose voices you would miss, and how many of each you hope to hear."),
    add=mark("Add a group"),
    edit=mark("Edit a group"),
    parts=(
        both("name", mark("What it is called")),
        parent("target-groups", mark("Stands under"), "name", hint=mark("Families, and below them those with many children: two levels, no more.")),
        code(),
        whole("n_target", mark("Stories hoped for"), hint=mark("In one period; 0 if you would rather not say.")),
    ),
    says=lambda row: ("↳ " if row.parent_id else "") + row.name.say(language()),
    notes=lambda row: [
        say_plural("%(num)d story hoped for", "%(num)d stories hoped for", row.n_target)
    ] if row.n_target else [],
    defaults={"n_target": 0},
)  # fmt: skip
