"""The list of wings and the one table of doors."""

from collections.abc import Mapping

from flask import Blueprint

from storyapp.web import (
    account,
    admin,
    collector,
    evaluator,
    facilitator,
    formbuilder,
    front,
    guardian,
    imports,
    involvement,
    measuring,
    panel,
    polling,
    polls,
    reports,
    rounds,
    safeguarding,
    storyteller,
    verifying,
)  # fmt: skip
from storyapp.web.account import doors as account_doors
from storyapp.web.account import views as account_views
from storyapp.web.admin import doors as admin_doors
from storyapp.web.admin import views as admin_views
from storyapp.web.collector import doors as collector_doors
from storyapp.web.collector import views as collector_views
from storyapp.web.common.access import Door
from storyapp.web.evaluator import doors as evaluator_doors
from storyapp.web.evaluator import views as evaluator_views
from storyapp.web.facilitator import doors as facilitator_doors
from storyapp.web.facilitator import views as facilitator_views
from storyapp.web.formbuilder import doors as form_doors
from storyapp.web.formbuilder import views as form_views
from storyapp.web.front import doors as front_doors
from storyapp.web.front import views as front_views
from storyapp.web.front import we_did
from storyapp.web.guardian import doors as guardian_doors
from storyapp.web.guardian import views as guardian_views
from storyapp.web.imports import doors as imports_doors
from storyapp.web.imports import views as imports_views
from storyapp.web.involvement import doors as involvement_doors
from storyapp.web.involvement import views as involvement_views
from storyapp.web.measuring import doors as measuring_doors
from storyapp.web.measuring import views as measuring_views
from storyapp.web.panel import coming_in, marking
from storyapp.web.panel import doors as panel_doors
from storyapp.web.panel import views as panel_views
from storyapp.web.polling import doors as polling_doors
from storyapp.web.polling import views as polling_views
from storyapp.web.polls import doors as polls_doors
from storyapp.web.polls import views as polls_views
from storyapp.web.reports import doors as reports_doors
from storyapp.web.reports import views as reports_views
from storyapp.web.rounds import doors as rounds_doors
from storyapp.web.rounds import views as rounds_views
from storyapp.web.safeguarding import doors as safeguarding_doors
from storyapp.web.safeguarding import signal_words
from storyapp.web.safeguarding import views as safeguarding_views
from storyapp.web.storyteller import doors as storyteller_doors
from storyapp.web.storyteller import views as storyteller_views
from storyapp.web.verifying import doors as verifying_doors
from storyapp.web.verifying import views as verifying_views

VIEWS = (
    account_views, admin_views, collector_views, evaluator_views, facilitator_views, form_views, front_views, we_did, guardian_views,
    imports_views, involvement_views, measuring_views, coming_in, marking, panel_views, polling_views, polls_views, reports_views, rounds_views, safeguarding_views, signal_words, storyteller_views,
    verifying_views,
)  # fmt: skip
WINGS: dict[str, tuple[Blueprint, ...]] = {
    "public": (front.blueprint, storyteller.blueprint, guardian.blueprint, panel.blueprint, collector.blueprint, polling.blueprint),
    "staff": (
        account.blueprint, admin.blueprint, facilitator.blueprint, rounds.blueprint, safeguarding.blueprint,
        evaluator.blueprint, reports.blueprint, imports.blueprint, verifying.blueprint,
        formbuilder.blueprint, polls.blueprint, involvement.blueprint, measuring.blueprint,
    ),
}  # fmt: skip
DOORS: dict[str, Door | Mapping[str, Door]] = {
    **front_doors.DOORS,
    **storyteller_doors.DOORS,
    **guardian_doors.DOORS,
    **panel_doors.DOORS,
    **collector_doors.DOORS,
    **polling_doors.DOORS,
    **polls_doors.DOORS,
    **account_doors.DOORS,
    **admin_doors.DOORS,
    **facilitator_doors.DOORS,
    **form_doors.DOORS,
    **rounds_doors.DOORS,
    **safeguarding_doors.DOORS,
    **evaluator_doors.DOORS,
    **reports_doors.DOORS,
    **imports_doors.DOORS,
    **verifying_doors.DOORS,
    **involvement_doors.DOORS,
    **measuring_doors.DOORS,
}
