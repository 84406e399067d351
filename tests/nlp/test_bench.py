"""The table of figures: what it counts, what it prints, and the probes that it counts on."""

import hashlib
import json

import pytest

from bench.house import FOLDER
from bench.nlp.table import Row, calibration_error, in_bins, macro_f1, measured, shares

PROBES = {
    name: [json.loads(line) for line in (FOLDER / "probes" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    for name in ("signals", "ordinary", "places")
}


def a_row(**given):
    return Row(job="themes", data="texts", language="ru", **given)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (a_row(value=0.7, goal=0.68), "kept"),
        (a_row(value=0.6, goal=0.68), "missed"),
        (a_row(value=0.06, goal=0.05, lower_is_better=True), "missed"),
        (a_row(value=500, goal=400, lower_is_better=True, is_promised=True), "broken"),
    ],
)
def test_a_row_tells_whether_its_goal_is_reached(row, word):
    assert row.line().endswith(word)


def test_only_a_broken_promise_ends_the_command_with_an_error():
    assert a_row(value=0.1, goal=0.9).is_kept is None
    assert a_row(value=0.1, goal=0.9, is_promised=True).is_kept is False


def test_an_interval_holds_its_figure_and_is_the_same_each_time():
    first, second = (shares([True] * 80 + [False] * 20) for _ in range(2))

    value, (low, high) = first
    assert first == second
    assert low < value == 0.8 < high


def test_macro_f1_is_the_mean_over_themes():
    # One theme always right, one always missed; of each text: hit, said, true.
    value, _ = measured([(1, 1, 1, 0, 0, 1)] * 4, macro_f1)

    assert value == 0.5


def test_a_score_that_is_right_as_often_as_it_says_has_no_error():
    rows = [in_bins(0.75, is_right=place < 3) for place in range(4)]

    assert measured(rows, calibration_error)[0] == pytest.approx(0)


@pytest.mark.parametrize("name", PROBES)
def test_probes_stand_in_the_half_that_their_id_gives(name):
    rows = PROBES[name]

    halves = [("dev", "test")[hashlib.sha256(row["id"].encode()).digest()[0] % 2] for row in rows]
    assert [row["half"] for row in rows] == halves
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)


def test_spans_of_places_lie_on_words():
    spans = [row["text"][s["start"] : s["end"]] for row in PROBES["places"] for s in row["spans"]]

    assert all(span == span.strip() and span for span in spans)
