"""Pictures are made anew: nothing of the file survives but what is seen, and a hostile file only ends its process."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image

from storyapp.gateways.pictures import PictureBroken, made_anew

MARKER = b"MARKER-OF-A-PLACE"


def a_picture(form="JPEG", mode="RGB", size=(400, 300), **saved):
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode != "L" else 40).save(out, form, **saved)
    return out.getvalue()


def with_exif():
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = MARKER.decode(), 6  # description; the phone was held upright
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture(exif=exif, comment=MARKER)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def a_bomb(width=60_000, height=60_000):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_place_device_and_comments_are_gone_and_the_picture_stands_upright():
    raw = with_exif()
    assert MARKER in raw

    picture = made_anew(raw, longest_side=1600)

    assert MARKER not in picture.data
    with Image.open(io.BytesIO(picture.data)) as opened:
        assert (opened.format, opened.size, dict(opened.getexif())) == ("JPEG", (300, 400), {})
        assert not {"comment", "exif", "icc_profile", "xmp"} & set(opened.info)
    assert (picture.width, picture.height) == (300, 400)


@pytest.mark.parametrize(
    "raw",
    [a_picture("PNG", "RGBA"), a_picture("PNG", "P"), a_picture("PNG", "L"), a_picture("WEBP"), a_picture("JPEG", "CMYK")],
    ids=["seen through", "palette", "grey", "webp", "four colours"],
)  # fmt: skip
def test_every_kind_of_picture_becomes_a_plain_one(raw):
    picture = made_anew(raw, longest_side=200)

    assert (picture.width, picture.height) == (200, 150)
    with Image.open(io.BytesIO(picture.data)) as opened:
        assert opened.mode == "RGB"


def a_pdf(width=600, height=800, *, picture=(200, 200), packed=None):
    """Return a PDF of one page with a picture that says of itself to be so large."""
    packed = zlib.compress(b"\0" * (picture[0] * picture[1] // 8)) if packed is None else packed
    said = (
        b"/Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /FlateDecode"
        % picture
    )
    drawn = b"q 300 0 0 300 50 50 cm /P Do Q" + b" 0 0 m 9 9 l S" * 50
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>"
        % (width, height),
        b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /XObject %s /Length %d >> stream\n%s\nendstream" % (said, len(packed), packed),
    ]  # fmt: skip
    body = b"".join(b"%d 0 obj %s endobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return b"%PDF-1.4\n%" + MARKER + b"\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF"


def hostile_files(count):
    """Return damaged, cut, mixed and lying files, the same each time."""
    luck = random.Random(7)
    good = [a_picture("JPEG"), a_picture("PNG", "RGBA"), a_picture("WEBP"), with_exif(), a_pdf(), a_pdf(picture=(9, 9))]
    yield a_pdf(picture=(60_000, 60_000), packed=zlib.compress(b"\0" * 1_000_000))
    yield a_pdf(14_400, 1)
    yield a_pdf(0, 0)
    yield a_pdf(2_000_000_000, 2_000_000_000)
    yield a_bomb()
    yield a_bomb(7_000, 7_100)
    yield b"\xff\xd8\xff" + MARKER * 1000
    yield b"GIF89a" + MARKER
    yield b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    for _ in range(count):
        raw = bytearray(luck.choice(good))
        for _ in range(luck.randint(1, 30)):
            raw[luck.randrange(len(raw))] = luck.randrange(256)
        yield bytes(raw[: luck.randrange(1, len(raw) + 1)]) + MARKER * luck.randint(0, 3)


@pytest.mark.parametrize("raw", list(hostile_files(15)))
def test_a_hostile_file_is_refused_or_made_anew_without_a_trace(raw):
    try:
        picture = made_anew(raw, longest_side=400)
    except PictureBroken:
        return
    assert MARKER not in picture.data
    with Image.open(io.BytesIO(picture.data)) as opened:
        opened.load()


def test_what_asks_for_too_many_pixels_is_refused():
    with pytest.raises(PictureBroken):
        made_anew(a_bomb(), longest_side=400)
