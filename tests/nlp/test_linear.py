"""Patterns and loops take time in proportion to a text: four times the text, about four times the time, never sixteen."""

import importlib
import pkgutil
import re
import time

import pytest

import nlp
from nlp.analyse import Analyser
from nlp.duplicates import nearest
from tests.nlp.bait import BAIT, SPOKEN
from tests.nlp.samples import CODEBOOK, LIBRARY

LONG = 20_000
WORTH_A_LOOK = 0.2  # seconds; what is quadratic over 20,000 letters takes more
TRIES = 3
MOST_GROWTH = 8.0  # between a line (4) and a square (16), for what takes four times the text


def patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern that a module of nlp has made ready, each once."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(nlp.__path__, "nlp."):
        if not module.name.endswith("__main__") and not module.name.startswith("nlp.training"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and value not in found.values():
                    found[f"{module.name}.{name}"] = value
    return found


PATTERNS = patterns()


def seconds(work, text) -> float:
    begun = time.thread_time()
    work(text)
    return time.thread_time() - begun


def check_growth(work, piece: str, size: int, worth_a_look: float) -> None:
    text = piece * (size // len(piece))
    took = seconds(work, text)
    if took > worth_a_look:  # one good try of three is enough: what is quadratic is so each time
        growths = (seconds(work, text * 4) / seconds(work, text) for _ in range(TRIES))
        is_linear = any(growth < MOST_GROWTH for growth in growths)
        assert is_linear, f"{piece!r} repeated to {size} letters took {took:.2f} s"


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS.keys())
def test_a_pattern_is_linear(pattern):
    for piece in BAIT:
        check_growth(lambda text: sum(1 for _ in pattern.finditer(text)), piece, LONG, WORTH_A_LOOK)


def test_a_quadratic_pattern_would_be_seen():
    with pytest.raises(AssertionError, match="repeated"):
        check_growth(re.compile(r"a*b").findall, "a", 4_000, 0.005)


@pytest.fixture(scope="module")
def analyser():
    return Analyser(CODEBOOK, LIBRARY)


@pytest.mark.parametrize("piece", [*SPOKEN, "школа «", "Aa ", "A.", "1 ", "“a", "Aa 1 Apt 1 ", "а-а"])
def test_reading_is_linear(analyser, piece):
    check_growth(lambda text: (analyser.analyse(text), nearest(text, [text[:500]])), piece, 4_000, 0.05)
