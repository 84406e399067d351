"""Groups as a person arranges them: two that say the same become one, one that says two things becomes two."""

from collections.abc import Collection

from sqlalchemy import update

from storyapp.data.db import db
from storyapp.data.queries import unplanned
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.data.tables.unplanned import GroupedStory, UnplannedGroup
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.unplanned import GroupState, may_split
from storyapp.services.transaction import account_actor, act


def merge(programme_id: int, group_id: int, other_id: int, *, account_id: int) -> bool:
    """Let the stories of another open group of the same language belong to this one; the other is gone.

    False where one of them is not there. Another search leaves the group as it was arranged.
    """
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        pair = {one: _open(programme, one) for one in sorted({group_id, other_id})}
        group, other = pair[group_id], pair[other_id]
        if group is None or other is None or group is other or group.language != other.language:
            return False
        _move(programme, other, group, {story.id for _, story in _members(programme, other)})
        db.session.delete(other)
        group.phrases = list(dict.fromkeys([*group.phrases, *other.phrases]))
        group.novelty = min(group.novelty, other.novelty)
        _arranged(programme, group)
        doing.note(programme.organisation_id, "group.merged", f"group:{group.id}", reason=f"group-{other_id}")
    return True


def split(programme_id: int, group_id: int, public_ids: Collection[str], *, label: str, account_id: int) -> int | None:
    """Let some stories of an open group be one of their own and return its id; raises RuleBroken where too few remain.

    None where there is no such group. Another search leaves both as they were arranged.
    """
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        group = _open(programme, group_id)
        if group is None:
            return None
        members = _members(programme, group)
        taken = {story.id for _, story in members if story.public_id in public_ids}
        if not may_split(n_taken=len(taken), n_all=len(members)):
            raise RuleBroken("group.too-few-to-split")
        own = UnplannedGroup(
            organisation_id=programme.organisation_id, programme_id=programme.id, language=group.language,
            label=label or group.label, phrases=list(group.phrases), novelty=group.novelty, engine=group.engine,
            found_at=group.found_at, n_stories=len(taken),
        )  # fmt: skip
        db.session.add(own)
        db.session.flush()
        _move(programme, group, own, taken)
        for one in (group, own):
            _arranged(programme, one)
        doing.note(programme.organisation_id, "group.split", f"group:{group.id}", reason=f"group-{own.id}")
        return int(own.id)


def _open(programme: Programme, group_id: int) -> UnplannedGroup | None:
    group = unplanned.group_to_decide(programme, group_id)
    if group is not None and group.state is not GroupState.OPEN:
        raise RuleBroken("group.decided-already")
    return group


def _members(programme: Programme, group: UnplannedGroup) -> list[tuple[GroupedStory, Story]]:
    return unplanned.members_of(programme, group.id).get(group.id, [])


def _move(programme: Programme, source: UnplannedGroup, target: UnplannedGroup, story_ids: Collection[int]) -> None:
    """Move stories behind those that are there; one that is in both stays as it is there."""
    there = _members(programme, target)
    last = max((member.nearness for member, _ in there), default=-1)
    known = {story.id for _, story in there}
    db.session.execute(
        update(GroupedStory)
        .where(GroupedStory.group_id == source.id, GroupedStory.story_id.in_(set(story_ids) - known))
        .values(group_id=target.id, nearness=GroupedStory.nearness + last + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()


def _arranged(programme: Programme, group: UnplannedGroup) -> None:
    group.arranged_at, group.n_stories = kit().clock(), len(_members(programme, group))
