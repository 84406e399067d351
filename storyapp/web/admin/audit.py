"""The audit log: who did what and when, and whether the chain holds."""

from flask import render_template, request, url_for

from storyapp.rules.people import Capability
from storyapp.services import auditing
from storyapp.web.admin import blueprint
from storyapp.web.common import here
from storyapp.web.common.forms import clean, whole
from storyapp.web.common.surroundings import crumb
from storyapp.words.acts import ACTS, act_words, acts_saying, reason_words
from storyapp.words.speech import say


@blueprint.get("/o/<organisation>/audit")
def audit(organisation: str) -> str:
    """Show acts, newest first; check the chain when asked to."""
    own_id = here.organisation().id
    crumb(say("Organisation"), url_for("admin.organisation", organisation=organisation))
    search = clean(request.args.get("q", ""))[:80]
    sees_cases = here.may(Capability.SAFEGUARD)
    choices = _choices(with_cases=sees_cases)
    chosen = request.args.get("act", "")
    page = auditing.audit_page(
        own_id, search=search, acts_said=acts_saying(search) if search else (),
        only=chosen if chosen in dict(choices) else "", before=whole(request.args.get("before")),
        with_cases=sees_cases,
    )  # fmt: skip
    older = ""
    if page.next_before is not None:
        older = url_for(
            "admin.audit", organisation=organisation, q=search or None, act=chosen or None, before=page.next_before
        )
    checked = auditing.check_one(own_id) if "check" in request.args else None
    return render_template(
        "admin/audit.html", page=page, search=search, choices=choices, chosen=chosen, act_words=act_words, reason_words=reason_words, older_url=older, checked=checked,
        url=url_for("admin.audit", organisation=organisation),
        check_url=url_for("admin.audit", organisation=organisation, check=1),
    )  # fmt: skip


def _choices(*, with_cases: bool) -> list[tuple[str, str]]:
    """Return every act with its words, in the order of the words; acts of cases are for leads alone."""
    shown = (code for code in ACTS if with_cases or not auditing.is_of_a_case(code))
    return sorted(((code, act_words(code)) for code in shown), key=lambda choice: choice[1].casefold())
