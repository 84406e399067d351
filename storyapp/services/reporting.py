"""Reports: asked for, built by a worker from what consent allows, read, downloaded, taken back."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select

from storyapp.data.db import db
from storyapp.data.queries import reporting as queries
from storyapp.data.tables.house import Job
from storyapp.data.tables.outputs import IssuedReport, ReportUse
from storyapp.data.tables.programmes import Period, Programme
from storyapp.formats import registry
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_public_id
from storyapp.rules import report_json
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind
from storyapp.rules.people import Role
from storyapp.rules.report import Block, Decision, Figure, Report, Section, Table
from storyapp.rules.wording import LANGUAGES
from storyapp.services import jobs
from storyapp.services.jobs import Ticket
from storyapp.services.reports.composing import compose
from storyapp.services.reports.gathering import gather
from storyapp.services.reports.material import AUDIENCES, HANDOUTS, TELLERS, Material, Order
from storyapp.services.transaction import WORKER, act

PAGE = 50
MOST_BUILDS = 3
LENGTHS = ("full", "summary", *HANDOUTS)
STAGES = 4
MOST_WAITS, WAIT_SECONDS = 240, 0.5
OUTSIDE = ("funder", "public")


class MaterialChanged(Exception):
    """Consent kept changing while the report was made; the job tries again later."""


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """One line of the list of reports."""

    public_id: str
    period_ids: list[int]
    language: str
    audience: str
    length: str
    tellers: str
    state: str
    requested_at: Any


def request_report(programme: Programme, order: Order, *, actor: str, account_id: int | None = None) -> str:
    """Ask for a report and return its public id; a worker builds it."""
    known = {period.id for period in queries.periods_of(programme)}
    if not order.period_ids or not set(order.period_ids) <= known:
        raise RuleBroken("report.no-period")
    if order.language not in LANGUAGES or order.audience not in AUDIENCES or order.length not in LENGTHS:
        raise RuleBroken("report.unknown-order")
    if order.tellers not in TELLERS:
        raise RuleBroken("report.unknown-order")
    if order.is_handout and order.audience != "public":
        raise RuleBroken("report.unknown-order")
    organisation_id, programme_id, public_id = programme.organisation_id, programme.id, new_public_id()
    with act(actor) as doing:
        one = IssuedReport(
            organisation_id=organisation_id, programme_id=programme_id, public_id=public_id, language=order.language,
            period_ids=sorted(set(order.period_ids)), audience=order.audience, length=order.length,
            tellers=order.tellers,
            requested_by_id=account_id, requested_at=kit().clock(),
        )  # fmt: skip
        db.session.add(one)
        db.session.flush()
        doing.ask(organisation_id, JobKind.BUILD_REPORT, one.id)
        doing.note(organisation_id, "report.requested", f"report:{public_id}", reason=order.audience.upper())
    return public_id


def order_of(one: IssuedReport) -> Order:
    """Return what was asked for."""
    return Order(
        language=one.language, audience=one.audience, length=one.length, period_ids=tuple(one.period_ids),
        tellers=one.tellers,
    )  # fmt: skip


def build_report(ticket: Ticket) -> None:
    """Build the report of a ticket: gather, write, and store it only if consent is still as it was."""
    one = db.session.get(IssuedReport, ticket.subject_id)
    if one is None or one.state != "queued" or one.organisation_id != ticket.organisation_id:
        return
    programme_id = one.programme_id
    order = order_of(one)
    previous = _held_against(one)
    for _ in range(MOST_BUILDS):
        ticket.progress(0, STAGES)
        programme = db.session.get_one(Programme, programme_id)
        rows = queries.stories_told(programme, order.period_ids)
        ticket.progress(1, STAGES)
        material = gather(db.session.get_one(Programme, programme_id), order, rows)
        ticket.progress(2, STAGES)
        report, shown = compose(material, previous=previous)
        ticket.progress(3, STAGES)
        if _store(ticket.subject_id, material, rows, report, shown):
            ticket.progress(STAGES, STAGES)
            return
    raise MaterialChanged


def build_now(programme: Programme, order: Order, *, actor: str) -> IssuedReport:
    """Ask for a report and build it here, or wait for the worker that was quicker."""
    programme_id = programme.id
    public_id = request_report(programme, order, actor=actor)
    one = _fresh(programme_id, public_id)
    job = job_of(one)
    claimed = jobs.claim(job.id) if job is not None else None
    if claimed is not None:
        build_report(claimed[0])
        jobs.finish(claimed[0].job_id)
    for _ in range(MOST_WAITS):
        one = _fresh(programme_id, public_id)
        if one.state != "queued":
            break
        time.sleep(WAIT_SECONDS)
    return one


def report_list(programme: Programme, roles: Collection[Role], *, page: int = 1) -> tuple[list[ReportLine], bool]:
    """Return a page of reports that these roles may read, newest first, and whether there are more."""
    rows = queries.listed(programme, audiences=audiences_for(roles), limit=PAGE + 1, offset=(page - 1) * PAGE)
    lines = [
        ReportLine(
            public_id=row.public_id, period_ids=row.period_ids, language=row.language, audience=row.audience,
            length=row.length, tellers=row.tellers, state=row.state, requested_at=row.requested_at,
        )
        for row in rows[:PAGE]
    ]  # fmt: skip
    return lines, len(rows) > PAGE


def report_for(programme: Programme, public_id: str, roles: Collection[Role]) -> IssuedReport | None:
    """Return a report that these roles may read, or None."""
    one = queries.report_by_public_id(programme, public_id)
    return one if one is not None and one.audience in audiences_for(roles) else None


def audiences_for(roles: Collection[Role]) -> tuple[str, ...]:
    """Return for which audiences reports are open to these roles: funders see no report for the inside."""
    return AUDIENCES if any(role is not Role.FUNDER_VIEWER for role in roles) else OUTSIDE


def job_of(one: IssuedReport) -> Job | None:
    """Return the job that builds a report, to show how far it is."""
    return jobs.latest_job(one.organisation_id, JobKind.BUILD_REPORT, one.id)


def content_of(one: IssuedReport, *, open_doors: Collection[str] = ()) -> Report | None:
    """Return what a report says, or None while it is not built or once it is recalled.

    Only links through doors that are open to the reader stay: "stories", "rounds".
    """
    if one.state != "ready" or one.content is None:
        return None
    report = report_json.from_dict(one.content)
    return replace(report, sections=tuple(_with_doors(section, open_doors) for section in report.sections))


def download(one: IssuedReport, format_name: str) -> bytes:
    """Write a report in a format; raises FormatUnavailable."""
    report = content_of(one)
    if report is None:
        raise RuleBroken("report.not-ready")
    return registry.write(report, format_name)


def hand_out(one: IssuedReport, format_name: str, *, actor: str) -> bytes:
    """Write a report for somebody who takes it away, and note that; raises FormatUnavailable."""
    data = download(one, format_name)
    organisation_id, public_id = one.organisation_id, one.public_id
    with act(actor) as doing:
        doing.note(organisation_id, "report.downloaded", f"report:{public_id}", reason=format_name.upper())
    return data


def periods_of(programme: Programme) -> Sequence[Period]:
    """Return the periods of which a report can be made."""
    return queries.periods_of(programme)


def _with_doors(section: Section, doors: Collection[str]) -> Section:
    return replace(
        section, blocks=tuple(_block_with_doors(block, doors) for block in section.blocks),
        sections=tuple(_with_doors(inner, doors) for inner in section.sections),
    )  # fmt: skip


def _block_with_doors(block: Block, doors: Collection[str]) -> Block:
    if isinstance(block, Table):
        return _table_with_doors(block, doors)
    if isinstance(block, Figure):
        return replace(block, twin=_table_with_doors(block.twin, doors))
    return replace(block, link=_open_link(block.link, doors)) if isinstance(block, Decision) else block


def _table_with_doors(table: Table, doors: Collection[str]) -> Table:
    return replace(table, row_links=tuple(_open_link(link, doors) for link in table.row_links))


def _open_link(link: str, doors: Collection[str]) -> str:
    """Return a link ("/p/programme/stories?…") where its door is open to the reader."""
    return link if any(f"/{door}" in link for door in doors) else ""


def _fresh(programme_id: int, public_id: str) -> IssuedReport:
    db.session.rollback()
    query = select(IssuedReport).where(IssuedReport.programme_id == programme_id, IssuedReport.public_id == public_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _held_against(one: IssuedReport) -> dict[str, Any]:
    """Return what the last report of the same periods showed, or else of overlapping ones."""
    before = queries.published_before(one)
    same = next((shown for ids, shown in before if ids == one.period_ids), None)
    near = next((shown for ids, shown in before if set(ids) & set(one.period_ids)), {})
    return same if same is not None else near


def _store(report_id: int, material: Material, rows: Sequence[Any], report: Report, shown: dict[str, Any]) -> bool:
    """Keep the report unless consent or state of any story has changed since it was gathered."""
    with act(WORKER) as doing:
        one = db.session.get_one(IssuedReport, report_id)
        programme = db.session.get_one(Programme, one.programme_id)
        if queries.stories_told(programme, one.period_ids, lock=True) != list(rows):
            return False
        one.content, one.published, one.fingerprint = report_json.to_dict(report), shown, material.fingerprint
        one.state, one.built_on = "ready", kit().clock().date()
        db.session.execute(delete(ReportUse).where(ReportUse.report_id == report_id))
        uses = [{"report_id": report_id, "story_id": story_id, "use": use} for story_id, use in sorted(material.uses)]
        if uses:
            db.session.execute(insert(ReportUse), uses)
        doing.note(one.organisation_id, "report.built", f"report:{one.public_id}")
    return True
