"""`python -m nlp.training.english_names BTC WNUT SYNTH`: learn the weights of signs of an English name.

BTC: the Broad Twitter Corpus (CC BY 4.0). WNUT: emerging entities of WNUT-17 (CC BY 4.0). SYNTH: synthetic texts of
presidio-research (MIT). Each is a `data.jsonl`; two fifths of each are held out and never seen here.
"""

import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from nlp.encoders import encoder_tag
from nlp.english_names import is_worth_a_look, joins_names, signs_of
from nlp.line import Line
from nlp.name_states import word_rows
from nlp.wordlists import SHELF
from nlp.words import read_words

GLUED = frozenset([".", ",", "!", "?", ":", ";", ")", "...", "'s", "'m", "'re", "'ve", "'ll", "'d", "n't", "’s", "’m"])
SEEN_AT_LEAST = 3
SMALLEST = 0.04
SCALE = 20  # rows stand beside hundreds of signs: so they count less in the penalty
SOURCE = (
    "Learnt from three fifths of the Broad Twitter Corpus (GateNLP, CC BY 4.0), of WNUT-17 (CC BY 4.0) and of"
    " synth_dataset_v2 of presidio-research (Microsoft, MIT)."
)
Tagged = tuple[str, list[tuple[int, int]]]


def is_held_out(key: str) -> bool:
    """Tell whether a text belongs to the two fifths that only measure."""
    return zlib.crc32(key.encode()) % 5 >= 3


def text_of(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Put tokens together as people write, and answer where each stands."""
    text, places = "", []
    for n, token in enumerate(tokens):
        if text and token.lower() not in GLUED and tokens[n - 1] not in ("@", "#", "("):
            text += " "
        places.append((len(text), len(text) + len(token)))
        text += token
    return text, places


def tweets(path: Path) -> Iterator[tuple[str, Tagged]]:
    """Read rows of tokens and tags: the key that decides the part, then the text with its names."""
    for row in _rows(path):
        text, places = text_of(row["tokens"])
        tags = (tag.upper().replace("PERSON", "PER") for tag in row["tags"])
        yield text, (text, [place for place, tag in zip(places, tags, strict=True) if tag.endswith("PER")])


def templates(path: Path) -> Iterator[tuple[str, Tagged]]:
    """Read synthetic texts; all of one template belong to one part."""
    for row in _rows(path):
        spans = [(start, end) for start, end, kind in row["spans"] if kind == "PERSON"]
        yield f"template {row['template']}", (row["text"], spans)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A word with its signs and its row, whether it is worth a look without one, and whether it is a name."""

    signs: list[str]
    row: np.ndarray | None
    is_worth_a_look: bool
    is_name: bool


def lessons(texts: Iterable[Tagged]) -> Iterator[Lesson]:
    """Answer every word with letters; handles are left to their shape."""
    for text, spans in texts:
        line = Line(text, read_words(text))
        rows = word_rows(line)
        before = False
        for i, word in enumerate(line.words):
            named = any(start < word.end and word.start < end for start, end in spans)
            before = before and line.follows(i)
            if line.gap(i)[-1:] not in ("@", "#", "/") and any(map(str.isalpha, word.text)):
                yield Lesson(
                    signs_of(line, i, follows_name=before),
                    rows.get(i),
                    is_worth_a_look(line, i, follows_name=before),
                    named,
                )
            before = named or (before and joins_names(line, i))


def main(btc: Path, wnut: Path, synth: Path) -> None:
    """Write `name_weights.json`."""
    kept = [tagged for read, path in ((tweets, btc), (tweets, wnut), (templates, synth))
            for key, tagged in read(path) if not is_held_out(key)]  # fmt: skip
    taught = list(lessons(kept))
    beside, vector = _learn_beside([each for each in taught if each.row is not None])
    written = {
        "source": SOURCE,
        "reviewed_on": "2026-11-29",
        "weights": _learn([each for each in taught if each.is_worth_a_look])[0],
        "beside": {"encoder": encoder_tag("en"), "weights": beside, "vector": vector},
    }
    path = SHELF / "en" / "name_weights.json"
    path.write_text(json.dumps(written, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _learn_beside(taught: Sequence[Lesson]) -> tuple[dict[str, float], list[float]]:
    """Learn signs and rows together; the scale of the rows goes into their weights."""
    rows = np.stack([each.row for each in taught])
    middle, spread = rows.mean(axis=0), rows.std(axis=0) * SCALE
    weights, vector = _learn(taught, (rows - middle) / spread)
    vector /= spread
    weights[""] = round(weights[""] - float(middle @ vector), 3)
    return weights, [round(float(each), 4) for each in vector]


def _learn(taught: Sequence[Lesson], rows: np.ndarray | None = None) -> tuple[dict[str, float], np.ndarray]:
    seen = Counter(sign for each in taught for sign in set(each.signs))
    table = DictVectorizer(sparse=True)
    matrix = table.fit_transform([{sign: 1 for sign in each.signs if seen[sign] >= SEEN_AT_LEAST} for each in taught])
    if rows is not None:
        matrix = sparse.hstack([matrix, sparse.csr_matrix(rows)]).tocsr()
    head = LogisticRegression(C=1.0, max_iter=2000 if rows is None else 200).fit(
        matrix, [each.is_name for each in taught]
    )
    signs = table.get_feature_names_out()
    weights = {str(sign): round(float(w), 3) for sign, w in zip(signs, head.coef_[0], strict=rows is None)}
    weights = {sign: w for sign, w in sorted(weights.items()) if abs(w) >= SMALLEST}
    return {"": round(float(head.intercept_[0]), 3)} | weights, head.coef_[0][len(signs) :].copy()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
