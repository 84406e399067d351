"""Groups of texts that the codebook does not explain yet: what a new theme could be about."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, zip_longest

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from spacy.tokens import Span
from threadpoolctl import threadpool_limits

from nlp.analyse import language_of
from nlp.likeness import sentences_of
from nlp.naming import Run, label_of, shared_phrases
from nlp.phrases import content_runs
from nlp.pipeline import reading
from nlp.themes import ThemeFinder
from nlp.types import LANGUAGES, LEAST_TEXTS, ThemeSpec
from nlp.wordlists import words_of

SEED = 20_240_101
LEAST_GROUP = 3
MOST_GROUPS = 25
GROUPS_BY_SIZE = 1.25
DIMENSIONS = 50
AMBIGUOUS = 0.3
FEW, CLEAR_ENOUGH = 60, 0.5
NEW = 0.5
SHORT = 3
SAME = 0.8
BY_MEANING = 0.65  # how much the vectors count beside the words; this and the number of groups chosen on labelled parts
MOST_MOMENTS = 20_000
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
class Moment:
    """A sentence of a text, or all of a short one: what it says, and how little the codebook explains it."""

    place: int
    sentences: tuple[tuple[int, int, frozenset[str]], ...]  # from, to, lemmas
    runs: list[Run]
    novelty: float
    vector: np.ndarray | None  # float32 [384] where the language has an encoder

    @property
    def lemmas(self) -> list[str]:
        """Return the meaningful lemmas in order."""
        return [lemma for run in self.runs for lemma, _ in run]


def discover_groups(
    texts: Sequence[tuple[str, str | None]], codebook: Sequence[ThemeSpec] = (), *, keep_all: bool = False
) -> list[Group]:
    """Group texts language by language by what their sentences say; the clearest of the newest groups first.

    With a codebook only the less explained half of the sentences is grouped; with `keep_all`, which says that the texts
    were chosen before, those that no theme explains, and at least one of each text. A text may stand in several groups.
    Sentences that sit between two groups (30 %) are left out; of few only those that clearly do. The same input gives
    the same groups.
    """
    by_language: dict[str, list[Moment]] = defaultdict(list)
    finders = {language: ThemeFinder(codebook, language) for language in LANGUAGES}
    for place, (text, given) in enumerate(texts):
        language = language_of(text, given)[0]
        if language in LANGUAGES:
            moments = _moments(place, text, language, finders[language])
            by_language[language] += _newest_of_text(moments) if keep_all else moments
    has_half = bool(codebook) and not keep_all
    found: list[tuple[float, Group]] = []
    with threadpool_limits(limits=1):  # so that sums have one order, and waiting threads no price
        for language in sorted(by_language):
            found += _groups(_unexplained(by_language[language], has_half), language)
    found.sort(key=lambda each: -each[0])
    return _without_twins([group for _, group in found])


def _moments(place: int, text: str, language: str, finder: ThemeFinder) -> list[Moment]:
    with reading(text, language) as doc:
        sentences = sentences_of(doc)
        explained, vectors = finder.look_at_each(sentences)
        found = [
            Moment(
                place=place, sentences=(_placed(sentence),), runs=_runs_of(sentence, language), novelty=1 - score,
                vector=None if vectors is None else vectors[n],
            )
            for n, (sentence, score) in enumerate(zip(sentences, explained, strict=True))
        ]  # fmt: skip
    found = [each for each in found if each.runs]
    return [_joined(found)] if 1 < len(found) <= SHORT else found


def _placed(sentence: Span) -> tuple[int, int, frozenset[str]]:
    start = sentence.start_char
    return start, start + len(sentence.text.rstrip()), frozenset(token.lemma_ for token in sentence)


def _joined(moments: Sequence[Moment]) -> Moment:
    """Take a short text as one: its sentences are mostly about the same."""
    vectors = [each.vector for each in moments if each.vector is not None]
    return Moment(
        place=moments[0].place, sentences=tuple(part for each in moments for part in each.sentences),
        runs=[run for each in moments for run in each.runs], novelty=min(each.novelty for each in moments),
        vector=np.mean(vectors, axis=0) if vectors else None,
    )  # fmt: skip


def _newest_of_text(moments: Sequence[Moment]) -> list[Moment]:
    new = [each for each in moments if each.novelty >= NEW]
    return new or sorted(moments, key=lambda each: -each.novelty)[:1]


def _runs_of(sentence: Span, language: str) -> list[Run]:
    doc = sentence.as_doc()
    return [run for start, end in content_runs(doc, language) for run in _naming_runs(doc[start:end], language)]


def _naming_runs(span: Span, language: str) -> Iterator[Run]:
    """Part a run where a word stands that says nothing of what a text is about."""
    unnaming = words_of(language, "grammar", "unnaming")
    for is_naming, tokens in groupby(span, key=lambda t: t.lemma_ not in unnaming and t.lower_ not in unnaming):
        if is_naming:
            yield [(token.lemma_, token.lower_) for token in tokens]


def _unexplained(moments: Sequence[Moment], has_half: bool) -> list[Moment]:
    if not has_half:
        return list(moments[:MOST_MOMENTS])
    newest = sorted(moments, key=lambda each: -each.novelty)
    return newest[: min(math.ceil(len(moments) / 2), MOST_MOMENTS)]


def _groups(moments: Sequence[Moment], language: str) -> Iterator[tuple[float, Group]]:
    if len({each.place for each in moments}) < LEAST_TEXTS:
        return
    space = _space(moments)
    if space is None:
        return
    n_different = len(np.unique(space.round(6), axis=0))
    n_groups = min(MOST_GROUPS, n_different, max(2, round(GROUPS_BY_SIZE * math.sqrt(len(moments) / 2))))
    if n_groups < 2:
        return
    model = KMeans(n_groups, n_init=5, random_state=SEED).fit(space)
    yield from _described(moments, space, model.transform(space), language)


def _space(moments: Sequence[Moment]) -> np.ndarray | None:
    """Answer rows of unit length: words and meaning side by side; None where nothing is in common."""
    vectorizer = TfidfVectorizer(analyzer=list, min_df=2, max_df=0.5, sublinear_tf=True)
    try:
        sparse = vectorizer.fit_transform([each.lemmas for each in moments])
    except ValueError:
        # No lemma stands in two sentences.
        return None
    dimensions = min(DIMENSIONS, *(side - 1 for side in sparse.shape))
    words = TruncatedSVD(dimensions, random_state=SEED).fit_transform(sparse) if dimensions > 1 else sparse.toarray()
    words = normalize(words)
    vectors = [each.vector for each in moments if each.vector is not None]
    if len(vectors) < len(moments):
        return np.asarray(words)
    meaning = np.stack(vectors)
    meaning = normalize(meaning - meaning.mean(axis=0))
    return np.asarray(normalize(np.hstack([math.sqrt(1 - BY_MEANING) * words, math.sqrt(BY_MEANING) * meaning])))


def _described(
    moments: Sequence[Moment], space: np.ndarray, distances: np.ndarray, language: str
) -> Iterator[tuple[float, Group]]:
    """Answer each group that has a name, with its worth: how new, how close and how large it is."""
    members = _members(distances)
    bags = {
        group: Counter(word for row in rows for word in set(moments[row].lemmas)) for group, rows in members.items()
    }
    for group, rows in members.items():
        weights = _weights(group, bags)
        nearest: dict[int, int] = {}  # text → its sentence nearest to the middle
        for row in sorted(rows, key=lambda row: (distances[row, group], row)):
            nearest.setdefault(moments[row].place, row)
        phrases = shared_phrases([moments[row].runs for row in rows], weights, most=N_PHRASES)
        if len(nearest) < LEAST_GROUP or not phrases:
            continue
        novelty = float(np.mean([moments[row].novelty for row in rows]))
        closeness = float(np.linalg.norm(space[rows].mean(axis=0)))
        yield (
            novelty * closeness * math.log(len(rows)),
            Group(
                language=language,
                label=label_of(phrases),
                phrases=phrases,
                places=tuple(sorted(nearest)),
                by_nearness=tuple(nearest),
                novelty=round(novelty, 4),
                evidence={place: _best_sentence(moments[row], weights) for place, row in nearest.items()},
            ),
        )


def _best_sentence(one: Moment, weights: Mapping[str, float]) -> tuple[int, int]:
    """Answer where the sentence stands whose words say most of the group; the first of equals."""
    start, end, _ = max(one.sentences, key=lambda part: sum(weights.get(lemma, 0) for lemma in part[2]))
    return start, end


def _members(distances: np.ndarray) -> dict[int, list[int]]:
    """Answer which sentences clearly belong to each group."""
    nearest = distances.argmin(axis=1)
    two = np.sort(distances, axis=1)[:, :2]
    margins = two[:, 1] - two[:, 0]
    edge = np.quantile(margins, AMBIGUOUS)
    clear = margins >= (edge if len(distances) >= FEW else min(edge, CLEAR_ENOUGH * np.median(margins)))
    members: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(clear):
        members[int(nearest[row])].append(int(row))
    return members


def _without_twins(groups: Sequence[Group]) -> list[Group]:
    """Join a group to a better one that holds almost the same texts: two sentences that always come together."""
    kept: list[Group] = []
    for group in groups:
        own = set(group.places)
        twin = next((n for n, each in enumerate(kept) if _are_twins(own, set(each.places))), None)
        if twin is None:
            kept.append(group)
            continue
        in_turn = (phrase for pair in zip_longest(kept[twin].phrases, group.phrases) for phrase in pair if phrase)
        phrases = tuple(islice(dict.fromkeys(in_turn), N_PHRASES))
        kept[twin] = replace(kept[twin], phrases=phrases, label=label_of(phrases))
    return kept


def _are_twins(some: set[int], others: set[int]) -> bool:
    return len(some & others) >= SAME * len(some | others)


def _weights(group: int, bags: dict[int, Counter[str]]) -> dict[str, float]:
    """Weigh words by class: frequent in this group, rare in the others (c-TF-IDF)."""
    total = Counter[str]()
    for bag in bags.values():
        total.update(bag)
    mean = sum(total.values()) / len(bags)
    own = bags[group]
    size = sum(own.values())
    return {word: n / size * math.log(1 + mean / total[word]) for word, n in own.items() if n >= 2}
