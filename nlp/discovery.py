"""Groups of texts that the codebook does not explain yet: what a new theme could be about."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from nlp.analyse import language_of
from nlp.phrases import content_runs
from nlp.pipeline import reading
from nlp.themes import ThemeFinder
from nlp.types import LANGUAGES, ThemeSpec

SEED = 20_240_101
LEAST_TEXTS = 6
LEAST_GROUP = 3
MOST_GROUPS = 20
DIMENSIONS = 50
AMBIGUOUS = 0.3
N_TYPICAL = 3
N_PHRASES = 8


@dataclass(frozen=True, kw_only=True)
class Group:
    """Texts that belong together. Places are positions in the input; typical ones come nearest to the middle."""

    label: str
    phrases: tuple[str, ...]
    places: tuple[int, ...]
    typical: tuple[int, ...]
    novelty: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One text's meaningful lemmas, and how little the codebook explains it."""

    place: int
    lemmas: list[str]
    novelty: float


def discover_groups(texts: Sequence[tuple[str, str | None]], codebook: Sequence[ThemeSpec] = ()) -> list[Group]:
    """Group texts language by language, the newest groups first. The same input gives the same groups.

    With a codebook only the less explained half is grouped. The 30 % that sit between two groups are left out.
    """
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    by_language: dict[str, list[Reading]] = defaultdict(list)
    finders = {language: ThemeFinder(codebook, language) for language in LANGUAGES}
    for place, (text, given) in enumerate(texts):
        language = language_of(text, given)[0]
        if language in LANGUAGES:
            by_language[language].append(_read(place, text, language, finders[language], shown))
    groups = [
        group
        for language in sorted(by_language)
        for group in _groups(_unexplained(by_language[language], bool(codebook)), shown)
    ]
    return sorted(groups, key=lambda group: (-group.novelty, -len(group.places)))


def _read(place: int, text: str, language: str, finder: ThemeFinder, shown: dict[str, Counter[str]]) -> Reading:
    with reading(text, language) as doc:
        tokens = [token for start, end in content_runs(doc, language) for token in doc[start:end]]
        for token in tokens:
            shown[token.lemma_][token.lower_] += 1
        scores, _ = finder.scores(doc)
        return Reading(place, [token.lemma_ for token in tokens], 1 - max(scores, default=0.0))


def _unexplained(readings: Sequence[Reading], has_codebook: bool) -> list[Reading]:
    full = [each for each in readings if each.lemmas]
    if not has_codebook:
        return full
    return sorted(full, key=lambda each: -each.novelty)[: math.ceil(len(full) / 2)]


def _groups(readings: Sequence[Reading], shown: dict[str, Counter[str]]) -> Iterator[Group]:
    if len(readings) < LEAST_TEXTS:
        return
    vectorizer = TfidfVectorizer(analyzer=list, min_df=2, max_df=0.5, sublinear_tf=True)
    try:
        sparse = vectorizer.fit_transform([each.lemmas for each in readings])
    except ValueError:
        # No lemma stands in two texts: there is nothing in common.
        return
    dimensions = min(DIMENSIONS, *(side - 1 for side in sparse.shape))
    space = TruncatedSVD(dimensions, random_state=SEED).fit_transform(sparse) if dimensions > 1 else sparse.toarray()
    space = normalize(space)
    n_different = len(np.unique(space.round(6), axis=0))
    n_groups = min(MOST_GROUPS, n_different, max(2, round(math.sqrt(len(readings) / 2))))
    if n_groups < 2:
        return
    distances = KMeans(n_groups, n_init=5, random_state=SEED).fit(space).transform(space)
    yield from _described(readings, distances, shown)


def _described(readings: Sequence[Reading], distances: np.ndarray, shown: dict[str, Counter[str]]) -> Iterator[Group]:
    nearest = distances.argmin(axis=1)
    two = np.sort(distances, axis=1)[:, :2]
    margins = two[:, 1] - two[:, 0]
    clear = margins >= np.quantile(margins, AMBIGUOUS)
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(clear):
        members[int(nearest[row])].append(int(row))
    bags = {
        group: Counter(word for row in rows for word in set(readings[row].lemmas)) for group, rows in members.items()
    }
    for group, rows in members.items():
        words = _telling_words(group, bags)
        if len(rows) < LEAST_GROUP or not words:
            continue
        ordered = sorted(rows, key=lambda row: distances[row, group])
        phrases = tuple(shown[word].most_common(1)[0][0] for word in words)
        yield Group(
            label=", ".join(phrases[:3]),
            phrases=phrases,
            places=tuple(sorted(readings[row].place for row in rows)),
            typical=tuple(readings[row].place for row in ordered[:N_TYPICAL]),
            novelty=round(float(np.mean([readings[row].novelty for row in rows])), 4),
        )


def _telling_words(group: int, bags: dict[int, Counter[str]]) -> list[str]:
    """Weigh words by class: frequent in this group, rare in the others (c-TF-IDF)."""
    total = Counter[str]()
    for bag in bags.values():
        total.update(bag)
    mean = sum(total.values()) / len(bags)
    own = bags[group]
    size = sum(own.values())
    weights = {word: n / size * math.log(1 + mean / total[word]) for word, n in own.items() if n >= 2}
    return sorted(weights, key=lambda word: (-weights[word], word))[:N_PHRASES]
