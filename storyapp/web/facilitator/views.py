"""Pages of this wing."""

from storyapp.web.facilitator import collectors, desk, home, invitations, messages, papers, stories, work

__all__ = ["collectors", "desk", "home", "invitations", "messages", "papers", "stories", "work"]
