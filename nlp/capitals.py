"""Names that no list knows: what has a capital letter inside a sentence is one, whoever or whatever it names."""

import re
from collections.abc import Iterator

from nlp.line import Line
from nlp.names import is_no_name, shares
from nlp.places import BEFORE_RUSSIAN, BEFORE_STREET, SURELY_LOCATIVE
from nlp.wordlists import names_list, words_of
from nlp.words import CYRILLIC, is_russian_word, russian_parses

RANK = 8
SHORTEST, MOST_WORDS, MOST_BEFORE = 3, 3, 6
# Speech, a list or a title may begin behind these with a capital that means nothing.
BEGINS_ANEW = re.compile(r"[.!?…:;\n«»\"“”„(\[—–*•\-/]|[^\w\s,]")
OF_A_PEOPLE = ("ian", "ians", "ish", "ese", "ean", "eans")
DETERMINERS = frozenset(
    ["the", "a", "an", "my", "our", "his", "her", "their", "your", "this", "that", "these", "those", "some", "every"]
)
SHORT_DAYS = frozenset(
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "xmas",
    ]
)
ADDRESSED = frozenset(
    [
        "вы",
        "вас",
        "вам",
        "вами",
        "ваш",
        "ваша",
        "ваше",
        "ваши",
        "вашего",
        "вашей",
        "ваших",
        "вашим",
        "вашему",
        "вашу",
        "вашими",
        "тебя",
        "ты",
        "родина",
        "отечество",
        "победа",
    ]
)


def capitals_in(line: Line) -> Iterator[tuple[str, int, int, int]]:
    """Answer kind, rank, start and end of words with a capital inside a sentence, which no other finder needs to know."""
    if line.has_many_capitals:
        return
    i = 0
    while i < len(line.words):
        n = 0
        while n < MOST_WORDS and i + n < len(line.words) and _is_named(line, i + n) and (not n or line.follows(i + n)):
            n += 1
        if n:
            yield _kind(line, i, n), RANK, line.words[i].start, line.end(i + n - 1)
        i += max(n, 1)


def _is_named(line: Line, i: int) -> bool:
    word, plain = line.words[i].text, line.plain(i)
    if len(plain) < SHORTEST or not line.is_capital(i) or not word[1:].islower():
        return False
    if plain in ADDRESSED or is_no_name(plain) or not line.is_inside(i) or BEGINS_ANEW.search(line.gap(i)):
        return False
    if not CYRILLIC.search(plain):
        return _is_odd_in_english(plain) and not _is_of_ours(line, i)
    parse = next(iter(russian_parses(plain)), None)
    # Of a word that the dictionary knows it must be a thing or a quality: «Вчера» with a capital is a slip of the hand.
    return not is_russian_word(plain) or (parse is not None and bool({"NOUN", "ADJF"} & set(parse.tag.grammemes)))


def _is_odd_in_english(plain: str) -> bool:
    """Tell «Easterhouse» from «Friend» and «Italian»: English puts capitals on much that names nobody."""
    is_of_a_people = plain.endswith(OF_A_PEOPLE)
    known = any(plain.removesuffix("s") in words or plain in words for words in _plain_words())
    return plain.isascii() and plain.isalpha() and not (known or is_of_a_people or plain in SHORT_DAYS)


def _is_of_ours(line: Line, i: int) -> bool:
    """Tell «Our Storytellers» and «the Lark choir»: behind such a word a capital is oftener for show."""
    first = max(i - MOST_BEFORE, 0)  # a text of nothing but capitals must not be walked through for each of them
    while i > first and line.follows(i) and line.is_capital(i - 1):
        i -= 1
    return line.plain(i) in DETERMINERS or (line.follows(i) and line.plain(i - 1) in DETERMINERS)


def _plain_words() -> tuple[frozenset[str], ...]:
    return (
        words_of("en", "everyday", "words"), words_of("en", "everyday", "common"), words_of("en", "grammar", "stop"),
        names_list("en", "titles"), names_list("en", "cues"),
    )  # fmt: skip


def _kind(line: Line, i: int, n: int) -> str:
    before = line.plain(i - 1) if line.follows(i) else ""
    if before in BEFORE_RUSSIAN | BEFORE_STREET | SURELY_LOCATIVE:
        return "place"
    if not CYRILLIC.search(line.plain(i)):
        return "organisation"
    marks = shares(line.plain(i + n - 1))
    is_person = max(marks["Name"], marks["Surn"]) > 0 or not is_russian_word(line.plain(i))
    return "person" if is_person else "organisation"
