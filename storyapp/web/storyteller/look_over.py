"""The draft read back to its teller before it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from storyapp.rules.consent import Purpose
from storyapp.rules.people import AgeBand
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.stories import Direction, ReadBack
from storyapp.services import telling
from storyapp.web.common.answer_pictures import picture_of
from storyapp.web.storyteller import questions
from storyapp.web.storyteller.forms import NOT_SURE, TELLS_AS
from storyapp.web.storyteller.steps import Telling, path_of
from storyapp.words.answers import answer_words
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say


@dataclass(frozen=True, kw_only=True)
class Line:
    """One answer, read back. `own_term` and `own` mark words that people wrote themselves."""

    term: str
    value: str
    own_term: bool = False
    own: bool = False
    picture: str = ""  # what was placed or rated, drawn


@dataclass(frozen=True, kw_only=True)
class Part:
    """One step, read back."""

    step: str
    title: str
    lines: tuple[Line, ...]
    own_title: bool = False

    @property
    def is_story(self) -> bool:
        """Tell whether this is read as a story, not as an answer."""
        return self.step in ("happened", "matters") and all(line.own for line in self.lines)


IN_SHORT: dict[Purpose, str] = {
    Purpose.ANALYSIS: mark("Read and count it with the others"),
    Purpose.PANEL: mark("A group of adults reads it"),
    Purpose.YOUTH_PANEL: mark("A group of young people reads it"),
    Purpose.QUOTE: mark("A few sentences in a report"),
    Purpose.PUBLICATION: mark("The whole story for everyone"),
    Purpose.TRAINING: mark("Others learn from it"),
}


def summary_of(teller: Telling) -> list[Part]:
    """Return every answer, step by step."""
    parts = [Part(step=name, title=say(title), lines=tuple(read(teller))) for name, title, read in READ]
    at = next(n for n, part in enumerate(parts) if part.step == "title")
    return [part for part in (*parts[:at], *_own_questions(teller), *parts[at:]) if part.lines]


def _own_questions(teller: Telling) -> list[Part]:
    """Return the pages of the programme's own form, each with what was answered or declined there."""
    said = questions.said(teller.asked, teller.contents.answers)
    return [
        Part(
            step=step.name, title=questions.title_of(step.page), own_title=questions.has_own_title(step.page),
            lines=tuple(_own_line(one, said[one.code]) for one in step.page.questions if one.code in said),
        )
        for step in path_of(teller)
        if step.page is not None
    ]  # fmt: skip


def _own_line(question: Asked, value: Any) -> Line:
    if value is None:
        return Line(term=questions.words_of(question), own_term=True, value=say("I do not want to answer"))
    return Line(
        term=questions.words_of(question), own_term=True, own=True, value=answer_words(question, value),
        picture=picture_of(question, value),
    )  # fmt: skip


def _age(teller: Telling) -> list[Line]:
    answers = teller.contents.answers["age"]
    role = next((words for one, words in TELLS_AS if one.value == answers["role"]), "")
    return [
        Line(term=say("Age"), value=label(AgeBand(answers["band"]))),
        Line(term=say("Who is telling"), value=say(role)),
    ]


def _consent(teller: Telling) -> list[Line]:
    return [
        Line(term=say(IN_SHORT[Purpose(value)]), value=say("Yes") if said == "yes" else say("No"))
        for value, said in teller.contents.answers["consent"].items()
    ]


def _range(teller: Telling) -> list[Line]:
    return [Line(term=str(n), value=line, own=True) for n, line in enumerate(teller.changes, start=1)]


def _choose(teller: Telling) -> list[Line]:
    return [Line(term="", value=teller.choice, own=True)] if len(teller.changes) > 1 else []


def _text(step: str, field: str) -> Callable[[Telling], list[Line]]:
    def read(teller: Telling) -> list[Line]:
        value = teller.contents.answers[step][field]
        return [Line(term="", value=value, own=True) if value else Line(term="", value=say("Nothing written"))]

    return read


def _direction(teller: Telling) -> list[Line]:
    answers = teller.contents.answers["direction"]
    lines = [Line(term="", value=label(Direction(answers["direction"])))]
    chosen = answers.get("domain") or NOT_SURE
    if chosen != NOT_SURE:
        known = {str(domain.id): domain for domain in telling.domains_of(teller.place.programme)}
        if chosen in known:
            lines.append(Line(term="", value=known[chosen].name.say(language()), own=True))
    return lines


def _title(teller: Telling) -> list[Line]:
    answers = teller.contents.answers["title"]
    lines = [
        Line(term=say(term), value=answers[field], own=True)
        for field, term in (("title", mark("Title")), ("pseudonym", mark("Made-up name")))
        if answers[field]
    ]
    if answers["wants_help"]:
        lines.append(Line(term=say("Help"), value=say("A person will look at this soon")))
    return lines or [Line(term="", value=say("Nothing written"))]


def _read_back(teller: Telling) -> list[Line]:
    if not teller.is_written_down:
        return []
    return [Line(term="", value=label(ReadBack(teller.contents.answers["read_back"]["read_back"])))]


READ: tuple[tuple[str, str, Callable[[Telling], list[Line]]], ...] = (
    ("age", mark("You"), _age),
    ("range", mark("Changes"), _range),
    ("choose", mark("The one that matters most"), _choose),
    ("happened", mark("What happened"), _text("happened", "happened")),
    ("matters", mark("Why it matters"), _text("matters", "matters")),
    ("direction", mark("Which way it went"), _direction),
    ("title", mark("Title and name"), _title),
    ("read_back", mark("Reading back"), _read_back),
    ("consent", mark("What may be done with it"), _consent),
)
