"""How many others had the change (D3), and what else speaks for or against a story (D4)."""

from dataclasses import dataclass
from datetime import date

from storyapp.data.db import db
from storyapp.data.queries import verifying as queries
from storyapp.data.queries.stories import story_by_public_id
from storyapp.data.tables.evidence import OtherEvidence, OthersCounted
from storyapp.data.tables.programmes import Indicator, Programme, SocialResult
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.results import LinkDirection
from storyapp.rules.sentences import is_sentence
from storyapp.rules.verifying import SHORTEST_NOTE, CountMethod, OtherKind, check_count
from storyapp.services.transaction import account_actor, act
from storyapp.services.verifying import is_open

Beside = tuple[OtherEvidence, Indicator | None, Story | None]


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many of how many, asked what, how and when."""

    question: str
    method: CountMethod
    who: str
    n_yes: int
    n_asked: int
    n_in_group: int | None
    counted_on: date


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One piece of other evidence, for or against."""

    kind: OtherKind
    stance: LinkDirection
    text: str
    indicator_id: int | None = None
    indicator_value: str = ""
    other_story: str = ""  # its public id


@dataclass(frozen=True, kw_only=True)
class Sides:
    """Other evidence by what it does to the story; each side has its place, also an empty one."""

    supports: tuple[Beside, ...]
    mixed: tuple[Beside, ...]
    contradicts: tuple[Beside, ...]


def sides_of(programme: Programme, story: Story) -> Sides:
    """Return other evidence for, both ways, and against."""
    found = queries.beside(programme, story.id)
    of = {one: tuple(row for row in found if row[0].stance is one) for one in LinkDirection}
    return Sides(
        supports=of[LinkDirection.SUPPORTS], mixed=of[LinkDirection.MIXED], contradicts=of[LinkDirection.CONTRADICTS]
    )


def count_beside_story(programme: Programme, public_id: str, count: Count, *, account_id: int) -> None:
    """Write down how many others had the change that a story tells."""
    _check(count)
    with act(account_actor(account_id)) as doing:
        story = story_by_public_id(programme, public_id)
        if story is None or not is_open(story):
            raise RuleBroken("check.not-now")
        db.session.add(_counted(programme, count, account_id, story_id=story.id))
        doing.note(story.organisation_id, "count.written", f"story:{public_id}")


def count_of_result(programme: Programme, result_id: int, count: Count, *, account_id: int) -> None:
    """Write down how many reached a result."""
    _check(count)
    with act(account_actor(account_id)) as doing:
        if queries.one_of(programme, SocialResult, result_id) is None:
            raise RuleBroken("check.not-now")
        db.session.add(_counted(programme, count, account_id, result_id=result_id))
        doing.note(programme.organisation_id, "count.written", f"result:{result_id}")


def remove_count(programme: Programme, count_id: int, *, account_id: int) -> None:
    """Take a count away that was written by mistake."""
    with act(account_actor(account_id)) as doing:
        row = queries.one_of(programme, OthersCounted, count_id)
        if row is not None:
            doing.note(row.organisation_id, "count.removed", f"count:{row.id}")
            db.session.delete(row)


def put_beside(programme: Programme, public_id: str, piece: Piece, *, account_id: int) -> None:
    """Put something beside a story that speaks for or against it."""
    if not is_sentence(piece.text, shortest=SHORTEST_NOTE):
        raise RuleBroken("beside.say-what", shortest=SHORTEST_NOTE)
    if piece.kind is OtherKind.INDICATOR and (piece.indicator_id is None or not piece.indicator_value):
        raise RuleBroken("beside.no-value")
    if piece.kind is OtherKind.SECOND_STORY and not piece.other_story:
        raise RuleBroken("beside.no-story")
    with act(account_actor(account_id)) as doing:
        story = story_by_public_id(programme, public_id)
        if story is None or not is_open(story):
            raise RuleBroken("check.not-now")
        is_number, is_story = piece.kind is OtherKind.INDICATOR, piece.kind is OtherKind.SECOND_STORY
        db.session.add(
            OtherEvidence(
                organisation_id=programme.organisation_id, programme_id=programme.id, story_id=story.id,
                kind=piece.kind, stance=piece.stance, text=piece.text, noted_on=kit().clock().date(),
                indicator_id=_indicator_id(programme, piece.indicator_id) if is_number else None,
                indicator_value=piece.indicator_value if is_number else "",
                other_story_id=_other_story_id(programme, story, piece.other_story) if is_story else None,
                noted_by_id=account_id,
            )
        )  # fmt: skip
        doing.note(story.organisation_id, "beside.written", f"story:{public_id}", reason=piece.stance.name)


def remove_beside(programme: Programme, row_id: int, *, account_id: int) -> None:
    """Take a piece of other evidence away that was written by mistake; the log keeps that it stood there."""
    with act(account_actor(account_id)) as doing:
        row = queries.one_of(programme, OtherEvidence, row_id)
        if row is not None:
            doing.note(row.organisation_id, "beside.removed", f"beside:{row.id}", reason=row.stance.name)
            db.session.delete(row)


def _check(count: Count) -> None:
    check_count(n_yes=count.n_yes, n_asked=count.n_asked, n_in_group=count.n_in_group)
    if not is_sentence(count.question, shortest=SHORTEST_NOTE):
        raise RuleBroken("count.no-question", shortest=SHORTEST_NOTE)
    if count.counted_on > kit().clock().date():
        raise RuleBroken("count.in-the-future")


def _counted(
    programme: Programme, count: Count, account_id: int, *, story_id: int | None = None, result_id: int | None = None
) -> OthersCounted:
    return OthersCounted(
        organisation_id=programme.organisation_id, programme_id=programme.id, story_id=story_id, result_id=result_id,
        question=count.question, method=count.method, who=count.who, n_yes=count.n_yes, n_asked=count.n_asked,
        n_in_group=count.n_in_group, counted_on=count.counted_on, counted_by_id=account_id,
    )  # fmt: skip


def _indicator_id(programme: Programme, indicator_id: int | None) -> int:
    found = queries.one_of(programme, Indicator, indicator_id or 0)
    if found is None:
        raise RuleBroken("beside.no-value")
    return int(found.id)


def _other_story_id(programme: Programme, story: Story, public_id: str) -> int:
    other = story_by_public_id(programme, public_id)
    if other is None or other.id == story.id or not is_open(other):
        raise RuleBroken("beside.no-story")
    return other.id
