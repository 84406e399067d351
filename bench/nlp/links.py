"""Judge whether a text speaks of one of the seventeen goals: from wordings alone, and with one threshold from others."""

import tomllib
from collections.abc import Iterator, Sequence

from bench.house import FOLDER
from bench.nlp import texts
from bench.nlp.table import Row, shares
from nlp.analyse import Analyser
from nlp.lexicon import results_from

Judged = Sequence[tuple[float, bool]]


def rows() -> Iterator[Row]:
    """Compare with the experts of the SDG benchmark."""
    library = results_from(tomllib.loads((FOLDER / "goals.toml").read_text(encoding="utf-8")))
    analyser = Analyser(results=library)
    judged: dict[bool, list[tuple[float, bool]]] = {True: [], False: []}
    for row in texts.rows("sdg_benchmark"):
        scores = {result.code: result.score for result in analyser.links(row["text"], "en")}
        judged[texts.is_held_out(row["text"])].append((scores.get(str(row["sdg"]), 0.0), row["label"]))
    asked = judged[True]
    threshold = max((score for score, _ in judged[False]), key=lambda each: sum(_right(judged[False], each)))
    for job, at, baseline, goal in (
        ("links: right from wordings alone", 0.5, 0.838, 0.86),
        ("links: right, one threshold from the others", threshold, 0.884, 0.90),
    ):
        value, interval = shares(_right(asked, at))
        data = f"SDG benchmark, {len(asked)}"
        yield Row(job=job, data=data, language="en", value=value, interval=interval, baseline=baseline, goal=goal)


def _right(judged: Judged, threshold: float) -> list[bool]:
    return [(score >= threshold) == is_true for score, is_true in judged]
