"""Scans of papers: what is taken (B2)."""

from storyapp.rules.errors import RuleBroken

LARGEST_SCAN = 12 * 1024 * 1024
LONGEST_SIDE = 2000  # pixels of a kept page: small print can still be read
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-")


def check_scan(raw: bytes) -> None:
    """Raise RuleBroken where a file is no scan, judged by how it begins and never by its name."""
    if not raw:
        raise RuleBroken("scan.empty")
    if len(raw) > LARGEST_SCAN:
        raise RuleBroken("scan.too-large", limit_mb=LARGEST_SCAN // 1024 // 1024)
    if not raw.startswith(_BEGINNINGS):
        raise RuleBroken("scan.unknown")
