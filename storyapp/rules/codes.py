"""Short codes for things that people name, and lists written one a line."""

import re
from collections.abc import Collection, Iterable, Mapping

from storyapp.rules.errors import RuleBroken

LONGEST_CODE = 40
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")


def code_of(*names: str) -> str:
    """Make a code of the first name that gives one; Cyrillic is written in Latin letters."""
    for name in names:
        latin = "".join(_LATIN.get(sign, sign) for sign in name.casefold())
        code = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:LONGEST_CODE].strip("-")
        if code:
            return code
    return ""


def free_code(wanted: str, taken: Collection[str]) -> str:
    """Return the code, with a number behind it where it is taken."""
    wanted = wanted or "x"
    if wanted not in taken:
        return wanted
    return next(code for n in range(2, len(taken) + 3) if (code := f"{wanted[: LONGEST_CODE - 4]}-{n}") not in taken)


def check_code(code: str) -> None:
    """Raise RuleBroken where a code is not made of small Latin letters, digits and single dashes."""
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise RuleBroken("setup.code-wrong", written=code[:LONGEST_CODE])


def read_lines(text: str) -> list[dict[str, str]]:
    """Read a list, one a line: "code | русский | English", "русский | English", or words of one language."""
    options: list[dict[str, str]] = []
    for n, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 or not any(cells):
            raise RuleBroken("setup.line-unclear", n=n)
        code, russian, english = _three(cells)
        taken = {option["code"] for option in options}
        if code in taken:
            raise RuleBroken("setup.code-twice", written=code)
        code = code or free_code(code_of(english, russian), taken)
        check_code(code)
        options.append({"code": code, "ru": russian, "en": english})
    return options


def write_lines(options: Iterable[Mapping[str, str]]) -> str:
    """Write a list as `read_lines` reads it."""
    return "\n".join(f"{o.get('code', '')} | {o.get('ru', '')} | {o.get('en', '')}" for o in options)


def _three(cells: list[str]) -> tuple[str, str, str]:
    if len(cells) == 3:
        return cells[0], cells[1], cells[2]
    if len(cells) == 2:
        return "", cells[0], cells[1]
    return ("", cells[0], "") if _CYRILLIC.search(cells[0]) else ("", "", cells[0])
