"""Pages of this wing."""

from storyapp.web.storyteller import my_story, receipt, telling

__all__ = ["my_story", "receipt", "telling"]
