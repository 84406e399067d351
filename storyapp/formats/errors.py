"""What can go wrong between values and bytes, with codes."""

from storyapp.rules.errors import RuleBroken


class SheetUnreadable(RuleBroken):
    """A sheet cannot be read; the code says why, the facts what to tell the person."""


class FormatUnavailable(RuleBroken):
    """A file format cannot be written in this house, or is not known at all."""
