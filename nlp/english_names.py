"""Whether an English word names a person: lists, capitals and neighbours, weighed by what tagged texts taught."""

import functools
import json
import math
import unicodedata
from collections.abc import Iterable
from typing import Any

from nlp.line import Line
from nlp.name_states import states_of
from nlp.wordlists import SHELF, names_list, words_of

NAME_AT = 0.15
NAME_IN_SMALL_AT = 0.25
NAME_OF_A_THING_AT = 0.6
NAME_WITH_STATE_AT = 0.12
LOOK_AT_STATE = 0.0
SHORTEST = 2
LONGEST_NAME = 5
PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "del",
        "della",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "bin",
        "ibn",
        "al",
        "el",
        "abu",
        "ben",
        "mac",
        "ó",
        "dos",
    ]
)
FORMAL_TITLES = frozenset(["mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "madam"])


@functools.cache
def _learnt() -> dict[str, Any]:
    """Read what `nlp/training/english_names.py` wrote: weights of signs alone, and of signs beside an encoder's rows."""
    return dict(json.loads((SHELF / "en" / "name_weights.json").read_text(encoding="utf-8")))


def read_states(line: Line) -> None:
    """Let the encoder say how each word is used, where there is the one from which the weights were learnt."""
    if "beside" in _learnt():
        line.states = states_of(line, _vector(), _learnt()["beside"]["encoder"])


@functools.cache
def _vector() -> tuple[float, ...]:
    return tuple(_learnt()["beside"]["vector"])


def probability(signs: Iterable[str], state: float | None = None) -> float:
    """Answer how probable it is that a word with these signs, and this state where it was read, names a person."""
    weights = _learnt()["weights"] if state is None else _learnt()["beside"]["weights"]
    total = (state or 0.0) + weights[""] + sum(weights.get(sign, 0.0) for sign in signs)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@functools.lru_cache(maxsize=50_000)
def kinds(plain: str) -> tuple[str, ...]:
    """Answer on which lists a word in lower case stands."""
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    parts = bare.replace("'", "").split("-")
    found = [kind for kind, has in _lists() if any(part in has for part in parts)]
    return tuple(found) or ("unlisted",)


@functools.cache
def _lists() -> tuple[tuple[str, frozenset[str]], ...]:
    own = {"title": "titles", "cue": "cues", "not": "not_names", "wide": "wide_places", "town": "towns"}
    own |= {"known": "first", "both": "ambiguous"}
    return (
        ("given", words_of("en", "given_names", "names")),
        ("surname", words_of("en", "surnames", "names")),
        ("word", words_of("en", "everyday", "words")),
        ("common", words_of("en", "everyday", "common")),
        ("stop", words_of("en", "grammar", "stop")),
        *((kind, names_list("en", key)) for kind, key in own.items()),
    )


def is_worth_a_look(line: Line, i: int, *, follows_name: bool = False) -> bool:
    """Tell whether a word could be a name at all: a capital, or typed small where a name is to be expected."""
    plain = line.plain(i)
    if len(plain) < SHORTEST or not plain[0].isalpha():
        return False
    if line.is_capital(i):
        return plain not in names_list("en", "not_names") and plain not in names_list("en", "titles")
    listed = set(kinds(plain))
    if len(plain) < 3 or listed & {"word", "common", "stop", "not", "title", "cue"}:
        return False
    return "given" in listed or follows_name or _is_announced(line, i)


def _is_announced(line: Line, i: int) -> bool:
    """Tell whether «my name is», «friend» or «mr» stands in front."""
    if not line.follows(i):
        return False
    before = line.plain(i - 1)
    is_called = before == "is" and line.plain(i - 2) == "name"
    return is_called or before in names_list("en", "titles") or before in names_list("en", "cues")


def joins_names(line: Line, i: int) -> bool:
    """Tell whether a word can stand between two words of one name: an initial, «van», «al»."""
    plain, word = line.plain(i), line.words[i].text
    is_initial = len(word) == 1 and word.isalpha() and word not in ("a", "i", "I")
    return line.follows(i) and (plain in PARTICLES or is_initial)


def signs_of(line: Line, i: int, *, follows_name: bool) -> list[str]:
    """Answer what speaks for and against a name: the word itself, its place, its neighbours."""
    word, plain = line.words[i].text, line.plain(i)
    inside = line.is_inside(i)
    shape = _shape(word)
    listed = "+".join(kinds(plain))
    signs = [f"shape={shape}", f"inside={inside}", f"lists={listed}", f"lists={listed}/{inside}/{shape}"]
    signs += [f"ending={plain[-3:]}", f"ending2={plain[-2:]}", f"start={plain[:2]}", f"follows={follows_name}"]
    signs += [f"own={kind}" for kind in kinds(plain)] + [f"follows={follows_name}/{listed}"]
    if word.lower() != plain:
        signs.append("'s")
    for step, name in ((-1, "before"), (-2, "before2"), (1, "after"), (2, "after2")):
        signs += _neighbour(line, i, step, name)
    signs.append(f"gap={_mark(line.gap(i), last=True)}")
    signs.append(f"gap after={_mark(_gap_after(line, i), last=False)}")
    if line.has_many_capitals:
        signs.append(f"headline/{listed}")
    return signs


def _neighbour(line: Line, i: int, step: int, name: str) -> list[str]:
    j = i + step
    if not 0 <= j < len(line.words):
        return [f"{name}=none"]
    parted = not all(line.follows(k) for k in range(min(i, j) + 1, max(i, j) + 1))
    shape = _shape(line.words[j].text)
    listed = kinds(line.plain(j))
    signs = [f"{name}:{shape}{parted}", *(f"{name}:{kind}/{shape}/{parted}" for kind in listed)]
    return signs if abs(step) > 1 else [*signs, f"{name}={line.plain(j)}/{parted}"]


def _gap_after(line: Line, i: int) -> str:
    end = line.words[i + 1].start if i + 1 < len(line.words) else len(line.text)
    return line.text[line.words[i].end : min(end, line.words[i].end + 3)]


def _mark(gap: str, *, last: bool) -> str:
    marks = gap.strip()
    if not marks:
        return "space" if gap else "none"
    mark = marks[-1] if last else marks[0]
    return mark if mark.isascii() else "odd"


def _shape(word: str) -> str:
    if word.islower():
        return "small"
    if word[0].isupper() and (len(word) == 1 or word[1:].islower()):
        return "capital"
    if word.isupper():
        return "initials" if len(word) < 3 else "shouted"
    if word[:1].isdigit():
        return "figures"
    return "mixed"


def is_name(line: Line, i: int, *, follows_name: bool = False) -> bool:
    """Tell whether a word names a person, at the measure that was chosen on the texts it was learnt from."""
    state = line.states.get(i)
    if not is_worth_a_look(line, i, follows_name=follows_name) and not _is_used_like_a_name(line, i):
        return False
    if _is_after_initial(line, i) and not {"common", "stop"} & set(kinds(line.plain(i))):
        return True
    least = NAME_AT if line.is_capital(i) else NAME_IN_SMALL_AT
    if state is not None:
        least = NAME_WITH_STATE_AT
    if not follows_name and _is_of_a_thing(line, i):
        least = NAME_OF_A_THING_AT
    return probability(signs_of(line, i, follows_name=follows_name), state) >= least


def _is_used_like_a_name(line: Line, i: int) -> bool:
    """Tell a word typed small, or an everyday one, that stands where a name would."""
    if line.states.get(i, -math.inf) < LOOK_AT_STATE:
        return False
    plain = line.plain(i)
    return len(plain) > 1 and plain[0].isalpha() and not {"not", "title", "stop"} & set(kinds(plain))


def _is_after_initial(line: Line, i: int) -> bool:
    """Tell «J. Smith», whose full stop ends no sentence."""
    before = line.words[i - 1].text if i else ""
    return line.is_capital(i) and line.gap(i) in (".", ". ") and len(before) == 1 and before.isupper()


def _is_of_a_thing(line: Line, i: int) -> bool:
    """Tell «the Lark choir»: an article in front and a plain noun behind name a thing more often than a person."""
    after = line.words[i + 1].text if i + 1 < len(line.words) and line.follows(i + 1) else ""
    is_plain = after.islower() and "stop" not in kinds(after) and len(after) > 2
    return is_plain and line.follows(i) and line.plain(i - 1) in ("the", "a", "an")


def roles_from(line: Line, i: int) -> list[str]:
    """Answer what the words of a name from here on are: "given", "surname"; nothing where there is no name."""
    if not is_name(line, i):
        return []
    end = i + 1
    while end - i < LONGEST_NAME:
        step = _step_to_next(line, end)
        if not step:
            break
        end += step
    if end - i > 1:
        return ["given"] + ["middle"] * (end - i - 2) + ["surname"]
    return ["surname" if _is_surname(line, i) else "given"]


def _step_to_next(line: Line, end: int) -> int:
    """Answer how many words on the next word of the same name ends: none, one, or past «van der»."""
    for step in range(1, 4):
        here = end + step - 1
        if here >= len(line.words) or not line.follows(here):
            return 0
        if is_name(line, here, follows_name=True):
            return step
        if not joins_names(line, here):
            return 0
    return 0


def _is_surname(line: Line, i: int) -> bool:
    formal = i > 0 and line.gap(i).strip() in ("", ".") and line.plain(i - 1) in FORMAL_TITLES
    listed = kinds(line.plain(i))
    return formal or ("surname" in listed and "given" not in listed)
