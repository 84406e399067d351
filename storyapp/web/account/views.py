"""Pages of this wing."""

from storyapp.web.account import entering, forgotten, invited, own  # noqa: F401
