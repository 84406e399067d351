"""The results tree with what stories say for and against each result, and what nobody intended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from storyapp.data.db import db
from storyapp.data.queries import coding as queries
from storyapp.data.queries import findings, unplanned
from storyapp.data.queries.unplanned import Origin
from storyapp.data.tables.programmes import Indicator, ParticularWording, Programme, SocialResult, Theme
from storyapp.data.tables.stories import Story
from storyapp.rules.disclosure import (
    EXACT,
    Cell,
    CountTable,
    ProtectedTable,
    in_steps,
    protect_counts,
    protect_table,
    threshold,
    youngest_of,
)
from storyapp.rules.people import AgeBand
from storyapp.rules.results import LinkDirection, OutcomeLevel
from storyapp.rules.statistics import Interval, wilson_interval
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import quote_basket
from storyapp.services.quote_basket import Suggested
from storyapp.services.themes_seen import Band, Quoted, bands_of, quoted, themes_seen
from storyapp.services.transaction import account_actor, act

SILENT = "silent"
AGE_UNKNOWN = "unknown"
WAYS = (*(way.name for way in LinkDirection), SILENT)


@dataclass(frozen=True, kw_only=True)
class ResultSeen:
    """One result and how many stories speak to it."""

    result: SocialResult
    n: dict[LinkDirection, int]
    n_open: int
    n_silent: int = 0

    @property
    def n_stories(self) -> int:
        """Return how many stories speak to this result at all."""
        return sum(self.n.values())


@dataclass(frozen=True, kw_only=True)
class NoneSeen:
    """Of how many stories people said that no result fits, and what they made of the module's suggestions of it."""

    n_confirmed: int
    n_refused: int
    n_open: int
    n_right: int
    n_decided: int
    precision: Interval | None


@dataclass(frozen=True, kw_only=True)
class Tree:
    """All results by level, and what is missing on either side."""

    columns: dict[OutcomeLevel, list[ResultSeen]]
    silent_results: Sequence[SocialResult]
    silent_themes: Sequence[Theme]
    none: NoneSeen
    origins: dict[int, int]  # result → from how many stories it was proposed

    @property
    def all(self) -> list[ResultSeen]:
        """Return all results, short-term ones first."""
        return [seen for column in self.columns.values() for seen in column]


@dataclass(frozen=True, kw_only=True)
class SuggestionsSeen:
    """What people made of what the module suggested of one result."""

    n_suggested: int
    n_confirmed: int
    n_refused: int
    n_right: int
    n_decided: int
    precision: Interval | None
    scores: Sequence[tuple[float, TagState]]
    bands: Sequence[Band]


@dataclass(frozen=True, kw_only=True)
class ResultPage:
    """Counter-evidence: what stories say for, against and between, and who is silent."""

    seen: ResultSeen
    wordings: Sequence[ParticularWording]
    leads_to: SocialResult | None
    quoted: dict[LinkDirection, list[Quoted]]
    suggested: Sequence[Suggested]
    worth: SuggestionsSeen
    n_waiting: int
    groups: ProtectedTable | None  # none before the first story
    origin: Origin | None  # where the result itself was proposed from
    wording_origins: dict[int, Origin]
    indicators: Sequence[Indicator]
    indicator_origins: dict[int, Origin]


def tree_of(programme: Programme) -> Tree:
    """Return the results tree of a programme with its coverage."""
    counts, still_open = findings.link_counts(programme), findings.n_open_links(programme)
    results = [result for result in queries.results_of(programme) if result.is_active]
    n_all = sum(findings.directions_of_readable(programme).values())
    seen = [_seen(result, counts, still_open, n_all) for result in results]
    return Tree(
        columns={
            level: [one for one in seen if one.result.outcome_level is level]
            for level in OutcomeLevel
            if any(one.result.outcome_level is level for one in seen)
        },
        silent_results=[one.result for one in seen if not one.n_stories],
        silent_themes=[one.theme for one in themes_seen(programme) if one.theme.is_active and not one.n_rolled_up],
        none=none_seen(programme),
        origins={
            one.result_id: one.n_stories
            for one in unplanned.origins(programme)
            if one.result_id is not None and one.is_of_result
        },
    )  # fmt: skip


def none_seen(programme: Programme) -> NoneSeen:
    """Return how "no result fits" stands in a programme."""
    n_none, n_fits, n_open, n_right, n_decided = findings.none_counts(programme)
    return NoneSeen(
        n_confirmed=n_none, n_refused=n_fits, n_open=n_open, n_right=n_right, n_decided=n_decided,
        precision=wilson_interval(n_right, n_decided),
    )  # fmt: skip


def result_page(programme: Programme, result_id: int, *, is_exact: bool = False) -> ResultPage | None:
    """Return everything that stories say of one result."""
    results = {result.id: result for result in queries.results_of(programme)}
    if result_id not in results:
        return None
    groups = findings.link_groups(programme, result_id)
    n: Counter[LinkDirection | None] = Counter()
    for _, way, count in groups:
        n[way] += count
    seen = ResultSeen(
        result=results[result_id], n={way: n[way] for way in LinkDirection},
        n_open=findings.n_open_links(programme).get(result_id, 0), n_silent=n[None],
    )  # fmt: skip
    origins = [one for one in unplanned.origins(programme) if one.result_id == result_id]
    told = {
        way: findings.stories_with_result(programme, result_id, way)
        for way in (LinkDirection.CONTRADICTS, LinkDirection.MIXED, LinkDirection.SUPPORTS)
        if n[way]
    }
    chosen = quote_basket.chosen_of(programme, [story for rows in told.values() for _, story in rows])
    return ResultPage(
        seen=seen,
        wordings=[one for one in queries.wordings_of(programme) if one.result_id == result_id],
        leads_to=results.get(seen.result.parent_id or 0),
        quoted={way: [quoted(link, story, chosen) for link, story in rows] for way, rows in told.items()},
        suggested=quote_basket.suggested_for_result(programme, result_id), worth=_worth(programme, result_id),
        n_waiting=queries.progress(programme).n_waiting, groups=by_age(groups, is_exact=is_exact) if groups else None,
        origin=next((one for one in origins if one.is_of_result), None),
        wording_origins={one.particular_id: one for one in origins if one.particular_id is not None},
        indicators=queries.indicators_of(programme, result_id),
        indicator_origins={one.indicator_id: one for one in origins if one.indicator_id is not None},
    )  # fmt: skip


def set_threshold(programme_id: int, result_id: int, *, threshold: float, account_id: int) -> bool:
    """Set from which score on a result is suggested; it counts from the next reading on."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        result = queries.result_of(programme, result_id)
        if result is None:
            return False
        result.threshold = threshold
        doing.note(programme.organisation_id, "result.threshold-set", f"result:{result_id}")
    return True


def unplanned_stories(programme: Programme) -> list[Story]:
    """Return stories that fit no intended result."""
    return findings.unplanned(programme)


def told_of(seen: ResultSeen, *, k: int) -> dict[str, Cell]:
    """Return for, mixed, against and silent as a screen may tell them: by the names of `WAYS`."""
    counts = [*(seen.n[way] for way in LinkDirection), seen.n_silent]
    shown = protect_counts(WAYS, counts, k=k)
    return {way: in_steps(shown.cell(column=way), k=k) for way in WAYS}


def by_age(
    groups: Sequence[tuple[AgeBand | None, LinkDirection | None, int]], *, is_exact: bool = False
) -> ProtectedTable:
    """Return for, mixed, against and silent by age, with small numbers hidden."""
    bands = [band for band in AgeBand if any(band is one for one, _, _ in groups)]
    is_unknown = any(band is None for band, _, _ in groups)
    rows = [band.name for band in bands] + ([AGE_UNKNOWN] if is_unknown else [])
    counts: Counter[tuple[str, str]] = Counter()
    for band, way, n in groups:
        counts[band.name if band else AGE_UNKNOWN, way.name if way else SILENT] += n
    table = CountTable(
        rows=tuple(rows), columns=WAYS, counts=tuple(tuple(counts[row, way] for way in WAYS) for row in rows)
    )
    k = EXACT if is_exact else threshold(None if is_unknown else youngest_of(bands))
    return protect_table(table, k=k)


def _worth(programme: Programme, result_id: int) -> SuggestionsSeen:
    n: Counter[TagState] = Counter()
    by_module: Counter[TagState] = Counter()
    for state, coder, count in findings.link_states(programme, result_id):
        n[state] += count
        by_module[state] += count if coder is CoderKind.MODEL else 0
    n_right = by_module[TagState.CONFIRMED]
    n_decided = n_right + by_module[TagState.REFUSED]
    scores = findings.scores_of_result(programme, result_id)
    return SuggestionsSeen(
        n_suggested=n[TagState.SUGGESTED], n_confirmed=n[TagState.CONFIRMED], n_refused=n[TagState.REFUSED],
        n_right=n_right, n_decided=n_decided, precision=wilson_interval(n_right, n_decided), scores=scores,
        bands=bands_of(scores),
    )  # fmt: skip


def _seen(
    result: SocialResult, counts: dict[tuple[int, LinkDirection], int], still_open: dict[int, int], n_all: int
) -> ResultSeen:
    n = {way: counts.get((result.id, way), 0) for way in LinkDirection}
    return ResultSeen(result=result, n=n, n_open=still_open.get(result.id, 0), n_silent=max(0, n_all - sum(n.values())))
