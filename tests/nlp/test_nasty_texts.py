"""Texts that nobody should send and somebody will."""

import time

import pytest

from nlp.analyse import Analyser
from nlp.words import search_lemmas
from tests.nlp.samples import CODEBOOK, LIBRARY

NASTY = {
    "empty": "",
    "200 KB without a space": "а" * 100_000 + "b" * 100_000,
    "ten thousand emoji": "😀👩‍👩‍👧" * 2_500,
    "NUL and halves of surrogates": "я \x00 хочу \ud800 друга \udfff Ваню",
    "right to left": "\u202eשלום мой друг Ваня\u202c" * 20,
    "only spaces": " " * 50_000,
    "only digits": "1" * 100_000,
    "digits apart": "1 " * 20_000,
    "only at signs": "@" * 100_000,
    "open brackets and quotes": "(«" * 20_000,
    "hyphens": "а-" * 20_000,
    "initials": "A." * 10_000,
    "combining marks": "и\u0306" * 20_000 + "\u0301" * 20_000,
    "zero width": "дру\u200bг " * 2_000,
    "a school without end": "школа «" * 5_000,
}


@pytest.fixture(scope="module")
def analyser():
    return Analyser(CODEBOOK, LIBRARY)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
def test_a_nasty_text_is_read_in_seconds(analyser, text):
    begun = time.monotonic()

    analysis = analyser.analyse(text)
    search_lemmas(text)

    assert time.monotonic() - begun < 8
    assert all(text[mask.start : mask.end] == mask.text for mask in analysis.masks)


def test_offsets_hold_behind_unwritable_marks(analyser):
    text = "\x00\ud800 У меня появился друг"

    evidence = analyser.themes(text, "ru")[0].evidence

    assert [text[each.start : each.end] for each in evidence] == ["друг"]
