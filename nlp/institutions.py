"""Schools and organisations by the noun that heads their name: «кадетский корпус „Патриот“», "Elm Street Surgery"."""

import re
from collections.abc import Iterator

from nlp.line import Line
from nlp.wordlists import names_list, words_of
from nlp.words import CYRILLIC, lemma, russian_parses

SCHOOL, ORGANISATION = "school", "organisation"
RANK = {SCHOOL: 3, ORGANISATION: 3}
MOST_ADJECTIVES = 4
MOST_CAPITALS = 5
OPENING = '«"“„'
QUOTED = re.compile(r"\s?[«\"“„](?P<a>[^»\"”“\n]{2,60})[»\"”“]")
NUMBER = re.compile(r"\s?(?:№|номер|N|No\.?)\s?\d{1,4}\b")
NAMED_AFTER = re.compile(
    r"\s(?:имени|им\.)\s?(?:[А-ЯЁ]\.\s?){0,2}[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁ][а-яё]{1,30})?(?:\s[А-ЯЁ][а-яё]{1,30})?"
)
OF_TOWN = re.compile(r"\s(?:г\.|города|с\.|села|п\.|пос[её]лка|района)\s?[А-ЯЁ][а-яё]{1,30}(?:[- ][А-ЯЁ][а-яё]{1,30})?")
SMALL_INSIDE = frozenset(["for", "of", "and", "the", "in", "&"])
TELLING = frozenset(["областной", "районный", "краевой", "республиканский", "окружной", "центральный"])
TOLD_BY_AREA = frozenset(["больница", "суд", "поликлиника", "диспансер", "роддом", "госпиталь", "приют"])
SAINT = re.compile(
    r"\b(?:[Ss]t\.?|[Ss]aint)\s(?!of\b|and\b|the\b)[A-Z][a-z]{2,20}(?:['’]?s)?\b(?:\s(?:and|&)\s(?:[Ss]t\s)?[A-Z][a-z]{2,20}(?:['’]?s)?)?"
)
BEHIND = re.compile(r"(?:\s(?:[Cc]hildren['’]s [Hh]ome|[Pp]rimary|[Ss]econdary|[Ss]chool|[Cc]hurch|[Hh]ospital))+\b")
SAINT_IN_SMALL = re.compile(
    r"(?<=\bat )st\.?\s[a-z]{3,12}s\b|(?<=\bto )st\.?\s[a-z]{3,12}s\b|(?<=\bfrom )st\.?\s[a-z]{3,12}s\b"
)


def institutions_in(line: Line) -> Iterator[tuple[str, int, int, int]]:
    """Answer kind, rank, start and end of every school and organisation that a noun heads."""
    for i, word in enumerate(line.words):
        if CYRILLIC.search(word.text.lower()):
            kind = _russian_kind(line, i)
            span = _russian_span(line, i) if kind else None
        else:
            kind = _english_kind(line, i)
            span = _english_span(line, i, kind) if kind else None
        if span is not None:
            yield kind, RANK[kind], span[0], _with_what_is_behind(line.text, span[1])
    for pattern in (SAINT, SAINT_IN_SMALL):
        for found in pattern.finditer(line.text):
            yield ORGANISATION, 4, found.start(), _with_what_is_behind(line.text, found.end())


def _with_what_is_behind(text: str, end: int) -> int:
    behind = BEHIND.match(text, end)
    return behind.end() if behind else end


def _russian_kind(line: Line, i: int) -> str:
    plain = line.words[i].text.lower()
    base = lemma(plain)
    for kind in (SCHOOL, ORGANISATION):
        heads = names_list("ru", f"{kind}_heads")
        if base in heads or plain in heads:
            return kind
    return ""


def _russian_span(line: Line, i: int) -> tuple[int, int] | None:
    """Answer from the adjectives in front to the name, number or town behind; None where nothing names one of many."""
    first, is_proper = _adjectives(line, i)
    end, has_name = line.words[i].end, is_proper or _is_told_by_area(line, first, i)
    rest = line.text[end : end + 100]
    if rest[:1] == "." and line.words[i].text.lower() in ("шк", "ул"):
        end, rest = end + 1, rest[1:]
    words_between = re.match(r"(?:\s[а-яё]{3,20}){1,3}(?=\s?[«\"“„]|\s(?:имени|им\.|г\.|города|района|№)\s?)", rest)
    for skip in (0, words_between.end() if words_between else 0):
        for pattern in (QUOTED, NUMBER, NAMED_AFTER, OF_TOWN):
            found = pattern.match(rest[skip:])
            if found and _names(found):
                begin = line.words[first].start
                end += skip + found.end()
                town = OF_TOWN.match(line.text[end : end + 60])
                return begin, end + (town.end() if town else 0)
    return (line.words[first].start, end) if has_name else None


def _names(found: re.Match[str]) -> bool:
    """Tell a name in quotation marks from a quoted word: it begins with a capital letter or a figure."""
    return "a" not in found.re.groupindex or not found.group("a")[0].islower()


def _adjectives(line: Line, i: int) -> tuple[int, bool]:
    """Answer where the adjectives of a noun begin, and whether one has a capital inside a sentence."""
    first, is_proper = i, False
    while i - first < MOST_ADJECTIVES and line.follows(first) and _agrees(line, first - 1, i):
        first -= 1
        is_proper |= line.is_capital(first) and line.is_inside(first)
    while first < i and lemma(line.words[first].text) in names_list("ru", "plain_adjectives"):
        first += 1
    return first, is_proper and first < i


def _agrees(line: Line, j: int, i: int) -> bool:
    plain = line.plain(j)
    parse = next(iter(russian_parses(plain.rsplit("-", 1)[-1] if "-" in plain else plain)), None)
    return parse is not None and "ADJF" in parse.tag and "Apro" not in parse.tag


def _is_told_by_area(line: Line, first: int, i: int) -> bool:
    """Tell «областная детская больница»: there is one in the region, and it is as good as its name."""
    adjectives = {lemma(line.words[n].text) for n in range(first, i)}
    return lemma(line.words[i].text) in TOLD_BY_AREA and bool(adjectives & TELLING)


def _english_kind(line: Line, i: int) -> str:
    plain = line.plain(i)
    if line.has_many_capitals and line.words[i].text.isupper():
        return ""
    if plain in names_list("en", "school_heads"):
        return SCHOOL
    if plain in names_list("en", "organisation_heads"):
        return ORGANISATION
    return ""


def _english_span(line: Line, i: int, kind: str) -> tuple[int, int] | None:
    """Answer from the first capital of the name to its head; None where nothing but small or everyday words names it."""
    if not line.is_capital(i) and line.plain(i) not in names_list("en", "plain_heads"):
        return _school_in_small(line, i) if kind == SCHOOL else None
    first = i
    while i - first < MOST_CAPITALS and line.follows(first) and line.is_capital(first - 1):
        first -= 1
    if first == i and line.follows(i) and line.plain(i - 1).endswith("s") and i > 1:
        return None
    while first > 1 and line.follows(first) and line.plain(first - 1) in SMALL_INSIDE and _is_named(line, first - 2):
        first -= 2
        while first and line.follows(first) and _is_named(line, first - 1):
            first -= 1
    while first < i and _is_small_word(line, first):
        first += 1
    if first == i or (not line.is_capital(i) and not _is_named(line, first)):
        return None
    return line.words[first].start, line.words[i].end


def _is_named(line: Line, j: int) -> bool:
    return j >= 0 and line.is_capital(j) and not _is_small_word(line, j)


def _is_small_word(line: Line, j: int) -> bool:
    """Tell «The» or «My» at the head of a name, which is none of it."""
    return line.plain(j) in words_of("en", "grammar", "stop") | names_list("en", "opening_words")


def _school_in_small(line: Line, i: int) -> tuple[int, int] | None:
    """Tell «greenhill primary school», typed without capitals, from «my old primary school»."""
    if line.plain(i) != "school" or not line.follows(i) or line.plain(i - 1) not in names_list("en", "school_levels"):
        return None
    if i < 3 or not (line.follows(i - 1) and line.follows(i - 2)):
        return None
    name, before = line.plain(i - 2), line.plain(i - 3)
    is_everyday = any(name in words_of("en", "everyday", key) for key in ("words", "common"))
    if is_everyday or name in words_of("en", "grammar", "stop") or before not in ("to", "at", "in", "from", "of"):
        return None
    return line.words[i - 2].start, line.words[i].end
