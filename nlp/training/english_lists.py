"""`python -m nlp.training.english_lists CENSUS FAKER PAIRS`: write the lists of English names and everyday words.

CENSUS: folder with the name files of the US Census of 1990 (public domain; in the package `names` 0.3.0).
FAKER: folder `faker/providers/person` of the package Faker (MIT). PAIRS: `ru_en.jsonl`, sentence pairs of Tatoeba
(CC BY 2.0 FR), TICO-19 (CC0) and GoEmotions (Apache-2.0); only single words are counted in it.
"""

import ast
import json
import re
import sys
import textwrap
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from nlp.wordlists import SHELF

N_SURNAMES = 18_000
LATIN_NAME = re.compile(r"[a-z]{2,20}(?:['-][a-z]{2,20})?")
LOCALES = [
    "ar_DZ",
    "az_AZ",
    "cs_CZ",
    "da_DK",
    "de_DE",
    "en_GB",
    "en_IE",
    "en_IN",
    "en_KE",
    "en_NG",
    "en_NZ",
    "en_PK",
    "en_US",
    "es_ES",
    "es_MX",
    "et_EE",
    "fi_FI",
    "fr_FR",
    "fr_DZ",
    "ga_IE",
    "ha_NG",
    "hr_HR",
    "hu_HU",
    "id_ID",
    "ig_NG",
    "is_IS",
    "it_IT",
    "lt_LT",
    "lv_LV",
    "nl_NL",
    "no_NO",
    "pl_PL",
    "pt_BR",
    "ro_RO",
    "sk_SK",
    "sl_SI",
    "sv_SE",
    "sw",
    "tr_TR",
    "tw_GH",
    "uz_UZ",
    "vi_VN",
    "yo_NG",
    "zu_ZA",
    "ru_RU",
    "uk_UA",
    "bg_BG",
    "mk_MK",
]
CYRILLIC, LATIN = "абвгдезийклмнопрстуфыэіѓќљњџјѕ", "abvgdeziyklmnoprstufyeigklndjz"
TO_LATIN = str.maketrans(CYRILLIC, LATIN) | {ord(letter): latin for letter, latin in {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
    "ё": "yo", "ї": "yi", "є": "ye", "ґ": "g",
}.items()}  # fmt: skip
SOFTER = {ord("я"): "ia", ord("ю"): "iu", ord("ё"): "e", ord("й"): "i", ord("х"): "h"}
SOURCE_NAMES = (
    "Names of the US Census of 1990 (public domain) and of the package Faker 40.63 (MIT, (c) 2012 Daniele Faraglia)."
)
SOURCE_WORDS = (
    "Words that stand in lower case twice or more in sentences of Tatoeba (CC BY 2.0 FR), TICO-19 (CC0)"
    " and GoEmotions (Apache-2.0)."
)


def main(census: Path, faker: Path, pairs: Path) -> None:
    """Write `given_names.toml`, `surnames.toml` and `everyday.toml` of English."""
    given = {name for sex in ("female", "male") for name in _census(census / f"dist.{sex}.first")}
    surnames = set(list(_census(census / "dist.all.last"))[:N_SURNAMES])
    for locale in LOCALES:
        for key, names in _faker(faker / locale / "__init__.py"):
            (surnames if key.startswith("last") else given).update(names)
    table = tomllib.loads((SHELF / "ru" / "names.toml").read_text(encoding="utf-8"))["same_name"]
    given |= {_plain(way) for forms in table.values() for form in forms.split() for way in _spellings(form)} - {""}
    counts = Counter(word for text in _sentences(pairs) for word in re.findall(r"(?<![#@\w])[a-z]{2,20}(?!\w)", text))
    everyday = {word for word, n in counts.items() if n >= 2}
    common = {word for word, n in counts.items() if n >= 12}
    _write("given_names", SOURCE_NAMES, names=given)
    _write("surnames", SOURCE_NAMES, names=surnames)
    _write("everyday", SOURCE_WORDS, words=everyday - common, common=common)


def _census(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield line.split()[0].lower()


def _faker(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Read the constants of a provider without running it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        targets = [*getattr(node, "targets", []), getattr(node, "target", None)]
        keys = [target.id for target in targets if isinstance(target, ast.Name)]
        for key in keys:
            if key.startswith(("first_name", "last_name")) and "romanized" not in key:
                strings = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
                yield key, {_plain(way) for each in strings if isinstance(each, str) for way in _spellings(each)} - {""}


def _spellings(name: str) -> set[str]:
    """Write a Cyrillic name in Latin letters in the usual ways."""
    return {
        re.sub("iy$|yy$", end, name.lower().translate(way))
        for way in (TO_LATIN, TO_LATIN | SOFTER)
        for end in ("y", "iy", "ii")
    }


def _plain(name: str) -> str:
    lower = name.lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))
    return bare if LATIN_NAME.fullmatch(bare) else ""


def _sentences(pairs: Path) -> Iterator[str]:
    with pairs.open(encoding="utf-8") as lines:
        for line in lines:
            yield str(json.loads(line)["en"])


def folded(words: Iterable[str]) -> str:
    """Answer words in order, as lines of a file."""
    return textwrap.fill(" ".join(sorted(words)), 118, break_on_hyphens=False, break_long_words=False)


def _write(name: str, source: str, **lists: set[str]) -> None:
    rows = ["# Made by nlp/training/english_lists.py.", f"source = {json.dumps(source)}", "reviewed_on = 2026-11-28"]
    for key, words in lists.items():
        rows += [f'{key} = """', folded(words), '"""']
    (SHELF / "en" / f"{name}.toml").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
