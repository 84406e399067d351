"""What an answer of each kind may be: typed, checked, and the same however it was given."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

from storyapp.rules.errors import RuleBroken
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.questionnaire.asked import Asked

WHOLE = 100  # a slider runs from nothing to this; the three numbers of a triad make it together
MOMENTS = ("then", "now")
RATERS = ("teller", "worker")
WHEEL_STEPS = (5, 10)
LONGEST_NUMBER = 15
LONGEST_LINE, LONGEST_TEXT = 200, 20_000
YEARS_BACK = 30
_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2}))?")
_GAPS = str.maketrans("", "", " \u00a0\u202f\u2009'’")


def read_answer(question: Asked, cells: Sequence[str], *, today: date) -> Any:
    """Return the answer that the fields of a question hold, in order; None where nothing is said.

    Raises RuleBroken with what to repair.
    """
    filled = [cell.strip() for cell in cells]
    if not any(filled):
        return None
    return _READERS[question.kind](question, filled, today)


def cells_of(question: Asked, value: Any) -> list[str]:
    """Return what the fields of a question show for an answer: the way back of `read_answer`."""
    if value is None:
        return []
    if question.kind is QuestionKind.TRIAD:
        return [str(value.get(code, "")) for code in question.codes]
    if question.kind is QuestionKind.WHEEL:
        return [str(_rated(value, *slot) or "") for slot in slots(question)]
    if question.kind is QuestionKind.MONTH:
        year, _, month = str(value).partition("-")
        return [month and str(int(month)), year]
    if isinstance(value, list):
        return [str(one) for one in value]
    return [str(value)]


def slots(question: Asked) -> list[tuple[str, str, str]]:
    """Return the fields of a wheel in order: who rates, which area, at which time."""
    return list(product(raters(question), question.codes, moments(question)))


def moments(question: Asked) -> tuple[str, ...]:
    """Return the times at which a wheel is rated."""
    return MOMENTS if question.settings.get("two_times", True) else MOMENTS[1:]


def raters(question: Asked) -> tuple[str, ...]:
    """Return from whose points of view a wheel is rated."""
    return RATERS if question.settings.get("two_raters") else RATERS[:1]


def steps(question: Asked) -> int:
    """Return how many steps each area of a wheel has."""
    most = question.settings.get("most")
    return most if most in WHEEL_STEPS else WHEEL_STEPS[0]


def years(question: Asked, *, today: date) -> range:
    """Return the years that may be named, the latest first."""
    earliest = question.settings.get("least") or today.year - YEARS_BACK
    return range(today.year, min(int(earliest), today.year) - 1, -1)


def number_of(text: str) -> Decimal | None:
    """Read a number as people write it, with a comma or a point; None where it is none."""
    plain = text.translate(_GAPS).replace(",", ".")
    if not plain or len(plain) > LONGEST_NUMBER or not re.fullmatch(r"[-+−]?\d*\.?\d*", plain):
        return None
    try:
        return Decimal(plain.replace("−", "-"))
    except InvalidOperation:
        return None


def check_answer(question: Asked, value: Any, *, today: date) -> Any:
    """Return an answer as it is kept, however it came; raises RuleBroken where it does not fit its question."""
    if question.kind is QuestionKind.TRIAD and not isinstance(value, Mapping):
        raise RuleBroken("answer.not-a-number")
    return read_answer(question, cells_of(question, value), today=today)


def used_codes(kind: QuestionKind, value: Any) -> set[str]:
    """Return the codes of answers, poles or areas that an answer names: they may not be taken away any more."""
    if kind is QuestionKind.WHEEL:
        return {area for raters_of in value.values() for rated in raters_of.values() for area in rated}
    if kind is QuestionKind.TRIAD:
        return set(value)
    return {str(one) for one in (value if isinstance(value, list) else [value])} if kind.has_options else set()


def _text(question: Asked, cells: Sequence[str], today: date) -> str:
    longest = LONGEST_LINE if question.kind is QuestionKind.SHORT_TEXT else LONGEST_TEXT
    if len(cells[0]) > longest:
        raise RuleBroken("answer.too-long", longest=longest)
    return cells[0]


def _one_of(question: Asked, cells: Sequence[str], today: date) -> str:
    if cells[0] not in question.codes:
        raise RuleBroken("answer.not-offered")
    return cells[0]


def _several_of(question: Asked, cells: Sequence[str], today: date) -> list[str]:
    chosen = {cell for cell in cells if cell}
    if not chosen.issubset(question.codes):
        raise RuleBroken("answer.not-offered")
    return [code for code in question.codes if code in chosen]


def _slider(question: Asked, cells: Sequence[str], today: date) -> int:
    return _share(cells[0])


def _triad(question: Asked, cells: Sequence[str], today: date) -> dict[str, int]:
    if len(cells) != len(question.codes):
        raise RuleBroken("answer.not-a-number")
    if "" in cells:
        raise RuleBroken("answer.triad-unfinished")
    shares = [_share(cell) for cell in cells]
    if sum(shares) != WHOLE:
        raise RuleBroken("answer.triad-sum", sum=sum(shares))
    return dict(zip(question.codes, shares, strict=True))


def _wheel(question: Asked, cells: Sequence[str], today: date) -> dict[str, dict[str, dict[str, int]]]:
    places = slots(question)
    if len(cells) > len(places):
        raise RuleBroken("answer.not-offered")
    value: dict[str, dict[str, dict[str, int]]] = {}
    for (rater, area, moment), cell in zip(places, cells, strict=False):
        if cell:
            number = number_of(cell)
            if number is None or number != int(number) or not 1 <= number <= steps(question):
                raise RuleBroken("answer.wheel-step", most=steps(question))
            value.setdefault(moment, {}).setdefault(rater, {})[area] = int(number)
    return value


def _number(question: Asked, cells: Sequence[str], today: date) -> int | float:
    number = number_of(cells[0])
    if number is None:
        raise RuleBroken("answer.not-a-number")
    least, most = question.settings.get("least"), question.settings.get("most")
    if least is not None and most is not None and not least <= number <= most:
        raise RuleBroken("answer.number-between", least=least, most=most)
    if least is not None and number < least:
        raise RuleBroken("answer.number-too-small", least=least)
    if most is not None and number > most:
        raise RuleBroken("answer.number-too-large", most=most)
    return int(number) if number == int(number) else float(number)


def _month(question: Asked, cells: Sequence[str], today: date) -> str:
    if len(cells) == 1:  # as a sheet writes it: 2026-03 or 2026
        match = _MONTH.fullmatch(cells[0])
        if match is None:
            raise RuleBroken("answer.month-unclear")
        cells = [match.group(2) or "", match.group(1)]
    month, year = cells[0], cells[1]
    if not year:
        raise RuleBroken("answer.year-missing")
    if not year.isdigit() or int(year) not in years(question, today=today):
        raise RuleBroken("answer.month-unclear")
    if month and not (month.isdigit() and 1 <= int(month) <= 12):
        raise RuleBroken("answer.month-unclear")
    if month and (int(year), int(month)) > (today.year, today.month):
        raise RuleBroken("answer.month-ahead")
    return f"{int(year)}-{int(month):02}" if month else str(int(year))


def _share(cell: str) -> int:
    number = number_of(cell)
    if number is None or number != int(number) or not 0 <= number <= WHOLE:
        raise RuleBroken("answer.not-a-share")
    return int(number)


def _rated(value: Mapping[str, Any], rater: str, area: str, moment: str) -> int | None:
    return value.get(moment, {}).get(rater, {}).get(area)


_READERS: Mapping[QuestionKind, Callable[[Asked, Sequence[str], date], Any]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.ONE_OF: _one_of,
    QuestionKind.SEVERAL_OF: _several_of,
    QuestionKind.SCALE: _one_of,
    QuestionKind.SLIDER: _slider,
    QuestionKind.TRIAD: _triad,
    QuestionKind.WHEEL: _wheel,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONTH: _month,
}
