"""Pages of this wing."""

from storyapp.web.facilitator import cards, desk, home, invitations, messages, papers, stories, work

__all__ = ["cards", "desk", "home", "invitations", "messages", "papers", "stories", "work"]
