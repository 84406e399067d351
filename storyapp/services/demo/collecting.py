"""Who asked others in the invented year: two peers with links of their own, and what was read back."""

from datetime import timedelta
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.collectors import Collector, WorkedTime
from storyapp.data.tables.programmes import StoryInvitation
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.collecting import WorkKind
from storyapp.rules.stories import WRITTEN_DOWN, ReadBack
from storyapp.services.transaction import SHELL, act

LINK_LASTS, MOST_STORIES = timedelta(days=365), 50


def read_back_all(told: dict[str, int], collectors: list[dict[str, Any]]) -> None:
    """Store that each story somebody wrote down was read back, and the peers with their hours."""
    with act(SHELL):
        written = db.session.scalars(db.select(Story).where(Story.id.in_(told.values()), Story.mode.in_(WRITTEN_DOWN)))
        for story in written:
            story.read_back, story.read_back_on = ReadBack.TICKED, story.told_on
        for one in collectors:
            _collector(one, db.session.get_one(Story, told[one["story"]]))


def _collector(one: dict[str, Any], story: Story) -> None:
    invitation = db.session.get_one(StoryInvitation, story.invitation_id)
    invitation.label, invitation.collector_id = one["name"], None
    invitation.budget, invitation.expires_at = MOST_STORIES, kit().clock() + LINK_LASTS
    story.collector_id, story.read_back = None, ReadBack.BY_CODE
    collector = Collector(
        organisation_id=story.organisation_id, programme_id=story.programme_id, invitation_id=invitation.id,
        name=one["name"], card_read_on=one["card_read_on"],
    )  # fmt: skip
    db.session.add(collector)
    db.session.flush()
    db.session.add_all(
        WorkedTime(
            collector_id=collector.id, worked_on=line["on"], minutes=line["minutes"], kind=WorkKind[line["kind"]],
            settled_on=line.get("settled_on"),
        )
        for line in one["hours"]
    )  # fmt: skip
