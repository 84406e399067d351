"""Groups of texts that the codebook does not explain yet: what a new theme could be about."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from spacy.tokens import Doc, Span

from nlp.analyse import language_of
from nlp.naming import Run, label_of, shared_phrases
from nlp.phrases import content_runs
from nlp.pipeline import reading
from nlp.themes import ThemeFinder
from nlp.types import LANGUAGES, LEAST_TEXTS, ThemeSpec
from nlp.wordlists import words_of

SEED = 20_240_101
LEAST_GROUP = 3
MOST_GROUPS = 20
DIMENSIONS = 50
AMBIGUOUS = 0.3
FEW_TEXTS, CLEAR_ENOUGH = 60, 0.5
N_TYPICAL = 3
N_PHRASES = 8


@dataclass(frozen=True, kw_only=True)
class Group:
    """Texts that belong together. Places are positions in the input; typical ones come nearest to the middle."""

    language: str
    label: str
    phrases: tuple[str, ...]
    places: tuple[int, ...]
    by_nearness: tuple[int, ...]  # the same places, the most typical first, the most distant last
    novelty: float
    evidence: Mapping[int, tuple[int, int]]  # where in each text the sentence stands that says it best

    @property
    def typical(self) -> tuple[int, ...]:
        """Return the places of the texts nearest to the middle."""
        return self.by_nearness[:N_TYPICAL]


@dataclass(frozen=True, slots=True)
class Reading:
    """One text's meaningful lemmas, and how little the codebook explains it."""

    place: int
    runs: list[Run]
    novelty: float
    sentences: list[tuple[int, int, set[str]]] = field(default_factory=list)  # from, to, lemmas

    @property
    def lemmas(self) -> list[str]:
        """Return the meaningful lemmas in order."""
        return [lemma for run in self.runs for lemma, _ in run]


def discover_groups(
    texts: Sequence[tuple[str, str | None]], codebook: Sequence[ThemeSpec] = (), *, keep_all: bool = False
) -> list[Group]:
    """Group texts language by language, the newest groups first. The same input gives the same groups.

    With a codebook only the less explained half is grouped, unless `keep_all` says that the texts were chosen before.
    The 30 % that sit between two groups are left out; of few texts only those that clearly do.
    """
    by_language: dict[str, list[Reading]] = defaultdict(list)
    finders = {language: ThemeFinder(codebook, language) for language in LANGUAGES}
    for place, (text, given) in enumerate(texts):
        language = language_of(text, given)[0]
        if language in LANGUAGES:
            by_language[language].append(_read(place, text, language, finders[language]))
    has_half = bool(codebook) and not keep_all
    groups = [
        group
        for language in sorted(by_language)
        for group in _groups(_unexplained(by_language[language], has_half), language)
    ]
    return sorted(groups, key=lambda group: (-group.novelty, -len(group.places)))


def _read(place: int, text: str, language: str, finder: ThemeFinder) -> Reading:
    with reading(text, language) as doc:
        runs = [run for start, end in content_runs(doc, language) for run in _naming_runs(doc[start:end], language)]
        return Reading(place, runs, 1 - max(finder.look(doc).scores, default=0.0), _sentences(doc, text))


def _naming_runs(span: Span, language: str) -> Iterator[Run]:
    """Part a run where a word stands that says nothing of what a text is about."""
    unnaming = words_of(language, "grammar", "unnaming")
    for is_naming, tokens in groupby(span, key=lambda t: t.lemma_ not in unnaming and t.lower_ not in unnaming):
        if is_naming:
            yield [(token.lemma_, token.lower_) for token in tokens]


def _sentences(doc: Doc, text: str) -> list[tuple[int, int, set[str]]]:
    found = []
    for sentence in doc.sents:
        written = text[sentence.start_char : sentence.end_char]
        if written.strip():
            start = sentence.start_char + len(written) - len(written.lstrip())
            found.append((start, start + len(written.strip()), {token.lemma_ for token in sentence}))
    return found


def _unexplained(readings: Sequence[Reading], has_half: bool) -> list[Reading]:
    full = [each for each in readings if each.runs]
    if not has_half:
        return full
    return sorted(full, key=lambda each: -each.novelty)[: math.ceil(len(full) / 2)]


def _groups(readings: Sequence[Reading], language: str) -> Iterator[Group]:
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
    yield from _described(readings, distances, language)


def _described(readings: Sequence[Reading], distances: np.ndarray, language: str) -> Iterator[Group]:
    nearest = distances.argmin(axis=1)
    two = np.sort(distances, axis=1)[:, :2]
    margins = two[:, 1] - two[:, 0]
    edge = np.quantile(margins, AMBIGUOUS)
    clear = margins >= (edge if len(readings) >= FEW_TEXTS else min(edge, CLEAR_ENOUGH * np.median(margins)))
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(clear):
        members[int(nearest[row])].append(int(row))
    bags = {
        group: Counter(word for row in rows for word in set(readings[row].lemmas)) for group, rows in members.items()
    }
    for group, rows in members.items():
        weights = _weights(group, bags)
        phrases = shared_phrases([readings[row].runs for row in rows], weights, most=N_PHRASES)
        if len(rows) < LEAST_GROUP or not phrases:
            continue
        ordered = sorted(rows, key=lambda row: (distances[row, group], row))
        yield Group(
            language=language,
            label=label_of(phrases),
            phrases=phrases,
            places=tuple(sorted(readings[row].place for row in rows)),
            by_nearness=tuple(readings[row].place for row in ordered),
            novelty=round(float(np.mean([readings[row].novelty for row in rows])), 4),
            evidence={readings[row].place: _best_sentence(readings[row], weights) for row in rows},
        )


def _weights(group: int, bags: dict[int, Counter[str]]) -> dict[str, float]:
    """Weigh words by class: frequent in this group, rare in the others (c-TF-IDF)."""
    total = Counter[str]()
    for bag in bags.values():
        total.update(bag)
    mean = sum(total.values()) / len(bags)
    own = bags[group]
    size = sum(own.values())
    return {word: n / size * math.log(1 + mean / total[word]) for word, n in own.items() if n >= 2}


def _best_sentence(one: Reading, weights: Mapping[str, float]) -> tuple[int, int]:
    """Answer where the sentence stands whose words say most of the group; the first of equals."""
    start, end, _ = max(one.sentences, key=lambda sentence: sum(weights.get(lemma, 0) for lemma in sentence[2]))
    return start, end
