"""Names of persons and places in running text, inflected, fond, in either script."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nlp import english_names
from nlp.line import Line
from nlp.wordlists import names_list, one_name
from nlp.words import CYRILLIC, is_russian_word, lemma, russian_parses

SURE, MAYBE = 0.6, 0.05
SURE_IN_LOWER_CASE = 0.95
INITIALS_BEFORE = re.compile(r"(?<!\w)(?:[А-ЯЁA-Z]\.\s?){1,2}$")
INITIALS_AFTER = re.compile(r"\s[А-ЯЁA-Z]\.(?:\s?[А-ЯЁA-Z]\.)?")


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
    known = {form: role for mention in found.values() for role, form in _told(mention.person)}
    forms = {i: _form(line.plain(i)) for i in skipped} if known else {}
    found |= {i: _mention(line, i, [known[form]]) for i, form in forms.items() if form in known}
    yield from (found[i] for i in sorted(found))


def _told(person: Person) -> list[tuple[str, str]]:
    return [(role, form) for role in ("surname", "given") if len(form := getattr(person, role)) > 2]


def _roles_from(line: Line, i: int) -> list[str]:
    if not CYRILLIC.search(line.words[i].text.lower()):
        return english_names.roles_from(line, i)
    first = _russian_role(line, i)
    roles = [first] if first else []
    while roles and len(roles) < 3 and line.follows(i + len(roles)):
        role = _next_role(line, i + len(roles), roles)
        if not role:
            break
        roles.append(role)
    return roles


def _next_role(line: Line, i: int, roles: Sequence[str]) -> str:
    """Read the word after a name: patronymic or surname, also one that no list knows."""
    if line.is_capital(i) and not is_no_name(line.plain(i)):
        role = _russian_role(line, i)
        if role and role not in roles:
            return role
        plain = line.plain(i)
        is_common = bool(CYRILLIC.search(plain)) and is_russian_word(plain)
        return "surname" if "surname" not in roles and not role and not is_common else ""
    role = _russian_role(line, i)
    return role if role == "patronymic" and role not in roles else ""


def is_no_name(plain: str) -> bool:
    """Tell whether a word with a capital names neither a person nor a place that is told apart."""
    return any(
        plain in names_list(language, key) or lemma(plain) in names_list(language, key)
        for language in ("ru", "en")
        for key in ("not_names", "wide_places")
    )


def _is_after_initials(line: Line, i: int) -> bool:
    """Tell «А. Ф. Гильфердинг» from «Мы с Ваней Б. Потом»: two initials, or one and no everyday word."""
    if not line.is_capital(i) or not line.follows(i) or line.gap(i) not in (".", ". "):
        return False
    two = i > 1 and len(line.words[i - 2].text) == 1 and line.gap(i - 1) in (".", ". ")
    named = i > 1 and line.is_capital(i - 2) and not two
    return two or (not named and (shares(line.plain(i))["Surn"] >= MAYBE or not is_russian_word(line.plain(i))))


def _russian_role(line: Line, i: int) -> str:
    plain = line.plain(i)
    if len(plain) > 2 and plain.isalpha() and _is_after_initials(line, i):
        return "surname"
    if line.is_capital(i) and _is_fond(plain.replace("ё", "е")):
        return "given"
    if len(plain) < 2 or (not plain.isalpha() and "-" not in plain) or is_no_name(plain):
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


@functools.cache
def _short_forms() -> frozenset[str]:
    """Answer fond names in every case: the dictionary knows few of them."""
    stems = {form[:-1] for form in _short_names("ru") if form[-1] in "ая" and len(form) > 3}
    ends = ("а", "ы", "и", "е", "у", "ой", "ою", "я", "ю", "ей")
    return frozenset(stem + end for stem in stems for end in ends)


def _is_fond(plain: str) -> bool:
    """Tell «Ирочка» from «галька»: what the dictionary knows as another word is none."""
    return plain in _short_forms() and (not is_russian_word(plain) or shares(plain)["Name"] >= SURE)


def _mention(line: Line, i: int, roles: Sequence[str]) -> Mention:
    forms = {role: _form(line.plain(i + n)) for n, role in enumerate(roles) if role != "middle"}
    start, end = line.words[i].start, line.end(i + len(roles) - 1)
    initials = INITIALS_BEFORE.search(line.text[max(0, start - 8) : start])
    if initials:
        start -= len(initials.group())
    after = INITIALS_AFTER.match(line.text[end : end + 8])
    if after and "surname" not in roles and not after.group().rstrip().endswith("."):
        after = None
    if after and ("surname" not in roles or "given" not in roles):
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
