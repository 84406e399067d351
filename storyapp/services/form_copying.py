"""Taking a form over: from a template, another programme, an older version, or a file. It is written, not published."""

from dataclasses import dataclass, field, replace
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import questionnaires as queries
from storyapp.data.tables.programmes import FormSection, Programme, Question
from storyapp.rules.codes import free_code
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.asked import Asked, Condition, Questionnaire, Section
from storyapp.rules.questionnaire.conditions import check_conditions
from storyapp.services import questionnaires, setup_lists
from storyapp.services.transaction import account_actor, act

WHOLES = frozenset({QuestionKind.SCALE, QuestionKind.SLIDER, QuestionKind.TRIAD, QuestionKind.WHEEL})


@dataclass(kw_only=True)
class Desk:
    """What stands in the programme already, and under which code each thing of the source stands here."""

    ids: dict[str, int]
    rows: dict[str, Question]
    sections: dict[str, FormSection]
    codes: dict[str, str] = field(default_factory=dict)
    section_ids: dict[str, int] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)


def take_over(programme: Programme, source: Questionnaire, *, replaces: bool, by_id: int) -> None:
    """Write a form into a programme: instead of what is written there, or behind it.

    A question of the same code and kind stays the same question, so that its answers stay joined. Nothing that was
    asked is lost: what is not in the source any more is put aside.
    """
    with act(account_actor(by_id)) as doing:
        desk = _desk(programme)
        start = 0 if replaces else 1 + max((row.position for row in desk.rows.values()), default=-1)
        for n, section in enumerate(source.sections):
            _write_section(desk, section, position=start + n)
        for n, question in enumerate(source.questions):
            _write_question(desk, question, position=start + n, replaces=replaces)
        _write_conditions(desk, source)
        if replaces:
            _put_aside(desk)
        db.session.flush()
        check_conditions(questionnaires.form_of_place(programme.organisation_id, programme.id))
        doing.note(programme.organisation_id, "form.taken-over", f"form:{programme.id}")


def _desk(programme: Programme) -> Desk:
    ids = programme.owner
    rows = queries.questions_of(**ids, only_active=False)
    return Desk(
        ids=ids, rows={row.code: row for row in rows},
        sections={row.code: row for row in queries.sections_of(**ids)},
    )  # fmt: skip


def _write_section(desk: Desk, section: Section, *, position: int) -> None:
    row = desk.sections.get(section.code) or FormSection(**desk.ids, code=section.code)
    row.title, row.lead, row.position, row.condition = section.title, section.lead, position, None
    row.repeats = section.repeats.as_dict() if section.repeats else None
    db.session.add(row)
    db.session.flush()
    desk.sections[section.code] = row
    desk.section_ids[section.code] = row.id


def _write_question(desk: Desk, question: Asked, *, position: int, replaces: bool) -> None:
    row = desk.rows.get(question.code)
    if row is not None and (
        row.id in desk.kept or not _is_same(row, question) or not (replaces or question.is_our_own)
    ):
        row = None
    code = row.code if row is not None else free_code(question.code, set(desk.rows))
    row = row if row is not None else Question(**desk.ids, code=code)
    values: dict[str, Any] = {
        "family": question.family, "kind": question.kind, "wording": question.wording, "hint": question.hint,
        "easy": question.easy, "options": [dict(option) for option in question.options],
        "is_required": question.is_required, "settings": dict(question.settings), "condition": None,
        "section_id": desk.section_ids.get(question.section), "position": position, "is_active": True,
    }  # fmt: skip
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    desk.rows[code], desk.codes[question.code] = row, code
    desk.kept.add(row.id)


def _is_same(row: Question, question: Asked) -> bool:
    """Tell whether a question of the same code asks the same: poles and areas make one whole."""
    codes = [str(option["code"]) for option in row.options]
    return row.kind is question.kind and (row.kind not in WHOLES or codes == list(question.codes))


def _write_conditions(desk: Desk, source: Questionnaire) -> None:
    for section in source.sections:
        desk.sections[section.code].condition = _here(desk, section.condition)
    for question in source.questions:
        desk.rows[desk.codes[question.code]].condition = _here(desk, question.condition)


def _here(desk: Desk, condition: Condition | None) -> dict[str, Any] | None:
    if condition is None:
        return None
    return replace(condition, question=desk.codes.get(condition.question, condition.question)).as_dict()


def _put_aside(desk: Desk) -> None:
    for row in desk.rows.values():
        if row.id in desk.kept:
            continue
        row.section_id = None if row.section_id not in desk.section_ids.values() else row.section_id
        if setup_lists.is_used(row):
            row.is_active, row.condition = False, None
        else:
            db.session.delete(row)
    db.session.flush()
    for code, section in desk.sections.items():
        if code not in desk.section_ids:
            db.session.delete(section)
