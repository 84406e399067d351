"""What a browser records can still be heard once its remarks are taken out."""

import base64

import pytest

from storyapp.formats.bare_voice import bare_voice
from storyapp.rules.attachments import kind_of

RECORD = """async (type) => {
  if (!MediaRecorder.isTypeSupported(type)) return null;
  const audio = new AudioContext(), tone = audio.createOscillator(), out = audio.createMediaStreamDestination();
  tone.connect(out); tone.start();
  const recorder = new MediaRecorder(out.stream, {mimeType: type}), parts = [];
  const done = new Promise((ready) => { recorder.onstop = ready; });
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start(100);
  await new Promise((ready) => setTimeout(ready, 1200));
  recorder.stop(); await done;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
}"""
HEAR = """async (packed) => {
  const bytes = Uint8Array.from(atob(packed), (one) => one.charCodeAt(0));
  const heard = await new AudioContext().decodeAudioData(bytes.buffer);
  return [heard.duration, Math.max(...heard.getChannelData(0))];
}"""


@pytest.mark.parametrize("kind", ["audio/webm", "audio/mp4"])
def test_a_recording_is_heard_as_long_and_as_loud_as_before(chromium, kind):
    page = chromium.new_page()
    packed = page.evaluate(RECORD, kind)
    if packed is None:
        pytest.skip(f"this browser does not record {kind}")
    raw = base64.b64decode(packed)
    media = kind_of(raw, pictures=False, voices=True)[1]

    bare = bare_voice(raw, media)

    before, after = (page.evaluate(HEAR, base64.b64encode(one).decode()) for one in (raw, bare))
    page.close()
    assert after == before and after[0] > 0.5 and after[1] > 0.1
    assert b"Chrome" not in bare
