"""Codebooks, libraries and lists as files, and what is said when they are wrong."""

import json

import pytest

from nlp.errors import NlpError
from nlp.lexicon import mask_lists_from, read_codebook, read_library, results_from, themes_from

BOOK = """
[[themes]]
code = "friends"
name = {ru = "Дружба", en = "Friendship"}
seeds = {ru = ["друг"], en = ["friend"]}

[[themes]]
code = "best"
name = "Bestie"
parent = "friends"
"""


def test_a_codebook_is_read_from_toml(tmp_path):
    path = tmp_path / "book.toml"
    path.write_text(BOOK, encoding="utf-8")

    friends, best = read_codebook(path)

    assert (friends.code, friends.seeds["ru"], best.parent) == ("friends", ("друг",), "friends")
    assert best.name == {"ru": "Bestie", "en": "Bestie"}


def test_a_library_is_read_from_json(tmp_path):
    path = tmp_path / "library.json"
    rows = [{"code": "R1", "general": {"en": "More friends"}, "particular": [{"en": "One friend"}], "level": 2}]
    path.write_text(json.dumps({"results": rows}), encoding="utf-8")

    (result,) = read_library(path)

    assert (result.code, result.particular[0].code, result.level) == ("R1", "R1.1", "2")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "book.no-themes"),
        ({"themes": [{"name": {"ru": "Имя"}}]}, "book.no-code"),
        ({"themes": [{"code": "a"}]}, "book.no-name"),
        ({"themes": [{"code": "a", "name": "A"}, {"code": "a", "name": "B"}]}, "book.repeated-code"),
        ({"themes": [{"code": "a", "name": "A", "parent": "b"}]}, "book.unknown-parent"),
        ({"themes": [{"code": "a", "name": "A", "seeds": "друг"}]}, "shape.wrong"),
        ({"themes": ["a"]}, "shape.wrong"),
    ],
)
def test_a_wrong_codebook_is_told_with_a_code(data, code):
    with pytest.raises(NlpError) as caught:
        themes_from(data)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "library.no-results"),
        ({"results": [{"general": "A"}]}, "library.no-code"),
        ({"results": [{"code": "a"}]}, "library.no-wording"),
        ({"results": [{"code": "a", "general": "A", "particular": [{"code": "x"}]}]}, "shape.wrong"),
    ],
)
def test_a_wrong_library_is_told_with_a_code(data, code):
    with pytest.raises(NlpError) as caught:
        results_from(data)

    assert caught.value.code == code


def test_mask_lists_take_only_lists_of_words():
    with pytest.raises(NlpError):
        mask_lists_from({"never": "Тверь"})
