"""`python -m nlp.training.english_names BTC WNUT SYNTH`: learn the weights of signs of an English name.

BTC: the Broad Twitter Corpus (CC BY 4.0). WNUT: emerging entities of WNUT-17 (CC BY 4.0). SYNTH: synthetic texts of
presidio-research (MIT). Each is a `data.jsonl`; two fifths of each are held out and never seen here.
"""

import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from nlp.english_names import is_worth_a_look, joins_names, signs_of
from nlp.line import Line
from nlp.wordlists import SHELF
from nlp.words import read_words

GLUED = frozenset([".", ",", "!", "?", ":", ";", ")", "...", "'s", "'m", "'re", "'ve", "'ll", "'d", "n't", "’s", "’m"])
SEEN_AT_LEAST = 3
SMALLEST = 0.04
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


def lessons(texts: Iterable[Tagged]) -> Iterator[tuple[list[str], bool]]:
    """Answer every word worth a look with its signs and whether it is a name; handles are left to their shape."""
    for text, spans in texts:
        line = Line(text, read_words(text))
        before = False
        for i, word in enumerate(line.words):
            named = any(start < word.end and word.start < end for start, end in spans)
            before = before and line.follows(i)
            if is_worth_a_look(line, i, follows_name=before) and line.gap(i)[-1:] not in ("@", "#", "/"):
                yield signs_of(line, i, follows_name=before), named
            before = named or (before and joins_names(line, i))


def main(btc: Path, wnut: Path, synth: Path) -> None:
    """Write `name_weights.json`."""
    kept = [tagged for read, path in ((tweets, btc), (tweets, wnut), (templates, synth))
            for key, tagged in read(path) if not is_held_out(key)]  # fmt: skip
    rows = list(lessons(kept))
    seen = Counter(sign for signs, _ in rows for sign in set(signs))
    table = DictVectorizer(sparse=True)
    matrix = table.fit_transform([{sign: 1 for sign in signs if seen[sign] >= SEEN_AT_LEAST} for signs, _ in rows])
    head = LogisticRegression(C=1.0, max_iter=2000).fit(matrix, [named for _, named in rows])
    weights = {sign: round(float(w), 3) for sign, w in zip(table.get_feature_names_out(), head.coef_[0], strict=True)}
    weights = {sign: w for sign, w in sorted(weights.items()) if abs(w) >= SMALLEST}
    written = {
        "source": SOURCE,
        "reviewed_on": "2026-11-28",
        "weights": {"": round(float(head.intercept_[0]), 3)} | weights,
    }
    path = SHELF / "en" / "name_weights.json"
    path.write_text(json.dumps(written, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
