"""Pages of this wing."""

from storyapp.web.involvement import pages

PAGES = (pages,)
