"""A half-told story on a phone that others use: who knows two words of it may go on with it."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from storyapp.rules.errors import RuleBroken
from storyapp.rules.receipts import holds
from storyapp.rules.sentences import words_of

N_WORDS = 2
SHORTEST = 4  # letters
FREE_TRIES = 3
LONGEST_WAIT = timedelta(hours=1)
ALIKE = 5  # letters from which another ending is the same word
EVERYBODYS = """
    было была были быть если есть ещё зато когда которая которые который лучше меня много может можно мной мною мной надо
    нельзя ничего очень потом потому почему просто раньше сейчас себе себя совсем стал стала стало стали такой также
    теперь тебя того тогда тоже только тому хотя хуже чего чтобы этим этого этой этом этот этому своей свой свою
    школа класс урок учёба мама папа друзья друг подруга семья люди человек жизнь помощь помогли занятия проект
    рассказ история изменение изменилось
    about after again also always because been before better could ever every from have help helped here into just life
    like made make many more much myself never nothing only other people really said school should since some something
    story that their them then there these they thing this time very want wanted well were what when where which with
    would year years your change changed class lesson mother father friend friends family worse
"""
COMMON = frozenset(EVERYBODYS.split())


def own_words(texts: Iterable[str], *, known: Iterable[str] = ()) -> frozenset[str]:
    """Return the words of a story that others could hardly guess: none that everybody uses, none of `known` texts."""
    guessed = _long_words(known) | {_plain(word) for word in COMMON}
    return frozenset(word for word in _long_words(texts) if not any(is_same(word, other) for other in guessed))


def may_be_asked(words: Iterable[str]) -> bool:
    """Tell whether a story holds two words that open it again."""
    found: list[str] = []
    for word in sorted(words):
        if not any(is_same(word, other) for other in found):
            found.append(word)
    return len(found) >= N_WORDS


def check_words(typed: str, words: Iterable[str]) -> None:
    """Raise RuleBroken unless two words at least were typed and each that is not everybody's stands in the story."""
    own, tried = list(words), own_words([typed])
    if not may_be_asked(tried) or not all(any(is_same(one, other) for other in own) for one in tried):
        raise RuleBroken("half-told.other-words")


def is_same(one: str, other: str) -> bool:
    """Tell whether two words are one, whatever their endings."""
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < ALIKE or abs(len(one) - len(other)) > N_WORDS + 1:
        return False
    stem = max(SHORTEST, shorter - 2)
    return one[:stem] == other[:stem]


def check_pace(*, n_failures: int, last_failed_at: datetime | None, now: datetime) -> None:
    """Raise RuleBroken while somebody who typed other words three times has to wait: 1, 2, 4 … minutes, an hour at most."""
    if n_failures < FREE_TRIES or last_failed_at is None:
        return
    wait = min(timedelta(minutes=2 ** min(n_failures - FREE_TRIES, 6)), LONGEST_WAIT)
    left = last_failed_at + wait - now
    if holds(left):
        raise RuleBroken("half-told.wait", minutes=math.ceil(left / timedelta(minutes=1)))


def _long_words(texts: Iterable[str]) -> set[str]:
    return {plain for text in texts for word in words_of(text) if len(plain := _plain(word)) >= SHORTEST}


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")
