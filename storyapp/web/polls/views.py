"""Pages of this wing."""

from storyapp.web.polls import asking

PAGES = (asking,)
