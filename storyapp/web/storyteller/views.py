"""Pages of this wing."""

from storyapp.web.storyteller import later, my_story, receipt, telling

__all__ = ["later", "my_story", "receipt", "telling"]
