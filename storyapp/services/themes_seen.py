"""What the themes of a programme show: counts, directions, how far suggestions can be trusted, the words themselves."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from storyapp.data.db import db
from storyapp.data.queries import coding as queries
from storyapp.data.queries import findings, unplanned
from storyapp.data.queries.findings import PAGE, TagCount
from storyapp.data.queries.unplanned import Origin
from storyapp.data.tables.coding import ResultLink, Tag
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.stories import Story
from storyapp.rules.coding import standing_evidence, working_text
from storyapp.rules.disclosure import (
    Cell,
    CountTable,
    in_steps,
    on_screen,
    protect_overlapping,
    threshold,
    youngest_of,
)
from storyapp.rules.statistics import Interval, wilson_interval
from storyapp.rules.stories import Direction
from storyapp.rules.tags import CoderKind, TagState, in_tree_order
from storyapp.services import quote_basket
from storyapp.services.agreement import precision
from storyapp.services.coding_desk import N_COLOURS
from storyapp.services.quote_basket import Place, Sentence, Suggested, sentences_of
from storyapp.services.transaction import account_actor, act

BANDS = (0.3, 0.5, 0.7, 0.9)


@dataclass(frozen=True, kw_only=True)
class ThemeSeen:
    """One theme and what stands in the stories about it."""

    theme: Theme
    colour: str
    n_suggested: int
    n_confirmed: int
    n_refused: int
    n_right: int  # suggestions that people confirmed
    n_decided: int  # suggestions that people decided
    precision: Interval | None
    directions: dict[Direction | None, int]  # of stories with the confirmed theme
    depth: int  # how many themes it stands under
    n_rolled_up: int  # stories with this theme or one below it, each once
    is_above: bool  # other themes stand under it


@dataclass(frozen=True, kw_only=True)
class ThemeCounted:
    """How many stories show a theme, as far as it may be told."""

    directions: Mapping[Direction | None, Cell]
    n: Cell
    n_rolled_up: Cell


@dataclass(frozen=True, kw_only=True)
class Band:
    """How suggestions from a score on fared: what a threshold there would keep."""

    score: float
    n_kept: int
    n_decided: int
    n_right: int
    precision: Interval | None


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A story with the sentences that show a code."""

    story: Story
    sentences: Sequence[Sentence]
    coder: CoderKind  # who put the code forward
    decided_as: CoderKind | None  # who confirmed it


@dataclass(frozen=True, kw_only=True)
class ThemePage:
    """One theme with its stories."""

    seen: ThemeSeen
    scores: Sequence[tuple[float, TagState]]
    bands: Sequence[Band]
    quoted: Sequence[Quoted]
    suggested: Sequence[Suggested]  # beside the first page
    after: str  # public id behind which this page begins, or nothing
    following: str  # public id to go on from, or nothing
    origin: Origin | None  # where it was proposed from
    above: Sequence[Theme]  # the themes that it stands under, the topmost first
    below: Sequence[ThemeSeen]  # the themes right under it


def themes_seen(programme: Programme) -> list[ThemeSeen]:
    """Return all themes in order of the codebook, each followed by those that stand under it."""
    counts, rolled_up, themes = (
        findings.tag_counts(programme),
        findings.rolled_up(programme),
        queries.themes_of(programme),
    )
    above = {theme.parent_id for theme in themes}
    places = {theme.id: place for place, theme in enumerate(themes)}
    by_id = {theme.id: theme for theme in themes}
    return [
        _seen(
            by_id[theme_id], places[theme_id], counts, depth=depth, n_rolled_up=rolled_up.get(theme_id, 0),
            is_above=theme_id in above,
        )
        for theme_id, depth in in_tree_order([(theme.id, theme.parent_id) for theme in themes])
    ]  # fmt: skip


def k_of(programme: Programme) -> int:
    """Return below which number of stories nothing is shown of those that can be read."""
    ages = findings.ages_of_readable(programme)
    return threshold(None if None in ages else youngest_of(age for age in ages if age is not None))


def counted(programme: Programme, seen: Sequence[ThemeSeen], *, k: int) -> dict[int, ThemeCounted]:
    """Return for each theme what a screen may tell: no theme, direction or difference of two of them below k."""
    bases = findings.directions_of_readable(programme)
    ways = [way for way in (*Direction, None) if bases.get(way)]
    table = CountTable(
        rows=tuple(str(one.theme.id) for one in seen), columns=tuple(_way(way) for way in ways),
        counts=tuple(tuple(one.directions.get(way, 0) for way in ways) for one in seen),
    )  # fmt: skip
    shown = protect_overlapping(table, [bases[way] for way in ways], k=k)
    return {
        one.theme.id: ThemeCounted(
            directions={way: in_steps(cell, k=k) for way, cell in zip(ways, cells[:-1], strict=True)},
            n=in_steps(cells[-1], k=k), n_rolled_up=on_screen(one.n_rolled_up, k=k),
        )
        for one, cells in zip(seen, shown.cells[:-1], strict=True)
    }  # fmt: skip


def _way(way: Direction | None) -> str:
    return way.name if way is not None else "NOT_TOLD"


def theme_page(programme: Programme, theme_id: int, *, after: str = "") -> ThemePage | None:
    """Return one theme with what its suggestions were worth and a page of its stories."""
    themes = themes_seen(programme)
    seen = next((one for one in themes if one.theme.id == theme_id), None)
    if seen is None:
        return None
    edge = queries.readable_story(programme, after) if after else None
    rows = findings.stories_with_theme(programme, theme_id, after_id=edge.id if edge is not None else 0)
    chosen = quote_basket.chosen_of(programme, [story for _, story in rows])
    scores = findings.scores_of(programme, theme_id)
    return ThemePage(
        seen=seen, after=edge.public_id if edge is not None else "", scores=scores, bands=bands_of(scores),
        quoted=[quoted(tag, story, chosen) for tag, story in rows[:PAGE]],
        suggested=quote_basket.suggested_for_theme(programme, theme_id) if not after else [],
        following=rows[PAGE - 1][1].public_id if len(rows) > PAGE else "",
        origin=next((one for one in unplanned.origins(programme) if one.theme_id == theme_id), None),
        above=_above(seen.theme, {one.theme.id: one.theme for one in themes}),
        below=[one for one in themes if one.theme.parent_id == theme_id],
    )  # fmt: skip


def _above(theme: Theme, themes: Mapping[int, Theme]) -> list[Theme]:
    found: list[Theme] = []
    while (upper := themes.get(theme.parent_id or 0)) is not None and upper not in found:
        found, theme = [upper, *found], upper
    return found


def set_threshold(programme_id: int, theme_id: int, *, threshold: float, account_id: int) -> bool:
    """Set from which score on a theme is suggested; it counts from the next reading on."""
    with act(account_actor(account_id)) as doing:
        programme = db.session.get_one(Programme, programme_id)
        theme = queries.theme_of(programme, theme_id)
        if theme is None:
            return False
        theme.threshold = threshold
        doing.note(programme.organisation_id, "theme.threshold-set", f"theme:{theme_id}")
    return True


def bands_of(scores: Sequence[tuple[float, TagState]]) -> list[Band]:
    """Return what thresholds would have kept, as far as people have decided."""
    bands = []
    for least in BANDS:
        kept = [state for score, state in scores if score >= least]
        decided = [state for state in kept if state is not TagState.SUGGESTED]
        n_right = sum(state is TagState.CONFIRMED for state in decided)
        bands.append(
            Band(
                score=least, n_kept=len(kept), n_decided=len(decided), n_right=n_right,
                precision=wilson_interval(n_right, len(decided)),
            )
        )  # fmt: skip
    return bands


def quoted(row: Tag | ResultLink, story: Story, chosen: Collection[Place] = ()) -> Quoted:
    """Return the sentences of a story in which the words of a code stand, each once, in order."""
    places = standing_evidence(working_text(story.happened, story.matters), row.evidence)
    return Quoted(
        story=story, sentences=sentences_of(story, places, chosen), coder=row.coder, decided_as=row.decided_as
    )


def _seen(
    theme: Theme, place: int, counts: Sequence[TagCount], *, depth: int, n_rolled_up: int, is_above: bool
) -> ThemeSeen:
    own = [one for one in counts if one.theme_id == theme.id]
    by_state: Counter[TagState] = Counter()
    directions: Counter[Direction | None] = Counter()
    for one in own:
        by_state[one.state] += one.n
        if one.state is TagState.CONFIRMED:
            directions[one.direction] += one.n
    n_right, n_decided, interval = precision(own)
    return ThemeSeen(
        theme=theme, colour=f"theme-{place % N_COLOURS + 1}", n_suggested=by_state[TagState.SUGGESTED],
        n_confirmed=by_state[TagState.CONFIRMED], n_refused=by_state[TagState.REFUSED], n_right=n_right,
        n_decided=n_decided, precision=interval, directions=dict(directions), depth=depth, n_rolled_up=n_rolled_up,
        is_above=is_above,
    )  # fmt: skip
