"""How easily a text reads, in Russian and English, and whether that is easy enough for an age."""

import re
from dataclasses import dataclass

from storyapp.rules.people import ConsentBand
from storyapp.rules.sentences import words_of

LEAST_WORDS = 12  # of fewer words the measure says nothing
LONG_SYLLABLES = 4
MOST_LONG = 3
# Flesch's table: 80 and more is easy (11 to 12 years), 65 is about plain (13 to 15), 50 is for those leaving school.
EASY_ENOUGH = {ConsentBand.CHILD: 80, ConsentBand.TEENAGER: 65, ConsentBand.YOUNG_ADULT: 50, ConsentBand.ADULT: 40}
# Flesch (1948) for English; Oborneva (2006) fitted the same measure to Russian, whose words are longer.
WEIGHTS = {"en": (206.835, 1.015, 84.6), "ru": (206.835, 1.3, 60.1)}
_END = re.compile(r"[.!?…]+[\"'»”)\]]*(?=\s|$)|\n+")
_RUSSIAN_VOWELS = re.compile("[аеёиоуыэюя]", re.IGNORECASE)
_ENGLISH_SOUNDS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a text reads: from about 0, hard, to 100, very easy; and what makes it hard."""

    ease: int
    longest_sentence: int
    long_words: tuple[str, ...]
    wanted: int

    @property
    def is_easy_enough(self) -> bool:
        """Tell whether readers of this age read it easily."""
        return self.ease >= self.wanted


def reading_of(text: str, *, language: str, band: ConsentBand) -> Reading | None:
    """Measure a text for an age; None where it is too short, or in a language that has no measure here."""
    words = words_of(text)
    if language not in WEIGHTS or len(words) < LEAST_WORDS:
        return None
    sentences = [n for part in _END.split(text) if (n := len(words_of(part)))]
    syllables = {word: n_syllables(word, language=language) for word in words}
    start, per_word, per_syllable = WEIGHTS[language]
    mean_words, mean_syllables = len(words) / len(sentences), sum(syllables[word] for word in words) / len(words)
    ease = start - per_word * mean_words - per_syllable * mean_syllables
    longest = sorted((word for word, n in syllables.items() if n >= LONG_SYLLABLES), key=lambda word: -syllables[word])
    return Reading(
        ease=round(max(0.0, min(100.0, ease))), longest_sentence=max(sentences), long_words=tuple(longest[:MOST_LONG]),
        wanted=EASY_ENOUGH.get(band, 0),
    )  # fmt: skip


def ease_of(text: str, *, language: str) -> int | None:
    """Return how easily a text reads, from about 0, hard, to 100, very easy; None where it cannot be measured."""
    reading = reading_of(text, language=language, band=ConsentBand.ADULT)
    return None if reading is None else reading.ease


def n_syllables(word: str, *, language: str) -> int:
    """Count syllables: in Russian each vowel is one; in English groups of vowels are, but for a silent e at the end."""
    if language == "ru":
        return max(1, len(_RUSSIAN_VOWELS.findall(word)))
    plain = word.lower()
    n = len(_ENGLISH_SOUNDS.findall(plain))
    is_silent = (plain.endswith("e") and not plain.endswith(("le", "ee", "ye"))) or (plain.endswith(("ed", "es")) and not (
        plain.endswith(("ted", "ded", "ses", "ces", "zes", "xes", "ches", "shes", "ges"))
    ))  # fmt: skip
    return max(1, n - is_silent)
