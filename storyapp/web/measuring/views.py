"""Pages of this wing."""

from storyapp.web.measuring import chain, costs, days, indicators, library, plan

PAGES = (chain, costs, days, indicators, library, plan)
