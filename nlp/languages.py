"""Which language a text is in, judged by script, letters and small words."""

import functools
import re
from collections import Counter

from nlp.morphology import is_russian_word
from nlp.types import LANGUAGES
from nlp.wordlists import OURS, about_added, word_list

ENOUGH_LETTERS = 20_000
SIGN_WEIGHT = 2.5
ENOUGH_WORDS = 200
MOST_FOREIGN, LEAST_KNOWN, LEAST_KNOWN_IN_FEW = 0.08, 0.52, 0.4
# Bulgarian, Serbian, Macedonian and Ukrainian write none of these letters, so slang with them is still Russian.
RUSSIAN_LETTERS, LEAST_KNOWN_WITH_THEM = re.compile("[ыэё]"), 0.3
WORDS = re.compile(r"[^\W\d_]{1,40}(?:['’][^\W\d_]{1,10})?")
CYRILLIC = re.compile("[\u0400-\u04ff]")
NOT_RUSSIAN = re.compile("[\u0400-\u040f\u0450\u0452-\u04ff]")
CYRILLIC_SCRIPT = "cyrillic"
LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")


@functools.cache
def _signs() -> tuple[dict[str, frozenset[str]], dict[str, str], dict[str, str]]:
    """Answer small words by language, and the letters that speak for one language in each script."""
    table = word_list(".", "languages")
    small = {language: frozenset(words.split()) for language, words in table["small_words"].items()}
    letters = {CYRILLIC_SCRIPT: dict(table["cyrillic_letters"]), "latin": dict(table["latin_letters"])}
    for language in added_languages():
        about = about_added(language)
        small[language] = frozenset(str(about.get("small_words", "")).split()) or small.get(language, frozenset())
        own = letters[_script_of(language)]
        own[language] = str(about.get("letters", own.get(language, "")))
    return small, letters[CYRILLIC_SCRIPT], letters["latin"]


def added_languages() -> tuple[str, ...]:
    """Answer the languages that folders add to ours."""
    return tuple(language for language in LANGUAGES if language not in OURS)


def is_cyrillic(language: str) -> bool:
    """Tell whether a language that we know is written in Cyrillic letters; Latin ones are the other script we know."""
    return language == "ru" or _script_of(language) == CYRILLIC_SCRIPT


def _script_of(language: str) -> str:
    return CYRILLIC_SCRIPT if about_added(language).get("script") == CYRILLIC_SCRIPT else "latin"


def detect_language(text: str, hint: str | None = None) -> tuple[str, float]:
    """Answer "ru", "en", a language that a folder adds, or "other", and how sure that is, 0 to 1.

    The hint decides only where the text does not.
    """
    sample = text[:ENOUGH_LETTERS].lower()
    cyrillic, latin = len(CYRILLIC.findall(sample)), len(LATIN.findall(sample))
    letters = sum(map(str.isalpha, sample))
    if not letters:
        return (hint, 0.5) if hint in LANGUAGES else ("other", 0.0)
    if max(cyrillic, latin) < 0.5 * letters:
        return "other", 0.95
    if cyrillic >= latin:
        judged = _judge(sample, ours="ru", script=0)
        return judged if judged[0] in added_languages() or not _is_of_a_neighbour(sample) else ("other", 0.9)
    return _judge(sample, ours="en", script=1)


def _is_of_a_neighbour(sample: str) -> bool:
    """Tell Russian from the other languages of its script: by letters that it has not, then by the dictionary."""
    words = [word for word in WORDS.findall(sample)[:ENOUGH_WORDS] if CYRILLIC.search(word)]
    foreign = sum(bool(NOT_RUSSIAN.search(word)) for word in words)
    if foreign > MOST_FOREIGN * len(words):
        return True
    longer = [word for word in words if len(word) > 2]
    known = sum(is_russian_word(word) for word in longer)
    # In three words or four a name or a slip of the finger weighs more.
    least = LEAST_KNOWN if len(longer) > 4 else LEAST_KNOWN_IN_FEW
    return known < (LEAST_KNOWN_WITH_THEM if RUSSIAN_LETTERS.search(sample) else least) * len(longer)


def _judge(sample: str, *, ours: str, script: int) -> tuple[str, float]:
    """Weigh our language against its neighbours in the same script."""
    small, *letters_by_script = _signs()
    words = Counter(word.replace("’", "'") for word in WORDS.findall(sample))
    all_words = " ".join(words)
    points = dict.fromkeys(letters_by_script[script], 0.0) | {ours: 0.0}
    for language in points:
        known = small.get(language, frozenset())
        points[language] += sum(n for word, n in words.items() if word in known)
        signs = letters_by_script[script].get(language, "").split()
        present = [sign for sign in signs if sign in all_words]
        if present:
            points[language] += SIGN_WEIGHT * sum(n for word, n in words.items() if any(s in word for s in present))
    added = [language for language in added_languages() if language in points]
    best = max(points, key=lambda language: (points[language], language == ours))
    ours = best if best in added else ours
    mine = points.pop(ours) + 0.6
    rival = max(points.values(), default=0.0)
    share = mine / (mine + rival)
    return (ours, round(share, 3)) if share >= 0.5 else ("other", round(1 - share, 3))
