"""Reports: ask for one, read it on screen, take it along."""

from flask import Response, abort, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from storyapp.data.tables.outputs import IssuedReport
from storyapp.formats import registry, write_html
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobState
from storyapp.rules.people import Capability
from storyapp.rules.report import Report
from storyapp.services import exchange, jobs, making_anew, recalls, reporting
from storyapp.services.reports.material import Order
from storyapp.web.common import here
from storyapp.web.common.files import to_keep
from storyapp.web.common.forms import sent, whole
from storyapp.web.common.here import found
from storyapp.web.common.notes import leave_note
from storyapp.web.common.surroundings import crumb
from storyapp.web.reports import blueprint
from storyapp.web.reports.forms import ReportForm
from storyapp.words.messages import message
from storyapp.words.speech import language, mark, say

MOST_PAGES = 1000
STATES = {
    "queued": mark("Being built"),
    "ready": mark("Ready"),
    "failed": mark("Could not be built"),
    "recalled": mark("Recalled"),
}
AUDIENCE_NAMES = {"inside": mark("The team"), "funder": mark("Funders and partners"), "public": mark("Everybody")}
LENGTH_NAMES = {
    "full": mark("Full report"), "summary": mark("Summary"), "leaflet": mark("Leaflet"), "newsletter": mark("Newsletter"),
    "quotes": mark("Chosen quotes"), "coded": mark("Coded stories"),
}  # fmt: skip
TO_HAND_OUT = ("html", "docx", "pdf", "slides", "pptx")
ONLY_SLIDES = {"slides": ("leaflet", "newsletter"), "pptx": ("leaflet", "newsletter", "summary")}
DOORS_OF_LINKS = {"stories": Capability.READ_STORIES, "rounds": Capability.READ_STORIES}
FORMAT_NAMES = {
    "html": "HTML",
    "docx": "Word (DOCX)",
    "pdf": "PDF",
    "xlsx": "Excel (XLSX)",
    "csv": "CSV",
    "slides": mark("Slides (PDF)"),
    "pptx": mark("Slides to change (PPTX)"),
    "json": "JSON",
}


@blueprint.route("/p/<programme>/reports", methods=["GET", "POST"])
def reports(programme: str) -> str | tuple[str, int] | AnyResponse:
    """List reports and ask for a new one."""
    place = here.programme()
    periods = reporting.periods_of(place)
    form = sent(ReportForm, language=language(), periods=[one.id for one in periods if one.is_open][:1]).offer(periods)
    if form.is_sent():
        order = Order(
            language=form.language.data, audience=form.audience.data, length=form.length.data,
            period_ids=tuple(form.periods.data), tellers=form.tellers.data,
        )  # fmt: skip
        try:
            public_id = reporting.request_report(place, order, actor=here.actor(), account_id=here.account().id)
        except RuleBroken as error:
            form.complain("periods", message(error))
        else:
            leave_note(mark("The report is being built. It takes a few seconds."))
            return redirect(url_for(".report", programme=programme, public_id=public_id), 303)
    page = min(whole(request.args.get("page")) or 1, MOST_PAGES)
    lines, has_more = reporting.report_list(place, here.roles(), page=page)
    shown = render_template(
        "reports/reports.html", form=form, lines=lines, has_more=has_more, page_number=page, states=STATES,
        audiences=AUDIENCE_NAMES, lengths=LENGTH_NAMES, periods={one.id: one.name for one in periods},
        may_build=here.may(Capability.REPORT), n_recalls=recalls.n_open(place) if here.may(Capability.CALL_BACK) else 0,
        may_call_back=here.may(Capability.CALL_BACK),
    )  # fmt: skip
    return (shown, 422) if form.errors else shown


@blueprint.get("/p/<programme>/reports/<public_id>")
def report(programme: str, public_id: str) -> str:
    """Show a report on screen, or how far it is, or why it is gone."""
    one = found(reporting.report_for(here.programme(), public_id, here.roles()))
    crumb(say("Reports"), url_for(".reports", programme=programme))
    doors = [door for door, capability in DOORS_OF_LINKS.items() if here.may(capability)]
    content = reporting.content_of(one, open_doors=doors)
    if content is None:
        return _not_here(one)
    length = one.length
    formats = [
        (one.name, FORMAT_NAMES[one.name]) for one in registry.available() if _fits(content, one.name, length=length)
    ]
    return render_template(
        "reports/report.html", one=one, content=content, body=_body(content), formats=formats,
        audience=AUDIENCE_NAMES[one.audience],
        is_coded=one.length == exchange.LENGTH and here.may(Capability.REPORT),
    )  # fmt: skip


@blueprint.get("/p/<programme>/reports/<public_id>/file.<name>")
def download(programme: str, public_id: str, name: str) -> AnyResponse:
    """Hand out the report as a file; its name tells nothing."""
    one = found(reporting.report_for(here.programme(), public_id, here.roles()))
    if one.state != "ready":
        return redirect(url_for(".report", programme=programme, public_id=public_id), 303)
    kind = registry.format_named(name)
    return to_keep(reporting.hand_out(one, name, actor=here.actor()), kind, f"report-{one.id}")


@blueprint.get("/p/<programme>/reports/<public_id>/coded.<kind>")
def coded_file(programme: str, public_id: str, kind: str) -> AnyResponse:
    """Hand out the coded stories for another program; its name tells nothing."""
    one = found(reporting.report_for(here.programme(), public_id, here.roles()))
    if kind not in exchange.WRITERS or one.length != exchange.LENGTH:
        abort(404)
    if one.state != "ready":
        return redirect(url_for(".report", programme=programme, public_id=public_id), 303)
    data = exchange.file_of(one, kind, actor=here.actor())
    response = Response(data, content_type="application/zip" if kind == "qdpx" else "application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="stories-{public_id[:8]}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/p/<programme>/reports/<public_id>/again")
def build_again(programme: str, public_id: str) -> AnyResponse:
    """Try once more to build a report that could not be built."""
    one = found(reporting.report_for(here.programme(), public_id, here.roles()))
    job = reporting.job_of(one)
    if job is not None:
        jobs.try_again(here.programme().organisation_id, job.id, account_id=here.account().id)
    return redirect(url_for(".report", programme=programme, public_id=public_id), 303)


@blueprint.post("/p/<programme>/reports/<public_id>/anew")
def make_anew(programme: str, public_id: str) -> AnyResponse:
    """Make a report that was taken back anew, with what may be used now."""
    one = found(reporting.report_for(here.programme(), public_id, here.roles()))
    try:
        public_id = making_anew.make_anew(here.programme(), one, account_id=here.account().id)
    except RuleBroken as error:
        leave_note(message(error), kind="bad")
    return redirect(url_for(".report", programme=programme, public_id=public_id), 303)


def _fits(content: Report, name: str, *, length: str) -> bool:
    """Tell whether a format makes sense: a page to hand out is no table, and a whole report no slides."""
    return name in TO_HAND_OUT if content.is_handout else length in ONLY_SLIDES.get(name, (length,))


def _not_here(one: IssuedReport) -> str:
    job = reporting.job_of(one)
    is_stuck = job is not None and job.state in (JobState.PARKED, JobState.STOPPED)
    return render_template(
        "reports/waiting.html", one=one, job=job, is_stuck=is_stuck and one.state == "queued",
        may_build=here.may(Capability.REPORT), may_call_back=here.may(Capability.CALL_BACK),
    )  # fmt: skip


def _body(content: Report) -> Markup:
    """Return the report as safe HTML: the writer escapes every word itself."""
    return Markup(write_html.body_html(content))  # noqa: S704
