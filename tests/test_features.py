"""The feature map holds: every row stands there, in one of three states, and its tests exist."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STATES = ("works", "partly", "not yet")
LAST = {"A": 14, "B": 14, "C": 15, "D": 5, "E": 6, "F": 12, "G": 8, "H": 7, "I": 10, "J": 6, "K": 6}
IDS = [f"{letter}{n}" for letter, last in LAST.items() for n in range(1, last + 1)]
IDS += [f"{letters}{n:02}" for letters, last in {"SD": 31, "MF": 28}.items() for n in range(1, last + 1)]
MOST_TESTS = 2
TEXT = (ROOT / "docs" / "features.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([A-Z]+\d+) \| (.+?) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
COUNTS = re.compile(r"^(\w+): works (\d+), partly (\d+), not yet (\d+); of (\d+)\.$", re.MULTILINE)


def named(shown: str) -> list[tuple[str, str]]:
    return re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", shown)


def test_every_row_stands_there_once():
    assert [row[0] for row in ROWS] == IDS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_is_honest(row):
    _, feature, state, shown = row

    assert state in STATES
    assert len(re.findall(r"[\w’'“”-]+", feature)) <= 12
    assert ("missing: " in shown) == (state == "partly")
    assert len(named(shown)) == shown.count("`") // 2 <= MOST_TESTS
    assert bool(named(shown)) == (state != "not yet")


@pytest.mark.parametrize(("file", "name"), sorted({test for row in ROWS for test in named(row[3])}))
def test_a_named_test_exists(file, name):
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_counts_are_those_of_the_rows():
    counted: dict[str, Counter[str]] = {}
    for id_, _, state, _ in ROWS:
        for section in (id_.rstrip("0123456789"), "All"):
            counted.setdefault(section, Counter())[state] += 1

    said = {section: (*map(int, numbers),) for section, *numbers in COUNTS.findall(TEXT)}
    assert said == {section: (*(states[one] for one in STATES), states.total()) for section, states in counted.items()}
