"""The audit log: who did what and when, and whether the chain holds."""

from flask import render_template, request, url_for

from storyapp.rules.people import Capability
from storyapp.services import auditing
from storyapp.web.admin import blueprint
from storyapp.web.common import here
from storyapp.web.common.forms import clean, whole
from storyapp.web.common.surroundings import crumb
from storyapp.words.speech import say


@blueprint.get("/o/<organisation>/audit")
def audit(organisation: str) -> str:
    """Show acts, newest first; check the chain when asked to."""
    own_id = here.organisation().id
    crumb(say("Organisation"), url_for("admin.organisation", organisation=organisation))
    search = clean(request.args.get("q", ""))[:80]
    page = auditing.audit_page(
        own_id, search=search, before=whole(request.args.get("before")),
        with_cases=here.may(Capability.SAFEGUARD),
    )  # fmt: skip
    older = ""
    if page.next_before is not None:
        older = url_for("admin.audit", organisation=organisation, q=search or None, before=page.next_before)
    is_checked = "check" in request.args
    return render_template(
        "admin/audit.html", page=page, search=search, older_url=older, is_checked=is_checked,
        broken_at=auditing.verify(own_id) if is_checked else None,
        url=url_for("admin.audit", organisation=organisation),
        check_url=url_for("admin.audit", organisation=organisation, check=1),
    )  # fmt: skip
