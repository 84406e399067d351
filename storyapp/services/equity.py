"""Whose stories were chosen (C12): the comparison in words, for the minutes of a round and for reports."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from storyapp.data.queries import answers as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round
from storyapp.rules.equity import (
    FEWEST_IN_GROUPS,
    FEWEST_TO_TEST,
    NOBODY,
    Attribute,
    Comparison,
    EquityCheck,
    Verdict,
)
from storyapp.rules.people import AgeBand
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.versions import options_ever
from storyapp.rules.stories import Direction, Mode
from storyapp.rules.wording import Wording, wording_of
from storyapp.services import form_versions
from storyapp.services.reports.counting import Numbers
from storyapp.words.dates import number
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say, say_plural

ATTRIBUTES = {
    Attribute.LENGTH: mark("Length of the story"),
    Attribute.EASE: mark("How easily it reads"),
    Attribute.LANGUAGE: mark("Language"),
    Attribute.AGE_BAND: mark("Age of the teller"),
    Attribute.DIRECTION: mark("Which way it went"),
    Attribute.MODE: mark("How the story was collected"),
    Attribute.COLLECTOR: mark("Who wrote it down"),
}
VERDICTS = {
    Verdict.TOO_FEW: mark("Too few stories to say anything."),
    Verdict.ALIKE: mark("Chosen and other stories are alike in this."),
    Verdict.DIFFERS_PERHAPS_BY_CHANCE: mark("Chosen and other stories differ in this; with so few it may be chance."),
    Verdict.DIFFERS: mark(
        "Chosen and other stories differ in this by more than chance alone would make likely; ask the panels why."
    ),
}
MIDDLES = {
    Attribute.LENGTH: mark("Words in the middle story: chosen %(chosen)s, not chosen %(others)s."),
    Attribute.EASE: mark(
        "Reading ease of the middle story (0 hard, 100 very easy): chosen %(chosen)s, not chosen %(others)s."
    ),
}
LANGUAGES = {"ru": mark("Russian"), "en": mark("English")}
FEWEST_GROUPS = 2


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question about the teller whose answers are compared."""

    id: int
    wording: Wording
    options: Mapping[str, Wording]
    is_several: bool


@dataclass(frozen=True, kw_only=True)
class EquityGroup:
    """One group of an attribute: how many were chosen and were not, as far as small numbers may be told."""

    name: str
    n_chosen: int | str
    n_not_chosen: int | str


@dataclass(frozen=True, kw_only=True)
class EquityLine:
    """One attribute in words; `own_words` where the programme named it, no groups where every number would hide."""

    name: str
    sentence: str
    groups: tuple[EquityGroup, ...]
    own_words: bool
    is_too_few: bool

    @property
    def rows(self) -> list[tuple[dict[str, str | bool], int | str, int | str]]:
        """Return the groups as rows of a table."""
        return [
            ({"text": group.name, "as_written": self.own_words}, group.n_chosen, group.n_not_chosen)
            for group in self.groups
        ]


def asked_of(place: Programme | Round) -> tuple[Asked, ...]:
    """Return the questions about tellers by which stories of a programme, or of a round, can be compared."""
    programme_id = place.id if isinstance(place, Programme) else place.programme_id
    forms = form_versions.forms_of(place.organisation_id, programme_id)
    return tuple(
        Asked(
            id=row.id, wording=row.wording, is_several=row.kind is QuestionKind.SEVERAL_OF,
            options={str(one["code"]): wording_of(one) for one in options_ever(row.options, row.id, forms)},
        )
        for row in queries.choices_about_tellers(place.organisation_id, programme_id)
    )  # fmt: skip


def answers_to(asked: Sequence[Asked], story_ids: Collection[int]) -> dict[int, dict[int, tuple[str, ...]]]:
    """Return what tellers chose: story → question → options."""
    return queries.chosen_answers([one.id for one in asked], story_ids) if asked else {}


def tell_equity(
    check: EquityCheck, asked: Sequence[Asked], numbers: Numbers, *, collectors: Mapping[str, str]
) -> tuple[EquityLine, ...]:
    """Say for each attribute whether it differs, with a table where numbers allow one.

    Without the names of collectors, as in a report, who wrote stories down is told in a sentence only.
    """
    questions = {one.id: one for one in asked}
    return tuple(_line(one, questions, numbers, collectors) for one in check.comparisons)


def _line(
    one: Comparison, questions: Mapping[int, Asked], numbers: Numbers, collectors: Mapping[str, str]
) -> EquityLine:
    question = questions.get(one.question_id or 0)
    has_table = one.verdict is not Verdict.TOO_FEW and len(one.groups) >= FEWEST_GROUPS
    if one.attribute is Attribute.COLLECTOR and not collectors:
        has_table = False
    groups = _groups(one, question, numbers, collectors) if has_table else ()
    tells = any(n for group in groups for n in (group.n_chosen, group.n_not_chosen) if isinstance(n, int))
    return EquityLine(
        name=question.wording.say(language()) if question else say(ATTRIBUTES[one.attribute]),
        sentence=_sentence(one), own_words=question is not None, groups=groups if tells else (),
        is_too_few=one.verdict is Verdict.TOO_FEW,
    )  # fmt: skip


def cautions(check: EquityCheck) -> tuple[str, ...]:
    """Say how it was tested, and what the comparison cannot say."""
    if check.says_nothing:
        return ()
    said = [
        say(
            "A difference goes with being chosen. It does not say that it was the reason: panels choose for many reasons."
        )
    ]
    if check.n_tested:
        said.append(
            say(
                "Held against chance: middles by Wilcoxon’s rank-sum test, groups by Fisher’s exact test, where there are at least %(measures)s, for groups %(groups)s, chosen and as many other stories. “More than chance” means fewer than 5 times in 100.",
                measures=FEWEST_TO_TEST, groups=FEWEST_IN_GROUPS,
            )
        )  # fmt: skip
        said.append(
            say_plural(
                "%(num)d comparison was tested; even of wholly fair panels one in twenty would look unfair.",
                "%(num)d comparisons were tested; even of wholly fair panels one in twenty would look unfair.",
                check.n_tested,
            )
        )  # fmt: skip
    else:
        said.append(
            say("So few stories were chosen, or left, that nothing here was tested: any difference may be chance.")
        )
    said.append(say("Where stories are called alike, a small difference may still hide behind few stories."))
    return tuple(said)


def _sentence(one: Comparison) -> str:
    words = say(VERDICTS[one.verdict])
    if one.is_measure and one.verdict is not Verdict.TOO_FEW:
        words += " " + say(
            MIDDLES[one.attribute], chosen=number(one.median_chosen), others=number(one.median_not_chosen)
        )
    return words


def _groups(
    one: Comparison, question: Asked | None, numbers: Numbers, collectors: Mapping[str, str]
) -> tuple[EquityGroup, ...]:
    code = f"equity-{one.attribute.value}-{one.question_id or ''}"
    several = question is not None and question.is_several
    chosen = _side(f"{code}-chosen", {g.group: g.n_chosen for g in one.groups}, one.n_chosen, numbers, several=several)
    others = {g.group: g.n_not_chosen for g in one.groups}
    told = _side(f"{code}-others", others, one.n_not_chosen, numbers, several=several)
    return tuple(
        EquityGroup(
            name=_group_name(one.attribute, group.group, question, collectors), n_chosen=chosen[group.group],
            n_not_chosen=told[group.group],
        )
        for group in one.groups
    )  # fmt: skip


def _side(code: str, counts: Mapping[str, int], n: int, numbers: Numbers, *, several: bool) -> dict[str, int | str]:
    """Protect one side on its own: how many were chosen at all is known to everybody.

    Where the whole side is small, even a nought would tell of the few who are left.
    """
    if n < numbers.k:
        return dict.fromkeys(counts, say("fewer than %(k)s", k=numbers.k))
    if several:
        table = numbers.overlapping(code, list(counts), ["n"], {(one, "n"): m for one, m in counts.items()}, {"n": n})
        return {one: numbers.say(table.cell(one, "n")) for one in counts}
    line = numbers.counts(code, counts)
    return {one: numbers.say(line.cell(column=one)) for one in counts}


def _group_name(attribute: Attribute, group: str, question: Asked | None, collectors: Mapping[str, str]) -> str:
    if question is not None:
        return question.options[group].say(language()) if group in question.options else group
    if attribute is Attribute.COLLECTOR:
        return say("The teller alone") if group == NOBODY else collectors.get(group, say("Somebody who has left"))
    if attribute is Attribute.LANGUAGE:
        return language_name(group)
    kinds = {Attribute.AGE_BAND: AgeBand, Attribute.DIRECTION: Direction, Attribute.MODE: Mode}
    return label(kinds[attribute][group])


def language_name(code: str) -> str:
    """Return what the language of a story is called."""
    return say(LANGUAGES[code]) if code in LANGUAGES else say("Another language")
