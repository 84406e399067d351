"""Pages of this wing."""

from storyapp.web.evaluator import coding, concordance, module, results, second, themes

__all__ = ["coding", "concordance", "module", "results", "second", "themes"]
