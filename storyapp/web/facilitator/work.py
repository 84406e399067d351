"""What the machine is doing, and what it put aside."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from storyapp.services import jobs
from storyapp.services import today as service
from storyapp.web.common import here
from storyapp.web.common.notes import leave_note
from storyapp.web.facilitator import blueprint


@blueprint.get("/p/<programme>/jobs", endpoint="jobs")
def job_page(programme: str) -> str:
    """Show running jobs with their progress, and parked ones."""
    return render_template("facilitator/jobs.html", work=service.jobs_of(here.programme()))


@blueprint.post("/p/<programme>/jobs/<int:job_id>/stop")
def stop_job(programme: str, job_id: int) -> Response:
    """Ask a job to stop at its next step."""
    here.found(jobs.job_of(here.programme().organisation_id, job_id))
    jobs.ask_to_stop(here.programme().organisation_id, job_id, account_id=here.account().id)
    leave_note("It stops at the next step. What is done stays done.")
    return redirect(url_for(".jobs", programme=programme), 303)


@blueprint.post("/p/<programme>/jobs/<int:job_id>/again")
def try_job_again(programme: str, job_id: int) -> Response:
    """Let a parked job be tried once more."""
    here.found(jobs.job_of(here.programme().organisation_id, job_id))
    jobs.try_again(here.programme().organisation_id, job_id, account_id=here.account().id)
    leave_note("It will be tried again in a moment.")
    return redirect(url_for(".jobs", programme=programme), 303)
