"""Versions of a form: what an edit changes for tellers, and in which words a question was asked when."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

from storyapp.rules.questionnaire.asked import Asked, Questionnaire, Section
from storyapp.rules.wording import Wording, wording_of


class Edit(Enum):
    """What became of a question or a section between two versions."""

    ADDED = "added"
    TAKEN_OUT = "taken_out"
    REWORDED = "reworded"
    OTHER_ANSWERS = "other_answers"
    OTHER_RULES = "other_rules"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that tellers will notice; `before` is how it was worded, where that changed."""

    edit: Edit
    what: Wording
    before: Wording | None = None
    is_section: bool = False


@dataclass(frozen=True, kw_only=True)
class Phase:
    """In which words a question was asked from one version to another; `options` are its answers then."""

    first: int
    last: int
    wording: Wording
    options: tuple[Wording, ...]


Numbered = Sequence[tuple[int, Questionnaire]]


def fingerprint(form: Questionnaire) -> str:
    """Return what two forms share exactly when tellers cannot tell them apart."""
    plain = json.dumps(form.as_dict(), ensure_ascii=False, sort_keys=True)
    return sha256(plain.encode()).hexdigest()


def changes_between(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Return what an edit changes, sections first, then questions in their new order, at the end what is gone."""
    sections = _changes({s.code: s for s in old.sections}, {s.code: s for s in new.sections}, _edits_of_section)
    questions = _changes(old.by_id, new.by_id, _edits_of_question)
    moved = _moved(old, new)
    return (*sections, *questions, *(Change(edit=Edit.MOVED, what=one.wording) for one in moved))


def phases_of(question_id: int, versions: Numbered) -> tuple[Phase, ...]:
    """Return in which words a question was asked, each as long as they stood; versions in their order."""
    phases: list[Phase] = []
    for number, form in versions:
        question = form.by_id.get(question_id)
        if question is None:
            continue
        options = tuple(wording_of(option) for option in question.options)
        last = phases[-1] if phases else None
        if last is not None and (last.wording, last.options) == (question.wording, options):
            phases[-1] = Phase(first=last.first, last=number, wording=last.wording, options=options)
        else:
            phases.append(Phase(first=number, last=number, wording=question.wording, options=options))
    return tuple(phases)


def options_ever(options: Iterable[Mapping[str, Any]], question_id: int, forms: Iterable[Questionnaire]) -> tuple[Mapping[str, Any], ...]:  # fmt: skip
    """Return the answers to a question that are offered now, then those that only an earlier version offered."""
    known = {str(option["code"]): option for option in options}
    for form in forms:
        question = form.by_id.get(question_id)
        for option in question.options if question is not None else ():
            known.setdefault(str(option["code"]), option)
    return tuple(known.values())


def _changes(old: Mapping[Any, Any], new: Mapping[Any, Any], edits: Any) -> list[Change]:
    found = []
    for key, one in new.items():
        if key not in old:
            found.append(Change(edit=Edit.ADDED, what=_words(one), is_section=isinstance(one, Section)))
            continue
        for edit in edits(old[key], one):
            before = _words(old[key]) if edit is Edit.REWORDED and _words(old[key]) != _words(one) else None
            found.append(Change(edit=edit, what=_words(one), before=before, is_section=isinstance(one, Section)))
    gone = [one for key, one in old.items() if key not in new]
    return found + [Change(edit=Edit.TAKEN_OUT, what=_words(one), is_section=isinstance(one, Section)) for one in gone]


def _words(one: Asked | Section) -> Wording:
    return one.title if isinstance(one, Section) else one.wording


def _edits_of_section(old: Section, new: Section) -> list[Edit]:
    edits = [Edit.REWORDED] if (old.title, old.lead) != (new.title, new.lead) else []
    return edits + ([Edit.OTHER_RULES] if (old.condition, old.repeats) != (new.condition, new.repeats) else [])


def _edits_of_question(old: Asked, new: Asked) -> list[Edit]:
    edits = []
    if (old.wording, old.hint, old.easy) != (new.wording, new.hint, new.easy):
        edits.append(Edit.REWORDED)
    if [dict(option) for option in old.options] != [dict(option) for option in new.options]:
        edits.append(Edit.OTHER_ANSWERS)
    if _rules(old) != _rules(new):
        edits.append(Edit.OTHER_RULES)
    return edits


def _rules(one: Asked) -> tuple[Any, ...]:
    return one.family, one.kind, one.is_required, dict(one.settings), one.section, one.condition


def _moved(old: Questionnaire, new: Questionnaire) -> list[Asked]:
    """Return questions that stand in both, but no longer after the same one."""
    both = old.by_id.keys() & new.by_id.keys()
    before, after = ([one.id for one in form.questions if one.id in both] for form in (old, new))
    ahead = {one: before[n - 1] if n else None for n, one in enumerate(before)}
    now = {one: after[n - 1] if n else None for n, one in enumerate(after)}
    return [new.by_id[one] for one in after if ahead[one] != now[one]]
