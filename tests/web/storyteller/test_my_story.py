"""A teller comes back with the code."""

import json
from datetime import timedelta

import pytest

from bench.codes import guess
from storyapp.data.db import db
from storyapp.data.tables.stories import Draft, Receipt, Story, TellerMessage
from storyapp.rules.consent import Light
from storyapp.rules.rounds import RoundState
from storyapp.rules.stories import StoryState
from storyapp.web.common.pace import MOST_WRONG, WITHIN
from tests.builders import a_programme, an_invitation
from tests.services.test_erasing import a_round
from tests.web.storyteller.walks import HAPPENED, tell


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def code(client, programme):
    return tell(client, an_invitation(programme)[1])


def come_back(client, code: str) -> None:
    client.get("/my-story")
    client.submit({"code": code})


def the_story() -> Story:
    db.session.expire_all()
    return db.session.scalars(db.select(Story)).one()


def test_the_code_opens_the_story(client, code):
    come_back(client, f"{code[:5]}-{code[5:12]} {code[12:]}")

    assert client.url == "/my-story/view"
    assert HAPPENED in client.text()


def test_the_code_opens_the_story_in_russian_too(russian, client, code):
    come_back(russian, code)

    assert russian.h1 == "Что стало с историей"
    assert "Твоя история" in russian.text()


def test_a_code_is_kept_as_hashes_alone_and_soon_as_a_slow_one(client, code):
    rows = [row for table in db.metadata.sorted_tables for row in db.session.execute(db.select(table)).mappings()]
    said = " ".join(str(value) for row in rows for value in row.values())
    kept = db.session.scalars(db.select(Receipt)).one()

    assert code not in said and code[6:] not in said
    assert len(kept.selector_hash) == 32 and code[:6].encode() not in kept.selector_hash
    assert kept.verifier_hmac is None and kept.verifier_argon2.startswith("$argon2id$")


def test_a_wrong_code_and_an_unknown_one_look_the_same(client, code):
    come_back(client, code[:6] + "0" * 14)
    wrong = client.text()
    come_back(client, "9" * 20)

    assert client.url == "/my-story"
    assert client.text() == wrong


def test_five_wrong_codes_slow_down_even_the_right_one(client, code, clock):
    for _ in range(5):
        come_back(client, "9" * 20)

    come_back(client, code)
    assert "Please wait and try again" in client.text()

    clock.now += timedelta(minutes=2)
    come_back(client, code)
    assert client.url == "/my-story/view"


def test_the_same_digits_tried_from_many_browsers_slow_down_too(app, client, code, russian):
    for _ in range(5):
        client.http.delete_cookie("visitor")
        client.get("/my-story")
        client.submit({"code": code[:6] + "1" * 14})

    come_back(russian, code[:6] + "2" * 14)

    assert "подожд" in russian.text().lower()


def test_the_key_runs_out_and_closing_forgets_it(client, code):
    come_back(client, code)

    client.submit(form="close-my-story")

    assert client.url == "/my-story"
    client.get("/my-story/view")
    assert client.url == "/my-story"
    assert db.session.scalar(db.select(db.func.count()).where(Draft.invitation_id.is_(None))) == 0


def test_what_was_valued_and_why_is_read_under_the_code(client, code):
    a_round(the_story(), RoundState.FINISHED, joint_reason="We saw ourselves in it.", panel_name="Youth panel")
    come_back(client, code)

    assert "Your story was chosen" in client.text()
    assert " · Youth panel" in client.text()
    assert "We saw ourselves in it." in client.text()


def test_a_story_that_waits_for_the_guardian_says_so(client):
    code = tell(client, an_invitation(a_programme(guardian_age=14))[1], age={"band": "10-13"})

    come_back(client, code)

    assert "Nobody reads it until the adult has agreed." in client.text()


def test_a_message_is_sent_and_stands_under_the_story(client, code):
    come_back(client, code)
    client.get("/my-story/write")

    client.submit({"kind": "complaint", "text": "You took out too much."})

    assert client.url == "/my-story/view"
    assert "You took out too much." in client.text()


def test_a_teller_who_was_understood_wrong_says_so_and_whether_it_may_be_printed(client, code):
    come_back(client, code)
    client.get("/my-story/write?kind=misread")
    assert client.page.select_one("input[name=kind][checked]")["value"] == "misread"

    client.submit({"text": "It was not the mentor, it was me.", "may_print": "y"})

    word = db.session.scalars(db.select(TellerMessage)).one()
    assert (word.kind, word.may_print, word.for_report) == ("misread", True, "")


def test_a_half_typed_message_outlives_the_switch_of_language(client, code):
    come_back(client, code)
    client.get("/my-story/write")
    client.language = "ru"

    client.submit({"text": "Half a", "switch_language": "ru"})

    assert client.url == "/my-story/write"
    assert client.page.find("textarea").get_text().strip() == "Half a"
    assert not client.page.find(class_="error")


def test_a_message_without_words_gets_a_kind_word(client, code):
    come_back(client, code)
    client.get("/my-story/write")

    client.submit({"kind": "question", "text": "  "})

    assert "Please write something." in client.text()
    assert client.page.find("input", attrs={"value": "question"}).has_attr("checked")


def test_consent_is_narrowed_purpose_by_purpose(client, code):
    come_back(client, code)
    client.get("/my-story/consent")

    client.submit({"quote": "no"})

    assert "It holds from now on" in client.text()
    assert (the_story().may_quote, the_story().may_panel) == (Light.NO, Light.YES)


def test_a_story_is_taken_back_after_a_page_that_says_what_happens(client, code):
    come_back(client, code)
    client.get("/my-story/take-back")
    assert "This cannot be undone" in client.text()

    client.post("/my-story/take-back")

    assert the_story().state is StoryState.WITHDRAWN
    assert "Nobody reads it" in client.text()
    client.get("/my-story/consent")
    assert client.url == "/my-story/view"


def test_an_erased_story_opens_for_nobody(client, code):
    come_back(client, code)
    client.get("/my-story/erase")

    client.post("/my-story/erase")

    assert client.h1 == "It is erased"
    come_back(client, code)
    assert "do not find a story" in client.text()


@pytest.mark.parametrize("kind", ["txt", "json"])
def test_everything_is_taken_along_as_a_file(client, code, kind):
    come_back(client, code)

    answer = client.http.get(f"/my-story/take-along.{kind}")

    assert answer.status_code == 200
    assert HAPPENED in (json.loads(answer.data)["as_you_told_it"]["happened"] if kind == "json" else answer.text)
    assert "no-store" in answer.headers["Cache-Control"]


def test_my_story_never_says_that_it_is_held(client):
    code = tell(client, an_invitation(a_programme())[1], title={"wants_help": "y"})

    come_back(client, code)

    assert "held" not in client.text().lower() and "case" not in client.text().lower()


def test_the_text_to_take_along_speaks_the_readers_language(russian, client, code):
    come_back(russian, code)

    words = russian.http.get("/my-story/take-along.txt").text

    assert "Возраст: 14–15 лет" in words
    assert "young_person" not in words and "grant" not in words


def test_somebody_without_cookies_who_guesses_is_slowed(app, client, code, clock):
    seen = [guess(app, f"{n:06d}" + "7" * 14) for n in range(MOST_WRONG + 15)]
    come_back(client, code)
    refused = client.text()
    clock.now += WITHIN
    come_back(client, code)

    assert seen == [(False, False)] * MOST_WRONG + [(False, True)] * 15
    assert "Please wait and try again" in refused
    assert client.url == "/my-story/view"
