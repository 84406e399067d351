"""What should be seen soon: found in probes and in posts that psychiatrists judged; not told of harmless texts."""

from collections.abc import Iterator

from bench.nlp import texts
from bench.nlp.table import Row, shares
from nlp.analyse import find_signals

AT = 0.5
STATED = ("direct", "indirect", "friend", "misspelt", "slang")


def probes() -> Iterator[Row]:
    """Find the signals of the probes' test half: listed at all, strong where stated, of the right kind; then false alarms.

    What is negated, quoted or past may have a lower score, but has to be listed.
    """
    for language in ("ru", "en"):
        asked = texts.probes("signals", language)
        found = [find_signals(probe["text"], language) for probe in asked]
        for job, hits, goal in (
            ("signals: listed", [bool(signals) for signals in found], 0.98),
            (
                "signals: of the right kind",
                [any(s.kind == p["kind"] for s in signals) for p, signals in zip(asked, found, strict=True)],
                None,
            ),
            (
                f"signals: at {AT} where stated",
                [_is_strong(s) for p, s in zip(asked, found, strict=True) if p["manner"] in STATED],
                None,
            ),
        ):
            yield _row(job, "own probes", language, hits, goal)
        for manner in dict.fromkeys(probe["manner"] for probe in asked):
            hits = [bool(s) for p, s in zip(asked, found, strict=True) if p["manner"] == manner]
            yield _row(f"signals: listed, {manner}", "own probes", language, hits, None)
        alarms = [_is_strong(find_signals(probe["text"], language)) for probe in texts.probes("ordinary", language)]
        yield _row("signals: false alarms, alarming words", "own probes", language, alarms, None, is_alarm=True)


def public() -> Iterator[Row]:
    """Count alarms of ordinary public texts, and find users whom psychiatrists found in danger."""
    ordinary = {
        "happy moments": ([row["text"] for row in texts.held_out("happydb")][:2000], "en"),
        "news sentences": ([row["text"] for row in texts.held_out("sib200") if row["lang"] == "ru"], "ru"),
    }
    for name, (each, language) in ordinary.items():
        alarms = [_is_strong(find_signals(text, language)) for text in each]
        yield _row("signals: false alarms", name, language, alarms, 0.005, is_alarm=True)
    for label, baseline, goal in (("Attempt", 0.96, None), ("Behavior", 0.86, None), ("Ideation", 0.81, None)):
        yield _row("signals: users found", f"C-SSRS {label.lower()}", "en", _users({label}), goal, baseline=baseline)
    both = _users({"Attempt", "Behavior"})
    yield _row("signals: users found", "C-SSRS attempt and behaviour", "en", both, 0.97, baseline=0.89)


def _users(labels: set[str]) -> list[bool]:
    chosen = [row for row in texts.rows("cssrs") if row["label"] in labels]
    return [any(_is_strong(find_signals(post, "en")) for post in row["posts"]) for row in chosen]


def _is_strong(signals: tuple) -> bool:
    return any(signal.score >= AT for signal in signals)


def _row(
    job: str,
    data: str,
    language: str,
    hits: list[bool],
    goal: float | None,
    *,
    baseline: float | None = None,
    is_alarm: bool = False,
) -> Row:
    value, interval = shares(hits)
    return Row(
        job=job, data=f"{data}, {len(hits)}", language=language, value=value, interval=interval,
        baseline=baseline, goal=goal, lower_is_better=is_alarm,
    )  # fmt: skip
