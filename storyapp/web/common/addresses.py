"""Addresses that leave the house have one root, as the settings name it; those that come in lead nowhere else."""

import re

from storyapp.gateways.kit import kit

MISREAD = re.compile(r"[\x00-\x1f\x7f\\]")  # browsers leave some of these out, and take others for a stroke


def full_address(path: str) -> str:
    """Return the whole address of a path, wherever the present request came in."""
    return kit().settings.base_url + path


def is_ours(address: str) -> bool:
    """Tell whether an address that came along stays on this site, however a browser reads it."""
    return address.startswith("/") and not address.startswith("//") and not MISREAD.search(address)
