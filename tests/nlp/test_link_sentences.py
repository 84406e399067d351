"""Sentences of invented stories find their result among those of the demo programme, and the way they speak of it."""

import tomllib
from pathlib import Path

import pytest

from nlp.analyse import Analyser
from nlp.lexicon import results_from
from nlp.likeness import likeness_of
from nlp.types import LANGUAGES

HOUSE = Path(__file__).parents[2]
SENTENCES = tomllib.loads((Path(__file__).parent / "link_sentences.toml").read_text(encoding="utf-8"))
WAYS = {"s": "supports", "c": "contradicts", "m": "mixed"}


@pytest.fixture(scope="module")
def analyser():
    table = tomllib.loads((HOUSE / "storyapp" / "demo" / "results.toml").read_text(encoding="utf-8"))
    results = [
        {**row, "indicators": [{"ru": each["ru"], "en": each["en"]} for each in row["indicators"]]}
        for row in table["results"]
    ]
    return Analyser(results=results_from({"results": results}))


def measured(language):
    """The half that nothing was chosen on."""
    return [row for row in SENTENCES[language][1::2] if row[0]]


@pytest.mark.parametrize(("language", "least"), [("en", 0.8), ("ru", 0.7)])
def test_the_result_of_a_sentence_is_among_the_first_three(analyser, with_encoders, language, least):
    if likeness_of([[("a dog", "en")]]) is None:
        pytest.skip("needs the encoders")
    rows = measured(language)

    found = [code in [each.code for each in analyser.links(text, language, top=3)] for code, _, text in rows]

    assert sum(found) / len(rows) >= least


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_a_sentence_speaks_of_its_result_is_mostly_right(analyser, with_encoders, language):
    if likeness_of([[("a dog", "en")]]) is None:
        pytest.skip("needs the encoders")
    rows = measured(language)

    said = [{each.code: each.direction for each in analyser.links(text, language)}.get(code) for code, _, text in rows]

    assert sum(way == WAYS[row[1]] for way, row in zip(said, rows, strict=True)) / len(rows) >= 0.75
