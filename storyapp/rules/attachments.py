"""Pictures and voices beside a story: what is taken, and who may meet it (A11)."""

from enum import Enum

from storyapp.rules.errors import RuleBroken

MOST_OF_A_STORY = 3
LARGEST_PICTURE = 15 * 1024 * 1024
LARGEST_VOICE = 20 * 1024 * 1024  # ten minutes in any form a phone records
LONGEST_SIDE = 1600  # pixels of a kept picture
LONGEST_ABOUT = 300
LONGEST_TRANSCRIPT = 20_000


class AttachmentKind(Enum):
    """What was brought."""

    PICTURE = "picture"
    VOICE = "voice"


class AttachmentState(Enum):
    """What a person has said of it. Nobody but its teller and those who look through it meets it before."""

    WAITING = "waiting"
    SHOWN = "shown"  # a picture in which nobody can be told; it stands beside the story where its teller allows it
    KEPT = "kept"  # it stays sealed


_BEGINNINGS: tuple[tuple[int, bytes, AttachmentKind, str], ...] = (
    (0, b"\xff\xd8\xff", AttachmentKind.PICTURE, "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", AttachmentKind.PICTURE, "image/png"),
    (8, b"WEBP", AttachmentKind.PICTURE, "image/webp"),
    (0, b"\x1aE\xdf\xa3", AttachmentKind.VOICE, "audio/webm"),
    (0, b"OggS", AttachmentKind.VOICE, "audio/ogg"),
    (4, b"ftypM4A", AttachmentKind.VOICE, "audio/mp4"),
    (4, b"ftyp", AttachmentKind.VOICE, "audio/mp4"),
    (8, b"WAVE", AttachmentKind.VOICE, "audio/wav"),
    (0, b"ID3", AttachmentKind.VOICE, "audio/mpeg"),
)


def kind_of(raw: bytes, *, pictures: bool, voices: bool) -> tuple[AttachmentKind, str]:
    """Tell what a file is by how it begins, never by its name; return its kind and media type.

    Raises RuleBroken: "attachment.empty", "attachment.unknown", "attachment.too-large" (`limit_mb`) or
    "attachment.not-taken" where the programme does not take such files.
    """
    if not raw:
        raise RuleBroken("attachment.empty")
    found = next(((kind, media) for at, sign, kind, media in _BEGINNINGS if raw[at : at + len(sign)] == sign), None)
    if found is None and raw[0] == 0xFF and len(raw) > 1 and raw[1] & 0xE6 == 0xE2:
        found = AttachmentKind.VOICE, "audio/mpeg"  # MPEG layer III without a title in front
    if found is None or (found[1] in {"image/webp", "audio/wav"} and not raw.startswith(b"RIFF")):
        raise RuleBroken("attachment.unknown")
    is_picture = found[0] is AttachmentKind.PICTURE
    if not (pictures if is_picture else voices):
        raise RuleBroken("attachment.not-taken")
    limit = LARGEST_PICTURE if is_picture else LARGEST_VOICE
    if len(raw) > limit:
        raise RuleBroken("attachment.too-large", limit_mb=limit // 1024 // 1024)
    return found


def may_stand_beside(
    *, kind: AttachmentKind, state: AttachmentState, teller_allows: bool, guardian_needed: bool
) -> bool:
    """Tell whether a picture may be met wherever its story is met.

    Consent to it is apart from consent to the story. What a child below the age of consent brought is never shown: a
    guardian who agrees from a card has not seen it. A voice can be told by everyone who knows it: never either.
    """
    return kind is AttachmentKind.PICTURE and state is AttachmentState.SHOWN and teller_allows and not guardian_needed
