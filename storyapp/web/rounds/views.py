"""Pages of this wing."""

from storyapp.web.rounds import answering, changing, deciding, following, panels, planning, seating

PAGES = (answering, changing, deciding, following, panels, planning, seating)
