"""From a group that nobody planned to a result, a wording or a theme; or aside, with a reason. Who and when is kept."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storyapp.data.db import db
from storyapp.data.queries import coding, unplanned
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.data.tables.unplanned import UnplannedGroup
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.results import LinkDirection, OutcomeLevel
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.unplanned import AsideReason, GroupState
from storyapp.rules.wording import Wording
from storyapp.services import setup_lists
from storyapp.services.discovering import evidence_now
from storyapp.services.transaction import Act, account_actor, act

ENGINE = "group"  # what put a story forward: the group that a person proposed from


def propose_result(
    programme_id: int, group_id: int, *, general: Wording, outcome_level: OutcomeLevel, account_id: int
) -> int | None:
    """Add a social result to the library and suggest it for the stories of a group; return its id.

    None where there is no such group. Each story waits in the queue until a person confirms it.
    """
    with _deciding(programme_id, group_id, account_id) as (doing, programme, group):
        if group is None:
            return None
        values = {"general": general, "outcome_level": outcome_level}
        result = setup_lists.add_thing(_place(programme), "results", values)
        group.result_id = result.id
        _suggest(programme, group, ResultLink, {"result_id": result.id, "direction": LinkDirection.SUPPORTS})
        _sign(doing, group, account_id, state=GroupState.PROPOSED, subject=f"result:{result.id}")
        return int(result.id)


def propose_wording(
    programme_id: int, group_id: int, *, result_id: int, wording: Wording, account_id: int
) -> int | None:
    """Add a particular wording under a result and suggest it for the stories of a group; return the result's id."""
    with _deciding(programme_id, group_id, account_id) as (doing, programme, group):
        if group is None or coding.result_of(programme, result_id) is None:
            return None
        particular = setup_lists.add_particular(_place(programme), result_id, wording)
        group.result_id, group.particular_id = result_id, particular.id
        own = {"result_id": result_id, "particular_id": particular.id, "direction": LinkDirection.SUPPORTS}
        _suggest(programme, group, ResultLink, own)
        _sign(doing, group, account_id, state=GroupState.PROPOSED, subject=f"result:{result_id}")
        return result_id


def propose_theme(
    programme_id: int, group_id: int, *, name: Wording, seeds: Mapping[str, Sequence[str]], account_id: int
) -> int | None:
    """Add a theme to the codebook and suggest it for the stories of a group; return its id."""
    with _deciding(programme_id, group_id, account_id) as (doing, programme, group):
        if group is None:
            return None
        kept = {language: list(words) for language, words in seeds.items()}
        values = {"name": name, "description": Wording(), "seeds": kept}
        theme = setup_lists.add_thing(_place(programme), "themes", values)
        group.theme_id = theme.id
        _suggest(programme, group, Tag, {"theme_id": theme.id})
        _sign(doing, group, account_id, state=GroupState.PROPOSED, subject=f"theme:{theme.id}")
        return int(theme.id)


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
        _sign(doing, group, account_id, state=GroupState.PUT_ASIDE, subject=f"group:{group.id}", reason=reason.name)
    return True


def take_up_again(programme_id: int, group_id: int, *, account_id: int) -> bool:
    """Open a group again that was put aside."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        group = unplanned.group_to_decide(programme, group_id)
        if group is None or group.state is GroupState.PROPOSED:
            return False
        group.state, group.reason, group.result_id, group.theme_id = GroupState.OPEN, None, None, None
        group.decided_by_id = group.decided_at = None
        doing.note(programme.organisation_id, "group.taken-up-again", f"group:{group.id}")
    return True


@contextmanager
def _deciding(
    programme_id: int, group_id: int, account_id: int
) -> Iterator[tuple[Act, Programme, UnplannedGroup | None]]:
    """Lend a group that is still open, inside an act; raises RuleBroken where somebody has decided about it."""
    try:
        with act(account_actor(account_id)) as doing:
            programme = db.session.get_one(Programme, programme_id)
            group = unplanned.group_to_decide(programme, group_id)
            if group is not None and group.state is not GroupState.OPEN:
                raise RuleBroken("group.decided-already")
            yield doing, programme, group
    except IntegrityError as twice:
        raise RuleBroken("setup.taken") from twice


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


def _sign(
    doing: Act, group: UnplannedGroup, account_id: int, *, state: GroupState, subject: str, reason: str = ""
) -> None:
    group.state, group.decided_by_id, group.decided_at = state, account_id, kit().clock()
    act_name = "group.put-aside" if state is GroupState.PUT_ASIDE else f"{subject.partition(':')[0]}.proposed"
    doing.note(group.organisation_id, act_name, subject, reason=reason or f"group-{group.id}")


def _place(programme: Programme) -> setup_lists.Place:
    return setup_lists.Place(organisation_id=programme.organisation_id, programme_id=programme.id)
