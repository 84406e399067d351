"""The lists of a programme: things to name, order and put aside; nothing that was used is ever lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from storyapp.data.db import db
from storyapp.data.tables.consenting import UnderstandingQuestion
from storyapp.data.tables.instruments import Instrument
from storyapp.data.tables.people import Helpline
from storyapp.data.tables.programmes import (
    Domain,
    FormSection,
    Indicator,
    Introduction,
    ParticularWording,
    Period,
    Question,
    SocialResult,
    TargetGroup,
    Theme,
)  # fmt: skip
from storyapp.data.tables.stories import Answer
from storyapp.rules.codes import check_code, code_of, free_code
from storyapp.rules.errors import RuleBroken
from storyapp.rules.method_changes import WhatChanged
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.answers import used_codes
from storyapp.rules.questionnaire.asked import Asked
from storyapp.rules.questionnaire.conditions import check_conditions, dependents
from storyapp.rules.wording import Wording
from storyapp.services import form_versions, method_changes, questionnaires, setup_parts
from storyapp.services.setup_parts import MEANT_FOR, MEASURES, RESULT_FOR, Tie
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of thing that a programme names."""

    table: Any
    noun: str  # as it stands in the audit chain
    within: str = ""  # the order counts within this column
    beside: str = ""  # … and within this one
    off: str = ""  # the column that puts a thing aside
    has_position: bool = True
    has_code: bool = True
    names: tuple[str, ...] = ("name",)  # wordings that a code may be made of
    children: Mapping[str, Any] = field(default_factory=dict)
    ties: Mapping[str, Tie] = field(default_factory=dict)  # to things of other kinds, as lists of their ids
    is_of_form: bool = False  # a change is refused that would leave a question of the form undecided


KINDS: dict[str, Kind] = {
    "introductions": Kind(
        table=Introduction, noun="introduction", within="band", has_position=False, has_code=False, names=()
    ),
    "periods": Kind(table=Period, noun="period", off="is_open", has_position=False),
    "domains": Kind(table=Domain, noun="domain", off="is_active"),
    "understanding": Kind(
        table=UnderstandingQuestion, noun="understanding-question", off="is_active", has_code=False, names=()
    ),
    "target-groups": Kind(table=TargetGroup, noun="target-group"),
    "questions": Kind(
        table=Question, noun="question", within="family", beside="section_id", off="is_active", names=("wording",),
        is_of_form=True,
    ),
    "sections": Kind(table=FormSection, noun="section", names=("title",), is_of_form=True),
    "themes": Kind(table=Theme, noun="theme", off="is_active"),
    "results": Kind(
        table=SocialResult, noun="result", within="outcome_level", off="is_active", names=("general",),
        children={"particulars": ParticularWording, "indicators": Indicator}, ties={"groups": RESULT_FOR},
    ),
    "instruments": Kind(
        table=Instrument, noun="instrument", off="is_active", ties={"indicators": MEASURES, "groups": MEANT_FOR},
    ),
    "helplines": Kind(table=Helpline, noun="helpline", has_code=False),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Place:
    """Whose things are set up: a programme's, or (helplines) an organisation's."""

    organisation_id: int
    programme_id: int | None = None

    @property
    def ids(self) -> dict[str, int]:
        """Return the columns that every query and every new row carries."""
        programme = {} if self.programme_id is None else {"programme_id": self.programme_id}
        return {"organisation_id": self.organisation_id, **programme}


def things(place: Place, kind: str) -> list[Any]:
    """Return all things of a kind in their order, those put aside included."""
    made = KINDS[kind]
    rows = list(db.session.scalars(_query(place, made)))
    if not made.within:
        return rows
    order = list(cast("type[Enum]", type(getattr(rows[0], made.within)))) if rows else []
    return sorted(rows, key=lambda row: order.index(getattr(row, made.within)))


def thing(place: Place, kind: str, thing_id: int) -> Any | None:
    """Return one thing, or None where this place has none such."""
    table = KINDS[kind].table
    return db.session.scalar(select(table).filter_by(**place.ids).where(table.id == thing_id))


def children(place: Place, thing_id: int, table: Any) -> list[Any]:
    """Return what belongs to a social result: particular wordings or indicators, in order."""
    return setup_parts.children(place.ids, thing_id, table)


def tied_to(place: Place, kind: str, thing_id: int, name: str) -> list[int]:
    """Return the ids of what a thing is tied to by one of the ties of its kind."""
    return setup_parts.tied_to(place.ids, KINDS[kind].ties[name], thing_id)


def save_thing(place: Place, kind: str, thing_id: int | None, values: Mapping[str, Any], *, by_id: int) -> int:
    """Make or change a thing and return its id; raises RuleBroken where something that was used would be lost."""
    made = KINDS[kind]
    try:
        with act(account_actor(by_id)) as doing:
            row = made.table(**place.ids) if thing_id is None else thing(place, kind, thing_id)
            if row is None:
                raise RuleBroken("setup.gone")
            own = {name: value for name, value in values.items() if name not in made.children and name not in made.ties}
            _check(place, kind, row, own)
            if kind == "domains":
                method_changes.note_domain(row, own, by_id=by_id)
            _write(place, made, row, own)
            setup_parts.write_children(place.ids, row.id, made.children, values)
            setup_parts.write_ties(place.ids, row.id, made.ties, values)
            _check_form(place, made)
            doing.note(place.organisation_id, f"{made.noun}.saved", f"{made.noun}:{row.id}")
            return int(row.id)
    except IntegrityError as twice:
        raise RuleBroken("setup.taken") from twice


def add_thing(place: Place, kind: str, values: Mapping[str, Any]) -> Any:
    """Add a thing behind the others and return it; call inside an act."""
    row = KINDS[kind].table(**place.ids)
    _check(place, kind, row, values)
    _write(place, KINDS[kind], row, dict(values))
    return row


def add_particular(place: Place, result_id: int, wording: Wording) -> ParticularWording:
    """Add a particular wording behind the others of a social result and return it; call inside an act."""
    taken = set(db.session.scalars(select(ParticularWording.code).filter_by(**place.ids)))
    code = free_code(code_of(wording.en, wording.ru) or "wording", taken)
    position = 1 + max((one.position for one in children(place, result_id, ParticularWording)), default=-1)
    row = ParticularWording(**place.ids, result_id=result_id, code=code, wording=wording, position=position)
    db.session.add(row)
    db.session.flush()
    return row


def add_indicator(place: Place, result_id: int, wording: Wording) -> Indicator:
    """Add an indicator behind the others of a social result and return it; call inside an act."""
    position = 1 + max((one.position for one in children(place, result_id, Indicator)), default=-1)
    row = Indicator(**place.ids, result_id=result_id, wording=wording, position=position)
    db.session.add(row)
    db.session.flush()
    return row


def move_thing(place: Place, kind: str, thing_id: int, *, up: bool, by_id: int) -> None:
    """Let a thing and its neighbour change places."""
    made = KINDS[kind]
    with act(account_actor(by_id)) as doing:
        row = thing(place, kind, thing_id)
        if row is None or not made.has_position:
            raise RuleBroken("setup.gone")
        group = getattr(row, made.within) if made.within else None
        rows = [
            one for one in things(place, kind)
            if (not made.within or getattr(one, made.within) is group)
            and (not made.beside or getattr(one, made.beside) == getattr(row, made.beside))
        ]  # fmt: skip
        at = rows.index(row)
        to = at - 1 if up else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
        for position, one in enumerate(rows):
            one.position = position
        _check_form(place, made)
        doing.note(place.organisation_id, f"{made.noun}.moved", f"{made.noun}:{thing_id}")


def retire_thing(place: Place, kind: str, thing_id: int, *, by_id: int) -> bool:
    """Remove a thing that nothing refers to (True), or put it aside where it was used (False)."""
    made = KINDS[kind]
    with act(account_actor(by_id)) as doing:
        row = thing(place, kind, thing_id)
        if row is None:
            raise RuleBroken("setup.gone")
        if made.is_of_form:
            _check_dependents(place, row.code)
        removed = not is_used(row)
        if kind == "domains":
            method_changes.note_domain_act(row, WhatChanged.PUT_ASIDE, by_id=by_id)
        if removed:
            db.session.delete(row)
        elif made.off:
            setattr(row, made.off, False)
        else:
            raise RuleBroken("setup.in-use")
        doing.note(
            place.organisation_id, f"{made.noun}.{'removed' if removed else 'put-aside'}", f"{made.noun}:{thing_id}"
        )
    return removed


def bring_back(place: Place, kind: str, thing_id: int, *, by_id: int) -> None:
    """Use a thing again that was put aside."""
    made = KINDS[kind]
    with act(account_actor(by_id)) as doing:
        row = thing(place, kind, thing_id)
        if row is None or not made.off:
            raise RuleBroken("setup.gone")
        setattr(row, made.off, True)
        if kind == "domains":
            method_changes.note_domain_act(row, WhatChanged.BROUGHT_BACK, by_id=by_id)
        _check_form(place, made)
        doing.note(place.organisation_id, f"{made.noun}.brought-back", f"{made.noun}:{thing_id}")


def is_used(row: Any) -> bool:
    """Tell whether any row elsewhere refers to this one or to a part of it."""
    if isinstance(row, Question) and _published(row):
        return True
    return setup_parts.is_used(row)


def _query(place: Place, made: Kind) -> Any:
    table = made.table
    order = [table.position] if made.has_position else [table.starts_on] if made.table is Period else []
    return select(table).filter_by(**place.ids).order_by(*order, table.id)


def _write(place: Place, made: Kind, row: Any, values: dict[str, Any]) -> None:
    is_new = row.id is None
    if is_new and made.has_code:
        taken = set(db.session.scalars(select(made.table.code).filter_by(**place.ids)))
        values["code"] = _code(made, values, taken)
    if is_new and made.has_position:
        last = db.session.scalar(select(func.max(made.table.position)).filter_by(**place.ids))
        values["position"] = 0 if last is None else last + 1
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()


def _code(made: Kind, values: Mapping[str, Any], taken: set[str]) -> str:
    wanted = values.get("code", "")
    if wanted:
        check_code(wanted)
        if wanted in taken:
            raise RuleBroken("setup.code-twice", written=wanted)
        return wanted
    words: list[Wording] = [values[name] for name in made.names]
    return free_code(code_of(*(text for w in words for text in (w.en, w.ru))) or made.noun, taken)


def _check(place: Place, kind: str, row: Any, values: Mapping[str, Any]) -> None:
    if kind == "periods" and values["starts_on"] > values["ends_on"]:
        raise RuleBroken("setup.period-ends-before")
    if kind == "questions":
        _check_question(row, values)
    if values.get("parent_id") is not None:
        _check_parent(place, kind, row, values["parent_id"])
        if kind == "target-groups":
            _check_two_levels(place, row, values["parent_id"])


def _check_question(row: Any, values: Mapping[str, Any]) -> None:
    least, most = values["kind"].n_options
    n = len(values.get("options", ())) if least else least
    if n < least:
        raise RuleBroken("setup.options-missing" if most > least else "setup.options-exactly", n=least)
    if n > most:
        raise RuleBroken("setup.options-too-many" if most > least else "setup.options-exactly", n=most)
    if row.id is None:
        return
    answers = list(db.session.scalars(select(Answer.value).where(Answer.question_id == row.id)))
    published = _published(row)
    if (answers or published) and values["kind"] is not row.kind:
        raise RuleBroken("setup.question-answered")
    codes = {code for one in published for code in one.codes}
    used = {code for value in answers for code in used_codes(row.kind, value)}
    # Of a list an answer may be taken out, since a version remembers its words; poles and areas make one whole.
    used = used - codes if row.kind in {QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF} else used | codes
    lost = sorted(({str(o["code"]) for o in row.options} & used) - {o["code"] for o in values.get("options", ())})
    if lost and not _is_our_own(row):
        raise RuleBroken("setup.option-in-use", written=lost[0])


def _published(row: Question) -> list[Asked]:
    """Return a question as each published version has it: it may have been answered, or is being answered now."""
    forms = form_versions.forms_of(row.organisation_id, row.programme_id)
    return [form.by_id[row.id] for form in forms if row.id in form.by_id]


def _is_our_own(row: Question) -> bool:
    return questionnaires.asked_of(row).is_our_own


def _check_form(place: Place, made: Kind) -> None:
    """Refuse what would leave a question undecided; call after the write, inside the act."""
    if made.is_of_form:
        db.session.flush()
        check_conditions(questionnaires.form_of_place(place.organisation_id, place.programme_id or 0))


def _check_dependents(place: Place, code: str) -> None:
    form = questionnaires.form_of_place(place.organisation_id, place.programme_id or 0)
    others = dependents(form, code)
    if others and code in form.by_code:
        other = form.by_code.get(others[0]) or form.section(others[0])
        words = other.wording if isinstance(other, Asked) else other.title if other else others[0]
        raise RuleBroken("form.others-depend", question=form.by_code[code].wording, other=words)


def _check_parent(place: Place, kind: str, row: Any, parent_id: int) -> None:
    parents = {one.id: one.parent_id for one in things(place, kind)}
    if parent_id not in parents:
        raise RuleBroken("setup.gone")
    above: int | None = parent_id
    while above is not None:
        if above == row.id:
            raise RuleBroken("setup.parent-circle")
        above = parents.get(above)


def _check_two_levels(place: Place, row: Any, parent_id: int) -> None:
    rows = things(place, "target-groups")
    is_above = row.id is not None and any(one.parent_id == row.id for one in rows)
    if is_above or any(one.id == parent_id and one.parent_id is not None for one in rows):
        raise RuleBroken("setup.two-levels")
