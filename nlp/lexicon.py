"""Codebooks, results libraries and mask lists: from TOML or JSON to values, with clear complaints."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nlp.errors import NlpError
from nlp.signals import STRONG, WEAK, plain_pattern
from nlp.types import (
    LANGUAGES,
    SIGNAL_KINDS,
    MaskLists,
    ParticularSpec,
    ResultSpec,
    SignalLists,
    SignalPhrase,
    ThemeSpec,
)


def read_codebook(path: str | Path) -> tuple[ThemeSpec, ...]:
    """Read a codebook file."""
    return themes_from(read_file(path))


def read_library(path: str | Path) -> tuple[ResultSpec, ...]:
    """Read a results library file."""
    return results_from(read_file(path))


def read_mask_lists(path: str | Path) -> MaskLists:
    """Read a programme's lists: `never`, `names`, `schools`, `organisations`, `places`."""
    return mask_lists_from(read_file(path))


def read_signal_lists(path: str | Path) -> SignalLists:
    """Read a programme's own signal words and the shipped patterns that it puts aside."""
    return signal_lists_from(read_file(path))


def read_file(path: str | Path, *, is_json: bool = False) -> Any:
    """Read TOML, or JSON when the name ends so or it must be."""
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NlpError("file.missing", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise NlpError("file.unreadable", path=path, reason=type(error).__name__) from error
    try:
        return json.loads(text) if is_json or file.suffix.lower() == ".json" else tomllib.loads(text)
    except ValueError as error:
        raise NlpError("file.unreadable", path=path, reason=error) from error


def themes_from(data: Any) -> tuple[ThemeSpec, ...]:
    """Build the themes of a codebook from parsed data."""
    rows = _rows(data, "themes", missing="book.no-themes")
    themes = tuple(_theme(row, number) for number, row in enumerate(rows, start=1))
    codes = {theme.code for theme in themes}
    for code in _repeated(theme.code for theme in themes):
        raise NlpError("book.repeated-code", code=code)
    for theme in themes:
        if theme.parent and theme.parent not in codes:
            raise NlpError("book.unknown-parent", code=theme.code, parent=theme.parent)
    return themes


def _theme(row: Mapping[str, Any], number: int) -> ThemeSpec:
    code = _code(row)
    if not code:
        raise NlpError("book.no-code", number=number)
    name = _by_language(row.get("name", {}), f"name of '{code}'")
    if not name:
        raise NlpError("book.no-name", code=code)
    seeds = row.get("seeds") or {}
    if not isinstance(seeds, Mapping) or not all(isinstance(words, list) for words in seeds.values()):
        raise NlpError("shape.wrong", place=f"seeds of '{code}'", expected="lists of words by language")
    return ThemeSpec(
        code=code,
        name=name,
        description=_by_language(row.get("description") or {}, f"description of '{code}'"),
        seeds={language: _strings(words, f"seeds of '{code}'") for language, words in seeds.items()},
        parent=row.get("parent") or None,
    )


def results_from(data: Any) -> tuple[ResultSpec, ...]:
    """Build the results of a library from parsed data."""
    rows = _rows(data, "results", missing="library.no-results")
    results = tuple(_result(row, number) for number, row in enumerate(rows, start=1))
    for code in _repeated(result.code for result in results):
        raise NlpError("library.repeated-code", code=code)
    return results


def _result(row: Mapping[str, Any], number: int) -> ResultSpec:
    code = _code(row)
    if not code:
        raise NlpError("library.no-code", number=number)
    general = _by_language(row.get("general") or {}, f"general wording of '{code}'")
    if not general:
        raise NlpError("library.no-wording", code=code)
    level = row.get("level")
    return ResultSpec(
        code=code,
        general=general,
        particular=tuple(_particulars(row, code)),
        indicators=tuple(
            _by_language(indicator, f"indicators of '{code}'") for indicator in row.get("indicators") or ()
        ),
        level=None if level is None else str(level),
    )


def _particulars(row: Mapping[str, Any], code: str) -> Iterator[ParticularSpec]:
    for number, wording in enumerate(row.get("particular") or (), start=1):
        place = f"particular wording {number} of '{code}'"
        words = _by_language(wording, place)
        if not words:
            raise NlpError("shape.wrong", place=place, expected="words in 'ru' or 'en'")
        yield ParticularSpec(code=_code(wording) or f"{code}.{number}", wording=words)


def mask_lists_from(data: Any) -> MaskLists:
    """Build a programme's mask lists from parsed data."""
    if not isinstance(data, Mapping):
        raise NlpError("shape.wrong", place="mask lists", expected="a table of lists")
    keys = ("never", "names", "schools", "organisations", "places")
    return MaskLists(**{key: _strings(data.get(key) or (), f"'{key}'") for key in keys})


def signal_lists_from(data: Any) -> SignalLists:
    """Build signal lists from parsed data: `own.<language>.<kind>.<strength>` and `aside.<language>.<kind>`."""
    if not isinstance(data, Mapping):
        raise NlpError("shape.wrong", place="signal lists", expected="tables 'own' and 'aside'")
    own = [
        SignalPhrase(language=language, kind=kind, pattern=_pattern(words, place), is_strong=strength == STRONG)
        for language, kind, by_strength, place in _by_kind(data, "own")
        for strength in (STRONG, WEAK)
        for words in _strings(_table(by_strength, place).get(strength) or (), place)
    ]
    aside = [
        SignalPhrase(language=language, kind=kind, pattern=pattern)
        for language, kind, patterns, place in _by_kind(data, "aside")
        for pattern in _strings(patterns, place)
    ]
    return SignalLists(own=tuple(own), aside=tuple(aside))


def _by_kind(data: Mapping[str, Any], key: str) -> Iterator[tuple[str, str, Any, str]]:
    for language, kinds in _table(data.get(key) or {}, f"'{key}'").items():
        for kind, content in _table(kinds, f"'{key}.{language}'").items():
            place = f"'{key}.{language}.{kind}'"
            if language not in LANGUAGES or kind not in SIGNAL_KINDS:
                raise NlpError("shape.wrong", place=place, expected="a language and a kind of signal that we know")
            yield language, kind, content, place


def _table(value: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise NlpError("shape.wrong", place=place, expected="a table")
    return value


def _pattern(words: str, place: str) -> str:
    pattern = plain_pattern(words)
    if not pattern:
        raise NlpError("shape.wrong", place=place, expected="words or emoji, with … for words between")
    return pattern


def _rows(data: Any, key: str, *, missing: str) -> list[Mapping[str, Any]]:
    rows = data.get(key) if isinstance(data, Mapping) else data
    if not isinstance(rows, list):
        raise NlpError(missing)
    if not all(isinstance(row, Mapping) for row in rows):
        raise NlpError("shape.wrong", place=f"'{key}'", expected="a list of tables")
    return rows


def _repeated(codes: Iterable[str]) -> list[str]:
    return [code for code, n in Counter(codes).items() if n > 1]


def _code(row: Mapping[str, Any]) -> str:
    return str(row.get("code") or "").strip()


def _by_language(words: Any, place: str) -> dict[str, str]:
    """Take the words by language; one bare string stands for both languages."""
    if isinstance(words, str):
        return dict.fromkeys(LANGUAGES, words) if words.strip() else {}
    if not isinstance(words, Mapping):
        raise NlpError("shape.wrong", place=place, expected="words by language")
    return {language: str(words[language]) for language in LANGUAGES if str(words.get(language) or "").strip()}


def _strings(words: Sequence[Any], place: str) -> tuple[str, ...]:
    if isinstance(words, str) or not all(isinstance(word, str) for word in words):
        raise NlpError("shape.wrong", place=place, expected="a list of words")
    return tuple(word.strip() for word in words if word.strip())
