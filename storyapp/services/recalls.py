"""The recall list (B5): what had used a story that may no longer be used, and who has called it back.

A line never says why: whether a teller said no or a lead holds the story is nobody's business here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, update

from storyapp.data.db import db
from storyapp.data.queries import recalls as queries
from storyapp.data.queries.recalls import Output
from storyapp.data.queries.stories import bounded_count
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Recall, Story
from storyapp.gateways.kit import kit
from storyapp.rules.consent import Purpose
from storyapp.services.transaction import account_actor, act

MOST_LISTED = 200
REPORTS, ROUNDS = ("report", "export"), ("round", "feedback")
UNKNOWN = Output(name="", public_id="", holder_id=None)
NEEDED_FOR: dict[str, Purpose] = {  # what a report did with a story → the consent without which it is recalled
    "counted": Purpose.ANALYSIS,
    "exchanged": Purpose.ANALYSIS,
    "quoted": Purpose.QUOTE,
    "published": Purpose.PUBLICATION,
    "chosen": Purpose.PANEL,
    "chosen-by-youth": Purpose.YOUTH_PANEL,
}


@dataclass(frozen=True, kw_only=True)
class CallBack:
    """One output to call back, or called back: what it is, what stood in it, who has it, where it stands."""

    last_id: int  # of its lines; a line that joins later is not called back with it
    output: str
    output_id: int
    name: str
    public_id: str
    uses: tuple[str, ...]
    holders: tuple[str, ...]
    noted_on: date
    called_back_on: date | None
    called_back_by: str


def recall_uses(story: Story, lost: set[Purpose], *, today: date) -> None:
    """List every report, export, round and feedback that had used the story for what is no longer allowed.

    Reports that carry it are recalled at once: their content goes, so that no output still says what is taken back.
    """
    uses = _report_uses(story, lost)
    if lost & {Purpose.PANEL, Purpose.YOUTH_PANEL}:
        for row in queries.rounds_with(story):
            uses.append(("round", row.round_id, "chosen" if row.is_chosen else "read"))
            if row.valued:
                uses.append(("feedback", row.round_id, "answered"))
    _note(story, uses, today=today)


def recall_former_words(story: Story, *, today: date) -> None:
    """List what says or has read the words that a teller has changed: reports are recalled, rounds keep what they read."""
    uses = _report_uses(story, {Purpose.QUOTE, Purpose.PUBLICATION})
    rounds = [row for row in queries.rounds_with(story) if not row.is_removed]
    _note(story, [*uses, *(("round", row.round_id, "reworded") for row in rounds)], today=today)


def _report_uses(story: Story, lost: set[Purpose]) -> list[tuple[str, int, str]]:
    reports = [one for one in queries.report_uses(story) if NEEDED_FOR[one[2]] in lost]
    _empty_reports(story, {report_id for report_id, _, _ in reports})
    return [("report", report_id, use) for report_id, _, use in reports] + _exports(story, reports)


def _note(story: Story, uses: Iterable[tuple[str, int, str]], *, today: date) -> None:
    known = {
        (r.output, r.output_id, r.use)
        for r in db.session.scalars(select(Recall).where(Recall.story_public_id == story.public_id))
    }
    db.session.add_all(
        Recall(
            organisation_id=story.organisation_id, programme_id=story.programme_id, story_public_id=story.public_id,
            output=output, output_id=output_id, use=use, noted_on=today,
        )
        for output, output_id, use in uses
        if (output, output_id, use) not in known
    )  # fmt: skip


def recall_list(programme: Programme, *, called_back: bool = False) -> list[CallBack]:
    """Return what is to be called back, the oldest first, or what was, the newest first."""
    query = queries.recalls_of(programme)
    if called_back:
        query = query.where(Recall.handled_on.is_not(None)).order_by(Recall.handled_on.desc(), Recall.id.desc())
    else:
        query = query.where(Recall.handled_on.is_(None)).order_by(Recall.id)
    groups: dict[tuple[str, int, date | None], list[Recall]] = {}
    for row in db.session.scalars(query.limit(MOST_LISTED)):
        groups.setdefault((row.output, row.output_id, row.handled_on), []).append(row)
    return _told(programme, list(groups.values()))


def n_open(programme: Programme) -> int:
    """Count outputs that nobody has called back."""
    waiting = queries.recalls_of(programme).where(Recall.handled_on.is_(None))
    return bounded_count(waiting.with_only_columns(func.min(Recall.id)).group_by(Recall.output, Recall.output_id))


def n_outputs_with(story: Story) -> int:
    """Count the outputs that are on the list because of this story."""
    lines = select(func.min(Recall.id)).where(
        Recall.organisation_id == story.organisation_id, Recall.story_public_id == story.public_id
    )
    return bounded_count(lines.group_by(Recall.output, Recall.output_id))


def call_back(programme: Programme, last_id: int, *, account_id: int) -> None:
    """Say that an output was called back or made anew; `last_id` names the newest line that was seen of it."""
    with act(account_actor(account_id)) as doing:
        last = db.session.scalar(queries.recalls_of(programme).where(Recall.id == last_id))
        if last is None or last.handled_on is not None:
            return
        same = queries.recalls_of(programme).where(
            Recall.output == last.output, Recall.output_id == last.output_id, Recall.id <= last_id,
            Recall.handled_on.is_(None),
        )  # fmt: skip
        for row in db.session.scalars(same):
            row.handled_on = kit().clock().date()
        doing.note(programme.organisation_id, queries.CALLED_BACK, f"{last.output}:{last.output_id}")


def _empty_reports(story: Story, ids: Collection[int]) -> None:
    if ids:
        db.session.execute(
            update(IssuedReport)
            .where(
                IssuedReport.organisation_id == story.organisation_id, IssuedReport.state == "ready",
                IssuedReport.id.in_(ids),
            )
            .values(state="recalled", content=None)
        )  # fmt: skip


def _exports(story: Story, reports: Iterable[tuple[int, str, str]]) -> list[tuple[str, int, str]]:
    """Return the reports among these that somebody took along as a file."""
    subjects = {f"report:{public_id}": report_id for report_id, public_id, _ in reports}
    taken = queries.acts_on(story.organisation_id, queries.DOWNLOADED, subjects) if subjects else []
    return [("export", report_id, "taken") for report_id in sorted({subjects[row.subject] for row in taken})]


def _told(programme: Programme, groups: list[list[Recall]]) -> list[CallBack]:
    """Say of each group of lines what it is about and who has it; a fixed number of queries, however long the list."""
    ids = {kind: {rows[0].output_id for rows in groups if rows[0].output in kind} for kind in (REPORTS, ROUNDS)}
    reports = queries.reports_named(programme, ids[REPORTS])
    rounds = queries.rounds_named(programme, ids[ROUNDS])
    takers = _who_did(programme, queries.DOWNLOADED, {f"report:{one.public_id}" for one in reports.values()})
    takers |= _who_did(programme, queries.MINUTES_TAKEN, {f"round:{round_id}" for round_id in rounds})
    callers = _who_did(programme, queries.CALLED_BACK, {f"{rows[0].output}:{rows[0].output_id}" for rows in groups})
    holders = {one.holder_id for one in (*reports.values(), *rounds.values()) if one.holder_id is not None}
    doers = {who for done in (takers, callers) for pairs in done.values() for who, _ in pairs}
    names = queries.account_names(holders | doers)

    def told(rows: list[Recall]) -> CallBack:
        first = rows[0]
        found = (reports if first.output in REPORTS else rounds).get(first.output_id, UNKNOWN)
        own = [found.holder_id] if found.holder_id is not None else []
        taken = f"round:{first.output_id}" if first.output in ROUNDS else f"report:{found.public_id}"
        who = [one for one, _ in takers.get(taken, ()) if first.output in ("export", "round")]
        who = who if first.output == "export" else own + who
        called = [one for one, on in callers.get(f"{first.output}:{first.output_id}", ()) if on == first.handled_on]
        return CallBack(
            last_id=max(row.id for row in rows), output=first.output, output_id=first.output_id, name=found.name,
            public_id=found.public_id, uses=tuple(sorted({row.use for row in rows})),
            holders=tuple(names[one] for one in dict.fromkeys(who) if one in names),
            noted_on=min(row.noted_on for row in rows), called_back_on=first.handled_on,
            called_back_by=names.get(called[-1], "") if called else "",
        )  # fmt: skip

    return [told(rows) for rows in groups]


def _who_did(programme: Programme, what: str, subjects: Collection[str]) -> dict[str, list[tuple[int, date]]]:
    """Return which members of staff did this, by subject, in order."""
    done: dict[str, list[tuple[int, date]]] = {}
    for subject, actor, at in queries.acts_on(programme.organisation_id, what, subjects):
        kind, _, who = actor.partition(":")
        if kind == "account":
            done.setdefault(subject, []).append((int(who), at.date()))
    return done
