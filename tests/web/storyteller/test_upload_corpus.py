"""Pictures, voices and sheets as they come, damaged and lying ones among them: nothing breaks, no remark is kept."""

import io
import os
import random
import threading

import psutil
import pytest

from storyapp.data.db import db
from storyapp.data.tables.attachments import Attachment
from storyapp.rules.people import Role
from tests.builders import a_programme, an_account, an_invitation, sign_in
from tests.formats.test_read_sheet import BOMB, a_workbook
from tests.formats.voices import VOICES
from tests.gateways.test_pictures import MARKER, hostile_files, with_exif
from tests.web.storyteller.test_my_story import come_back
from tests.web.storyteller.walks import tell

N_OF_EACH = int(os.environ.get("STORYAPP_UPLOADS", "8"))
MOST_MEMORY = 512 * 2**20
READS_PICTURES = "storyapp.gateways.pictures"


class Watched:
    """The most that a process which makes pictures anew holds, looked at every few milliseconds."""

    def __init__(self) -> None:
        self.most, self.is_over, self.me = 0, threading.Event(), psutil.Process()

    def look(self) -> None:
        while not self.is_over.wait(0.003):
            for one in self.me.children(recursive=True):
                try:
                    if READS_PICTURES in one.cmdline():  # not yet where it is still a copy of this process
                        self.most = max(self.most, one.memory_info().rss)
                except psutil.Error:
                    continue

    def __enter__(self) -> "Watched":
        self.thread = threading.Thread(target=self.look)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self.thread.join()


def pictures():
    yield with_exif()
    yield from hostile_files(N_OF_EACH)


def voices():
    luck = random.Random(5)
    for make, _ in VOICES.values():
        yield make(MARKER) + MARKER
    for n in range(N_OF_EACH):
        raw = bytearray(list(VOICES.values())[n % len(VOICES)][0](b"x" * luck.randint(1, 90)))
        for _ in range(luck.randint(1, 20)):
            raw[luck.randrange(len(raw))] = luck.randrange(256)
        yield bytes(raw[: luck.randrange(1, len(raw) + 1)])


def sheets():
    luck = random.Random(3)
    good = [a_workbook(["Story", "Age"], ["We spoke.", 14]), "История;Возраст\nМы говорили;15\n".encode("cp1251")]
    yield from (BOMB, b"", b"PK\x03\x04 torn", b"\xff" * 999)
    for n in range(N_OF_EACH):
        raw = bytearray(good[n % 2])
        for _ in range(luck.randint(0, 20)):
            raw[luck.randrange(len(raw))] = luck.randrange(256)
        yield bytes(raw[: luck.randrange(1, len(raw) + 1)])


@pytest.mark.parametrize("files", [pictures, voices], ids=["pictures", "voices"])
def test_whatever_a_teller_brings_is_bare_or_refused_kindly(client, app, files):
    programme = a_programme(takes_pictures=True, takes_voices=True)
    come_back(client, tell(client, an_invitation(programme)[1]))
    statuses, kept = set(), []

    with Watched() as watched:
        for raw in files():
            client.get("/my-story/attachments")
            answer = client.http.post("/my-story/attachments", data={"csrf_token": client.csrf(), "file": (io.BytesIO(raw), "x"), "about": "It", "may_be_shown": "no"}, content_type="multipart/form-data")  # fmt: skip
            statuses.add(answer.status_code)
            db.session.expire_all()
            for row in db.session.scalars(db.select(Attachment)):
                kept.append(client.http.get(f"/my-story/attachments/{row.public_id}").data)
                client.post(f"/my-story/attachments/{row.public_id}/remove")

    assert statuses == {303, 422} and kept
    assert not [data for data in kept if MARKER in data]
    assert watched.most < MOST_MEMORY and (
        watched.most or files is voices
    )  # pictures are read in a process of their own


def test_whatever_sheet_is_brought_is_read_or_refused_kindly(client, app):
    programme = a_programme()
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    statuses = set()

    for raw in sheets():
        client.get(f"/p/{programme.slug}/import/new")
        answer = client.http.post(client.url, data={"csrf_token": client.csrf(), "file": (io.BytesIO(raw), "x.xlsx")}, content_type="multipart/form-data")  # fmt: skip
        statuses.add(answer.status_code)

    assert statuses <= {200, 303, 413, 422} and {303, 422} <= statuses
