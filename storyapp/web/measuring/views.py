"""Pages of this wing."""

from storyapp.web.measuring import indicators, library

PAGES = (indicators, library)
