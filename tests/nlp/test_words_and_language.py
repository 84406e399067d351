"""Words, lemmas and the language of a text, without anything heavy."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from nlp.words import count_words, detect_language, lemma, root, search_lemmas


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Мои друзья пришли", "друг прийти"),
        ("Ёлка стояла у Серёжи", "елка серёжа"),
        ("дети", "ребёнок"),
        ("She was bullied by other children", "bully child"),
        ("friends' houses", "friend house"),
        ("57-й лицей, 2 этаж", "2 лицей"),
        ("приветттт", "привет"),
        ("Школа and school", "школы schools"),
    ],
    ids=["inflected", "ё and е", "irregular ru", "irregular en", "possessive", "numbers", "drawn out", "mixed scripts"],
)
def test_a_query_finds_what_was_typed_in_another_form(typed, asked):
    assert set(search_lemmas(asked)) <= set(search_lemmas(typed))


def test_a_root_brings_a_noun_and_its_adjective_together():
    assert root(lemma("уверенность")) == root(lemma("уверенная"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Мы с подругой ходили в кружок и нам понравилось", "ru"),
        ("We went to the club with my friend and liked it", "en"),
        ("Ми з подругою ходили до гуртка і нам сподобалося", "other"),
        ("Мы з сяброўкай хадзілі ў гурток", "other"),
        ("Биз досторум менен мектепке бардык", "other"),
        ("Ние с приятелката ходехме на кръжок", "other"),
        ("кста норм тусили вчера с Ариной, было оч круто ваще", "ru"),
        ("Nous sommes allés au club avec mon amie", "other"),
        ("Wir sind mit meiner Freundin in den Club gegangen", "other"),
        ("أحب المدرسة", "other"),
        ("123 !!! 😀", "other"),
        ("", "other"),
        ("привет", "ru"),
        ("hello", "en"),
    ],
)
def test_the_language_of_a_text(text, language):
    assert detect_language(text)[0] == language


def test_an_empty_text_is_told_with_no_certainty():
    assert detect_language("") == ("other", 0.0)


@pytest.mark.parametrize(
    ("text", "n"),
    [("", 0), ("Один, два — три!", 3), ("кто-то don't 😀", 2), ("2 раза", 2)],
)
def test_words_are_counted_as_a_person_would(text, n):
    assert count_words(text) == n


def test_lemmas_are_the_same_from_many_threads():
    words = [f"{stem}ing" for stem in ("walk", "talk", "run", "sing", "play")] * 200
    alone = [lemma.__wrapped__(word) for word in words]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lemma.__wrapped__, words))

    assert together == alone


def test_the_light_part_loads_nothing_heavy():
    code = (
        "import sys, nlp, nlp.words, nlp.types; nlp.words.search_lemmas('дети children');"
        "print(sorted({'spacy', 'onnxruntime', 'sklearn', 'numpy', 'scipy'} & set(sys.modules)))"
    )

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
