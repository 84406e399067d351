"""Figures on public texts that are kept beside the checkout; without them these tests are skipped."""

import json
import time
from pathlib import Path

import pytest

from nlp.analyse import Analyser, find_signals
from nlp.lexicon import themes_from
from nlp.words import detect_language

DATA = Path(__file__).parents[3] / "shared" / "data" / "nlp"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the public texts in ../shared/data are not here")


def rows_of(name, n):
    with (DATA / name / "data.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line, _ in zip(lines, range(n), strict=False)]


def test_fifteen_themes_are_tagged_at_three_hundred_stories_a_second_or_more():
    themes = [{"code": f"t{n}", "name": f"Theme {n}", "seeds": {"en": ["family", "work", f"w{n}"]}} for n in range(15)]
    analyser = Analyser(themes_from({"themes": themes}))
    texts = [row["text"] for row in rows_of("happydb", 1500)]
    begun = time.process_time()

    for text in texts:
        analyser.themes(text, "en")

    assert len(texts) / (time.process_time() - begun) > 300


def test_happy_moments_seldom_raise_a_signal():
    texts = [row["text"] for row in rows_of("happydb", 1500)]

    alarms = [text for text in texts if any(signal.score >= 0.5 for signal in find_signals(text, "en"))]

    assert len(alarms) / len(texts) < 0.03


@pytest.mark.parametrize("language", ["ru", "en"])
def test_sentences_of_both_languages_are_known(language):
    texts = [row["text"] for row in rows_of("sib200", 13_600) if row["lang"] == language]

    known = [text for text in texts if detect_language(text)[0] == language]

    assert len(known) / len(texts) > 0.99
