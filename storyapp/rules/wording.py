"""The same words in several languages, as one value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("ru", "en")
UNDETERMINED = "und"  # BCP 47: in a language that nobody has named
_CYRILLIC, _LATIN = re.compile("[А-Яа-яЁё]"), re.compile("[A-Za-z]")


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A text in Russian and English; either may be empty, and then the other speaks."""

    ru: str = ""
    en: str = ""

    def say(self, language: str) -> str:
        """Return the words in `language`, or in the other language where it has none."""
        return getattr(self, language, "") or self.en or self.ru

    def as_dict(self) -> dict[str, str]:
        """Return a plain mapping of language to text."""
        return {"ru": self.ru, "en": self.en}

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is said in any language."""
        return not (self.ru or self.en)


def joined(one: Wording, other: Wording) -> Wording:
    """Return two texts after each other, in each language."""
    return Wording(ru=f"{one.ru} {other.ru}".strip(), en=f"{one.en} {other.en}".strip())


def wording_of(values: Mapping[str, str] | None) -> Wording:
    """Build a wording from a mapping of language to text."""
    values = values or {}
    return Wording(ru=values.get("ru", ""), en=values.get("en", ""))


def language_tag(language: str) -> str:
    """Return a text's language as pages and files name it; "other" is undetermined."""
    return language if language in LANGUAGES else UNDETERMINED


def script_of(text: str) -> str:
    """Return in which of our languages a text was typed, by its letters; nothing where it has none."""
    n_russian, n_english = len(_CYRILLIC.findall(text)), len(_LATIN.findall(text))
    if not n_russian and not n_english:
        return ""
    return "ru" if n_russian >= n_english else "en"
