"""Pages of this wing."""

from storyapp.web.storyteller import guardian_card, my_story, receipt, telling

__all__ = ["guardian_card", "my_story", "receipt", "telling"]
