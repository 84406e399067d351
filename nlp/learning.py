"""Learn from confirmed and refused suggestions: one small logistic head a theme."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from nlp import ENGINE
from nlp.analyse import language_of
from nlp.errors import NlpError
from nlp.model import ThemeHead, ThemeModel, weigh
from nlp.pipeline import reading
from nlp.themes import ThemeFinder
from nlp.types import LANGUAGES, ThemeSpec

LEAST_LABELS = 4
# A text confirmed for other themes and never shown for this one is a weak no.
WEAK_NO = 0.3
LEXICON_SCALE = 4.0
STRENGTH = 4.0
LEAST_WEIGHT = 0.01
LEXICON = "\0lexicon"


@dataclass(frozen=True, kw_only=True)
class Label:
    """A person's decision on one suggestion."""

    story: str
    code: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Read:
    """What a text gives to learn from."""

    lemmas: list[str]
    own: dict[str, float]


def learn_themes(
    texts: Mapping[str, tuple[str, str | None]], labels: Sequence[Label], codebook: Sequence[ThemeSpec]
) -> ThemeModel:
    """Learn a head for every theme with at least four confirmed texts and four that are not its own.

    `texts` maps a story's id to its text and language. The same input gives the same model.
    """
    labels = [label for label in labels if label.story in texts]
    read = _read_all({label.story: texts[label.story] for label in labels}, codebook)
    rarity = _rarity([each.lemmas for each in read.values()])
    decided: dict[str, dict[str, bool]] = defaultdict(dict)
    for label in labels:
        if label.story in read:
            decided[label.code][label.story] = label.is_confirmed
    features = {story: weigh(each.lemmas, rarity) for story, each in read.items()}
    heads = {}
    for theme in codebook:
        head = _head(theme.code, decided, read, features)
        if head is not None:
            heads[theme.code] = head
    if not heads:
        raise NlpError("labels.too-few", least=LEAST_LABELS)
    return ThemeModel(engine=ENGINE, n_labels=len(labels), rarity=rarity, heads=heads)


def _read_all(texts: Mapping[str, tuple[str, str | None]], codebook: Sequence[ThemeSpec]) -> dict[str, Read]:
    finders = {language: ThemeFinder(codebook, language) for language in LANGUAGES}
    read = {}
    for story, (text, given) in texts.items():
        language = language_of(text, given)[0]
        if language in LANGUAGES:
            with reading(text, language) as doc:
                scores, _ = finders[language].scores(doc)
                read[story] = Read(
                    [token.lemma_ for token in doc], dict(zip(finders[language].codes, scores, strict=True))
                )
    return read


def _rarity(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    counts = Counter(word for lemmas in texts for word in set(lemmas) if word[0].isalpha())
    least = 2 if len(texts) >= 20 else 1
    return {word: round(math.log((1 + len(texts)) / (1 + n)) + 1, 4) for word, n in counts.items() if n >= least}


def _head(
    code: str,
    decided: Mapping[str, Mapping[str, bool]],
    read: Mapping[str, Read],
    features: Mapping[str, Mapping[str, float]],
) -> ThemeHead | None:
    own = decided.get(code, {})
    elsewhere = {story for other, rows in decided.items() if other != code for story, yes in rows.items() if yes}
    rows = [(story, yes, 1.0) for story, yes in own.items()]
    rows += [(story, False, WEAK_NO) for story in sorted(elsewhere - own.keys())]
    n_yes = sum(yes for _, yes, _ in rows)
    if n_yes < LEAST_LABELS or len(rows) - n_yes < LEAST_LABELS:
        return None
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(
        [{**features[story], LEXICON: LEXICON_SCALE * read[story].own[code]} for story, _, _ in rows]
    )
    learner = LogisticRegression(C=STRENGTH, max_iter=500)
    learner.fit(matrix, [yes for _, yes, _ in rows], sample_weight=np.array([weight for _, _, weight in rows]))
    weights = dict(zip(vectorizer.feature_names_, (float(each) for each in learner.coef_[0]), strict=True))
    return ThemeHead(
        bias=round(float(learner.intercept_[0]), 5),
        lexicon=round(LEXICON_SCALE * weights.pop(LEXICON, 0.0), 5),
        weights={word: round(weight, 5) for word, weight in weights.items() if abs(weight) >= LEAST_WEIGHT},
        n_confirmed=sum(own.values()),
        n_refused=len(own) - sum(own.values()),
    )
