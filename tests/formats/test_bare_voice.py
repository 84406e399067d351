"""A recording loses place, device, names and times that its recorder wrote beside the sound."""

import random

import pytest

from storyapp.formats.bare_voice import bare_voice
from storyapp.rules.attachments import kind_of
from storyapp.rules.errors import RuleBroken
from tests.formats.voices import SOUND, VOICES

MARKER = b"MARKER-OF-A-PLACE"


@pytest.mark.parametrize("kind", VOICES)
def test_what_a_recorder_remarks_is_gone_and_the_sound_is_whole(kind):
    make, media = VOICES[kind]
    raw = make(MARKER)
    assert MARKER[:8] in raw and kind_of(raw, pictures=False, voices=True)[1] == media

    bare = bare_voice(raw + MARKER, media)

    assert MARKER[:8] not in bare
    assert SOUND[:90] in bare
    assert kind_of(bare, pictures=False, voices=True)[1] == media
    assert bare_voice(bare, media) == bare


def damaged(kind, count=300):
    luck = random.Random(11)
    for _ in range(count):
        raw = bytearray(VOICES[kind][0](b"x" * 40))
        for _ in range(luck.randint(1, 8)):
            raw[luck.randrange(len(raw))] = luck.randrange(256)
        yield bytes(raw[: luck.randrange(1, len(raw) + 1)])


def made_bare(raw, media):
    try:
        return bare_voice(raw, media)
    except RuleBroken:
        return b""


@pytest.mark.parametrize("kind", VOICES)
def test_a_damaged_recording_is_refused_or_bare(kind):
    lengths = [(len(made_bare(raw, VOICES[kind][1])), len(raw)) for raw in damaged(kind)]

    assert all(bare <= before + 1 for bare, before in lengths)
    assert any(bare for bare, _ in lengths) and not all(bare for bare, _ in lengths)


@pytest.mark.parametrize("media", sorted({media for _, media in VOICES.values()}))
@pytest.mark.parametrize("raw", [b"", b"\0", b"OggS" + bytes(40), b"\xff" * 5000, b"RIFF....WAVEdata"])
def test_what_holds_no_sound_is_refused(media, raw):
    with pytest.raises(RuleBroken):
        bare_voice(raw, media)
