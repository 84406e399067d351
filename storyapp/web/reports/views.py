"""Pages of this wing."""

from storyapp.web.reports import reading, recalling

PAGES = (reading, recalling)
