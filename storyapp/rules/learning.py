"""What the language module learns from decisions: two kinds, each with a lesson, a model and a switch of its own."""

from enum import Enum

from storyapp.rules.jobs import JobKind


class LearnedKind(Enum):
    """Of what something was learned."""

    THEMES = "themes"
    RESULTS = "results"

    @property
    def job(self) -> JobKind:
        """Return the work by which it is learned."""
        return {LearnedKind.THEMES: JobKind.LEARN_THEMES, LearnedKind.RESULTS: JobKind.LEARN_RESULTS}[self]
