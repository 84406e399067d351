"""Pages of this wing."""

from storyapp.web.verifying import beside, cards, checking, counting, planning

PAGES = (beside, cards, checking, counting, planning)
