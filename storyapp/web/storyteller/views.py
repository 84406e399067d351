"""Pages of this wing."""

from storyapp.web.storyteller import (
    attachments,
    circle,
    guardian_card,
    later,
    my_story,
    network,
    passing_on,
    receipt,
    telling,
)

__all__ = ["attachments", "circle", "guardian_card", "later", "my_story", "network", "passing_on", "receipt", "telling"]
