"""The log of changes of the method: it fills itself where domains, the form or panels change, and asks why (I10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import method_changes as queries
from storyapp.data.tables.method_changes import MethodChange
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.method_changes import (
    BY_HAND,
    Detail,
    MethodPart,
    WhatChanged,
    check_day,
    check_reason,
    detail_of,
    with_detail,
)
from storyapp.rules.wording import LANGUAGES, Wording
from storyapp.services.transaction import account_actor, act

WORDS_OF_A_DOMAIN = ("name", "question", "kind")


@dataclass(frozen=True, kw_only=True)
class ChangeSeen:
    """One change as the log shows it; a threshold set by hand stands in it without a reason of its own."""

    part: MethodPart
    changed_on: date
    details: tuple[Detail, ...]
    reason: str = ""
    by: str = ""
    id: int | None = None  # None: taken from the audit log, not to be explained

    @property
    def waits(self) -> bool:
        """Tell whether somebody still has to say why."""
        return self.id is not None and not self.reason


def listed(programme: Programme) -> list[ChangeSeen]:
    """Return the log, the newest change first, with the days on which thresholds were set."""
    written = [
        ChangeSeen(
            id=row.id, part=row.part, changed_on=row.changed_on, reason=row.reason, by=name,
            details=tuple(detail_of(one) for one in row.details),
        )
        for row, name in queries.changes_of(programme)
    ]  # fmt: skip
    days: dict[date, list[Detail]] = {}
    for at, _, words in queries.thresholds_set(programme):
        detail = Detail(what=WhatChanged.REWORDED, name=words)
        if detail not in days.setdefault(at.date(), []):
            days[at.date()].append(detail)
    set_on = [
        ChangeSeen(part=MethodPart.MODULE, changed_on=day, details=tuple(details)) for day, details in days.items()
    ]
    return sorted([*written, *set_on], key=lambda one: (one.changed_on, one.id or 0), reverse=True)


def note_domain(row: Any, values: Mapping[str, Any], *, by_id: int) -> None:
    """Note that a domain is added or worded anew, where people have told already; call before it is written."""
    is_new = row.id is None
    if not is_new and all(getattr(row, name) == values.get(name, getattr(row, name)) for name in WORDS_OF_A_DOMAIN):
        return
    what = WhatChanged.ADDED if is_new else WhatChanged.REWORDED
    note_domain_act(row, what, by_id=by_id, name=values.get("name") or row.name)


def note_domain_act(row: Any, what: WhatChanged, *, by_id: int, name: Wording | None = None) -> None:
    """Note what became of a domain, where people have told already; call inside an act."""
    if queries.has_stories(row.organisation_id, row.programme_id):
        _note(row, MethodPart.DOMAINS, Detail(what=what, name=name or row.name), by_id=by_id)


def note_form(programme: Programme, number: int, reason: str, *, by_id: int | None) -> None:
    """Note that tellers answer a new version of the form; call inside an act."""
    told = Wording(**{code: str(number) for code in LANGUAGES})
    row = _note(programme, MethodPart.QUESTIONS, Detail(what=WhatChanged.PUBLISHED, name=told), by_id=by_id)
    row.reason = row.reason or reason.strip()


def note_panel(place: Any, what: WhatChanged, name: str, *, by_id: int) -> None:
    """Note what became of a standing panel, where one has chosen already; call inside an act."""
    if queries.has_decided(place.organisation_id, place.programme_id):
        said = Wording(**dict.fromkeys(LANGUAGES, name))
        _note(place, MethodPart.PANELS, Detail(what=what, name=said), by_id=by_id)


def to_explain(programme: Programme, part: MethodPart) -> int | None:
    """Return what was changed of a part today, if it waits for its reason."""
    row = queries.waiting(programme, part, kit().clock().date())
    return row.id if row is not None else None


def n_to_explain(programme: Programme) -> int:
    """Count the changes that wait for their reason."""
    return queries.n_waiting(programme)


def one(programme: Programme, change_id: int) -> ChangeSeen | None:
    """Return one change, or None where this programme has none such."""
    return next((seen for seen in listed(programme) if seen.id == change_id), None)


def explain(programme_id: int, change_id: int, reason: str, *, by_id: int) -> bool:
    """Say why something was changed; False where there is no such change."""
    said = check_reason(reason)
    with act(account_actor(by_id)) as doing:
        row = queries.change_of(db.session.get_one(Programme, programme_id), change_id)
        if row is None:
            return False
        row.reason = said
        doing.note(row.organisation_id, "method-change.explained", f"method-change:{row.id}")
    return True


def write_by_hand(programme_id: int, part: MethodPart, *, what: str, reason: str, changed_on: date, by_id: int) -> None:
    """Write down a change that no page of the house makes, as another way of collecting."""
    if part not in BY_HAND:
        raise RuleBroken("method-change.not-by-hand")
    check_day(changed_on, today=kit().clock().date())
    said, words = check_reason(reason), check_reason(what)
    with act(account_actor(by_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        detail = Detail(what=WhatChanged.SAID, name=Wording(**dict.fromkeys(LANGUAGES, words)))
        row = MethodChange(
            organisation_id=programme.organisation_id, programme_id=programme.id, part=part, changed_on=changed_on,
            details=[detail.as_dict()], reason=said, changed_by_id=by_id,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        doing.note(programme.organisation_id, "method-change.written", f"method-change:{row.id}")


def _note(place: Any, part: MethodPart, detail: Detail, *, by_id: int | None) -> MethodChange:
    """Put a detail to what was changed of the same part today, or begin a line."""
    programme_id = place.id if isinstance(place, Programme) else place.programme_id
    today = kit().clock().date()
    row = queries.of_day(place.organisation_id, programme_id, part, today)
    if row is None or _in_own_words(row.details):
        row = MethodChange(
            organisation_id=place.organisation_id, programme_id=programme_id, part=part, changed_on=today, details=[],
            reason="", changed_by_id=by_id,
        )  # fmt: skip
        db.session.add(row)
    row.details = with_detail(row.details, detail)
    return row


def _in_own_words(details: Sequence[Mapping[str, Any]]) -> bool:
    return any(one["what"] == WhatChanged.SAID.name for one in details)
