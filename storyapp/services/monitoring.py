"""The monitoring plan: its lines, what was collected, what is late, and the plan to take along (G6, SD10)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from storyapp.data.db import db
from storyapp.data.tables.instruments import Instrument
from storyapp.data.tables.monitoring import CollectedValue, PlanLine
from storyapp.data.tables.programmes import Indicator, Programme, SocialResult
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.monitoring import PlanStanding, next_due, standing
from storyapp.rules.report import ColumnKind, Paragraph, Report, Section, Table
from storyapp.services.handing_out import hand_out_written
from storyapp.services.instruments import indicators_by_result
from storyapp.services.transaction import account_actor, act
from storyapp.words.dates import day, number
from storyapp.words.labels import label
from storyapp.words.speech import language, say, say_plural

FILES = ("xlsx", "docx", "pdf", "csv")
OWN, TEXT = ColumnKind.OWN_WORDS, ColumnKind.TEXT
ORDER = list(PlanStanding)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the plan with all that it speaks of; the newest value comes first."""

    row: PlanLine
    indicator: Indicator
    result: SocialResult
    instrument: Instrument | None
    standing: PlanStanding
    values: tuple[CollectedValue, ...] = ()

    @property
    def last(self) -> CollectedValue | None:
        """Return what was collected last."""
        return self.values[0] if self.values else None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All lines, what is late first; and the indicators for which nobody has planned anything."""

    lines: list[Line]
    unplanned: list[Indicator]

    @property
    def n_late(self) -> int:
        """Return how many lines are late."""
        return sum(one.standing is PlanStanding.LATE for one in self.lines)


def plan_of(programme: Programme) -> Plan:
    """Return the plan of a programme, in five queries however long it is."""
    today = kit().clock().date()
    own = programme.owner
    known = {one.id: (one, result) for result, below in indicators_by_result(**own) for one in below}
    instruments = {one.id: one for one in db.session.scalars(select(Instrument).filter_by(**own))}
    values: dict[int, list[CollectedValue]] = defaultdict(list)
    newest = select(CollectedValue).filter_by(**own).order_by(CollectedValue.due_on.desc(), CollectedValue.id.desc())
    for one in db.session.scalars(newest):
        values[one.line_id].append(one)
    rows = db.session.scalars(select(PlanLine).filter_by(**own).order_by(PlanLine.id)).all()
    lines = [
        Line(
            row=row, indicator=known[row.indicator_id][0], result=known[row.indicator_id][1],
            instrument=instruments.get(row.instrument_id or 0), standing=standing(row.next_due_on, today=today),
            values=tuple(values[row.id]),
        )
        for row in rows
        if row.indicator_id in known
    ]  # fmt: skip
    planned = {row.indicator_id for row in rows}
    return Plan(
        lines=sorted(lines, key=lambda one: (ORDER.index(one.standing), one.row.next_due_on or date.max, one.row.id)),
        unplanned=[one for one, _ in known.values() if one.id not in planned],
    )


def line_of(programme: Programme, line_id: int) -> Line | None:
    """Return one line of this programme's plan."""
    return next((one for one in plan_of(programme).lines if one.row.id == line_id), None)


def n_late(programme: Programme) -> int:
    """Count the lines whose value should have been collected by now; results that were put aside wait for nobody."""
    query = (
        select(func.count(PlanLine.id))
        .join(Indicator, Indicator.id == PlanLine.indicator_id)
        .join(SocialResult, SocialResult.id == Indicator.result_id)
        .where(
            PlanLine.organisation_id == programme.organisation_id, PlanLine.programme_id == programme.id,
            PlanLine.next_due_on < kit().clock().date(), SocialResult.is_active,
        )
    )  # fmt: skip
    return db.session.scalar(query) or 0


def save_line(programme: Programme, line_id: int | None, values: Mapping[str, Any], *, by_id: int) -> int:
    """Write a line of the plan, or write it anew; what was collected already stays, and the next day is counted anew."""
    own = programme.owner
    with act(account_actor(by_id)) as doing:
        _check_known(own, values)
        row = _line(own, line_id) if line_id is not None else PlanLine(**own)
        if row is None:
            raise RuleBroken("setup.gone")
        moved = row.first_due_on != values["first_due_on"] or row.frequency != values["frequency"]
        for name, value in values.items():
            setattr(row, name, value)
        if moved:
            row.next_due_on = _next(row)
        db.session.add(row)
        db.session.flush()
        doing.note(own["organisation_id"], "plan-line.saved", f"plan-line:{row.id}")
        return row.id


def remove_line(programme: Programme, line_id: int, *, by_id: int) -> None:
    """Take a line out of the plan, with what was collected for it."""
    own = programme.owner
    with act(account_actor(by_id)) as doing:
        row = _line(own, line_id)
        if row is not None:
            db.session.delete(row)
            doing.note(own["organisation_id"], "plan-line.removed", f"plan-line:{line_id}")


def collect(
    programme: Programme, line_id: int, *, collected_on: date, value: Decimal | None, n_base: int | None, note: str,
    by_id: int,
) -> None:  # fmt: skip
    """Keep the value of the day that is due; where there is none, the note says why. The next day is due from then on."""
    own = programme.owner
    if value is None and not note.strip():
        raise RuleBroken("plan.no-value-no-note")
    if collected_on > kit().clock().date():
        raise RuleBroken("plan.not-yet")
    try:
        with act(account_actor(by_id)) as doing:
            row = _line(own, line_id)
            if row is None or row.next_due_on is None:
                raise RuleBroken("plan.nothing-due")
            due_on = row.next_due_on
            db.session.add(
                CollectedValue(
                    **own, line_id=row.id, due_on=due_on, collected_on=collected_on, value=value, n_base=n_base,
                    note=note.strip(), kept_by_id=by_id,
                )
            )  # fmt: skip
            row.next_due_on = next_due(row.first_due_on, row.frequency, due_on=due_on, collected_on=collected_on)
            doing.note(own["organisation_id"], "plan-line.collected", f"plan-line:{line_id}")
    except IntegrityError as twice:
        raise RuleBroken("plan.nothing-due") from twice


def hand_out(programme: Programme, format_name: str, *, actor: str) -> bytes:
    """Write the plan for somebody who takes it away, and note that; raises FormatUnavailable."""
    return hand_out_written(programme, written, "plan.taken-along", format_name, files=FILES, actor=actor)


def written(programme: Programme) -> Report:
    """Write the plan as a report in the language of the moment: what is collected, and what came of it so far."""
    plan = plan_of(programme)
    late = say_plural("%(num)d value is late.", "%(num)d values are late.", plan.n_late)
    values = [(line, value) for line in plan.lines for value in line.values]
    return Report(
        title=say("Monitoring plan"), subtitle=programme.name.say(language()), language=language(),
        dated_on=kit().clock().date(),
        sections=(
            Section(
                code="plan", title=say("Who collects what, and when"),
                blocks=(Paragraph(text=late), _lines_table(plan.lines)),
            ),
            Section(code="values", title=say("What was collected"), blocks=(_values_table(values),)),
        ),
    )  # fmt: skip


def said_value(value: Decimal | None, unit: str = "") -> str:
    """Write a value with its unit, without needless noughts."""
    if value is None:
        return "–"
    plain = int(value) if value == value.to_integral_value() else value.normalize()
    return f"{number(plain)} {unit}".strip()


def _lines_table(lines: Iterable[Line]) -> Table:
    return Table(
        code="plan-lines", caption=say("Lines of the plan, what is late first"),
        head=(
            say("Result"), say("Indicator"), say("Instrument"), say("From whom"), say("Who collects"), say("How often"),
            say("Due"), say("At the start"), say("Target"), say("Last value"),
        ),
        kinds=(OWN, OWN, OWN, OWN, OWN, TEXT, TEXT, TEXT, TEXT, TEXT),
        rows=tuple(_line_row(one) for one in lines),
    )  # fmt: skip


def _line_row(one: Line) -> tuple[str, ...]:
    row, said = one.row, language()
    due = day(row.next_due_on) if row.next_due_on else "–"
    last = f"{said_value(one.last.value, row.unit)}, {day(one.last.collected_on)}" if one.last else "–"
    return (
        one.result.general.say(said), one.indicator.wording.say(said),
        one.instrument.name.say(said) if one.instrument else "–", row.from_whom.say(said) or "–",
        row.collector.say(said) or "–", label(row.frequency),
        say("%(day)s, overdue", day=due) if one.standing is PlanStanding.LATE else due,
        said_value(row.baseline, row.unit), said_value(row.target, row.unit), last,
    )  # fmt: skip


def _values_table(values: Iterable[tuple[Line, CollectedValue]]) -> Table:
    return Table(
        code="plan-values", caption=say("Values by indicator, the newest first"),
        head=(say("Indicator"), say("Due"), say("Collected on"), say("Value"), say("Of how many"), say("Note")),
        kinds=(OWN, TEXT, TEXT, TEXT, TEXT, OWN),
        rows=tuple(
            (
                line.indicator.wording.say(language()), day(one.due_on), day(one.collected_on),
                said_value(one.value, line.row.unit), "–" if one.n_base is None else number(one.n_base), one.note or "–",
            )
            for line, one in values
        ),
    )  # fmt: skip


def _next(row: PlanLine) -> date | None:
    """Count the next day anew from what was collected, or begin with the first."""
    query = select(CollectedValue).where(CollectedValue.line_id == row.id).order_by(CollectedValue.due_on.desc())
    last = db.session.scalar(query.limit(1)) if row.id is not None else None
    if last is None:
        return row.first_due_on
    due = next_due(row.first_due_on, row.frequency, due_on=last.due_on, collected_on=last.collected_on)
    return due if due is not None or row.first_due_on <= last.due_on else row.first_due_on


def _check_known(own: Mapping[str, int], values: Mapping[str, Any]) -> None:
    indicator = db.session.scalar(select(Indicator.id).filter_by(**own, id=values["indicator_id"]))
    wanted = values.get("instrument_id")
    instrument = wanted is None or db.session.scalar(select(Instrument.id).filter_by(**own, id=wanted)) is not None
    if indicator is None or not instrument:
        raise RuleBroken("setup.gone")


def _line(own: Mapping[str, int], line_id: int) -> PlanLine | None:
    return db.session.scalar(select(PlanLine).filter_by(**own, id=line_id).with_for_update())
