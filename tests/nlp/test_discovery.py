"""Groups of texts that nobody planned: the same each time, with a name that a person can read."""

import re

import pytest

from nlp.discovery import discover_groups
from nlp.naming import label_of, shared_phrases
from nlp.phrases import content_runs
from nlp.pipeline import reading
from tests.nlp.samples import CODEBOOK

RUSSIAN = [
    *(
        f"{day} мы сажали новые деревья во дворе. Моя бабушка смеялась."
        for day in ("Утром", "Днём", "Вечером", "Зимой")
    ),
    *(f"{day} я кормил бездомных собак у вокзала. Собаки ждут меня." for day in ("Утром", "Днём", "Вечером", "Зимой")),
]
ENGLISH = [
    *(f"In {month} our street got a vegetable garden. Everybody laughed." for month in ("March", "May", "June", "July")),
    *(f"In {month} I repaired bicycles for the neighbours. A bicycle is fast." for month in ("March", "May", "June", "July")),
]  # fmt: skip


def texts(words, language):
    return [(text, language) for text in words]


@pytest.mark.parametrize(("words", "language"), [(RUSSIAN, "ru"), (ENGLISH, "en")])
def test_the_same_texts_give_the_same_groups(words, language):
    first, second = (discover_groups(texts(words, language), CODEBOOK, keep_all=True) for _ in range(2))

    assert first == second
    assert {frozenset(group.places) for group in first} == {frozenset(range(4)), frozenset(range(4, 8))}


@pytest.mark.parametrize(("words", "language"), [(RUSSIAN, "ru"), (ENGLISH, "en")])
def test_a_group_has_a_name_in_its_language(words, language):
    groups = discover_groups(texts(words, language))

    assert {group.language for group in groups} == {language}
    assert all(group.label and group.label[0].isupper() for group in groups)


def test_english_names_are_phrases_of_the_texts():
    labels = {group.label for group in discover_groups(texts(ENGLISH, "en"))}

    assert any("vegetable garden" in label.lower() for label in labels)


def test_russian_names_stand_in_the_nominative_and_in_the_number_that_was_written():
    labels = " ".join(group.label.lower() for group in discover_groups(texts(RUSSIAN, "ru")))

    assert "новые деревья" in labels
    assert "бездомные собаки" in labels


@pytest.mark.parametrize(("words", "language"), [(RUSSIAN, "ru"), (ENGLISH, "en")])
def test_every_text_of_a_group_has_the_sentence_that_shows_it(words, language):
    group = discover_groups(texts(words, language))[0]

    quoted = [words[place][slice(*group.evidence[place])] for place in group.places]
    assert all(re.fullmatch(r"[А-ЯA-Z].+[.]", sentence) for sentence in quoted)
    assert set(group.by_nearness) == set(group.places)


def test_texts_of_two_languages_are_grouped_apart():
    groups = discover_groups([*texts(RUSSIAN, "ru"), *texts(ENGLISH, "en")])

    assert all(max(group.places) < 8 or min(group.places) >= 8 for group in groups)


def test_too_few_texts_make_no_group():
    assert discover_groups(texts(RUSSIAN[:5], "ru")) == []


def test_names_of_people_do_not_name_a_group():
    runs = [[("анна", "анну"), ("собака", "собаку")]] * 2

    assert shared_phrases([runs, runs], {"анна": 5.0, "собака": 1.0}, most=3) == ("собака",)


def test_a_name_is_one_line_of_three_phrases_at_most():
    assert label_of(("тихий час", "лампа", "стол", "дверь")) == "Тихий час, лампа, стол"


def test_a_phrase_never_goes_over_a_full_stop():
    with reading("Купили лампу. Стол стоит.", "ru") as doc:
        runs = [doc[start:end].text for start, end in content_runs(doc, "ru")]

    assert "лампу" in runs[0] and "Стол" not in runs[0]
