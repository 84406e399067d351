"""Where evidence stands in a text, and the kappa of counts."""

import pytest

from storyapp.rules.coding import (
    Span,
    alpha_interval,
    cut,
    find_words,
    kappa_interval,
    kappa_of_counts,
    sentence_around,
    standing_evidence,
)
from storyapp.rules.statistics import cohen_kappa, krippendorff_nominal

TEXT = "Она пришла.  Я снова\nпою. 🙂 И ещё раз: Я пою!"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("снова пою", "снова\nпою"),
        ("  «ЕЩЕ РАЗ»  ", "ещё раз"),
        ("🙂 и", "🙂 И"),
        ("никогда", None),
        ("   ", None),
        ("«»", None),
    ],
    ids=[
        "spaces and line ends do not matter",
        "capitals, quotes and ё do not matter",
        "emoji count as one letter",
        "absent words",
        "nothing",
        "quotes alone",
    ],
)
def test_words_are_found_as_people_copy_them(wanted, found):
    span = find_words(TEXT, wanted)

    assert (span and TEXT[span[0] : span[1]]) == found


def test_evidence_follows_its_words_and_leaves_with_them():
    evidence = [
        {"start": 4, "end": 10, "text": "пришла"}, {"start": 0, "end": 3, "text": "раз"},
        {"start": 0, "end": 3, "text": "Иван"}, {"start": 11, "end": 12, "text": " "},
    ]  # fmt: skip

    assert [TEXT[start:end] for start, end in standing_evidence(TEXT, evidence)] == ["пришла", "раз"]


def test_overlapping_spans_share_a_piece():
    pieces = cut("abcdef", [Span(start=0, end=4, owner=0), Span(start=2, end=6, owner=1)])

    assert [(piece.text, piece.owners, piece.ends) for piece in pieces] == [
        ("ab", (0,), ()),
        ("cd", (0, 1), (0,)),
        ("ef", (1,), (1,)),
    ]


def test_the_pieces_are_the_whole_text():
    pieces = cut(TEXT, [Span(start=3, end=9, owner=0), Span(start=30, end=400, owner=1)])

    assert "".join(piece.text for piece in pieces) == TEXT


def test_an_empty_text_has_no_pieces():
    assert cut("", []) == []


@pytest.mark.parametrize(
    ("words", "sentence"), [("пришла", "Она пришла."), ("снова", "Я снова"), ("Я пою", "И ещё раз: Я пою!")]
)
def test_a_sentence_ends_at_its_stop_or_line(words, sentence):
    start, end = find_words(TEXT, words)

    left, right = sentence_around(TEXT, TEXT.index(words), TEXT.index(words) + len(words))

    assert start is not None and end is not None
    assert TEXT[left:right].strip() in (sentence, f"🙂 {sentence}")


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("Она сказала: «Я смогу.» И ушла.", "смогу", "Она сказала: «Я смогу.»"),
        ("Она сказала: «Я смогу.» И ушла.", "ушла", "И ушла."),
        ('She said: "I can do it." Then we left.', "can", 'She said: "I can do it."'),
        ('She said: "I can do it." Then we left.', "left", "Then we left."),
        ("(We were two.) Then three.", "two", "(We were two.)"),
        ('One line\n"Another line"', "One", "One line"),
    ],
)
def test_a_closing_quote_mark_belongs_to_its_sentence(text, words, sentence):
    left, right = sentence_around(text, text.index(words), text.index(words) + len(words))

    assert text[left:right] == sentence


def test_kappa_of_counts_is_cohens():
    first = [1] * 7 + [1] * 2 + [0] * 3 + [0] * 8
    second = [1] * 7 + [0] * 2 + [1] * 3 + [0] * 8

    assert kappa_of_counts(both=7, only_first=2, only_second=3, neither=8) == pytest.approx(cohen_kappa(first, second))


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (5, 0, 0, 0), (0, 0, 0, 5)])
def test_kappa_says_nothing_where_chance_agrees_always(counts):
    both, only_first, only_second, neither = counts

    assert kappa_of_counts(both=both, only_first=only_first, only_second=only_second, neither=neither) is None


def test_kappa_and_alpha_come_with_the_range_in_which_they_plausibly_lie():
    four = {"both": 20, "only_first": 5, "only_second": 10, "neither": 15}

    kappa, alpha = kappa_interval(**four), alpha_interval(**four)

    assert (round(kappa.estimate, 3), round(kappa.low, 3), round(kappa.high, 3)) == (0.4, 0.146, 0.654)
    first = [1] * 25 + [0] * 25
    second = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    assert alpha.estimate == pytest.approx(krippendorff_nominal([first, second]))
    assert alpha.low < alpha.estimate < alpha.high
    assert kappa_interval(both=0, only_first=0, only_second=0, neither=5) is None
    assert alpha_interval(both=0, only_first=0, only_second=0, neither=5) is None
