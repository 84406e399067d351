"""Loads the invented demo programme: a year of a mentoring and a family programme, in Russian and English."""

from dataclasses import replace

from sqlalchemy import delete, select

from storyapp.data.db import db
from storyapp.data.tables.house import Job
from storyapp.data.tables.people import Organisation
from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit, use_kit
from storyapp.gateways.tasks import Local
from storyapp.rules.jobs import JobKind, JobState
from storyapp.rules.stories import StoryState
from storyapp.services.demo import (
    afterwards,
    asked_groups,
    collecting,
    content,
    involved,
    meanwhile,
    measured,
    panels,
    pictures,
    rounds,
    set_up,
    stories,
)
from storyapp.services.invitations import link_token
from storyapp.services.transaction import SHELL, act
from storyapp.words.speech import mark, say

LOOKS_AT_PICTURES = "tikhonov"


def is_empty() -> bool:
    """Tell whether this installation has no organisation yet."""
    return db.session.scalar(select(Organisation.id).limit(1)) is None


def load() -> None:
    """Load everything; each act stands at its own day of the invented year. Jobs are left for a worker."""
    own = kit()
    use_kit(replace(own, tasks=Local()))
    try:
        house = set_up.set_up(content.read("organisation"), content.read("people"))
        set_up.add_books(house, content.read("codebook"), content.read("results"))
        told = stories.tell_all(house, content.stories(), own)
        collecting.read_back_all(told, content.read("collectors")["collectors"])
        meanwhile.put_right(house, told, own)
        standing = panels.found_all(house, content.read("panels"), own)
        rounds.hold_all(house, told, content.read("rounds"), own, standing)
        meanwhile.go_on(house, told, own)
        asked_groups.ask_all(house, content.read("polls")["polls"], own)
        involved.write_down(house, content.read("involvement"), own)
        measured.write_down(house, content.read("measuring"), own)
        measured.plan_and_count(house, content.read("measuring"), own)
        afterwards.live_on(house, told, own)
        pictures.draw_all(own, looked_at_by=house.people[LOOKS_AT_PICTURES])
    finally:
        use_kit(own)
    own.tasks.wake(_leave_jobs())


def public_links() -> list[tuple[str, str]]:
    """Return where a visitor of the demo can tell a story: what it is, and the path."""
    rows = db.session.scalars(
        select(StoryInvitation).where(StoryInvitation.label.in_(set_up.OPEN_LABELS)).order_by(StoryInvitation.id)
    )
    names = {"ru": mark("Tell a story (Russian)"), "en": mark("Tell a story (English)")}
    return [(say(names[row.language]), f"/t/{link_token(row)}") for row in rows]


def _leave_jobs() -> list[int]:
    """Keep only the jobs that a worker should still do: read what is new, and code what is screened."""
    with act(SHELL) as doing:
        done = select(Story.id).where(Story.state != StoryState.TOLD)
        db.session.execute(
            delete(Job).where(Job.kind == JobKind.ANALYSE_STORY, Job.subject_id.in_(done), Job.state == JobState.QUEUED)
        )
        for programme in db.session.scalars(select(Programme).order_by(Programme.id)):
            doing.ask(programme.organisation_id, JobKind.ANALYSE_MANY, programme.id)
        db.session.flush()
        return list(db.session.scalars(select(Job.id).where(Job.state == JobState.QUEUED).order_by(Job.id)))
