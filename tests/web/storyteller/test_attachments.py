"""A picture and a voice beside a story: from the teller's phone to the panel, and away again."""

import io

import pytest

from storyapp.data.db import db
from storyapp.data.tables.attachments import Attachment
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import SealedOriginal, Story
from storyapp.formats.bare_voice import bare_voice
from storyapp.rules.attachments import AttachmentState
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.services import attachments, reading
from storyapp.services.erasing import erase_story
from storyapp.services.screening import approve_text
from storyapp.services.transaction import act
from tests.builders import a_programme, an_account, an_invitation, screen_as_is, sign_in
from tests.formats.voices import ogg
from tests.gateways.test_pictures import MARKER, a_picture, with_exif
from tests.pages import PageClient
from tests.web.storyteller.test_my_story import come_back, the_story
from tests.web.storyteller.walks import tell

VOICE = bare_voice(ogg(), "audio/ogg")


@pytest.fixture
def programme(app):
    return a_programme(takes_pictures=True, takes_voices=True)


@pytest.fixture
def teller(client, programme):
    come_back(client, tell(client, an_invitation(programme)[1]))
    return client


@pytest.fixture
def desk(app, programme):
    account = an_account(Role.FACILITATOR, programme=programme)
    desk = PageClient(app, language="en")
    sign_in(desk, account)
    return desk


def add(teller, raw, *, about="Our street from above", shown="yes", status=200):
    teller.get("/my-story/attachments")
    fields = {"file": (io.BytesIO(raw), "IMG_20260501_Anna.jpg"), "about": about, "may_be_shown": shown}
    return teller.submit(fields, content_type="multipart/form-data", status=status)


def the_attachment() -> Attachment:
    db.session.expire_all()
    return db.session.scalars(db.select(Attachment)).one()


def press(browser, words: str) -> None:
    form = browser.page.find("button", string=lambda text: text and words in text).find_parent("form")
    fields = {one["name"]: one.get("value", "") for one in form.find_all("input")}
    browser.post(form["action"] or browser.url, fields)


def test_nothing_is_offered_where_nobody_switched_it_on(client, app):
    come_back(client, tell(client, an_invitation(a_programme())[1]))

    assert "picture" not in client.page.main.get_text()
    client.get("/my-story/attachments")
    assert client.page.find("input", {"type": "file"}) is None


def test_a_picture_walks_from_the_phone_to_the_desk_and_beside_its_story(teller, desk, programme):
    add(teller, with_exif())
    assert "A person will look at it." in teller.text()
    image = teller.page.find("img")
    assert image["alt"] == "Our street from above"
    picture = teller.http.get(image["src"])
    assert picture.mimetype == "image/jpeg" and MARKER not in picture.data

    screen_as_is(the_story())
    story_url = f"/p/{programme.slug}/stories/{the_story().public_id}"
    desk.get(story_url)
    assert desk.page.find("img") is None
    desk.get(f"/p/{programme.slug}")
    assert "picture or voice to look at" in desk.text()
    desk.get(f"/p/{programme.slug}/attachments/{the_attachment().public_id}")
    assert desk.http.get(desk.page.find("img")["src"]).data == picture.data
    press(desk, "let it stand beside the story")

    desk.get(story_url)
    assert desk.http.get(desk.page.find("img")["src"]).data == picture.data


def test_what_its_teller_did_not_allow_is_never_beside_the_story(teller, desk, programme):
    add(teller, a_picture(), shown="no")
    screen_as_is(the_story())
    url = f"/p/{programme.slug}/attachments/{the_attachment().public_id}"
    desk.get(url)
    assert "the teller did not allow it" in desk.text()
    desk.post(url, {"decided": "shown", "csrf_token": desk.page.find("input", {"name": "csrf_token"})["value"]})

    assert the_attachment().state is AttachmentState.SHOWN
    path = f"/p/{programme.slug}/stories/{the_story().public_id}/picture/{the_attachment().public_id}"
    assert desk.http.get(path).status_code == 404


@pytest.mark.parametrize(("shown", "n"), [("yes", "1 of 1"), ("no", "0 of 1")])
def test_staff_read_of_a_picture_what_its_teller_said_of_it(teller, desk, programme, shown, n):
    add(teller, a_picture(), shown=shown)

    desk.get(f"/p/{programme.slug}/stories/{the_story().public_id}")

    assert f"Pictures that may be shown {n}" in desk.text() and "Photo or voice" not in desk.text()


def test_of_what_nobody_was_asked_staff_read_no_answer(teller, desk, programme):
    desk.get(f"/p/{programme.slug}/stories/{the_story().public_id}")

    assert "Pictures that may be shown" not in desk.text()
    assert "Photo or voice" not in desk.text() and "Being contacted again" not in desk.text()


def test_a_voice_is_written_down_into_the_sealed_original(teller, desk, programme):
    add(teller, VOICE, about="How it was")
    assert teller.page.find("audio")
    desk.get(f"/p/{programme.slug}/attachments/{the_attachment().public_id}")
    heard = desk.http.get(desk.page.find("audio")["src"])
    assert (heard.data, heard.mimetype) == (VOICE, "audio/ogg")
    desk.submit({"words": "We were afraid at first."})
    desk.get(f"/p/{programme.slug}/attachments/{the_attachment().public_id}")
    desk.submit({"words": "We were afraid at first. Then we laughed."})

    happened = reading.newest_original(the_story().id)["happened"]
    assert happened.endswith("\n\nWe were afraid at first. Then we laughed.")
    assert happened.count("afraid") == 1
    assert db.session.scalar(db.select(db.func.max(SealedOriginal.version))) == 3
    teller.get("/my-story/attachments")
    assert "Then we laughed" in teller.text()


def test_a_teller_writes_down_the_own_voice_and_whoever_listens_puts_it_right(teller, desk, programme):
    teller.get("/my-story/attachments")
    fields = {
        "file": (io.BytesIO(VOICE), "voice.ogg"),
        "about": "How it was",
        "said": "We were afraid.",
        "may_be_shown": "no",
    }
    teller.submit(fields, content_type="multipart/form-data")

    assert "We were afraid." in teller.page.find("blockquote").get_text()
    assert reading.newest_original(the_story().id)["happened"].endswith("\n\nWe were afraid.")
    url = f"/p/{programme.slug}/attachments/{the_attachment().public_id}"
    desk.get(url)
    desk.submit({"words": "We were afraid at first."})
    assert reading.newest_original(the_story().id)["happened"].count("We were afraid") == 1
    assert the_attachment().state is AttachmentState.KEPT


def test_what_is_written_beside_a_picture_is_no_transcript(teller):
    teller.get("/my-story/attachments")
    fields = {"file": (io.BytesIO(a_picture()), "a.jpg"), "about": "A wall", "said": "Nothing", "may_be_shown": "no"}
    teller.submit(fields, content_type="multipart/form-data")

    assert the_attachment().transcript_sealed is None


def test_a_story_is_not_approved_while_a_voice_beside_it_waits(teller, desk, programme):
    add(teller, VOICE)
    screen_as_is(the_story())
    story, second = the_story(), an_account(Role.FACILITATOR, programme=programme)

    with pytest.raises(RuleBroken) as broken:
        approve_text(programme, story.public_id, seen_version=story.text_version, account_id=second.id)
    attachments.decide(programme, the_attachment().public_id, is_shown=False, account_id=second.id)
    approve_text(programme, story.public_id, seen_version=the_story().text_version, account_id=second.id)

    assert broken.value.code == "story.voice-unheard"
    assert the_story().approved_version == the_story().text_version


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "No file came."),
        (b"GIF89a....", "We cannot use this kind of file."),
        (b"\xff\xd8\xff" + b"no picture" * 50, "This picture cannot be opened."),
    ],
)
def test_a_file_that_cannot_be_taken_is_said_kindly_and_words_stay(teller, raw, sentence):
    add(teller, raw, about="Our mural", status=422)

    assert sentence in teller.text()
    assert teller.page.find("input", {"name": "about"})["value"] == "Our mural"


def test_an_answer_that_is_missing_is_asked_for_in_our_words_and_what_was_typed_stays(teller):
    add(teller, a_picture(), about="", shown="yes", status=422)

    form = teller.page.select_one("#page-form")
    assert form.has_attr("novalidate")  # no browser speaks its own language here
    assert "Please say in a few words what is in it." in form.get_text()
    assert "Please choose the file once more" in form.get_text()
    assert form.select_one("[name=may_be_shown][value=yes]").has_attr("checked")


def test_every_answer_that_a_script_asks_for_has_words_of_ours(teller):
    teller.get("/my-story/attachments")

    form = teller.page.select_one("#page-form")
    asked = {field["name"] for field in form.select("[required]")}
    assert (
        asked == {one["data-asks-for"] for one in form.select("[data-asks-for]")} == {"file", "about", "may_be_shown"}
    )


def test_three_are_enough_and_one_can_be_taken_away(teller):
    for _ in range(3):
        add(teller, VOICE)
    assert teller.page.find("input", {"type": "file"}) is None

    press(teller, "Take it away")

    assert db.session.scalar(db.select(db.func.count()).select_from(Attachment)) == 2
    assert teller.page.find("input", {"type": "file"})


def test_nothing_of_it_can_be_read_in_the_database_and_erasing_takes_it(teller, app):
    add(teller, with_exif(), about="Anna under the bridge")
    row = the_attachment()
    kept = b"".join(bytes(value) for value in (row.sealed, row.about_sealed))
    assert b"Anna" not in kept and b"\xff\xd8\xff" not in kept[:64]

    erase_story(the_story().id, actor="shell", reason="TELLER_ASKED")

    assert db.session.scalar(db.select(Attachment)) is None


def test_taken_back_or_held_it_is_out_of_reach(teller, desk, programme):
    add(teller, a_picture())
    url = f"/p/{programme.slug}/attachments/{the_attachment().public_id}"
    for change in ({"is_held": True}, {"is_held": False, "state": "WITHDRAWN"}):
        with act("shell"):
            story = db.session.scalars(db.select(Story)).one()
            for name, value in change.items():
                setattr(story, name, type(story.state)[value] if name == "state" else value)
        assert desk.http.get(url).status_code == 404
        assert desk.http.get(f"{url}/file").status_code == 404


def test_another_teller_and_another_programme_see_nothing(teller, app, programme):
    add(teller, a_picture())
    public_id = the_attachment().public_id
    other = PageClient(app, language="en")
    second = db.session.get(Programme, programme.id)
    come_back(other, tell(other, an_invitation(second)[1]))
    assert other.http.get(f"/my-story/attachments/{public_id}").status_code == 404
    elsewhere = a_programme()
    account = an_account(Role.FACILITATOR, programme=elsewhere)
    stranger = PageClient(app, language="en")
    sign_in(stranger, account)
    assert stranger.http.get(f"/p/{elsewhere.slug}/attachments/{public_id}").status_code == 404


def test_the_page_speaks_russian(russian, client, programme):
    code = tell(client, an_invitation(programme)[1])
    come_back(russian, code)
    russian.get("/my-story/attachments")

    assert russian.h1 == "Изображение или голос"
    assert russian.page.find(attrs={"data-record": True})["data-begin"] == "Записать голос"
