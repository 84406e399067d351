"""Names of persons and places in running text, inflected, fond, in either script."""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from nlp.contacts import Finding
from nlp.wordlists import names_list, one_name, words_of
from nlp.words import CLITIC, CYRILLIC, Word, is_russian_word, lemma, russian_parses

SURE, MAYBE = 0.6, 0.05
SURE_IN_LOWER_CASE = 0.95
MANY_CAPITALS = 0.5
STARTS_SENTENCE = re.compile(r"[.!?…\n]")
INITIALS_BEFORE = re.compile(r"(?<!\w)(?:[А-ЯЁA-Z]\.\s?){1,2}$")
INITIALS_AFTER = re.compile(r"\s[А-ЯЁA-Z]\.(?:\s?[А-ЯЁA-Z]\.)?")
MONTH_NAMES = frozenset(["april", "may", "june", "august", "summer", "autumn"])
BEFORE_MONTH = frozenset(
    ["in", "on", "of", "last", "next", "this", "since", "until", "every", "by", "from", "to", "during"]
)
PLACE_PREFIXES = frozenset(
    ["new", "los", "san", "st", "saint", "fort", "port", "north", "south", "east", "west", "great", "upper", "lower"]
)
SMALL_BEFORE_PLACE = frozenset(["in", "to", "at", "from", "near", "of", "the", "back", "around", "into"])


@dataclass(frozen=True, slots=True)
class Person:
    """Who is named, in the forms by which two mentions can be told to be one person."""

    given: str = ""
    patronymic: str = ""
    surname: str = ""

    def may_be(self, other: "Person") -> bool:
        """Tell whether two mentions can be the same person: something agrees and nothing differs."""
        pairs = [(self.given, other.given), (self.patronymic, other.patronymic), (self.surname, other.surname)]
        both = [(mine, theirs) for mine, theirs in pairs if mine and theirs]
        return bool(both) and all(mine == theirs for mine, theirs in both)

    def joined(self, other: "Person") -> "Person":
        """Answer what both mentions tell together."""
        return Person(self.given or other.given, self.patronymic or other.patronymic, self.surname or other.surname)


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names a person."""

    start: int
    end: int
    person: Person


class Line:
    """The words of a text with what stands between them."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        n_capital = sum(word.text[0].isupper() for word in words)
        self.has_many_capitals = len(words) > 4 and n_capital > MANY_CAPITALS * len(words)

    def gap(self, i: int) -> str:
        """Answer what stands before a word."""
        before = self.words[i - 1].end if i else 0
        return self.text[before : self.words[i].start][-40:]

    def is_inside(self, i: int) -> bool:
        """Tell whether a word stands inside a sentence, where a capital letter means something."""
        return i > 0 and not STARTS_SENTENCE.search(self.gap(i))

    def is_capital(self, i: int) -> bool:
        """Tell whether a word begins with a capital letter."""
        return self.words[i].text[0].isupper()

    def follows(self, i: int) -> bool:
        """Tell whether only a space parts a word from the one before."""
        return 0 < i < len(self.words) and self.gap(i) in (" ", "\u00a0")

    def plain(self, i: int) -> str:
        """Answer a word in lower case without «'s»; nothing where there is no word."""
        return bare(self.words[i].text) if 0 <= i < len(self.words) else ""

    def end(self, i: int) -> int:
        """Answer where a word ends, «'s» left out."""
        word = self.words[i]
        return word.start + len(bare(word.text))


def bare(word: str) -> str:
    """Put a word into lower case and take «'s» away."""
    return CLITIC.sub("", word.lower().replace("’", "'"))


@functools.lru_cache(maxsize=50_000)
def shares(word: str) -> dict[str, float]:
    """Answer how probable it is that a Russian word is a given name, patronymic, surname or place."""
    marks = {"Name": 0.0, "Patr": 0.0, "Surn": 0.0, "Geox": 0.0}
    parses = russian_parses(word.lower())
    total = sum(parse.score for parse in parses) or 1.0
    for parse in parses:
        for mark in marks:
            if mark in parse.tag:
                marks[mark] += parse.score / total
                break
    return marks


def mentions_in(line: Line) -> Iterator[Mention]:
    """Find persons in order; each word belongs to one mention at most."""
    found: dict[int, Mention] = {}
    skipped: list[int] = []
    i = 0
    while i < len(line.words):
        roles = _roles_from(line, i)
        if roles:
            found[i] = _mention(line, i, roles)
        elif line.is_capital(i):
            skipped.append(i)
        i += max(len(roles), 1)
    # «Вера» at the head of a sentence may be faith; once she was named inside one, it is her.
    known = {mention.person.given for mention in found.values()} - {""}
    found |= {i: _mention(line, i, ["given"]) for i in skipped if known and _form(line.plain(i)) in known}
    yield from (found[i] for i in sorted(found))


def _english_pair(line: Line, i: int) -> list[str]:
    """Read two unlisted capital words inside a sentence as a name, unless the text writes every word so."""
    if i + 1 >= len(line.words) or not line.follows(i) or not line.follows(i + 1) or line.has_many_capitals:
        return []
    pair = (i, i + 1)
    is_pair = all(line.is_capital(j) and line.is_inside(j) and _may_name(line.words[j].text) for j in pair)
    parted = line.plain(i - 1) in ("the", "a", "an", "of") or line.is_capital(i - 1)
    third = i + 2 < len(line.words) and line.follows(i + 2) and line.is_capital(i + 2)
    return ["given", "surname"] if is_pair and not parted and not third else []


def _may_name(word: str) -> bool:
    plain = bare(word)
    known = names_list("en", "not_names") | names_list("en", "wide_places") | names_list("en", "towns")
    is_plain = plain not in known and plain not in PLACE_PREFIXES and plain not in names_list("en", "titles")
    return is_plain and word[1:].islower() and plain.isalpha() and plain not in words_of("en", "grammar", "stop")


def _roles_from(line: Line, i: int) -> list[str]:
    role_of = _russian_role if CYRILLIC.search(line.words[i].text.lower()) else _english_role
    first = role_of(line, i)
    if not first and role_of is _english_role:
        return _english_pair(line, i)
    roles = [first] if first else []
    while roles and len(roles) < 3 and line.follows(i + len(roles)):
        role = _next_role(line, i + len(roles), role_of, roles)
        if not role:
            break
        roles.append(role)
    return roles


def _next_role(line: Line, i: int, role_of: Callable[[Line, int], str], roles: Sequence[str]) -> str:
    """Read the word after a name: patronymic or surname, also one that no list knows."""
    if line.is_capital(i) and not _is_no_name(line.plain(i)):
        role = role_of(line, i)
        if role and role not in roles:
            return role
        plain = line.plain(i)
        is_common = bool(CYRILLIC.search(plain)) and is_russian_word(plain)
        return "surname" if "surname" not in roles and not role and not is_common else ""
    role = role_of(line, i) if role_of is _russian_role else ""
    return role if role == "patronymic" and role not in roles else ""


def _is_no_name(plain: str) -> bool:
    return any(
        plain in names_list(language, key) or lemma(plain) in names_list(language, key)
        for language in ("ru", "en")
        for key in ("not_names", "wide_places")
    )


def _russian_role(line: Line, i: int) -> str:
    plain = line.plain(i)
    if len(plain) < 2 or (not plain.isalpha() and "-" not in plain) or _is_no_name(plain):
        return ""
    share = shares(plain)
    cued = line.follows(i) and lemma(line.words[i - 1].text) in names_list("ru", "cues")
    if not line.is_capital(i):
        return _role_in_lower_case(line, i, share, cued=cued)
    inside = line.is_inside(i)
    if share["Patr"] >= SURE:
        return "patronymic"
    if share["Geox"] > max(share["Name"], share["Surn"]) and not cued:
        return ""
    if share["Surn"] > share["Name"] and share["Surn"] >= (SURE / 2 if inside else 0.5):
        return "surname"
    is_known = is_russian_word(plain)
    is_likely = share["Name"] >= (MAYBE if inside or cued else SURE) and (is_known or inside or cued)
    if is_likely or lemma(plain) in _short_names("ru"):
        return "given"
    if share["Surn"] >= (MAYBE if inside else 0.5) and (is_known or inside or cued):
        return "surname"
    # «Его друг Эльбрусик»: a capital after such a word, and no dictionary knows it.
    return "given" if cued and not is_known else ""


def _role_in_lower_case(line: Line, i: int, share: dict[str, float], *, cued: bool) -> str:
    plain = line.plain(i)
    called = line.follows(i) and lemma(line.words[i - 1].text) in names_list("ru", "call")
    least = 0.3 if cued or called else SURE_IN_LOWER_CASE
    if share["Name"] >= least and is_russian_word(plain) and len(plain) > 2:
        return "given"
    return "patronymic" if share["Patr"] >= SURE_IN_LOWER_CASE and is_russian_word(plain) else ""


@functools.cache
def _short_names(language: str) -> frozenset[str]:
    return frozenset(one_name(language)) - {"мила", "серый", "ната", "поля", "соня", "шура", "валя"}


def _english_role(line: Line, i: int) -> str:
    plain = line.plain(i)
    if len(plain) < 2 or not line.is_capital(i):
        return ""
    inside = line.is_inside(i)
    before = line.plain(i - 1) if i and line.gap(i).strip() in ("", ".") else ""
    if before in names_list("en", "titles") and plain not in names_list("en", "not_names"):
        # «Dr. Smith» has a full stop that ends no sentence.
        return "surname" if before in ("mr", "mrs", "ms", "dr", "prof", "professor") or inside else ""
    if plain in names_list("en", "ambiguous"):
        is_month = plain in MONTH_NAMES and (before in BEFORE_MONTH or line.plain(i + 1).isdigit())
        return "given" if inside and not is_month else ""
    if plain in names_list("en", "first") or plain in _short_names("en"):
        return "given"
    if not inside or plain in names_list("en", "not_names") | names_list("en", "wide_places") | names_list(
        "en", "towns"
    ):
        return ""
    if plain in names_list("en", "last") or re.search(r"(?<!\w)[A-Z]\.\s?$", line.gap(i)):
        return "surname"
    is_called = before == "is" and line.plain(i - 2) == "name"
    if line.has_many_capitals:
        return ""
    return "given" if is_called or (line.follows(i) and before in names_list("en", "cues")) else ""


def _mention(line: Line, i: int, roles: Sequence[str]) -> Mention:
    forms = {role: _form(line.plain(i + n)) for n, role in enumerate(roles)}
    start, end = line.words[i].start, line.end(i + len(roles) - 1)
    initials = INITIALS_BEFORE.search(line.text[max(0, start - 8) : start])
    if initials:
        start -= len(initials.group())
    after = INITIALS_AFTER.match(line.text[end : end + 8])
    if after and "surname" in roles and "given" not in roles:
        end += after.end()
    return Mention(start, end, Person(**forms))


def _form(plain: str) -> str:
    """Answer the form under which a name is the same in every case, short or full."""
    cyrillic = bool(CYRILLIC.search(plain))
    form = _name_lemma(plain) if cyrillic else plain
    return one_name("ru" if cyrillic else "en").get(form, form)


@functools.lru_cache(maxsize=50_000)
def _name_lemma(word: str) -> str:
    named = (p.normal_form for p in russian_parses(word) if {"Name", "Surn", "Patr"} & set(p.tag.grammemes))
    return next(named, lemma(word)).replace("ё", "е")


def places_in(line: Line) -> Iterator[Finding]:
    """Find towns, villages, rivers: those wide as a country stay."""
    for i, word in enumerate(line.words):
        if not line.is_capital(i) or _is_no_name(line.plain(i)):
            continue
        is_place = _is_russian_place if CYRILLIC.search(word.text.lower()) else _is_english_place
        if is_place(line, i):
            begin = i - 1 if _belongs_to_next(line, i - 1) and line.follows(i) else i
            yield Finding(line.words[begin].start, line.end(i), "place", 6)


def _is_russian_place(line: Line, i: int) -> bool:
    if line.words[i].text.isupper():
        return False
    share = shares(line.plain(i))
    before = lemma(line.words[i - 1].text) if i and line.gap(i).strip() in ("", ".") else ""
    if before in names_list("ru", "town_words") and len(line.plain(i)) > 2:
        return True
    return share["Geox"] > max(share["Name"], 0.3) or (line.is_inside(i) and share["Geox"] > max(share["Name"], 0.2))


def _is_english_place(line: Line, i: int) -> bool:
    plain = line.plain(i)
    if plain in names_list("en", "towns"):
        return plain not in ("bath", "reading", "phoenix") or line.is_inside(i)
    if not line.is_inside(i) or line.plain(i) in names_list("en", "first") or line.gap(i) != " ":
        return False
    small = 0
    while small < 2 and line.plain(i - 1 - small) in SMALL_BEFORE_PLACE:
        small += 1
    return small > 0 and line.plain(i - 1 - small) in names_list("en", "place_cues") and len(plain) > 2


def _belongs_to_next(line: Line, i: int) -> bool:
    """Tell whether «Нижний» or «New» stands before a place."""
    if i < 0 or not line.is_capital(i):
        return False
    plain = line.plain(i)
    if not CYRILLIC.search(plain):
        return plain in PLACE_PREFIXES
    return line.is_inside(i) and any("ADJF" in parse.tag for parse in russian_parses(plain)[:1])
