"""A voice without what a recorder writes beside it: place, device, names, times. What is heard stays as it is."""

from collections.abc import Iterator

from storyapp.formats.bare_containers import bare_mp4, bare_webm
from storyapp.rules.errors import RuleBroken

KEPT_OF_WAV = frozenset({b"fmt ", b"data", b"fact"})
COMMENTS_OF_OGG = {  # how the first packet begins → what stands in the second where nobody remarks anything
    b"OpusHead": b"OpusTags" + bytes(8),
    b"\x01vorbis": b"\x03vorbis" + bytes(8) + b"\x01",
    b"Speex   ": bytes(8),
}


def bare_voice(raw: bytes, media_type: str) -> bytes:
    """Return a recording without its remarks; raises RuleBroken where nothing in it can be heard."""
    bare = {
        "audio/mpeg": _mpeg, "audio/wav": _wav, "audio/ogg": _ogg, "audio/mp4": bare_mp4, "audio/webm": bare_webm,
    }[media_type](raw)  # fmt: skip
    if not bare:
        raise RuleBroken("attachment.voice-broken")
    return bare


def _mpeg(raw: bytes) -> bytes:
    """Leave out ID3 before and behind the frames, and APE tags; a remark between frames makes no sound either."""
    start = 0
    while raw[start : start + 3] == b"ID3" and len(raw) >= start + 10:
        a, b, c, d = (byte & 0x7F for byte in raw[start + 6 : start + 10])
        start += 10 + (a << 21 | b << 14 | c << 7 | d) + (10 if raw[start + 5] & 0x10 else 0)
    frames = bytearray()
    for begin, end in _frames(raw, start):
        frames += raw[begin:end]
    return bytes(frames)


RATES = {  # kilobits a second of MPEG 1 and of MPEG 2 and 2.5, layer III
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
SAMPLINGS = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _frames(raw: bytes, at: int) -> Iterator[tuple[int, int]]:
    while at + 4 <= len(raw):
        length = _frame_length(raw[at : at + 4])
        if length and at + length <= len(raw):
            yield at, at + length
            at += length
            continue
        at = raw.find(b"\xff", at + 1)
        if at < 0:
            return


def _frame_length(head: bytes) -> int:
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, sampling = head[2] >> 4, head[2] >> 2 & 3
    if head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or version == 1 or layer != 1 or rate in (0, 15) or sampling == 3:
        return 0
    is_first = version == 3
    return (144 if is_first else 72) * RATES[is_first][rate] * 1000 // SAMPLINGS[version][sampling] + (head[2] >> 1 & 1)


def _wav(raw: bytes) -> bytes:
    kept, at = bytearray(), 12
    while at + 8 <= len(raw):
        name, size = raw[at : at + 4], int.from_bytes(raw[at + 4 : at + 8], "little")
        content = raw[at + 8 : at + 8 + size]  # a recorder that streams writes a size that is too large
        if name in KEPT_OF_WAV:
            kept += name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)
        at += 8 + size + size % 2
    if b"data" not in kept:
        return b""
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + bytes(kept)


def _ogg(raw: bytes) -> bytes:
    """Empty the second packet of each stream, in which remarks stand; pages keep their length, so nothing moves."""
    pages, at = bytearray(), 0
    packets: dict[bytes, int] = {}  # stream → which of its packets comes next
    empty: dict[bytes, bytes] = {}  # stream → what is still to be written into its second packet
    while raw[at : at + 4] == b"OggS" and at + 27 <= len(raw):
        lengths = raw[at + 27 : at + 27 + raw[at + 26]]
        begin = at + 27 + len(lengths)
        end = begin + sum(lengths)
        if end > len(raw):
            break
        serial = raw[at + 14 : at + 18]
        if serial not in packets:
            packets[serial] = 0
            empty[serial] = next(
                (words for sign, words in COMMENTS_OF_OGG.items() if raw[begin:end].startswith(sign)), b""
            )
            if not empty[serial]:
                return b""  # no voice that we know: nothing is kept of which nobody knows what it says
        page = bytearray(raw[at:end])
        _empty_second(page, lengths, serial, packets, empty)
        pages += page
        at = end
    return bytes(pages)


def _empty_second(
    page: bytearray, lengths: bytes, serial: bytes, packets: dict[bytes, int], empty: dict[bytes, bytes]
) -> None:
    place, changed = 27 + len(lengths), False
    for length in lengths:
        if packets[serial] == 1:
            written, empty[serial] = empty[serial][:length], empty[serial][length:]
            page[place : place + length] = written.ljust(length, b"\0")
            changed = True
        place += length
        packets[serial] += length < 255
    if changed:
        page[22:26] = bytes(4)
        page[22:26] = _checksum(page).to_bytes(4, "little")


def _checksum(page: bytes | bytearray) -> int:
    register = 0
    for byte in page:
        register = (register << 8 & 0xFFFFFFFF) ^ _TABLE[register >> 24 ^ byte]
    return register


def _entry(n: int) -> int:
    register = n << 24
    for _ in range(8):
        register = register << 1 ^ 0x04C11DB7 if register & 0x80000000 else register << 1
    return register & 0xFFFFFFFF


_TABLE = tuple(_entry(n) for n in range(256))
