"""Pages of this wing."""

from storyapp.web.facilitator import (
    attachments,
    cards,
    collectors,
    desk,
    home,
    invitations,
    messages,
    papers,
    stories,
    work,
)

__all__ = ["attachments", "cards", "collectors", "desk", "home", "invitations", "messages", "papers", "stories", "work"]
