"""Where the library's own word lists are read from, each file once."""

import functools
import tomllib
from pathlib import Path
from typing import Any

SHELF = Path(__file__).parent / "lexicons"


@functools.cache
def word_list(language: str, name: str) -> dict[str, Any]:
    """Read `lexicons/<language>/<name>.toml`."""
    return tomllib.loads((SHELF / language / f"{name}.toml").read_text(encoding="utf-8"))


@functools.cache
def words_of(language: str, name: str, key: str) -> frozenset[str]:
    """Answer one list of a file as a set. In the files a list is one string of words parted by white space."""
    return frozenset(str(word_list(language, name)[key]).split())


@functools.cache
def names_list(language: str, key: str) -> frozenset[str]:
    """Answer one list of `names.toml` as a set."""
    return frozenset(str(word_list(language, "names")["lists"][key]).split())


@functools.cache
def one_name(language: str) -> dict[str, str]:
    """Map every short or fond form of a first name to the full one."""
    table = word_list(language, "names")["same_name"]
    return {form: full for full, forms in table.items() for form in forms.split()}
