"""Every promise of docs/safety.md names a test, and the test is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINES = [
    line for line in (ROOT / "docs" / "safety.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| Promise", "| **"))
]  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[2:50])
def test_a_promise_names_a_test_that_exists(line):
    file, name = re.search(r"`(tests/[\w/]+\.py)::(test_\w+)` \|$", line).groups()

    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
