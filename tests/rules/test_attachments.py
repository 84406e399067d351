"""What may be brought beside a story, and who may meet it."""

import itertools

import pytest

from storyapp.rules.attachments import (
    LARGEST_PICTURE,
    AttachmentKind,
    AttachmentState,
    kind_of,
    may_stand_beside,
)  # fmt: skip
from storyapp.rules.errors import RuleBroken


@pytest.mark.parametrize(
    ("raw", "media"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (b"RIFF1234WEBPrest", "image/webp"),
        (b"\x1aE\xdf\xa3rest", "audio/webm"),
        (b"OggSrest", "audio/ogg"),
        (b"\0\0\0 ftypM4A rest", "audio/mp4"),
        (b"RIFF1234WAVErest", "audio/wav"),
        (b"ID3rest", "audio/mpeg"),
        (b"\xff\xfbrest", "audio/mpeg"),
    ],
)
def test_a_file_is_known_by_how_it_begins(raw, media):
    kind, found = kind_of(raw, pictures=True, voices=True)

    assert found == media
    assert kind is (AttachmentKind.PICTURE if media.startswith("image") else AttachmentKind.VOICE)


@pytest.mark.parametrize(
    ("raw", "pictures", "code"),
    [
        (b"", True, "attachment.empty"),
        (b"GIF89a", True, "attachment.unknown"),
        (b"<svg onload=alert(1)>", True, "attachment.unknown"),
        (b"MZ\x90\0", True, "attachment.unknown"),
        (b"1234WEBPWEBP", True, "attachment.unknown"),
        (b"\xff\xd8\xff", False, "attachment.not-taken"),
        (b"\xff\xd8\xff" + b"0" * LARGEST_PICTURE, True, "attachment.too-large"),
    ],
)
def test_anything_else_is_refused_by_its_reason(raw, pictures, code):
    with pytest.raises(RuleBroken) as refused:
        kind_of(raw, pictures=pictures, voices=True)

    assert refused.value.code == code


def test_only_a_picture_that_was_looked_at_and_that_its_teller_allows_is_ever_met():
    met = [
        facts
        for facts in itertools.product(AttachmentKind, AttachmentState, (False, True), (False, True))
        if may_stand_beside(kind=facts[0], state=facts[1], teller_allows=facts[2], guardian_needed=facts[3])
    ]

    assert met == [(AttachmentKind.PICTURE, AttachmentState.SHOWN, True, False)]
