"""Which sentence is chosen around a place, and where it stands when the text is confirmed anew."""

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.quotes import carried_over, sentence_to_quote

TEXT = "Было страшно. 😊  В клубе я нашла друга на всю жизнь!\n\nIt matters to me and to my mother. No."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("друга", "😊  В клубе я нашла друга на всю жизнь!"),
        ("mother", "It matters to me and to my mother."),
    ],
    ids=["behind an emoji", "behind an empty line"],
)
def test_the_whole_sentence_is_chosen(words, sentence):
    at = TEXT.index(words)

    start, end = sentence_to_quote(TEXT, at, at + len(words))

    assert TEXT[start:end] == sentence


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (-1, 4, "basket.text-changed"),
        (5, 5, "basket.text-changed"),
        (0, 10_000, "basket.text-changed"),
        (13, 14, "basket.text-changed"),
        (0, 4, "basket.no-good-length"),
        (len(TEXT) - 3, len(TEXT), "basket.no-good-length"),
    ],
    ids=["before the text", "no width", "behind the text", "white space", "two words", "one word"],
)
def test_what_is_no_sentence_is_refused(start, end, code):
    with pytest.raises(RuleBroken) as broken:
        sentence_to_quote(TEXT, start, end)

    assert broken.value.code == code


@pytest.mark.parametrize(
    ("new", "place"),
    [("Now: I found a friend.", (5, 22)), ("I found a [person].", None), ("", None)],
    ids=["moved", "covered", "gone"],
)
def test_words_are_followed_into_a_new_text(new, place):
    assert carried_over("I found a friend. Then I left.", new, 0, 17) == place
