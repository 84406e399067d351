"""Language library: text in, suggestions out; people decide."""

from nlp.errors import NlpError
from nlp.types import (
    Analysis,
    Evidence,
    MaskLists,
    MaskSpan,
    ParticularSpec,
    ResultSpec,
    ResultSuggestion,
    Signal,
    ThemeSpec,
    ThemeSuggestion,
)

ENGINE = "hybrid-5"

__all__ = [
    "ENGINE",
    "Analysis",
    "Evidence",
    "MaskLists",
    "MaskSpan",
    "NlpError",
    "ParticularSpec",
    "ResultSpec",
    "ResultSuggestion",
    "Signal",
    "ThemeSpec",
    "ThemeSuggestion",
]
