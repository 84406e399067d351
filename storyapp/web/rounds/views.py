"""Pages of this wing."""

from storyapp.web.rounds import (
    answering,
    changing,
    deciding,
    following,
    news,
    panels,
    planning,
    room,
    seating,
    shares,
    tree,
    whose,
)

PAGES = (answering, changing, deciding, following, news, panels, planning, room, seating, shares, tree, whose)
