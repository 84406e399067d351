"""What stands outside every result: stories to search, groups that were found, where a result or theme comes from."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.orm import aliased

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears
from storyapp.data.queries.coding import readable
from storyapp.data.tables.coding import CodedStory, ResultLink, Tag
from storyapp.data.tables.people import Account
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.data.tables.unplanned import GroupedStory, Proposal, UnplannedGroup
from storyapp.rules.appearing import Where
from storyapp.rules.tags import TagState
from storyapp.rules.unplanned import LEAST_LEFT, GroupState


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What stands on one story, confirmed or suggested: which evidence, of a theme or of a result."""

    themes: Sequence[list[dict[str, Any]]] = ()
    results: Sequence[list[dict[str, Any]]] = ()


@dataclass(frozen=True, kw_only=True)
class Origin:
    """From which group something in the library was proposed, by whom, and who accepted it when."""

    group_id: int
    theme_id: int | None
    result_id: int | None
    particular_id: int | None
    indicator_id: int | None
    engine: str
    label: str
    n_stories: int
    at: datetime | None
    by: str  # who accepted it
    proposed_by: str

    @property
    def is_of_result(self) -> bool:
        """Tell whether the result itself comes from there, not a part of it."""
        return self.result_id is not None and self.particular_id is None and self.indicator_id is None


def may_be_grouped(programme: Programme) -> Select[Story]:
    """Return confirmed texts that may be analysed and are not held."""
    return readable(programme).where(*appears(Where.GROUPS))


def stories_of_periods(programme: Programme, period_ids: Collection[int]) -> list[Story]:
    """Return the stories of these periods that may be grouped, oldest first."""
    query = may_be_grouped(programme).where(Story.period_id.in_(period_ids)).order_by(Story.id)
    return list(db.session.scalars(query))


def standing_codes(programme: Programme) -> dict[int, Standing]:
    """Return by story what was confirmed or is suggested."""
    found: dict[type[Any], dict[int, list[list[dict[str, Any]]]]] = {}
    for table in (Tag, ResultLink):
        query = (
            may_be_grouped(programme)
            .join(table, table.story_id == Story.id)
            .where(table.state != TagState.REFUSED)
            .with_only_columns(Story.id, table.evidence)
            .order_by(table.id)
        )
        found[table] = defaultdict(list)
        for story_id, evidence in db.session.execute(query):
            found[table][story_id].append(evidence)
    return {
        story_id: Standing(themes=found[Tag].get(story_id, ()), results=found[ResultLink].get(story_id, ()))
        for story_id in found[Tag].keys() | found[ResultLink].keys()
    }


def marked_unplanned(programme: Programme) -> set[int]:
    """Return ids of stories of which a person said that they fit no result."""
    query = select(CodedStory.story_id).where(
        CodedStory.organisation_id == programme.organisation_id, CodedStory.programme_id == programme.id,
        CodedStory.is_unplanned.is_(True),
    )  # fmt: skip
    return set(db.session.scalars(query))


def still_may_be_grouped(programme: Programme) -> dict[int, int]:
    """Return text versions by story id of all that may be grouped now; call inside an act."""
    query = may_be_grouped(programme).with_only_columns(Story.id, Story.text_version)
    return dict(db.session.execute(query).all())


def languages(programme: Programme) -> list[tuple[int, str]]:
    """Return id and language of every story that may be grouped."""
    query = may_be_grouped(programme).with_only_columns(Story.id, Story.language)
    return [(story_id, language) for story_id, language in db.session.execute(query)]


def forget_open_groups(programme: Programme) -> None:
    """Remove the groups that nobody has decided about or arranged; call inside an act."""
    is_open = _groups(programme).where(UnplannedGroup.state == GroupState.OPEN, UnplannedGroup.arranged_at.is_(None))
    ids = list(db.session.scalars(is_open.with_only_columns(UnplannedGroup.id)))
    for table, key in ((GroupedStory, GroupedStory.group_id), (UnplannedGroup, UnplannedGroup.id)):
        db.session.execute(delete(table).where(key.in_(ids)).execution_options(synchronize_session=False))


def decided_story_sets(programme: Programme) -> list[set[int]]:
    """Return the stories of each group that somebody has decided about or arranged."""
    query = (
        _groups(programme)
        .join(GroupedStory, GroupedStory.group_id == UnplannedGroup.id)
        .where((UnplannedGroup.state != GroupState.OPEN) | UnplannedGroup.arranged_at.is_not(None))
        .with_only_columns(UnplannedGroup.id, GroupedStory.story_id)
    )
    sets: dict[int, set[int]] = defaultdict(set)
    for group_id, story_id in db.session.execute(query):
        sets[group_id].add(story_id)
    return list(sets.values())


def groups_of(programme: Programme) -> list[UnplannedGroup]:
    """Return all groups in the order in which a search returned them: those most worth a look first."""
    return list(db.session.scalars(_groups(programme)))


def group_of(programme: Programme, group_id: int) -> UnplannedGroup | None:
    """Return one group of this programme."""
    return db.session.scalar(_groups(programme).where(UnplannedGroup.id == group_id))


def group_to_decide(programme: Programme, group_id: int) -> UnplannedGroup | None:
    """Return a group and let nobody else decide about it meanwhile; call inside an act."""
    query = _groups(programme).where(UnplannedGroup.id == group_id)
    return db.session.scalar(query.with_for_update().execution_options(populate_existing=True))


def members_of(programme: Programme, group_id: int | None = None) -> dict[int, list[tuple[GroupedStory, Story]]]:
    """Return by group its stories that may be shown now, the most typical first."""
    query = (
        may_be_grouped(programme)
        .join(GroupedStory, GroupedStory.story_id == Story.id)
        .join(UnplannedGroup, UnplannedGroup.id == GroupedStory.group_id)
        .where(UnplannedGroup.programme_id == programme.id)
        .with_only_columns(GroupedStory, Story)
        .order_by(GroupedStory.group_id, GroupedStory.nearness, Story.id)
    )
    if group_id is not None:
        query = query.where(GroupedStory.group_id == group_id)
    members: dict[int, list[tuple[GroupedStory, Story]]] = defaultdict(list)
    for member, story in db.session.execute(query):
        members[member.group_id].append((member, story))
    return dict(members)


def proposals_of(programme: Programme, group_id: int | None = None) -> dict[int, list[tuple[Proposal, str, str]]]:
    """Return by group what was proposed, the newest first, and the names of who proposed and who decided."""
    proposer, decider = aliased(Account), aliased(Account)
    query = (
        select(Proposal, proposer.name, decider.name)
        .outerjoin(proposer, proposer.id == Proposal.proposed_by_id)
        .outerjoin(decider, decider.id == Proposal.decided_by_id)
        .where(Proposal.organisation_id == programme.organisation_id, Proposal.programme_id == programme.id)
        .order_by(Proposal.id.desc())
    )
    if group_id is not None:
        query = query.where(Proposal.group_id == group_id)
    found: dict[int, list[tuple[Proposal, str, str]]] = defaultdict(list)
    for proposal, by, decided_by in db.session.execute(query):
        found[proposal.group_id].append((proposal, by or "", decided_by or ""))
    return dict(found)


def proposal_to_decide(group_id: int) -> Proposal | None:
    """Return what was proposed of a group and is not decided; its group is held meanwhile. Call inside an act."""
    query = select(Proposal).where(Proposal.group_id == group_id, Proposal.decided_at.is_(None))
    return db.session.scalar(query.order_by(Proposal.id.desc()).limit(1))


def origins(programme: Programme) -> list[Origin]:
    """Return where results, wordings, indicators and themes of the library come from, oldest first."""
    proposer = aliased(Account)
    accepted = (Proposal.group_id == UnplannedGroup.id) & (Proposal.refused_because == "")
    query = (
        _groups(programme)
        .outerjoin(Account, Account.id == UnplannedGroup.decided_by_id)
        .outerjoin(Proposal, accepted)
        .outerjoin(proposer, proposer.id == Proposal.proposed_by_id)
        .where(UnplannedGroup.state == GroupState.ACCEPTED)
        .with_only_columns(UnplannedGroup, Account.name, proposer.name)
        .order_by(None)
        .order_by(UnplannedGroup.decided_at, UnplannedGroup.id)
    )
    return [
        Origin(
            group_id=group.id, theme_id=group.theme_id, result_id=group.result_id, particular_id=group.particular_id,
            indicator_id=group.indicator_id, engine=group.engine, label=group.label, n_stories=group.n_stories,
            at=group.decided_at, by=name or "", proposed_by=proposed_by or "",
        )
        for group, name, proposed_by in db.session.execute(query)
    ]  # fmt: skip


def hush_small_groups(story_id: int) -> None:
    """Take the words from groups that are too small without this story, which is being erased; call inside an act."""
    own = select(GroupedStory.group_id).where(GroupedStory.story_id == story_id)
    others = (
        select(func.count())
        .where(GroupedStory.group_id == UnplannedGroup.id, GroupedStory.story_id != story_id)
        .scalar_subquery()
    )
    small = [UnplannedGroup.id.in_(own), others < LEAST_LEFT]
    unsaid = select(UnplannedGroup.id).where(*small, UnplannedGroup.state != GroupState.ACCEPTED)
    db.session.execute(
        delete(Proposal).where(Proposal.group_id.in_(unsaid)).execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(UnplannedGroup).where(*small).values(label="", phrases=[]).execution_options(synchronize_session=False)
    )


def _groups(programme: Programme) -> Select[Any]:
    return (
        select(UnplannedGroup)
        .where(
            UnplannedGroup.organisation_id == programme.organisation_id, UnplannedGroup.programme_id == programme.id
        )
        .order_by(UnplannedGroup.id)  # as they were found: those most worth a look first
    )  # fmt: skip
