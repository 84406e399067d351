"""Pages of this wing."""

from storyapp.web.evaluator import answers, coding, concordance, module, quotes, results, second, themes, unplanned

__all__ = ["answers", "coding", "concordance", "module", "quotes", "results", "second", "themes", "unplanned"]
