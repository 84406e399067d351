"""“You said, we did” to take along (MF19): what was decided, who sees to it, by when, and what young people say of it."""

from collections.abc import Sequence
from datetime import date

from storyapp.data.tables.programmes import Change, Programme
from storyapp.gateways.kit import kit
from storyapp.rules.report import ColumnKind, Paragraph, Report, Section, Table
from storyapp.rules.wording import joined
from storyapp.services.changes import changes_of
from storyapp.services.handing_out import hand_out_written
from storyapp.words.dates import day
from storyapp.words.labels import label
from storyapp.words.speech import language, mark, say, say_plural

FILES = ("docx", "xlsx", "pdf", "csv")
WAITS = ("doing", "planned")
STATUSES = {
    "planned": mark("Planned"), "doing": mark("Under way"), "done": mark("Done"), "dropped": mark("Given up"),
}  # fmt: skip
TEXT, OWN = ColumnKind.TEXT, ColumnKind.OWN_WORDS


def hand_out_road_map(programme: Programme, format_name: str, *, actor: str) -> bytes:
    """Write the road map for somebody who takes it away, and note that; raises FormatUnavailable."""
    return hand_out_written(programme, written, "changes.taken-along", format_name, files=FILES, actor=actor)


def written(programme: Programme) -> Report:
    """Write what is to be done, soonest first, then what was done and what was given up."""
    today = kit().clock().date()
    rows = changes_of(programme)
    to_do = sorted((row for row in rows if row.status in WAITS), key=lambda row: (row.due_on or date.max, row.id))
    over = sorted((row for row in rows if row.status not in WAITS), key=lambda row: (row.status != "done", row.id))
    n_late = sum(is_late(row, today=today) for row in to_do)
    late = say_plural("%(num)d line is overdue.", "%(num)d lines are overdue.", n_late)
    return Report(
        title=say("Road map: you said, we did"), subtitle=programme.name.say(language()), language=language(),
        dated_on=today,
        sections=(
            Section(
                code="to-do", title=say("To be done"),
                blocks=(Paragraph(text=late), _table("road-to-do", say("To be done"), to_do, today=today)),
            ),
            Section(
                code="over", title=say("Done, and given up"),
                blocks=(_table("road-over", say("Done, and given up"), over, today=today),),
            ),
        ),
    )  # fmt: skip


def is_late(row: Change, *, today: date) -> bool:
    """Tell whether a line should have been done by now."""
    return row.status in WAITS and row.due_on is not None and row.due_on < today


def _table(code: str, caption: str, rows: Sequence[Change], *, today: date) -> Table:
    return Table(
        code=code, caption=caption,
        head=(
            say("What we heard"), say("What was decided"), say("Who sees to it"), say("To be done by"),
            say("Where it stands"), say("What young people say"),
        ),
        kinds=(OWN, OWN, OWN, TEXT, TEXT, OWN),
        rows=tuple(_row(row, today=today) for row in rows),
    )  # fmt: skip


def _row(row: Change, *, today: date) -> tuple[str, ...]:
    due = day(row.due_on) if row.due_on else "–"
    state = say(STATUSES[row.status]) + (f", {day(row.done_on)}" if row.done_on else "")
    said = [label(row.youth_mark)] if row.youth_mark else []
    said += [words] if (words := row.youth_note.say(language())) else []
    return (
        row.heard.say(language()), joined(row.decided, row.did).say(language()), row.owner.say(language()) or "–",
        say("%(day)s, overdue", day=due) if is_late(row, today=today) else due, state, ". ".join(said) or "–",
    )  # fmt: skip
