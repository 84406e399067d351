"""How like a sentence is to what was written of a theme or a result, on one scale for all of them.

Vectors of any two sentences have something in common, and more with some wordings than with others. So likeness is
counted in steps from what is usual: 0 is as like as an ordinary sentence, 3 is rarely reached by one.
"""

import functools
from collections.abc import Mapping, Sequence
from itertools import islice
from statistics import NormalDist

import numpy as np
from spacy.tokens import Doc, Span

from nlp.encoders import DIMENSIONS, encode, encoder_tag, has_encoder
from nlp.types import LANGUAGES, spoken
from nlp.wordlists import word_list

MOST_TEXTS = 4000  # of a whole codebook; a longer one is matched by its words alone
# Of a text, sentences and letters; the words of what comes after still count. A story has 4,000 letters at most.
MOST_SENTENCES, MOST_LETTERS = 300, 20_000
BEST = 3
Written = tuple[str, str]  # a text and its language


class Likeness:
    """Groups of texts (all that was written of one theme, or of one result), ready to be compared with sentences."""

    def __init__(self, groups: Sequence[Sequence[Written]], twins: Sequence[Sequence[Written | None]] = ()) -> None:
        """Encode the groups; `twins` are the same texts in another language, where there are any: both count alike."""
        texts = [(text, language, place) for place, group in enumerate(groups) for text, language in group]
        vectors = _encoded([(text, language) for text, language, _ in texts])
        if twins:
            vectors += _encoded([twin for group in twins for twin in group])
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        self._texts = vectors.T
        self._scales: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = {}
        self._members = [[n for n, (_, _, owner) in enumerate(texts) if owner == place] for place in range(len(groups))]

    def to_texts(self, sentences: np.ndarray, language: str) -> list[np.ndarray]:
        """Answer for each group [n sentences, n texts of the group], from vectors of sentences of one language."""
        tag = encoder_tag(language) or ""
        if (language, tag) not in self._scales:
            middle, spread = _usual(language, tag)
            step = np.sqrt(np.maximum(((self._texts.T @ spread) * self._texts.T).sum(axis=1), 1e-6))
            self._scales[language, tag] = middle @ self._texts, step
        usual, step = self._scales[language, tag]
        steps = (sentences @ self._texts - usual) / step
        return [steps[:, rows] for rows in self._members]

    def to_groups(self, sentences: np.ndarray, language: str) -> np.ndarray:
        """Answer [n sentences, n groups]: the mean of the three texts of a group that a sentence is most like."""
        parts = self.to_texts(sentences, language)
        return np.stack([np.sort(part, axis=1)[:, -BEST:].mean(axis=1) for part in parts], axis=1)


def _encoded(texts: Sequence[Written | None]) -> np.ndarray:
    """Answer float32 [n texts, 384]; nought where there is no text."""
    vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
    for language in {each[1] for each in texts if each is not None}:
        rows = [n for n, each in enumerate(texts) if each is not None and each[1] == language]
        vectors[rows] = encode([texts[n][0] for n in rows], language)  # type: ignore[index]
    return vectors


@functools.lru_cache(maxsize=8)
def _usual(language: str, tag: str) -> tuple[np.ndarray, np.ndarray]:
    """Answer the mean vector of ordinary sentences and how they spread around it; `tag` names the encoder."""
    rows = encode(word_list(language, "ordinary")["sentences"], language)
    return rows.mean(axis=0), np.cov(rows, rowvar=False)


def likeness_of(groups: Sequence[Sequence[Written]], twins: Sequence[Sequence[Written | None]] = ()) -> Likeness | None:
    """Make groups ready; None where a language has no encoder, a group is empty, or there are too many texts."""
    if not groups or not all(groups) or sum(map(len, groups)) > MOST_TEXTS:
        return None
    languages = {each[1] for part in (*groups, *twins) for each in part if each is not None}
    return Likeness(groups, twins) if all(map(has_encoder, languages)) else None


def sentences_of(doc: Doc) -> list[Span]:
    """Answer the sentences that say anything, and no more than can be read in a few seconds."""
    telling = (
        sentence
        for sentence in doc.sents
        if sentence.start_char < MOST_LETTERS and any(token.text[0].isalnum() for token in sentence)
    )
    return list(islice(telling, MOST_SENTENCES))


def luck(n_sentences: int) -> float:
    """Answer how many steps the best of n ordinary sentences reaches by chance alone (Blom 1958); 0 for one sentence."""
    return NormalDist().inv_cdf((n_sentences - 0.375) / (n_sentences + 0.25)) if n_sentences > 1 else 0.0


def vectors_of(sentences: Sequence[Span], language: str) -> np.ndarray | None:
    """Answer float32 [n sentences, 384], or None where nothing encodes the language."""
    return encode([sentence.text for sentence in sentences], language) if has_encoder(language) else None


def twin(words: Mapping[str, str], language: str) -> Written | None:
    """Answer a wording in the other language, where it has both."""
    other = next((each for each in LANGUAGES if each != language), language)
    both = all(words.get(each, "").strip() for each in (language, other))
    return (words[other], other) if both and other != language else None


def written(words: Mapping[str, str], language: str) -> list[Written]:
    """Answer a wording in the language asked for, or in the other one where it has none."""
    telling = {each: text for each, text in words.items() if text.strip()}
    each = spoken(telling, language)
    return [] if each is None else [(telling[each], each)]
