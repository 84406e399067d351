"""Pictures as PNG, for documents that cannot hold SVG."""

from pathlib import Path

import resvg_py

FONT_FILE = Path(__file__).parent.parent / "fonts" / "DejaVuSans.ttf"


def png(svg: str, *, width: int = 1400) -> bytes:
    """Paint an SVG on white; only the bundled font is used, so every server paints the same."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=[str(FONT_FILE)],
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
        )
    )
