"""Where the library's own word lists are read from, each file once.

A language is a folder. Ours lie in `lexicons/`; any other folder with a `language.toml`, there or in a folder that
STORYNLP_LANGUAGES names, adds one: see `lexicons/README.md`.
"""

import functools
import os
import tomllib
from pathlib import Path
from typing import Any

from nlp.errors import NlpError

SHELF = Path(__file__).parent / "lexicons"
OURS = ("ru", "en")


@functools.cache
def language_folders() -> dict[str, Path]:
    """Answer the folder of every language, ours first."""
    shelves = [SHELF, *(Path(path) for path in os.environ.get("STORYNLP_LANGUAGES", "").split(os.pathsep) if path)]
    found = {language: SHELF / language for language in OURS}
    for shelf in shelves:
        for file in sorted(shelf.glob("*/language.toml")):
            found.setdefault(file.parent.name, file.parent)
    return found


@functools.cache
def word_list(language: str, name: str) -> dict[str, Any]:
    """Read `lexicons/<language>/<name>.toml`. What a language that was added leaves out is there and empty."""
    if language not in language_folders() or language in OURS:
        return tomllib.loads((SHELF / language / f"{name}.toml").read_text(encoding="utf-8"))
    return _filled(_read_added(language, name), word_list("en", name))


@functools.cache
def about_added(language: str) -> dict[str, Any]:
    """Answer the `language.toml` of a language that was added; nothing for ours."""
    return {} if language in OURS else _read_added(language, "language")


def _read_added(language: str, name: str) -> dict[str, Any]:
    file = language_folders()[language] / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        raise NlpError("file.unreadable", path=file, reason=error) from error


def _filled(own: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """Put an empty value of the right shape wherever a list of ours has one that this lacks."""
    blanks = {
        key: _filled({}, value) if isinstance(value, dict) else type(value)()
        for key, value in like.items()
        if isinstance(value, (dict, str, list))
    }
    return blanks | {
        key: _filled(value, like[key]) if isinstance(value, dict) and isinstance(like.get(key), dict) else value
        for key, value in own.items()
    }


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
