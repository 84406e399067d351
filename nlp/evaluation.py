"""Suggestions against a gold file: precision, recall, F1, calibration, each with its interval."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SEED = 20_240_101
N_RESAMPLES = 200
N_BINS = 10
FIELDS = {"themes": "themes", "link": "results", "mask": "spans", "concerns": "signals"}
LABEL = {"themes": "code", "link": "code", "mask": "kind", "concerns": "kind"}
SIGNAL_THRESHOLD = 0.5

Unit = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One text: what is true, what was suggested, and the scores of all that was weighed."""

    language: str
    true: frozenset[Unit]
    suggested: frozenset[Unit]
    scores: tuple[tuple[str, float], ...]


def evaluate(task: str, gold: Sequence[Mapping[str, Any]], predictions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Compare by id. A gold text without prediction counts as one without suggestions.

    Masks are compared letter by letter and kind by kind; the other tasks label by label.
    """
    by_id = {str(row["id"]): row for row in predictions}
    judged = [_judge(task, row, by_id.get(str(row["id"]), {})) for row in gold]
    languages = sorted({each.language for each in judged})
    labels = sorted({label for each in judged for label, _ in each.true | each.suggested})
    return {
        "task": task,
        "n_texts": len(judged),
        "n_without_prediction": sum(str(row["id"]) not in by_id for row in gold),
        **_figures(judged),
        "by_label": {label: _tally(judged, label) for label in labels},
        "by_language": {each: _figures([one for one in judged if one.language == each]) for each in languages},
    }


def _judge(task: str, gold: Mapping[str, Any], predicted: Mapping[str, Any]) -> Judged:
    rows = predicted.get(FIELDS[task]) or []
    chosen = [row for row in rows if _is_suggested(row)]
    scores = [(_label(task, row), float(row["score"])) for row in rows if isinstance(row, Mapping) and "score" in row]
    return Judged(
        language=str(gold.get("lang") or predicted.get("lang") or "unknown"),
        true=_units(task, gold.get(FIELDS[task]) or []),
        suggested=_units(task, chosen),
        scores=tuple(sorted(scores, key=lambda pair: -pair[1])),
    )


def _is_suggested(row: Any) -> bool:
    if not isinstance(row, Mapping):
        return True
    return bool(row.get("suggested", row.get("score", 1.0) >= SIGNAL_THRESHOLD))


def _label(task: str, row: Any) -> str:
    return str(row[LABEL[task]]) if isinstance(row, Mapping) else str(row)


def _units(task: str, rows: Sequence[Any]) -> frozenset[Unit]:
    if task == "mask":
        return frozenset((str(row["kind"]), i) for row in rows for i in range(row["start"], row["end"]))
    return frozenset((_label(task, row), 0) for row in rows)


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    labels = sorted({label for each in judged for label, _ in each.true})
    f1s = [_tally(judged, label)["f1"] for label in labels]
    ranked = [each for each in judged if each.scores]
    return {
        "micro": _tally(judged) | {"f1_interval": _interval(judged, lambda sample: _tally(sample)["f1"])},
        "macro_f1": _mean(f1s),
        "recall_at_3": _mean([_found_in_three(each) for each in ranked if each.true]),
        "ece_top_1": _calibration_error(ranked) if ranked else None,
    }


def _tally(judged: Sequence[Judged], label: str | None = None) -> dict[str, float]:
    hits = missed = wrong = 0
    for each in judged:
        true = {unit for unit in each.true if label in (None, unit[0])}
        suggested = {unit for unit in each.suggested if label in (None, unit[0])}
        hits += len(true & suggested)
        missed += len(true - suggested)
        wrong += len(suggested - true)
    return {
        "precision": round(hits / (hits + wrong), 4) if hits + wrong else 0.0,
        "recall": round(hits / (hits + missed), 4) if hits + missed else 0.0,
        "f1": round(2 * hits / (2 * hits + missed + wrong), 4) if hits + missed + wrong else 0.0,
        "n_true": hits + missed,
    }


def _found_in_three(each: Judged) -> float:
    first = {label for label, _ in each.scores[:3]}
    true = {label for label, _ in each.true}
    return len(first & true) / len(true)


def _calibration_error(judged: Sequence[Judged]) -> float:
    """Answer how far the score of the first suggestion is from how often it is right (ECE over ten bins)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for each in judged:
        label, score = each.scores[0]
        bins[min(int(score * N_BINS), N_BINS - 1)].append((score, label in {one for one, _ in each.true}))
    gaps = (abs(sum(s for s, _ in rows) - sum(right for _, right in rows)) for rows in bins.values())
    return round(sum(gaps) / len(judged), 4)


def _interval(judged: Sequence[Judged], figure: Callable[[Sequence[Judged]], float]) -> list[float]:
    """Answer the 95 % interval over texts drawn again, always the same draws."""
    if not judged:
        return [0.0, 0.0]
    chance = random.Random(SEED)  # noqa: S311
    values = sorted(figure(chance.choices(judged, k=len(judged))) for _ in range(N_RESAMPLES))
    return [values[int(0.025 * N_RESAMPLES)], values[int(0.975 * N_RESAMPLES) - 1]]


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
