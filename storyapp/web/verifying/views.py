"""Pages of this wing."""

from storyapp.web.verifying import beside, cards, checking, counting, planning, practice

PAGES = (beside, cards, checking, counting, planning, practice)
