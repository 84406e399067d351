"""Pages of this wing."""

from storyapp.web.storyteller import guardian_card, later, my_story, network, receipt, telling

__all__ = ["guardian_card", "later", "my_story", "network", "receipt", "telling"]
