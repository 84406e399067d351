"""English words in pieces: exactly those the model was taught with, each at its place."""

import json
from pathlib import Path

import pytest

from nlp.encoders.shelf import SHIPPED
from nlp.encoders.wordpiece import open_wordpiece

# Written by the library tokenizers 0.23.3 with 24 pieces at most.
EXPECTED = [json.loads(line) for line in Path(__file__).with_name("wordpiece.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def wordpiece():
    return open_wordpiece(SHIPPED / "minilm" / "tokenizer.json")


@pytest.mark.parametrize("row", EXPECTED, ids=[repr(row["text"][:20]) for row in EXPECTED])
def test_the_pieces_are_those_that_the_model_knows(wordpiece, row):
    numbers, places = wordpiece.read(row["text"], 24)

    assert (numbers, [list(place) for place in places]) == (row["ids"], row["places"])


@pytest.mark.parametrize("text", ["a" * 4000, "😀" * 4000, "[" * 4000, "a " * 2000, "\ud800"])
def test_no_text_is_too_long_or_too_odd(wordpiece, text):
    numbers, places = wordpiece.read(text, 128)

    assert len(numbers) == len(places) <= 128
    assert all(0 <= start <= end <= len(text) for start, end in places)
