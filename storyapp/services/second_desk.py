"""A second pair of eyes: does this label fit? The reader does not see what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from storyapp.data.queries import coding as queries
from storyapp.data.queries import findings
from storyapp.data.tables.coding import ResultLink
from storyapp.data.tables.programmes import Programme, SocialResult, Theme
from storyapp.data.tables.stories import Story
from storyapp.services import tagging
from storyapp.services.tagging import Coder, Place


@dataclass(frozen=True, kw_only=True)
class SecondDesk:
    """A story and the labels that this reader has not looked at."""

    story: Story
    themes: Sequence[Theme]
    results: Sequence[SocialResult]


def second_desk(programme: Programme, coder: Coder, *, after: str = "") -> SecondDesk | None:
    """Return the next story for a second reading; None where there is nothing that others decided first."""
    edge = queries.readable_story(programme, after) if after else None
    story = findings.next_for_second(
        programme, coder.account_id, coder.kind, after_id=edge.id if edge is not None else 0
    )
    if story is None:
        return None
    wanted = set(findings.themes_for_second(story.id, coder.account_id, coder.kind))
    results = set(findings.results_for_second(story.id, coder.account_id, coder.kind))
    return SecondDesk(
        story=story, themes=[one for one in queries.themes_of(programme) if one.id in wanted],
        results=[one for one in queries.results_of(programme) if one.id in results],
    )  # fmt: skip


def say_of_result(place: Place, result_id: int, coder: Coder, *, fits: bool) -> bool:
    """Keep whether another person, too, sees a story speak of a result."""
    return tagging.second_reading(place, result_id, coder, fits=fits, of=ResultLink)
