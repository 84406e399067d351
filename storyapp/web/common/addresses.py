"""Addresses that leave the house on paper, in letters or as codes: one root for all of them, as the settings name it."""

from storyapp.gateways.kit import kit


def full_address(path: str) -> str:
    """Return the whole address of a path, wherever the present request came in."""
    return kit().settings.base_url + path
