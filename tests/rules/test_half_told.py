"""Which two words open a half-told story again."""

from datetime import UTC, datetime, timedelta

import pytest

from storyapp.rules.errors import RuleBroken
from storyapp.rules.half_told import check_pace, check_words, may_be_asked, own_words

STORY = {
    "ru": "Раньше я молчал на уроках. Вожатая Алёна дала мне гитару, и в июле мы пели у костра.",
    "en": "I never spoke in class. Helen lent me her guitar, and in July we sang at the bonfire.",
}


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("ru", "гитара костёр"), ("ru", "Алена, гитару!"), ("ru", "вожатой  КОСТРА"), ("en", "helen guitars"),
        ("en", "the guitar and the bonfire"),
    ],
    ids=["other endings", "ё and е", "capitals and endings", "a name and a plural", "with small words between"],
)  # fmt: skip
def test_two_words_of_it_open_it_whatever_their_endings(language, typed):
    check_words(typed, own_words([STORY[language]]))


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("ru", "гитара"), ("ru", "гитара гитары"), ("ru", "раньше уроках"), ("ru", "гитара велосипед"), ("en", "never class"),
        ("en", "guitar bonfire bicycle dog mother piano"), ("en", ""),
    ],
    ids=["one", "one twice", "everybody's", "one wrong", "everybody's, English", "many guesses", "nothing"],
)  # fmt: skip
def test_anything_else_does_not(language, typed):
    with pytest.raises(RuleBroken, match=r"half-told\.other-words"):
        check_words(typed, own_words([STORY[language]]))


def test_words_that_the_programme_uses_itself_open_nothing():
    words = own_words([STORY["ru"]], known=["Гитара и костёр для подростков"])

    with pytest.raises(RuleBroken, match=r"half-told\.other-words"):
        check_words("гитара костра", words)


@pytest.mark.parametrize(
    ("texts", "may"), [(["Я стал лучше"], False), (["гитара"], False), (["гитара", "костёр"], True), ([], False)]
)
def test_a_story_can_be_asked_for_once_it_holds_two_words_of_its_own(texts, may):
    assert may_be_asked(own_words(texts)) is may


@pytest.mark.parametrize(("n_failures", "minutes"), [(2, 0), (3, 1), (4, 2), (5, 4), (20, 60)])
def test_after_three_wrong_tries_one_waits_longer_and_longer(n_failures, minutes):
    failed_at = datetime(2026, 5, 20, 9, tzinfo=UTC)

    check_pace(n_failures=n_failures, last_failed_at=failed_at, now=failed_at + timedelta(minutes=minutes))
    if minutes:
        with pytest.raises(RuleBroken, match=r"half-told\.wait"):
            check_pace(
                n_failures=n_failures, last_failed_at=failed_at, now=failed_at + timedelta(minutes=minutes - 0.1)
            )
