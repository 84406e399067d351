"""Small recordings of each kind, with what recorders remark in them."""

import struct

from storyapp.formats.bare_voice import _checksum

SOUND = bytes(range(1, 200))


def box(name, content):
    return struct.pack(">I", len(content) + 8) + name + content


def element(name, content):
    return bytes.fromhex(name) + struct.pack(">Q", len(content) | 1 << 56) + content


def page(number, *packets, serial=7):
    lengths = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    head = b"OggS\0\0" + struct.pack("<qIII", 0, serial, number, 0) + bytes([len(lengths)]) + lengths
    made = bytearray(head + b"".join(packets))
    made[22:26] = _checksum(made).to_bytes(4, "little")
    return bytes(made)


def remarks(remark):
    return struct.pack("<I", 4) + b"Vend" + struct.pack("<II", 1, len(remark)) + remark


def ogg(remark=b"a"):
    return page(0, b"OpusHead" + bytes(11)) + page(1, b"OpusTags" + remarks(remark)) + page(2, SOUND)


def vorbis(remark=b"a"):
    tags = b"\x03vorbis" + remarks(remark * 60) + b"\x01"
    return page(0, b"\x01vorbis" + bytes(23)) + page(1, tags, b"\x05vorbis" + SOUND) + page(2, SOUND)


def wav(remark=b"a"):
    body = b"WAVE" + b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    for name, content in ((b"LIST", b"INFO" + remark), (b"data", SOUND + b"\0"), (b"bext", remark)):
        body += name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3(remark=b"a"):
    frame = b"\xff\xfb\x10\xc4" + SOUND[:100].ljust(100, b"\0")  # 32 kbit/s at 44.1 kHz: 104 bytes
    head = b"ID3\x04\0\0" + bytes([0, 0, len(remark) >> 7, len(remark) & 0x7F]) + remark
    return head + frame * 3 + b"APETAGEX" + remark + b"TAG" + remark.ljust(125, b"\0")


def m4a(remark=b"a"):
    times = bytes(4) + remark[:8].ljust(8, b"T") + bytes(88)
    handler = bytes(8) + b"soun" + bytes(12) + remark
    track = box(b"trak", box(b"tkhd", times) + box(b"mdia", box(b"mdhd", times) + box(b"hdlr", handler)))
    place = box(b"udta", box(b"\xa9xyz", remark) + box(b"meta", remark))
    moov = box(b"moov", box(b"mvhd", times) + track + place)
    return box(b"ftyp", b"M4A \0\0\0\0") + moov + box(b"free", remark) + box(b"mdat", SOUND) + box(b"uuid", remark)


def webm(remark=b"a"):
    info = element("1549a966", element("2ad7b1", b"\x0f\x42\x40") + element("4d80", remark) + element("7ba9", remark))
    tracks = element("1654ae6b", element("ae", element("d7", b"\1") + element("536e", remark)))
    tags = element("1254c367", remark)
    cluster = bytes.fromhex("1f43b67501ffffffffffffff") + element("e7", b"\0") + element("a3", SOUND)
    return element("1a45dfa3", element("4282", b"webm")) + bytes.fromhex("1853806701ffffffffffffff") + info + tags + tracks + cluster  # fmt: skip


VOICES = {
    "opus": (ogg, "audio/ogg"), "vorbis": (vorbis, "audio/ogg"), "wav": (wav, "audio/wav"), "mp3": (mp3, "audio/mpeg"),
    "m4a": (m4a, "audio/mp4"), "webm": (webm, "audio/webm"),
}  # fmt: skip
