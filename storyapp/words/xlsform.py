"""What is said about an XLSForm that somebody brings: what to repair, and what would stay behind."""

from storyapp.rules.questionnaire.xlsform_in import Problem
from storyapp.words.speech import mark, say

ERRORS: dict[str, str] = {
    "no-survey": mark("There is no sheet called “survey”."),
    "no-column": mark("The sheet has no such column."),
    "no-questions": mark("There is no question that could be taken over."),
    "group-open": mark("This group is begun and never ended."),
    "group-not-open": mark("A group is ended here that was never begun."),
    "type-missing": mark("Something stands in this row, but no type."),
    "type-unknown": mark("Nobody knows the type “%(written)s”."),
    "label-missing": mark("“%(written)s” has no words in Russian or English."),
    "family-unknown": mark("“%(written)s” is none of: elicit, story, teller."),
    "list-missing": mark("The list “%(written)s” does not stand in the sheet “choices”."),
    "list-length": mark("The list “%(written)s” has %(n)s answers; it needs from %(least)s to %(most)s."),
    "choice-without-list": mark("This answer belongs to no list."),
    "choice-empty": mark("This answer has neither a name nor words."),
}
LEFT_OUT: dict[str, str] = {
    "type": mark("“%(written)s” is not asked here."),
    "note": mark("The note “%(written)s” stays behind; only one at the beginning of a section is kept."),
    "repeat": mark("A group that repeats is asked up to %(most)s times here."),
    "nested-in-repeat": mark("A group inside a group that repeats is asked together with it."),
    "nested": mark("A group inside a group becomes a section of its own."),
    "language": mark("The words in “%(language)s” stay behind."),
    "column": mark("What stands in this column stays behind."),
    "choice-twice": mark("“%(written)s” stands in its list twice; the first one is kept."),
    "name-twice": mark("“%(written)s” is called as another question; it gets a name of its own."),
    "text-refers": mark("“%(written)s” names another answer; here it is shown as it is written."),
    "other-text": mark("“Other” can be chosen, but not written in."),
    "day": mark("A month and a year are asked instead of a day."),
    "constraint": mark("The check “%(written)s” is not made."),
    "relevant": mark("The condition “%(written)s” cannot be kept: everybody is asked."),
}


def problem_words(problem: Problem) -> str:
    """Return a problem in words."""
    words = ERRORS.get(problem.code) or LEFT_OUT[problem.code]
    return say(words, **problem.facts) if problem.facts else say(words)


def place_words(problem: Problem) -> str:
    """Return where in the file a problem stands."""
    if problem.column:
        return say("sheet “%(sheet)s”, row %(row)s, column “%(column)s”", sheet=problem.sheet, row=problem.row, column=problem.column)  # fmt: skip
    return say("sheet “%(sheet)s”, row %(row)s", sheet=problem.sheet, row=problem.row)
