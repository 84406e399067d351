"""The questions of the story form, in three families."""

from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.web.admin.nouns.noun import Noun
from storyapp.web.admin.parts import both, choice, code, option_lines
from storyapp.words.labels import label
from storyapp.words.speech import language, mark

NOUN = Noun(
    kind="questions",
    title=mark("Questions"),
    lead=mark("Each question costs the teller a minute, and each can be skipped. Ask what you will use."),
    nothing_yet=mark("Two or three questions about the story are enough: why it happened, when it began."),
    add=mark("Add a question"),
    edit=mark("Edit a question"),
    parts=(
        choice("family", mark("What it is about"), QuestionFamily),
        both("wording", mark("Question"), is_long=True, rows=2),
        both("hint", mark("Hint under the question"), is_optional=True, is_long=True, rows=2),
        choice("kind", mark("What an answer looks like"), QuestionKind),
        option_lines(
            "options", mark("Answers to choose from"),
            hint=mark("One per line: code | Russian | English. The code may be left out. Not for questions in free text."),
        ),
        code(),
    ),
    group=lambda row: label(row.family),
    says=lambda row: row.wording.say(language()),
    notes=lambda row: [label(row.kind)],
    is_on=lambda row: row.is_active,
    defaults={"family": QuestionFamily.STORY, "kind": QuestionKind.ONE_OF},
)  # fmt: skip
