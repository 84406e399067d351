"""A form as plain values: its sections, its questions, and on what each of them depends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.repeats import Repeats, repeats_of
from storyapp.rules.wording import Wording, wording_of

NOBODY = 0  # the id of a question that stands in no table yet
UNSAID = Wording()
OUR_OWN = ("range", "choice", "happened", "matters", "title")  # steps of telling that a programme may word anew


class Test(Enum):
    """How an earlier answer decides whether a question is asked."""

    __test__ = False  # for pytest, which collects by name

    ANY_OF = "any_of"
    NONE_OF = "none_of"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ANSWERED = "answered"

    @property
    def wants_number(self) -> bool:
        """Tell whether the answer is held against a number."""
        return self in {Test.AT_LEAST, Test.AT_MOST}

    @property
    def wants_codes(self) -> bool:
        """Tell whether the answer is held against some of the list."""
        return self in {Test.ANY_OF, Test.NONE_OF}


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Ask only where the answer to an earlier question passes a test."""

    question: str  # its code
    test: Test
    values: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that can be kept as JSON."""
        return {"question": self.question, "test": self.test.name, "values": list(self.values)}


@dataclass(frozen=True, kw_only=True)
class Section:
    """A page of the form with a heading of its own."""

    code: str
    title: Wording
    lead: Wording = UNSAID
    condition: Condition | None = None
    repeats: Repeats | None = None  # None: it is asked once
    occasion: int = 0  # which time this is, once the form is written out

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that can be kept as JSON."""
        plain = {
            "code": self.code, "title": self.title.as_dict(), "lead": self.lead.as_dict(),
            "condition": self.condition.as_dict() if self.condition else None,
        }  # fmt: skip
        return plain if self.repeats is None else plain | {"repeats": self.repeats.as_dict()}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question. `options` are answers, poles or areas as {code, ru, en}; `settings` belong to its kind."""

    id: int = NOBODY
    code: str
    family: QuestionFamily
    kind: QuestionKind
    wording: Wording
    hint: Wording = UNSAID
    easy: Wording = UNSAID  # the same in short words, for ten to thirteen
    options: tuple[Mapping[str, str], ...] = ()
    is_required: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    section: str = ""  # the code of its section
    condition: Condition | None = None
    occasion: int = 0  # which time of its section this is, once the form is written out
    repeats: Repeats | None = None  # as its section has it then
    asks_for_more: bool = False  # whether it only asks if its section comes once more

    @property
    def key(self) -> str:
        """Return what tells it from all others of a form that is written out; it can stand in the name of a field."""
        if self.asks_for_more:
            return self.code.replace("#", "-")
        return str(self.id) if self.occasion == 0 else f"{self.id}_{self.occasion + 1}"

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of its answers, poles or areas, in order."""
        return tuple(str(option["code"]) for option in self.options)

    @property
    def is_our_own(self) -> bool:
        """Tell whether it only words a step of telling anew and is not asked beside the others."""
        return self.family is QuestionFamily.ELICIT and self.code in OUR_OWN

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that can be kept as JSON."""
        return {
            "id": self.id, "code": self.code, "family": self.family.name, "kind": self.kind.name,
            "wording": self.wording.as_dict(), "hint": self.hint.as_dict(), "easy": self.easy.as_dict(),
            "options": [dict(option) for option in self.options], "is_required": self.is_required,
            "settings": dict(self.settings), "section": self.section,
            "condition": self.condition.as_dict() if self.condition else None,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """A whole form; `questions` stand in the order in which they are asked."""

    sections: tuple[Section, ...] = ()
    questions: tuple[Asked, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Asked]:
        """Return each question by its code."""
        return {question.code: question for question in self.questions}

    @cached_property
    def by_id(self) -> dict[int, Asked]:
        """Return each question by its id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def own(self) -> tuple[Asked, ...]:
        """Return the questions that are asked beside our steps of telling."""
        return tuple(question for question in self.questions if not question.is_our_own)

    def section(self, code: str) -> Section | None:
        """Return a section by its code, or None for the questions that stand in none."""
        return next((section for section in self.sections if section.code == code), None)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that can be kept as JSON."""
        return {
            "sections": [section.as_dict() for section in self.sections],
            "questions": [question.as_dict() for question in self.questions],
        }


def in_order(sections: tuple[Section, ...], questions: list[Asked]) -> Questionnaire:
    """Put questions into the order of asking: those of no section first, then section by section, each by family."""
    places = {section.code: n for n, section in enumerate(sections, start=1)}
    families = list(QuestionFamily)

    def place(question: Asked) -> tuple[int, int]:
        return places.get(question.section, 0), families.index(question.family)

    return Questionnaire(sections=sections, questions=tuple(sorted(questions, key=place)))


def condition_of(kept: Mapping[str, Any] | None) -> Condition | None:
    """Return the condition that `as_dict` made plain."""
    if not kept:
        return None
    return Condition(
        question=kept["question"], test=Test[kept["test"]], values=tuple(str(one) for one in kept.get("values", ()))
    )


def questionnaire_of(kept: Mapping[str, Any]) -> Questionnaire:
    """Return the form that `as_dict` made plain."""
    sections = tuple(
        Section(
            code=one["code"], title=wording_of(one["title"]), lead=wording_of(one.get("lead")),
            condition=condition_of(one.get("condition")), repeats=repeats_of(one.get("repeats")),
        )
        for one in kept.get("sections", ())
    )  # fmt: skip
    questions = tuple(
        Asked(
            id=one["id"], code=one["code"], family=QuestionFamily[one["family"]], kind=QuestionKind[one["kind"]],
            wording=wording_of(one["wording"]), hint=wording_of(one.get("hint")), easy=wording_of(one.get("easy")),
            options=tuple(one.get("options", ())), is_required=one.get("is_required", False),
            settings=one.get("settings", {}), section=one.get("section", ""),
            condition=condition_of(one.get("condition")),
        )
        for one in kept.get("questions", ())
    )  # fmt: skip
    return Questionnaire(sections=sections, questions=questions)
