"""Which codes two people have read; where a programme wants two, the rest stays out of its reports (F8)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from storyapp.data.queries import two_readings as queries
from storyapp.data.queries.reporting import CodeRow
from storyapp.data.tables.programmes import Programme
from storyapp.rules.two_readings import Pair, ReadTwice, counted, read_by_two


@dataclass(frozen=True, kw_only=True)
class TwoReadings:
    """How many codes two have read, by theme and by result, and what was kept out for want of a second reading."""

    needs_two: bool = False
    of_themes: Mapping[int, ReadTwice] = field(default_factory=dict)
    of_results: Mapping[int, ReadTwice] = field(default_factory=dict)
    n_themes_out: int = 0
    n_results_out: int = 0


@dataclass(frozen=True, kw_only=True)
class Codes:
    """The codes that a report may count."""

    tags: tuple[CodeRow, ...]
    links: tuple[CodeRow, ...]
    kept_out: frozenset[int]  # stories of which a result was left out: they are no stories without a result
    readings: TwoReadings


def codes_of(
    programme: Programme, period_ids: Collection[int], tags: Sequence[CodeRow], links: Sequence[CodeRow]
) -> Codes:
    """Count what two have read; where the programme wants two readings, leave out what only one person has seen."""
    readings, together = queries.of_themes(programme, period_ids)
    themes = read_by_two(readings, together=together)
    results = read_by_two(queries.of_results(programme, period_ids))
    needs_two = programme.needs_two_readings
    kept_tags = tuple(one for one in tags if not needs_two or _pair(one) in themes)
    kept_links = tuple(one for one in links if not needs_two or _pair(one) in results)
    return Codes(
        tags=kept_tags, links=kept_links, kept_out=frozenset({one.story_id for one in links} - {one.story_id for one in kept_links}),
        readings=TwoReadings(
            needs_two=needs_two, of_themes=counted(map(_pair, tags), themes), of_results=counted(map(_pair, links), results),
            n_themes_out=len(tags) - len(kept_tags), n_results_out=len(links) - len(kept_links),
        ),
    )  # fmt: skip


def _pair(one: CodeRow) -> Pair:
    return one.story_id, one.subject_id
