"""Pages of this wing."""

from storyapp.web.facilitator import (
    attachments,
    cards,
    collectors,
    desk,
    home,
    invitation_cards,
    invitations,
    light_edits,
    messages,
    numbers,
    papers,
    presence,
    stack,
    stories,
    work,
)

__all__ = [
    "attachments",
    "cards",
    "collectors",
    "desk",
    "home",
    "invitation_cards",
    "invitations",
    "light_edits",
    "messages",
    "numbers",
    "papers",
    "presence",
    "stack",
    "stories",
    "work",
]
