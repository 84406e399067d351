"""Pages of this wing."""

from storyapp.web.imports import bringing, matching, taking  # noqa: F401
