"""Recordings made of boxes within boxes: what is no sound is emptied where it stands, so that nothing moves."""

from collections.abc import Iterator

WITHIN_MP4 = frozenset({b"moov", b"trak", b"mdia"})
EMPTY_IN_MP4 = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"ID32"})
TOP_OF_MP4 = frozenset({b"ftyp", b"moov", b"mdat", b"moof", b"sidx", b"styp", b"mfra", b"pnot", *EMPTY_IN_MP4})
TIMES_OF_MP4 = frozenset({b"mvhd", b"tkhd", b"mdhd"})
SEGMENT, CLUSTER, INFO, TRACKS, TRACK, VOID = 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE, 0xEC
HEAD_OF_WEBM = 0x1A45DFA3
EMPTY_IN_WEBM = frozenset({0x1254C367, 0x1941A469, 0x1043A770, VOID, 0xBF})  # tags, attachments, chapters, checksum
WORDS_OF_WEBM = frozenset({0x7BA9, 0x4D80, 0x5741, 0x4461, 0x7384, 0x73A4, 0x536E, 0x3E83BB, 0x3C83AB})
KNOWN_IN_WEBM = frozenset({CLUSTER, INFO, TRACKS, 0x114D9B74, 0x1C53BB6B, 0xE7, 0xA3, 0xA0, 0xA7, 0xAB, *EMPTY_IN_WEBM})


def bare_mp4(raw: bytes) -> bytes:
    """Empty remarks, names, times and all unknown boxes of a recording in MP4; what stands behind its last box is left out."""
    made = bytearray(raw)
    end = 0
    names = set()
    for name, begin, until, head in _boxes(made, 0, len(made)):
        names.add(name)
        _bare_box(made, name if name in TOP_OF_MP4 else b"free", begin, until, head)
        end = until
    return bytes(made[:end]) if {b"ftyp", b"moov"} <= names else b""


def _bare_box(made: bytearray, name: bytes, begin: int, until: int, head: int) -> None:
    if name in EMPTY_IN_MP4:
        made[begin + 4 : begin + 8] = b"free"
        made[begin + head : until] = bytes(until - begin - head)
    elif name in TIMES_OF_MP4 and begin + head < until:
        width = 16 if made[begin + head] == 1 else 8
        made[begin + head + 4 : begin + head + 4 + width] = bytes(width)
    elif name == b"hdlr" and until - begin - head > 24:
        made[begin + head + 24 : until] = bytes(until - begin - head - 24)
    elif name in WITHIN_MP4:
        for inner in _boxes(made, begin + head, until):
            _bare_box(made, *inner)


def _boxes(made: bytearray, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Give name, begin, end and length of the head of each box; stop where none follows."""
    while at + 8 <= end:
        size, head = int.from_bytes(made[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(made[at + 8 : at + 16], "big"), 16
        size = size or end - at
        if size < head or at + size > end:
            return
        yield bytes(made[at + 4 : at + 8]), at, at + size, head
        at += size


def bare_webm(raw: bytes) -> bytes:
    """Empty tags, names and times of a recording in WebM; so is what nobody knows."""
    made = bytearray(raw)
    first = next(_elements(made, 0, len(made)), None)
    if first is None or first[0] != HEAD_OF_WEBM:
        return b""
    at, has_sound = first[3], False
    while (found := next(_elements(made, at, len(made)), None)) is not None:
        name, begin, content, until = found
        if name == SEGMENT or (name == CLUSTER and until < 0):  # whoever streams does not say how long they are
            has_sound = has_sound or name == CLUSTER
            at = content
            continue
        if until < 0:
            break
        has_sound = has_sound or name == CLUSTER
        _bare_element(made, name if name in KNOWN_IN_WEBM else VOID, begin, content, until)
        at = until
    return bytes(made[:at]) if has_sound else b""


def _bare_element(made: bytearray, name: int, begin: int, content: int, until: int) -> None:
    if name in EMPTY_IN_WEBM:
        rest = until - begin - 9
        if rest >= 0:
            made[begin:until] = bytes([VOID]) + (rest | 1 << 56).to_bytes(8, "big") + bytes(rest)
        else:
            made[begin:until] = bytes([VOID, 0x80 | (until - begin - 2)]) + bytes(until - begin - 2)
    elif name in WORDS_OF_WEBM:
        made[content:until] = bytes(until - content)
    elif name in (INFO, TRACKS, TRACK):
        for inner in list(_elements(made, content, until)):
            if inner[3] >= 0:
                _bare_element(made, *inner)


def _elements(made: bytearray, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Give name, begin, where the content begins, and end (−1: not said) of each element; stop where none follows."""
    while at < end:
        n_name = 9 - made[at].bit_length()
        name = int.from_bytes(made[at : at + n_name], "big")
        place = at + n_name
        if n_name > 4 or place >= end:
            return
        n_size = 9 - made[place].bit_length()
        content = place + n_size
        if n_size > 8 or content > end:
            return
        size = int.from_bytes(made[place:content], "big") & ((1 << 7 * n_size) - 1)
        until = -1 if size == (1 << 7 * n_size) - 1 else content + size
        if until > end:
            until = -1 if name == SEGMENT else end  # cut off on the way: what came is heard
        yield name, at, content, until
        if until < 0:
            return
        at = until
