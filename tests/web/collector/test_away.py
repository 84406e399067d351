"""The door at which interviews from a phone without a network arrive: sealed, once each, under their own codes."""

import json
import os
from base64 import b64decode, b64encode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storyapp.data.db import db
from storyapp.data.tables.consenting import UnderstandingQuestion
from storyapp.data.tables.programmes import StoryInvitation
from storyapp.data.tables.stories import ConsentEvent, Story
from storyapp.rules.consent import Light, Understanding
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.stories import Direction, Mode, ReadBack
from storyapp.rules.wording import Wording
from storyapp.services import collectors, invitations, reading, understanding
from storyapp.services.invitations import NewInvitation
from storyapp.services.transaction import act
from tests.builders import TODAY, a_programme, a_question, an_account, the_period
from tests.pages import PageClient, form_values
from tests.web.storyteller.test_form_pages import SEVERAL, STORY, a_section, only_if, stored_each_time

CODE, OTHER_CODE = "12345678901234567890", "12345678901234567891"
HAPPENED = "I never spoke in class. In May I gave a talk."


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def person(programme):
    return an_account(Role.FACILITATOR, programme=programme)


def a_question_of_understanding(programme, n):
    with act("shell"):
        row = UnderstandingQuestion(
            organisation_id=programme.organisation_id, programme_id=programme.id, position=n,
            wording=Wording(en=f"Question {n}?", ru=f"Вопрос {n}?"), right=Wording(en="Yes", ru="Да"),
            wrong=Wording(en="No", ru="Нет"), wrong_too=Wording(), explanation=Wording(en="On any day.", ru="Всегда."),
        )  # fmt: skip
        db.session.add(row)
    return row.id


def a_link(programme, person, *, name="Rook", mode=Mode.PEER):
    wanted = NewInvitation(label=name, period_id=the_period(programme).id, language="en", mode=mode, is_test=True)
    made = collectors.create(programme, name, wanted, account_id=person.id)
    return f"/t/{invitations.link_token(collectors.one_collector(programme, made)[1])}"


@pytest.fixture
def phone(app, programme, person):
    """A collector's phone with the page open."""
    return at_the_page(app, a_link(programme, person))


def at_the_page(app, link, language="en"):
    client = PageClient(app, language=language)
    client.get(link)
    client.get("/collector/card")
    client.post("/collector/card")
    client.get("/collector/away/interviews")
    return client


def letterbox_of(client):
    return b64decode(client.page.find(attrs={"data-away": True})["data-away"])


def seal(letterbox, said):
    """Seal as the phone does."""
    mine = ec.generate_private_key(ec.SECP256R1())
    house = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), letterbox)
    form = serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    point, start = mine.public_key().public_bytes(*form), os.urandom(12)
    key = HKDF(algorithm=SHA256(), length=32, salt=point, info=b"letterbox").derive(mine.exchange(ec.ECDH(), house))
    return b64encode(point + start + AESGCM(key).encrypt(start, json.dumps(said).encode(), None)).decode()


def an_interview(client, *, press="a" * 40, code=CODE, told_on=TODAY.isoformat(), **changes):
    typed = {
        **form_values(client.page.find("form", id="away-form")), "band": "14-15", "happened": HAPPENED, "direction": "better",
        "read_back": "ticked", "consent_TEENAGER_ANALYSIS": "yes", "consent_TEENAGER_QUOTE": "no", **changes,
    }  # fmt: skip
    entries = [[name, value] for name, value in typed.items() if isinstance(value, str)]
    return seal(letterbox_of(client), {"entries": entries, "press": press, "code": code, "told_on": told_on})


def send(client, sealed):
    token = client.http.get("/collector/away/token").get_json()["token"]
    return client.http.post("/collector/away/send", data={"csrf_token": token, "sealed": sealed})


def stories():
    db.session.expire_all()
    return db.session.scalars(db.select(Story).order_by(Story.id)).all()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_interview_arrives_with_consent_reading_back_and_code(app, programme, person, language):
    phone = at_the_page(app, a_link(programme, person), language)

    answer = send(phone, an_interview(phone))

    (story,) = stories()
    assert answer.status_code == 204
    assert (story.mode, story.read_back, story.age_band) == (Mode.PEER, ReadBack.TICKED, AgeBand.FROM_14_TO_15)
    assert (story.direction, story.language, story.may_count, story.may_quote) == (
        Direction.BETTER, language, Light.YES if not story.guardian_needed else story.may_count, Light.NO,
    )  # fmt: skip
    assert reading.newest_original(story.id)["happened"] == HAPPENED
    assert all(db.session.scalars(db.select(ConsentEvent.text_hash)))
    phone.get("/my-story")
    phone.submit({"code": CODE})
    assert phone.url == "/my-story/view"


def test_the_same_interview_sent_again_is_one_story(phone):
    sealed = an_interview(phone)

    assert [send(phone, sealed).status_code for _ in range(2)] == [204, 204]
    assert len(stories()) == 1


def test_another_interview_with_a_code_that_is_taken_stays_on_the_phone(phone):
    send(phone, an_interview(phone))

    answer = send(phone, an_interview(phone, press="b" * 40, happened=HAPPENED + " Two."))

    assert answer.status_code == 422
    assert "belongs to another story" in answer.get_json()["trouble"]
    assert [reading.newest_original(one.id)["happened"] for one in stories()] == [HAPPENED]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"told_in": "xx"}, 204),
        ({"title": "\x00\ud800"}, 204),
        ({"shown_TEENAGER_ANALYSIS": "\x00\ud800"}, 204),
        ({"domain": "²"}, 204),
        ({"role": "nobody"}, 204),
        ({"happened": "I spoke. " * 20_000}, 422),
        ({"band": "nobody"}, 422),
        ({"invitation": "99"}, 422),
        ({"press": "\ud800" * 40}, 422),
        ({"code": "no digits"}, 422),
    ],
)
def test_a_letter_that_no_page_of_ours_wrote_is_kept_or_refused_kindly(phone, changes, status):
    answer = send(phone, an_interview(phone, **changes))

    assert answer.status_code == status
    assert len(stories()) == (status == 204)
    assert all(one.language in ("en", "ru") for one in stories())


def test_an_interview_bears_the_day_on_which_it_was_written(phone):
    send(phone, an_interview(phone, told_on=(TODAY - timedelta(days=3)).isoformat()))
    in_future = (TODAY + timedelta(days=9)).isoformat()
    send(phone, an_interview(phone, press="b" * 40, code=OTHER_CODE, told_on=in_future, happened=HAPPENED + " Two."))

    assert [one.told_on for one in stories()] == [TODAY - timedelta(days=3), TODAY]


def test_nobody_elses_letter_is_opened(app, programme, person, phone):
    other = at_the_page(app, a_link(programme, person, name="Owl"))
    sealed = an_interview(other)
    phone.get("/collector/away/interviews")

    refused = [send(phone, one) for one in (sealed, "AAAA", "not base64!", "не тем письмом", "")]

    assert {one.status_code for one in refused} == {422}
    assert all("stays on the phone" in one.get_json()["trouble"] for one in refused)
    assert stories() == []


def test_a_link_that_has_ended_leaves_the_interview_on_the_phone(phone):
    sealed = an_interview(phone)
    with_budget = db.session.scalars(db.select(StoryInvitation)).one()
    with_budget.budget = with_budget.n_sent = 1
    db.session.commit()

    answer = send(phone, sealed)

    assert answer.status_code == 422 and answer.get_json()["trouble"]
    assert stories() == []


def test_an_answer_that_does_not_hold_is_kept_as_it_was_typed(app, programme, person):
    question = a_question(
        programme, code="hours", kind=QuestionKind.NUMBER, options=[], wording=Wording(ru="Часы", en="Hours")
    )
    phone = at_the_page(app, a_link(programme, person))

    answer = send(phone, an_interview(phone, **{f"question_{question.id}": "two or three"}))

    assert answer.status_code == 204
    assert "two or three" in reading.newest_original(stories()[0].id)["answers"].values()


def test_a_section_that_repeats_arrives_time_by_time_and_what_was_not_asked_is_left_out(app, programme, person):
    section = a_section(programme, repeats=SEVERAL)
    who = a_question(programme, "who", section_id=section, **STORY).id
    later = a_question(programme, "later", condition=only_if("who", "male"), section_id=section, position=1, **STORY).id
    phone = at_the_page(app, a_link(programme, person))
    asked = {one["name"] for one in phone.page.select("#away-form [data-if] input")}
    assert {f"question_{who}", f"question_{who}_2", f"question_{who}_3", "question_more-camp-1"} <= asked

    typed = {f"question_{who}": "female", f"question_{later}": "male", "question_more-camp-1": "y"}
    answer = send(phone, an_interview(phone, **typed, **{f"question_{who}_2": "male", f"question_{later}_2": "female"}))

    assert answer.status_code == 204
    assert stored_each_time() == {(who, 0): "female", (who, 1): "male", (later, 1): "female"}


@pytest.mark.parametrize(
    ("answers", "came_to"),
    [((0, 0), Understanding.ALL), ((0, 1), Understanding.SOME), ((), Understanding.SKIPPED)],
    ids=["both right", "one right", "nothing answered"],
)
def test_whether_it_was_understood_arrives_too(app, programme, person, answers, came_to):
    asked = [a_question_of_understanding(programme, n) for n in (1, 2)]
    phone = at_the_page(app, a_link(programme, person))
    shown = understanding.questions_of(programme)
    assert [one["name"] for one in phone.page.select("[data-part=check] input[id$='-0']")] == [
        f"understood_question_{one}" for one in asked
    ]

    said = {f"understood_{one.name}": str(one.right_at ^ wrong) for one, wrong in zip(shown, answers, strict=False)}
    send(phone, an_interview(phone, **said))

    assert stories()[0].understanding is came_to


def test_a_page_that_was_kept_before_anything_was_asked_says_nothing_of_understanding(app, programme, person):
    a_question_of_understanding(programme, 1)
    phone = at_the_page(app, a_link(programme, person))

    send(phone, an_interview(phone, has_check=None))

    assert stories()[0].understanding is None


def test_the_programme_asks_for_the_story_in_its_own_words(app, programme, person):
    own = {"kind": QuestionKind.LONG_TEXT, "family": QuestionFamily.ELICIT, "options": []}
    a_question(programme, "happened", wording=Wording(ru="Что было в походе?", en="What was it like out there?"), **own)

    phone = at_the_page(app, a_link(programme, person))

    assert phone.page.select_one("label[for=happened]").get_text(strip=True) == "What was it like out there?"


def test_who_collects_in_a_circle_has_no_such_page(app, programme, person):
    client = PageClient(app, language="en")
    client.get(a_link(programme, person, mode=Mode.GROUP))
    assert "Interviews without a network" not in client.text()

    client.get("/collector/away/interviews")

    assert client.url == "/collector"
