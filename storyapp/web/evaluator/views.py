"""Pages of this wing."""

from storyapp.web.evaluator import (
    answers,
    coding,
    concordance,
    differences,
    exchange,
    memos,
    module,
    over_periods,
    patterns,
    proposals,
    quotes,
    results,
    second,
    themes,
    unplanned,
)

__all__ = [
    "answers",
    "coding",
    "concordance",
    "differences",
    "exchange",
    "memos",
    "module",
    "over_periods",
    "patterns",
    "proposals",
    "quotes",
    "results",
    "second",
    "themes",
    "unplanned",
]
