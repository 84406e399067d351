"""Pages of this wing."""

from storyapp.web.facilitator import desk, home, invitations, messages, papers, stories, work

__all__ = ["desk", "home", "invitations", "messages", "papers", "stories", "work"]
