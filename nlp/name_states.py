"""What the encoder's rows say of the words of a text: how much each is used like a name, in steps of log odds."""

import functools
from itertools import pairwise

import numpy as np

from nlp.encoders import encode_words, encoder_tag, has_encoder
from nlp.errors import NlpError
from nlp.line import Line
from nlp.pipeline import TOKEN, sentence_starts

LANGUAGE = "en"
MOST_SENTENCES, MOST_LETTERS = 300, 20_000  # as many as are read for themes


def states_of(line: Line, weights: tuple[float, ...], encoder: str) -> dict[int, float]:
    """Answer for each word that was read its row times the weights; empty where another encoder is in use, or none."""
    if not line.words or not has_encoder(LANGUAGE) or encoder_tag(LANGUAGE) != encoder:
        return {}
    told = _as_array(weights)
    return {i: float(row @ told) for i, row in word_rows(line).items()}


def word_rows(line: Line) -> dict[int, np.ndarray]:
    """Answer for each word the mean of its tokens' rows, float32 [384]; the encoder reads sentence by sentence."""
    spans = [span for span in sentence_spans(line.text) if span[0] < MOST_LETTERS][:MOST_SENTENCES]
    try:
        read = encode_words([line.text[start:end] for start, end in spans], LANGUAGE) or []
    except NlpError:
        read = []
    found: dict[int, np.ndarray] = {}
    at = 0
    for (start, _), (places, rows) in zip(spans, read, strict=bool(read)):
        tokens_of: dict[int, list[int]] = {}
        for n, (a, b) in enumerate(places):
            while at < len(line.words) - 1 and line.words[at].end <= start + a:
                at += 1
            if a < b and line.words[at].start < start + b and start + a < line.words[at].end:
                tokens_of.setdefault(at, []).append(n)
        found |= {i: rows[numbers].mean(axis=0) for i, numbers in tokens_of.items()}
    return found


@functools.lru_cache(maxsize=4)
def _as_array(weights: tuple[float, ...]) -> np.ndarray:
    return np.array(weights, np.float32)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Part a text as the pipeline does, without it: from, to, no white space at the end; only what has a letter."""
    pieces = list(TOKEN.finditer(text))
    starts = sentence_starts([each.group() for each in pieces])
    begins = [n for n, is_start in enumerate(starts) if is_start]
    spans = []
    for first, after in pairwise([*begins, len(pieces)]):
        a, b = pieces[first].start(), pieces[after - 1].end()
        written = text[a:b]
        if any(map(str.isalnum, written)):
            spans.append((a, a + len(written.rstrip())))
    return spans
