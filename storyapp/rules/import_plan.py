"""How a sheet becomes stories: which column is what, what its words mean, and what holds for all rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from storyapp.rules.consent import Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.import_fields import CHOSEN, IGNORED, JOINED, QUESTION, Field, fold, question_target, synonyms
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.wording import Wording

DETECT, BY_DATE = "detect", ""
STORY_LANGUAGES = ("ru", "en", "other")
ON_PAPER = (Purpose.ANALYSIS, Purpose.PANEL, Purpose.YOUTH_PANEL, Purpose.QUOTE)


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer that can be chosen: its code, and the words people know it by."""

    code: str
    names: tuple[str, ...] = ()
    id: int = 0


@dataclass(frozen=True, kw_only=True)
class PeriodFacts:
    """A period of the programme, as far as an import needs it."""

    option: Option
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class QuestionFacts:
    """A question of the programme about the story or the teller."""

    id: int
    code: str
    kind: QuestionKind
    wordings: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def asked(self) -> Asked:
        """Return the question as far as an answer to it is checked."""
        return Asked(
            id=self.id, code=self.code, family=QuestionFamily.STORY, kind=self.kind, wording=Wording(),
            options=tuple({"code": option.code} for option in self.options), settings=self.settings,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ProgrammeFacts:
    """What a programme has that columns and words can be matched with."""

    domains: tuple[Option, ...] = ()
    periods: tuple[PeriodFacts, ...] = ()
    questions: tuple[QuestionFacts, ...] = ()
    guardian_age: int = 0
    is_pilot: bool = False  # what is brought in meanwhile counts nowhere
    today: date

    def question(self, target: str) -> QuestionFacts | None:
        """Return the question that a column answers, or None."""
        return next((q for q in self.questions if question_target(q.code) == target), None)

    def period_of(self, day: date) -> int | None:
        """Return the id of the period in which a day lies."""
        return next((p.option.id for p in self.periods if p.starts_on <= day <= p.ends_on), None)


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What a person decided about a sheet; `columns` has one target for each header."""

    columns: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # target → folded word → code, "" = none
    language: str = DETECT
    period: str = BY_DATE
    already_deidentified: bool = False
    day_first: bool | None = None  # None: as the column itself shows
    consent_purposes: tuple[str, ...] = (Purpose.ANALYSIS.name, Purpose.PANEL.name)
    paper: str = ""
    comments: str = ""  # rows that begin with this are passed over

    def as_dict(self) -> dict[str, Any]:
        """Return plain values that can be kept as JSON."""
        return asdict(self) | {"columns": list(self.columns), "consent_purposes": list(self.consent_purposes)}

    def columns_of(self, target: str) -> tuple[int, ...]:
        """Return the places of the columns that have this target."""
        return tuple(n for n, one in enumerate(self.columns) if one == target)


def plan_of(kept: Mapping[str, Any]) -> ImportPlan:
    """Return the plan that `as_dict` made plain; what it does not know is left aside."""
    known = {one.name for one in fields(ImportPlan)}
    values = {name: value for name, value in kept.items() if name in known}
    plan = ImportPlan(**values)
    return replace(plan, columns=tuple(plan.columns), consent_purposes=tuple(plan.consent_purposes))


def plan_from_file(content: Mapping[str, Any], headers: Sequence[str]) -> ImportPlan:
    """Return the plan that a map file describes for these headers."""
    named = {" ".join(header.split()): target for header, target in content.get("columns", {}).items()}
    missing = [header for header in named if header not in headers]
    if missing:
        raise RuleBroken("import.no-such-column", header=missing[0][:120], known=_listed(headers))
    settings = dict(content.get("settings", {}))
    unknown = sorted(set(settings) - _SETTINGS)
    if unknown:
        raise RuleBroken("import.unknown-setting", setting=unknown[0], known=_listed(sorted(_SETTINGS)))
    values = {
        target: {fold(word): str(code) for word, code in words.items()}
        for target, words in content.get("values", {}).items()
    }
    plain = {name: value for name, value in settings.items() if name not in ("encoding", "separator")}
    return plan_of(plain | {"columns": [named.get(header, IGNORED) for header in headers], "values": values})


_SETTINGS = {one.name for one in fields(ImportPlan)} - {"columns", "values"} | {"encoding", "separator"}


def meanings(target: str, facts: ProgrammeFacts) -> dict[str, str]:
    """Return what words mean in a column with this target: folded word → code."""
    question = facts.question(target)
    if question is not None:
        return _by_name(question.options)
    if target == Field.DOMAIN.value:
        return _by_name(facts.domains)
    if target == Field.PERIOD.value:
        return _by_name([period.option for period in facts.periods])
    return synonyms(Field(target)) if target in {one.value for one in Field} else {}


def codes_of(target: str, facts: ProgrammeFacts) -> tuple[str, ...]:
    """Return the codes that a word of this column can be given, in order."""
    return tuple(dict.fromkeys(meanings(target, facts).values()))


def is_chosen(target: str, facts: ProgrammeFacts) -> bool:
    """Tell whether the cells of such a column stand for choices, so that their words have to be understood."""
    question = facts.question(target)
    if question is not None:
        return question.kind.has_options
    return target in {one.value for one in CHOSEN}


def check_plan(plan: ImportPlan, facts: ProgrammeFacts) -> None:
    """Raise RuleBroken where a plan cannot be followed; the facts name what there is."""
    if not plan.columns_of(Field.HAPPENED.value):
        raise RuleBroken("import.no-story-column")
    known = {IGNORED, *(one.value for one in Field), *(question_target(q.code) for q in facts.questions)}
    for target in plan.columns:
        if target not in known:
            code = "import.unknown-question" if target.startswith(QUESTION) else "import.unknown-field"
            raise RuleBroken(code, field=target, known=_listed(sorted(known - {IGNORED})))
    joined = {one.value for one in JOINED}
    for target in known - {IGNORED}:
        if not target.startswith(QUESTION) and target not in joined and len(plan.columns_of(target)) > 1:
            raise RuleBroken("import.column-twice", field=target)
    _check_settings(plan, facts)
    _check_values(plan, facts)


def _check_settings(plan: ImportPlan, facts: ProgrammeFacts) -> None:
    if plan.language not in (DETECT, *STORY_LANGUAGES):
        raise RuleBroken("import.unknown-language", language=plan.language, known=_listed((DETECT, *STORY_LANGUAGES)))
    codes = [period.option.code for period in facts.periods]
    if plan.period and plan.period not in codes:
        raise RuleBroken("import.unknown-period", period=plan.period, known=_listed(codes))
    allowed = [purpose.name for purpose in ON_PAPER]
    odd = [name for name in plan.consent_purposes if name not in allowed]
    if odd:
        raise RuleBroken("import.unknown-purpose", purpose=odd[0], known=_listed(allowed))
    if plan.columns_of(Field.CONSENT.value) and not (plan.paper.strip() and plan.consent_purposes):
        raise RuleBroken("import.paper-missing")


def _check_values(plan: ImportPlan, facts: ProgrammeFacts) -> None:
    for target, words in plan.values.items():
        codes = meanings(target, facts)
        for code in words.values():
            if code and fold(code) not in codes:
                raise RuleBroken(
                    "import.unknown-value", field=target, value=code, known=_listed(codes_of(target, facts))
                )


def _by_name(options: Sequence[Option]) -> dict[str, str]:
    named = {fold(name): option.code for option in options for name in option.names if fold(name)}
    return named | {fold(option.code): option.code for option in options}


def _listed(names: Sequence[str]) -> str:
    shown = [name[:60] for name in names[:30]]
    return ", ".join(shown) + (", …" if len(names) > len(shown) else "")
