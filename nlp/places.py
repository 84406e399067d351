"""Towns, villages, rivers in running text: by lists, by the word in front, by the capital behind «in» or «из»."""

import functools
from collections.abc import Iterator

from nlp.contacts import Finding
from nlp.line import Line
from nlp.names import is_no_name, shares
from nlp.wordlists import names_list, words_of
from nlp.words import CYRILLIC, is_russian_word, lemma, russian_parses

RANK, RANK_OF_SEVERAL_WORDS = 6, 4
LONGEST_TOWN = 4
PLACE_PREFIXES = frozenset(
    [
        "new",
        "los",
        "san",
        "st",
        "saint",
        "fort",
        "port",
        "north",
        "south",
        "east",
        "west",
        "great",
        "upper",
        "lower",
        "lake",
        "loch",
        "mount",
        "mt",
    ]
)
LOCATIVE = frozenset(["in", "near", "from", "to", "at", "around", "outside", "through", "towards", "into", "of"])
SURELY_LOCATIVE = frozenset(["in", "near", "from", "around", "outside", "through", "towards", "into"])
BEFORE_RUSSIAN = frozenset(["в", "во", "из", "до", "под", "около", "возле", "через", "за", "близ"])
BEFORE_STREET = frozenset(["на", "по", "с", "до"])
CASE_ENDS = (
    "ами",
    "ями",
    "ого",
    "ому",
    "ах",
    "ях",
    "ой",
    "ом",
    "ем",
    "ей",
    "ы",
    "и",
    "а",
    "я",
    "у",
    "ю",
    "е",
    "ь",
    "й",
)
SHORT_WORDS = frozenset(["г", "с", "д", "п", "ст", "дер", "пос", "х"])


def places_in(line: Line) -> Iterator[Finding]:
    """Find towns, villages, rivers: those wide as a country stay."""
    for i, word in enumerate(line.words):
        if is_no_name(line.plain(i)):
            continue
        span = _russian_span(line, i) if CYRILLIC.search(word.text.lower()) else _english_span(line, i)
        if span is not None:
            yield Finding(
                *span,
                "place",
                RANK_OF_SEVERAL_WORDS if i + 1 < len(line.words) and span[1] > line.words[i + 1].start else RANK,
            )
        elif _is_street_alone(line, i):
            yield Finding(line.words[i].start, line.words[i].end, "address", RANK)


def _russian_span(line: Line, i: int) -> tuple[int, int] | None:
    start, end = line.words[i].start, line.end(i)
    if not line.is_capital(i):
        return (start, end) if _is_town_in_small(line, i) else None
    if line.words[i].text.isupper() and len(line.words[i].text) > 1:
        return None
    noun = _noun_before(line, i)
    if noun is not None:
        after = i + 1
        while after < len(line.words) and line.follows(after) and line.is_capital(after) and after - i < 2:
            end = line.end(after)
            after += 1
        return line.words[noun].start, end
    if _is_region(line, i):
        return start, line.words[i + 1].end
    if not _is_russian_place(line, i):
        return None
    begin = i - 1 if line.follows(i) and _is_adjective_of(line, i - 1) else i
    return line.words[begin].start, end


def _noun_before(line: Line, i: int) -> int | None:
    """Answer where «деревня», «оз.» or «город» stands in front of a name."""
    if not i or len(line.plain(i)) < 3:
        return None
    before = line.words[i - 1].text.lower()
    gap = line.gap(i).strip(' «"')
    if gap == "" and lemma(before) in names_list("ru", "town_words") | names_list("ru", "water_words"):
        return i - 1
    return i - 1 if gap == "." and before in SHORT_WORDS and not line.is_capital(i - 1) else None


def _is_region(line: Line, i: int) -> bool:
    """Tell «Тверская область»."""
    parse = next(iter(russian_parses(line.plain(i))), None)
    is_adjective = parse is not None and "ADJF" in parse.tag and "Apro" not in parse.tag
    return is_adjective and line.follows(i + 1) and lemma(line.words[i + 1].text) in names_list("ru", "region_words")


def _is_russian_place(line: Line, i: int) -> bool:
    plain = line.plain(i)
    share = shares(plain)
    if share["Geox"] > max(share["Name"], 0.3) or (line.is_inside(i) and share["Geox"] > max(share["Name"], 0.2)):
        return True
    if len(plain) < 4 or not line.is_inside(i):
        return False
    is_known = is_russian_word(plain)
    if not is_known and _is_listed_town(plain):
        return True
    # «В Новосёлках»: a capital behind such a word, which no name of a person has.
    is_behind = line.follows(i) and line.plain(i - 1) in BEFORE_RUSSIAN and not line.has_many_capitals
    return is_behind and max(share["Name"], share["Surn"]) < 0.3 and (not is_known or _is_a_noun(plain))


def _is_a_noun(plain: str) -> bool:
    parse = next(iter(russian_parses(plain)), None)
    return parse is not None and "NOUN" in parse.tag


@functools.lru_cache(maxsize=20_000)
def _is_listed_town(plain: str) -> bool:
    word = plain.replace("ё", "е")
    return word in words_of("ru", "towns", "names") or bool(_stems_of(word) & _town_stems())


@functools.cache
def _town_stems() -> frozenset[str]:
    return frozenset(
        stem for name in words_of("ru", "towns", "names") if "_" not in name for stem in (_shortest(name),)
    )


def _shortest(name: str) -> str:
    return name[:-1] if name[-1] in "аяеоыиьй" and len(name) > 4 else name


def _stems_of(word: str) -> set[str]:
    return {word.removesuffix(end) for end in CASE_ENDS if word.endswith(end) and len(word) - len(end) > 3}


def _is_town_in_small(line: Line, i: int) -> bool:
    """Tell «в питере», typed small, where the word can be nothing but a town."""
    plain = line.plain(i)
    if len(plain) < 4 or not line.follows(i) or line.plain(i - 1) not in BEFORE_RUSSIAN:
        return False
    if lemma(plain) in names_list("ru", "spoken_towns"):
        return True
    return shares(plain)["Geox"] >= 0.9 and is_russian_word(plain)


def _is_street_alone(line: Line, i: int) -> bool:
    """Tell «на Первомайской», where the word street is left out."""
    if not line.is_capital(i) or not line.is_inside(i) or not line.follows(i) or line.plain(i - 1) not in BEFORE_STREET:
        return False
    parse = next(iter(russian_parses(line.plain(i))), None)
    if (
        parse is None
        or "ADJF" not in parse.tag
        or "Apro" in parse.tag
        or not {"femn", "sing"} <= set(parse.tag.grammemes)
    ):
        return False
    behind = next(iter(russian_parses(line.plain(i + 1))), None) if line.follows(i + 1) else None
    return behind is None or not ({"NOUN", "ADJF"} & set(behind.tag.grammemes))


def _is_adjective_of(line: Line, i: int) -> bool:
    """Tell whether «Нижний» stands before a place."""
    if i < 0 or not line.is_capital(i) or not line.is_inside(i):
        return False
    return any("ADJF" in parse.tag for parse in russian_parses(line.plain(i))[:1])


def _english_span(line: Line, i: int) -> tuple[int, int] | None:
    start = line.words[i].start
    for n_words in range(min(LONGEST_TOWN, len(line.words) - i), 1, -1):
        if all(line.follows(i + n) for n in range(1, n_words)) and line.is_capital(i):
            words = [line.plain(i + n) for n in range(n_words)]
            if line.is_capital(i + n_words - 1) and "_".join(words) in words_of("en", "towns", "names"):
                return start, line.end(i + n_words - 1)
    if not _is_english_place(line, i):
        return None
    if line.follows(i) and line.is_capital(i - 1) and line.plain(i - 1) in PLACE_PREFIXES:
        start = line.words[i - 1].start
    elif _is_city_of(line, i):
        start = line.words[i - 2].start
    return start, line.end(i)


def _is_city_of(line: Line, i: int) -> bool:
    follows = i > 1 and line.follows(i) and line.follows(i - 1)
    return follows and line.plain(i - 1) == "of" and line.plain(i - 2) in ("city", "town", "village", "port")


def _is_english_place(line: Line, i: int) -> bool:
    plain = line.plain(i)
    if len(plain) < 3 or line.words[i].text.isupper():
        return plain in names_list("en", "towns") and len(plain) > 3
    is_listed = plain in names_list("en", "towns") or plain in words_of("en", "towns", "names")
    before = line.plain(i - 1) if line.follows(i) else ""
    if not line.is_capital(i):
        is_odd = not _is_everyday(plain) and plain not in words_of("en", "given_names", "names")
        return is_listed and is_odd and before in SURELY_LOCATIVE and len(plain) > 3
    if plain in names_list("en", "towns") and plain not in ("bath", "reading", "phoenix"):
        return True
    if not line.is_inside(i):
        return is_listed and not _is_everyday(plain) and not _is_a_name(plain)
    if before in LOCATIVE:
        return not _is_everyday(plain) and plain not in names_list("en", "first") and (is_listed or before != "of")
    is_of_a_thing = before in ("the", "a", "an") or (line.follows(i + 1) and line.is_capital(i + 1))
    return is_listed and not is_of_a_thing and not _is_everyday(plain) and not _is_a_name(plain)


def _is_everyday(plain: str) -> bool:
    lists = (
        words_of("en", "everyday", "words"),
        words_of("en", "everyday", "common"),
        words_of("en", "grammar", "stop"),
    )
    return any(plain in words for words in lists)


def _is_a_name(plain: str) -> bool:
    return plain in words_of("en", "given_names", "names") or plain in words_of("en", "surnames", "names")
