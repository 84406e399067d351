"""Pages of this wing."""

from storyapp.web.evaluator import coding, concordance, module, quotes, results, second, themes, unplanned

__all__ = ["coding", "concordance", "module", "quotes", "results", "second", "themes", "unplanned"]
