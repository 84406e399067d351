"""Pages of this wing."""

from storyapp.web.facilitator import cards, collectors, desk, home, invitations, messages, papers, stories, work

__all__ = ["cards", "collectors", "desk", "home", "invitations", "messages", "papers", "stories", "work"]
