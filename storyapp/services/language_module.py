"""What a programme should know of the language module: what it is, what it was worth here, how to switch it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storyapp.data.db import db
from storyapp.data.queries import findings
from storyapp.data.tables.house import Job
from storyapp.data.tables.programmes import Programme
from storyapp.gateways import nlp
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.statistics import Interval, wilson_interval
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import analysing, jobs
from storyapp.services.agreement import precision
from storyapp.services.themes_seen import ThemeSeen, themes_seen
from storyapp.services.transaction import account_actor, act


@dataclass(frozen=True, kw_only=True)
class ModuleSeen:
    """The module as it works in one programme."""

    engine: str
    is_on: bool
    n_decided: int
    n_right: int
    precision: Interval | None
    n_stories: int
    job: Job | None
    themes: Sequence[ThemeSeen]  # those about which people have decided something
    n_links_decided: int
    n_links_right: int
    links_precision: Interval | None

    @property
    def is_reading(self) -> bool:
        """Tell whether a reading of all stories is under way."""
        return self.job is not None and self.job.state in (JobState.QUEUED, JobState.RUNNING)

    def has_read_since(self, moment: datetime) -> bool:
        """Tell whether a reading of all stories was asked for after a moment, or is under way."""
        return self.job is not None and (self.is_reading or self.job.created_at >= moment)


def module_seen(programme: Programme) -> ModuleSeen:
    """Return what the module is and what people made of its suggestions."""
    n_right, n_decided, interval = precision(findings.tag_counts(programme))
    links = {state: n for state, coder, n in findings.link_states(programme) if coder is CoderKind.MODEL}
    n_links_right = links.get(TagState.CONFIRMED, 0)
    n_links_decided = n_links_right + links.get(TagState.REFUSED, 0)
    return ModuleSeen(
        engine=nlp.original_engine(), is_on=programme.is_analysed, n_decided=n_decided, n_right=n_right,
        precision=interval, n_stories=findings.n_readable(programme),
        job=jobs.latest_job(programme.organisation_id, JobKind.ANALYSE_MANY, programme.id),
        themes=[one for one in themes_seen(programme) if one.n_decided], n_links_decided=n_links_decided,
        n_links_right=n_links_right, links_precision=wilson_interval(n_links_right, n_links_decided),
    )  # fmt: skip


def switch_module(programme_id: int, *, is_on: bool, account_id: int) -> None:
    """Let the module read the stories of a programme, or not; what people decided stays either way."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        programme.is_analysed = is_on
        name = "programme.module-switched-on" if is_on else "programme.module-switched-off"
        doing.note(programme.organisation_id, name, f"programme:{programme_id}")


def read_again(programme: Programme, *, account_id: int) -> None:
    """Ask for a reading of all stories with the present codebook, unless one is under way."""
    if not programme.is_analysed:
        raise RuleBroken("module.switched-off")
    seen = jobs.latest_job(programme.organisation_id, JobKind.ANALYSE_MANY, programme.id)
    if seen is not None and seen.state in (JobState.QUEUED, JobState.RUNNING):
        return
    analysing.ask_for_reanalysis(programme.id, actor=account_actor(account_id))


def stop_reading(programme: Programme, *, account_id: int) -> None:
    """Ask the reading that is under way to stop; what was read stays read."""
    job = jobs.latest_job(programme.organisation_id, JobKind.ANALYSE_MANY, programme.id)
    if job is not None:
        jobs.ask_to_stop(programme.organisation_id, job.id, account_id=account_id)
