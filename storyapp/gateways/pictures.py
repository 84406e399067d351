"""Pictures made anew in a process of their own: nothing of the file that came survives but what is seen.

A PDF is drawn there too: what is seen on its pages becomes one picture; scripts, attachments and all that is said of it
are left behind. The library that draws it runs no JavaScript.
A picture is hostile until shown otherwise. The process that opens it knows no key and no database, ends after its time,
and may take 512 MiB over what it needs to start. Run as `python -m storyapp.gateways.pictures LONGEST_SIDE`.
"""

import importlib
import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from storyapp.gateways.bounds import address_space, limit_growth, limit_seconds

SECONDS = 20
MIB_OVER = 512
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
PDF, MOST_PAGES = b"%PDF-", 10
SHARPEST, POINTS = 200, 72  # dots and points an inch: no page is drawn finer than a good scan
QUALITY = 85


class PictureBroken(Exception):
    """The file cannot be opened as a picture, or asks for more than a picture may."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A JPEG of at most so many pixels a side, upright, in sRGB, without any data about it."""

    data: bytes
    width: int
    height: int


def made_anew(raw: bytes, *, longest_side: int) -> Picture:
    """Return the picture made anew; raises PictureBroken."""
    command = [sys.executable, "-P", "-m", "storyapp.gateways.pictures", str(longest_side)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as late:
        raise PictureBroken("time") from late
    size, _, data = done.stdout.partition(b"\n")
    if done.returncode or not data:
        raise PictureBroken(f"process ended with {done.returncode}")
    width, height = map(int, size.split())
    return Picture(data=data, width=width, height=height)


def main() -> int:
    """Read a picture from standard input, write its size and a JPEG to standard output."""
    image_module: Any = importlib.import_module("PIL.Image")
    operations: Any = importlib.import_module("PIL.ImageOps")
    importlib.import_module("pypdfium2")
    for name in ("Jpeg", "Png", "WebP"):  # loaded before the limit, or they would count
        importlib.import_module(f"PIL.{name}ImagePlugin")
    limit_growth(address_space(), MIB_OVER)
    limit_seconds(SECONDS)
    image_module.MAX_IMAGE_PIXELS = MOST_PIXELS
    raw, longest = sys.stdin.buffer.read(), int(sys.argv[1])
    if raw.startswith(PDF):
        pages = list(_of_pages(image_module, raw, longest))
        if not pages:
            return 4
        flat = _under_one_another(image_module, pages)
    else:
        with image_module.open(io.BytesIO(raw), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return 3
            opened.draft("RGB", (longest, longest))
            upright = operations.exif_transpose(opened)
            upright.thumbnail((longest, longest))
            flat = _on_white(image_module, upright)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    sys.stdout.buffer.write(f"{flat.width} {flat.height}\n".encode() + out.getvalue())
    return 0


def _of_pages(image_module: Any, raw: bytes, longest: int) -> Iterator[Any]:
    """Return the first pages of a PDF as they look, with what was filled in or signed on them, upright."""
    pdfium: Any = importlib.import_module("pypdfium2")
    pdf = pdfium.PdfDocument(raw)
    pdf.init_forms()
    for n in range(min(len(pdf), MOST_PAGES)):
        page = pdf[n]
        scale = min(longest / max(*page.get_size(), 1), SHARPEST / POINTS)
        yield _on_white(image_module, page.render(scale=scale, may_draw_forms=True).to_pil())
        page.close()


def _under_one_another(image_module: Any, pages: list[Any]) -> Any:
    whole = image_module.new("RGB", (max(one.width for one in pages), sum(one.height for one in pages)), "white")
    below = 0
    for page in pages:
        whole.paste(page, (0, below))
        below += page.height
    return whole


def _on_white(image_module: Any, picture: Any) -> Any:
    """Return the bare pixels, with white where a picture was seen through."""
    flat = image_module.new("RGB", picture.size, "white")
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        picture = picture.convert("RGBA")
        flat.paste(picture, mask=picture.getchannel("A"))
    else:
        flat.paste(picture.convert("RGB"))
    return flat


if __name__ == "__main__":
    sys.exit(main())
