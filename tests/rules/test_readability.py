"""How easily a text reads: against sums done by hand, and in the order that readers find."""

import pytest

from storyapp.rules.people import ConsentBand
from storyapp.rules.readability import n_syllables, reading_of

EASY_RU = "Мы читали твою историю. Она нам очень помогла. Мы поняли, как трудно ждать. Теперь мы будем звонить сами."
HARD_RU = (
    "Осуществление взаимодействия несовершеннолетних благополучателей с представителями организации предполагает "
    "систематическое совершенствование организационно-методического сопровождения образовательного процесса."
)
EASY_EN = "We read your story. It helped us a lot. We saw how hard it is to wait. Now we will call you first."
HARD_EN = (
    "The organisational implementation of participatory methodologies necessitates systematic reconsideration of "
    "institutional communication responsibilities within interdisciplinary collaboration."
)


@pytest.mark.parametrize(
    ("word", "language", "n"),
    [
        ("мама", "ru", 2), ("взаимодействие", "ru", 6), ("в", "ru", 1), ("ёлка", "ru", 2),
        ("cat", "en", 1), ("made", "en", 1), ("table", "en", 2), ("helped", "en", 1), ("wanted", "en", 2),
        ("wonderful", "en", 3), ("the", "en", 1),
    ],
)  # fmt: skip
def test_syllables(word, language, n):
    assert n_syllables(word, language=language) == n


def test_the_measure_is_the_published_one():
    # 14 words, 2 sentences, 14 syllables: 206.835 - 1.015 · 7 - 84.6 · 1 = 115.13, held to 100
    one = reading_of("The cat sat on the mat and slept. The dog did not see it.", language="en", band=ConsentBand.CHILD)
    # 13 words, 2 sentences, 26 syllables: 206.835 - 1.3 · 6.5 - 60.1 · 2 = 78.19
    two = reading_of(
        "Мама мыла раму утром рано. Папа читал книгу сыну, рано утром дети ушли.",
        language="ru", band=ConsentBand.CHILD,
    )  # fmt: skip

    assert one.ease == 100
    assert two.ease == 78


@pytest.mark.parametrize(("language", "easy", "hard"), [("ru", EASY_RU, HARD_RU), ("en", EASY_EN, HARD_EN)])
def test_what_is_plain_for_a_child_and_what_is_heavy_for_everybody(language, easy, hard):
    plain = reading_of(easy, language=language, band=ConsentBand.CHILD)
    heavy = reading_of(hard, language=language, band=ConsentBand.ADULT)

    assert plain.is_easy_enough
    assert not heavy.is_easy_enough
    assert len(heavy.long_words) == 3


def test_the_younger_the_reader_the_easier_it_has_to_be():
    text = (
        "Your story was discussed at length by everybody in the group, and it changed how several of us see our visits."
    )

    verdicts = [
        reading_of(text, language="en", band=band).is_easy_enough for band in (ConsentBand.CHILD, ConsentBand.ADULT)
    ]

    assert verdicts == [False, True]


@pytest.mark.parametrize(
    ("text", "language"), [("Thank you.", "en"), (EASY_EN, "other"), ("", "ru")], ids=["short", "no measure", "nothing"]
)
def test_where_it_says_nothing_it_is_silent(text, language):
    assert reading_of(text, language=language, band=ConsentBand.CHILD) is None
