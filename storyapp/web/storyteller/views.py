"""Pages of this wing."""

from storyapp.web.storyteller import attachments, guardian_card, later, my_story, network, passing_on, receipt, telling

__all__ = ["attachments", "guardian_card", "later", "my_story", "network", "passing_on", "receipt", "telling"]
