"""Two questions that show whether what was said about consent arrived."""

from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both
from storyapp.words.speech import language, mark

NOUN = Noun(
    kind="understanding",
    title=mark("Was it understood?"),
    lead=mark("Two questions after those about consent. A wrong answer is explained and stops nobody; reports count how many understood."),
    nothing_yet=mark("Ask what people most often get wrong: who reads it, and whether it can be taken back."),
    add=mark("Add a question"),
    edit=mark("Edit a question"),
    parts=(
        both("wording", mark("The question")),
        both("right", mark("What is so")),
        both("wrong", mark("What is not so")),
        both("wrong_too", mark("What is not so either"), is_optional=True),
        both("explanation", mark("What is said after a wrong answer"), is_long=True),
    ),
    says=lambda row: row.wording.say(language()),
    is_on=lambda row: row.is_active,
)  # fmt: skip
