"""Reasons: a quiet hint for keywords and single signs, and what a panel looked for as tags with counts."""

import pytest

from storyapp.rules.criteria import in_rounds, n_reasons, tags_of
from storyapp.rules.sentences import ReasonHint, hint_for, left_open


@pytest.mark.parametrize(
    ("reason", "hint"),
    [
        ("x", ReasonHint.TOO_SHORT),
        ("a a a a", ReasonHint.TOO_SHORT),
        ("Очень хорошо", ReasonHint.TOO_SHORT),
        ("trust, courage, change", ReasonHint.KEYWORDS),
        ("доверие\nсмелость\nдом", ReasonHint.KEYWORDS),
        ("new home - old friends; hope", ReasonHint.KEYWORDS),
        ("It stays with me.", None),
        ("Потому что он вернулся.", None),
        ("Trust, courage, and because nobody had asked her before.", None),
    ],
)
def test_a_hint_for_what_nobody_will_understand(reason, hint):
    assert hint_for(reason) is hint


def test_a_tag_stands_once_however_it_is_spelt():
    assert tags_of("- Courage\ncourage.\n\nПрямота") == ("Courage", "Прямота")


def test_tags_are_counted_by_rounds():
    assert in_rounds(["Courage\nHonesty", "honesty.", "Home"]) == [("Honesty", 2), ("Courage", 1), ("Home", 1)]


@pytest.mark.parametrize(
    ("tag", "reasons", "n"),
    [
        ("Смелость", ["Он смелости не терял.", "Смелостью берёт.", "Дом."], 2),
        ("Cost of change", ["It costs him friends, and the change is real.", "The change is real."], 1),
        ("А", ["а и б"], 0),
    ],
    ids=["endings differ", "each longer word", "too short to tell"],
)
def test_reasons_that_speak_of_a_tag(tag, reasons, n):
    assert n_reasons(tag, reasons) == n


STARTERS = ("Thank you for this.", "We understood that…", "Because of it we will…")


@pytest.mark.parametrize(("text", "open_ones"), [
    ("Thank you for this. We understood that… Because of it we will…", STARTERS[1:]),
    ("We understood that… mentors leave. Because of it we will...", STARTERS[2:]),
    ("because of it we will.", STARTERS[2:]),
    ("We understood that\nBecause of it we will stay.", STARTERS[1:2]),
    ("We understood that…\n\nThe club goes on.", STARTERS[1:2]),
    ("We understood that…\nmentors leave.", ()),
    ("We understood that… mentors leave. Because of it we will stay.", ()),
    ("It was long…", ()),
    ("", ()),
], ids=[
    "as handed out", "the last is left", "without the dots", "the next follows", "a new line with a capital",
    "said on the next line", "both are ended", "dots of one's own", "nothing",
])  # fmt: skip
def test_a_sentence_that_is_only_begun_is_seen(text, open_ones):
    assert left_open(text, STARTERS) == open_ones
