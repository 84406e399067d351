"""How far coders agree beyond chance: people with the language module, young people with adults, people with people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from storyapp.data.queries import findings
from storyapp.data.queries.coding import themes_of
from storyapp.data.queries.findings import TagCount, TwoReadings
from storyapp.data.tables.coding import Tag
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.coding import alpha_interval, kappa_interval
from storyapp.rules.statistics import Interval, wilson_interval
from storyapp.rules.tags import CoderKind, TagState

TOO_FEW, FEW = 10, 30
ONE_SIDED = 0.1
MOST_LISTED = 50


class Pair(Enum):
    """Who is compared with whom."""

    PERSON_AND_MODEL = "person_and_model"
    YOUNG_AND_ADULT = "young_and_adult"
    PERSON_AND_PERSON = "person_and_person"
    YOUNG_AND_MODEL = "young_and_model"


class Strength(Enum):
    """What a number may be called; with few pairs it is called nothing."""

    TOO_FEW = "too_few"
    HINT = "hint"
    WEAK = "weak"
    MODERATE = "moderate"
    GOOD = "good"


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far two kinds of coders agree; `n` pairs of story and theme were coded by both."""

    pair: Pair
    n: int
    n_agreed: int
    share: Interval | None
    kappa: Interval | None
    alpha: Interval | None
    strength: Strength
    is_one_sided: bool = False  # nearly all readings say the same, and then kappa says little


@dataclass(frozen=True, kw_only=True)
class Agreements:
    """All comparisons of a programme and where two readers differ."""

    pairs: Sequence[Agreement]
    disagreements: Sequence[TwoReadings]
    n_disagreements: int
    against_module: Sequence[tuple[Story, Tag]]
    young_against_module: Sequence["YoungView"]
    n_together: int  # differences that were settled together


@dataclass(frozen=True, kw_only=True)
class YoungView:
    """What a young person said of a theme on a story, and what the module did."""

    story: Story
    theme_id: int
    suggested: bool
    fits: bool


@dataclass(frozen=True, kw_only=True)
class OfCoder:
    """How many suggestions one coder has decided about, and how many of them they confirmed."""

    name: str
    kind: CoderKind
    n_right: int
    n_decided: int
    precision: Interval | None


def agreements_of(programme: Programme) -> Agreements:
    """Compare all coders of a programme."""
    read_twice = findings.two_readings(programme)
    across = [one for one in read_twice if one.stands_as is not one.said_as]
    alike = [one for one in read_twice if one.stands_as is one.said_as]
    differing = [one for one in read_twice if one.stands is not one.said]
    young = _young_views(programme, read_twice)
    pairs = [
        _with_model(programme, findings.tag_counts(programme, only_coded=True, alone=True)),
        _of_two(Pair.YOUNG_AND_ADULT, [(one.stands, one.said) for one in across]),
        _of_two(Pair.YOUNG_AND_MODEL, [(one.fits, one.suggested) for one in young]),
        _of_two(Pair.PERSON_AND_PERSON, [(one.stands, one.said) for one in alike]),
    ]
    otherwise = [one for one in young if one.suggested is not one.fits]
    return Agreements(
        pairs=[pair for pair in pairs if pair.n], disagreements=differing[-MOST_LISTED:][::-1],
        n_disagreements=len(differing), against_module=findings.against_module(programme, limit=MOST_LISTED),
        young_against_module=otherwise[-MOST_LISTED:][::-1],
        n_together=len({(one.story.id, one.theme_id) for one in differing if one.together is not None}),
    )  # fmt: skip


def precision_by_coder(
    programme: Programme, *, theme_id: int | None = None, result_id: int | None = None
) -> list[OfCoder]:
    """Return for each coder how many suggestions they confirmed of those they decided.

    For all themes, for one, or for one result.
    """
    counts: dict[tuple[str, CoderKind], Counter[TagState]] = {}
    for name, kind, state, n in findings.decided_by(programme, theme_id=theme_id, result_id=result_id):
        counts.setdefault((name, kind), Counter())[state] += n
    return [
        OfCoder(
            name=name, kind=kind, n_right=own[TagState.CONFIRMED], n_decided=own.total(),
            precision=wilson_interval(own[TagState.CONFIRMED], own.total()),
        )
        for (name, kind), own in counts.items()
    ]  # fmt: skip


def strength_of(kappa: float | None, *, n: int) -> Strength:
    """Name a kappa; below ten pairs nothing can be said, below thirty it is a hint only."""
    if n < TOO_FEW or kappa is None:
        return Strength.TOO_FEW
    if n < FEW:
        return Strength.HINT
    if kappa < 0.4:
        return Strength.WEAK
    return Strength.MODERATE if kappa < 0.67 else Strength.GOOD


def precision(counts: Sequence[TagCount]) -> tuple[int, int, Interval | None]:
    """Return how many suggestions people confirmed, of how many they decided, and the share with its interval."""
    decided = [one for one in counts if one.coder is CoderKind.MODEL and one.state is not TagState.SUGGESTED]
    n_decided = sum(one.n for one in decided)
    n_confirmed = sum(one.n for one in decided if one.state is TagState.CONFIRMED)
    return n_confirmed, n_decided, wilson_interval(n_confirmed, n_decided)


def _with_model(programme: Programme, counts: Sequence[TagCount]) -> Agreement:
    """Compare people with the module over every theme of every coded story.

    Who decided had seen the suggestion, so this flatters; the page says so.
    """
    n_pairs = findings.n_stories_coded(programme) * sum(theme.is_active for theme in themes_of(programme))
    both, n_decided, _ = precision(counts)
    only_model = n_decided - both
    only_person = sum(one.n for one in counts if one.coder is not CoderKind.MODEL and one.state is TagState.CONFIRMED)
    neither = max(n_pairs - both - only_model - only_person, 0)
    n = both + only_model + only_person + neither if n_decided + only_person else 0
    four = {"both": both, "only_first": only_model, "only_second": only_person, "neither": neither}
    kappa = kappa_interval(**four)
    return Agreement(
        pair=Pair.PERSON_AND_MODEL, n=n, n_agreed=both + neither, share=wilson_interval(both + neither, n) if n else None,
        kappa=kappa, alpha=alpha_interval(**four), strength=strength_of(kappa.estimate if kappa else None, n=n),
    )  # fmt: skip


def _young_views(programme: Programme, read_twice: Sequence[TwoReadings]) -> list[YoungView]:
    """Return every theme on a story that a young person was asked about: as the first to decide, or blind as the second."""
    first = [
        YoungView(story=story, theme_id=theme_id, suggested=suggested, fits=fits)
        for story, theme_id, suggested, fits in findings.first_by_young(programme)
    ]
    second = [
        YoungView(story=one.story, theme_id=one.theme_id, suggested=one.put_by_module, fits=one.said)
        for one in read_twice
        if one.said_as is CoderKind.YOUNG_PERSON
    ]
    return first + second


def _of_two(pair: Pair, readings: Sequence[tuple[bool, bool]]) -> Agreement:
    n, n_agreed = len(readings), sum(first is second for first, second in readings)
    pairs = Counter(readings)
    four = {
        "both": pairs[True, True], "only_first": pairs[True, False], "only_second": pairs[False, True],
        "neither": pairs[False, False],
    }  # fmt: skip
    kappa = kappa_interval(**four)
    n_yes = sum(first + second for first, second in readings)
    return Agreement(
        pair=pair, n=n, n_agreed=n_agreed, share=wilson_interval(n_agreed, n), kappa=kappa,
        alpha=alpha_interval(**four), strength=strength_of(kappa.estimate if kappa else None, n=n),
        is_one_sided=n > 0 and not ONE_SIDED < n_yes / (2 * n) < 1 - ONE_SIDED,
    )  # fmt: skip
