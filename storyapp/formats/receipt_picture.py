"""The receipt as a drawing that can be kept among photos: digits and a QR code, no word that tells what it is."""

from collections.abc import Sequence

import segno

SIDE = 400
QR_SIDE = 240
LINE = 44
GROUPS_A_LINE = 3


def receipt_drawing(groups: Sequence[str], digits: str) -> str:
    """Return an SVG with the code's groups under its QR code."""
    lines = [" ".join(groups[n : n + GROUPS_A_LINE]) for n in range(0, len(groups), GROUPS_A_LINE)]
    texts = "".join(
        f'<text x="{SIDE / 2}" y="{QR_SIDE + 70 + n * LINE}" text-anchor="middle" font-size="34" '
        f'font-family="DejaVu Sans" xml:space="preserve">{line.replace(" ", "  ")}</text>'
        for n, line in enumerate(lines)
    )
    height = QR_SIDE + 70 + len(lines) * LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {height}"><rect width="100%" height="100%" '
        f'fill="#fff"/><path d="{_squares(digits)}"/>{texts}</svg>'
    )


def _squares(digits: str) -> str:
    """Return the dark fields of the QR code as one path, centred at the top."""
    fields = segno.make(digits, error="m", micro=False).matrix
    size, left = QR_SIDE / len(fields), (SIDE - QR_SIDE) / 2
    return "".join(
        f"M{left + x * size:.3f},{20 + y * size:.3f}h{size:.3f}v{size:.3f}h-{size:.3f}z"
        for y, row in enumerate(fields)
        for x, is_dark in enumerate(row)
        if is_dark
    )
