"""Domains of change: broad and fuzzy on purpose (MSC guide, step 2)."""

from storyapp.rules.programmes import DomainKind
from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both, choice, code
from storyapp.words.labels import label
from storyapp.words.speech import language, mark

NOUN = Noun(
    kind="domains",
    title=mark("Domains of change"),
    lead=mark("Three to five broad areas, and always two more: any other change, and what got worse."),
    nothing_yet=mark("Keep them broad: the tellers decide what counts."),
    add=mark("Add a domain"),
    edit=mark("Edit a domain"),
    parts=(
        both("name", mark("What it is called")),
        both(
            "question",
            mark("How tellers read it"),
            hint=mark("In their words; the name where empty."),
            is_optional=True,
        ),
        choice("kind", mark("Kind"), DomainKind),
        code(),
    ),
    says=lambda row: row.name.say(language()),
    notes=lambda row: [] if row.kind is DomainKind.NORMAL else [label(row.kind)],
    is_on=lambda row: row.is_active,
)
