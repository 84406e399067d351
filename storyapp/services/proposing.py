"""From a group that nobody planned to a proposal, and from there into the library; or aside. Who, when and why is kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storyapp.data.db import db
from storyapp.data.queries import coding, unplanned
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.data.tables.unplanned import Proposal, UnplannedGroup
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.results import LinkDirection, OutcomeLevel
from storyapp.rules.sentences import SHORTEST_REASON, is_sentence
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.unplanned import AsideReason, GroupState, ProposalKind
from storyapp.rules.wording import Wording
from storyapp.services import setup_lists
from storyapp.services.discovering import evidence_now
from storyapp.services.transaction import Act, account_actor, act

ENGINE = "group"  # what put a story forward: the group that a person proposed from


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What a group is proposed to become, as a person wrote it."""

    kind: ProposalKind
    words: Wording
    under_id: int | None = None  # the result under which a wording or an indicator would stand
    outcome_level: OutcomeLevel | None = None  # of a new result
    seeds: Mapping[str, Sequence[str]] = field(default_factory=dict)  # of a theme


def propose(programme_id: int, group_id: int, proposed: Proposed, *, account_id: int) -> bool:
    """Put forward what a group should become; nothing is in the library before somebody accepts it.

    False where there is no such group, or no such result.
    """
    with _deciding(programme_id, group_id, account_id) as (doing, programme, group):
        under_id = proposed.under_id if proposed.kind.stands_under else None
        if group is None or (proposed.kind.stands_under and not _is_result(programme, under_id)):
            return False
        db.session.add(
            Proposal(
                organisation_id=programme.organisation_id, programme_id=programme.id, group_id=group.id,
                kind=proposed.kind, words=proposed.words, under_id=under_id,
                outcome_level=proposed.outcome_level if proposed.kind is ProposalKind.RESULT else None,
                seeds={language: list(words) for language, words in proposed.seeds.items()},
                proposed_by_id=account_id, proposed_at=kit().clock(),
            )
        )  # fmt: skip
        _sign(group, account_id, GroupState.PROPOSED)
        doing.note(group.organisation_id, "group.proposed", f"group:{group.id}", reason=proposed.kind.name)
    return True


def accept(programme_id: int, group_id: int, *, account_id: int) -> tuple[ProposalKind, int] | None:
    """Take what was proposed into the library and suggest it for the stories of its group.

    Answers the kind and the id of the theme, or of the result. None where nothing waits here. Each story waits in
    the queue until a person confirms it.
    """
    with _deciding(programme_id, group_id, account_id, GroupState.PROPOSED) as (doing, programme, group):
        proposal = unplanned.proposal_to_decide(group.id) if group is not None else None
        if group is None or proposal is None:
            return None
        table, own = _take_in(programme, group, proposal)
        _suggest(programme, group, table, own)
        proposal.decided_by_id, proposal.decided_at = account_id, kit().clock()
        thing_id = group.theme_id or group.result_id or 0
        subject = f"{'theme' if group.theme_id else 'result'}:{thing_id}"
        _sign(group, account_id, GroupState.ACCEPTED)
        doing.note(group.organisation_id, "group.accepted", subject, reason=f"group-{group.id}")
        return proposal.kind, thing_id


def refuse(programme_id: int, group_id: int, *, because: str, account_id: int) -> bool:
    """Refuse what was proposed, with a reason that is kept; its group can be taken up again."""
    if not is_sentence(because, shortest=SHORTEST_REASON):
        raise RuleBroken("proposal.no-reason", shortest=SHORTEST_REASON)
    with _deciding(programme_id, group_id, account_id, GroupState.PROPOSED) as (doing, _, group):
        proposal = unplanned.proposal_to_decide(group.id) if group is not None else None
        if group is None or proposal is None:
            return False
        proposal.refused_because = because
        proposal.decided_by_id, proposal.decided_at = account_id, kit().clock()
        _sign(group, account_id, GroupState.REFUSED)
        doing.note(group.organisation_id, "group.refused", f"group:{group.id}", reason=proposal.kind.name)
    return True


def put_aside(
    programme_id: int,
    group_id: int,
    *,
    reason: AsideReason,
    account_id: int,
    result_id: int | None = None,
    theme_id: int | None = None,
) -> bool:
    """Say why a group is no result of its own, and where it belongs; it does not come back with the same stories."""
    with _deciding(programme_id, group_id, account_id) as (doing, programme, group):
        if group is None:
            return False
        if reason is AsideReason.BELONGS:
            _check_belongs(programme, result_id, theme_id)
            group.result_id, group.theme_id = result_id, theme_id
        group.reason = reason
        _sign(group, account_id, GroupState.PUT_ASIDE)
        doing.note(group.organisation_id, "group.put-aside", f"group:{group.id}", reason=reason.name)
    return True


def take_up_again(programme_id: int, group_id: int, *, account_id: int) -> bool:
    """Open a group again that was put aside, or whose proposal was refused."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        group = unplanned.group_to_decide(programme, group_id)
        if group is None or group.state not in (GroupState.PUT_ASIDE, GroupState.REFUSED):
            return False
        group.state, group.reason, group.result_id, group.theme_id = GroupState.OPEN, None, None, None
        group.decided_by_id = group.decided_at = None
        doing.note(programme.organisation_id, "group.taken-up-again", f"group:{group.id}")
    return True


@contextmanager
def _deciding(
    programme_id: int, group_id: int, account_id: int, state: GroupState = GroupState.OPEN
) -> Iterator[tuple[Act, Programme, UnplannedGroup | None]]:
    """Lend a group that is still in a state, inside an act; raises RuleBroken where somebody has decided about it."""
    try:
        with act(account_actor(account_id)) as doing:
            programme = db.session.get_one(Programme, programme_id)
            group = unplanned.group_to_decide(programme, group_id)
            if group is not None and group.state is not state:
                raise RuleBroken("group.decided-already")
            yield doing, programme, group
    except IntegrityError as twice:
        raise RuleBroken("setup.taken") from twice


def _take_in(
    programme: Programme, group: UnplannedGroup, proposal: Proposal
) -> tuple[type[Tag] | type[ResultLink], dict[str, Any]]:
    """Add what was proposed to the library; answers what is suggested for the stories of the group."""
    place = _place(programme)
    if proposal.kind is ProposalKind.THEME:
        values = {"name": proposal.words, "description": Wording(), "seeds": proposal.seeds}
        group.theme_id = setup_lists.add_thing(place, "themes", values).id
        return Tag, {"theme_id": group.theme_id}
    if proposal.kind is ProposalKind.RESULT:
        values = {"general": proposal.words, "outcome_level": proposal.outcome_level or OutcomeLevel.SHORT}
        group.result_id = setup_lists.add_thing(place, "results", values).id
    else:
        group.result_id = proposal.under_id
    own = {"result_id": group.result_id, "direction": LinkDirection.SUPPORTS}
    if proposal.kind is ProposalKind.WORDING:
        group.particular_id = setup_lists.add_particular(place, group.result_id or 0, proposal.words).id
        own["particular_id"] = group.particular_id
    if proposal.kind is ProposalKind.INDICATOR:
        group.indicator_id = setup_lists.add_indicator(place, group.result_id or 0, proposal.words).id
    return ResultLink, own


def _is_result(programme: Programme, result_id: int | None) -> bool:
    result = coding.result_of(programme, result_id or 0)
    return result is not None and result.is_active


def _check_belongs(programme: Programme, result_id: int | None, theme_id: int | None) -> None:
    is_result = result_id is not None and coding.result_of(programme, result_id) is not None
    is_theme = theme_id is not None and coding.theme_of(programme, theme_id) is not None
    if is_result is is_theme:
        raise RuleBroken("group.belongs-nowhere")


def _suggest(
    programme: Programme, group: UnplannedGroup, table: type[Tag] | type[ResultLink], own: dict[str, Any]
) -> None:
    """Suggest a code for the stories of a group that say nothing of it yet, with the sentence that shows it.

    A person puts it forward, so another reading by the module does not take it back.
    """
    members = unplanned.members_of(programme, group.id).get(group.id, [])
    group.n_stories = len(members)
    for member, story in members:
        if not _stands(table, story, own):
            row = table(
                organisation_id=story.organisation_id, programme_id=story.programme_id, story_id=story.id,
                coder=CoderKind.PERSON, state=TagState.SUGGESTED, evidence=evidence_now(member, story), engine=ENGINE,
                text_version=story.text_version, **own,
            )  # fmt: skip
            db.session.add(row)


def _stands(table: type[Tag] | type[ResultLink], story: Story, own: Mapping[str, Any]) -> bool:
    about = {name: own[name] for name in ("theme_id", "result_id") if name in own}
    return db.session.scalar(select(table.id).filter_by(story_id=story.id, **about)) is not None


def _sign(group: UnplannedGroup, account_id: int, state: GroupState) -> None:
    group.state, group.decided_by_id, group.decided_at = state, account_id, kit().clock()


def _place(programme: Programme) -> setup_lists.Place:
    return setup_lists.Place(organisation_id=programme.organisation_id, programme_id=programme.id)
