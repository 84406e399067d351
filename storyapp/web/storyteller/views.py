"""Pages of this wing."""

from storyapp.web.storyteller import guardian_card, later, my_story, receipt, telling

__all__ = ["guardian_card", "later", "my_story", "receipt", "telling"]
