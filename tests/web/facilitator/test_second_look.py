"""The text that others read: its teller sees it and may object, and a second person approves it before it is published."""

import pytest

from storyapp.data.db import db
from storyapp.data.queries.appearing import appears_in
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.stories import Story
from storyapp.rules.appearing import Where
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.services import my_story, screening
from storyapp.services.screening import Texts
from tests.builders import HAPPENED, a_programme, a_story, an_account
from tests.services.round_builders import Table
from tests.web.facilitator.windows import come_back, open_as


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def readers(programme):
    return [an_account(Role.FACILITATOR, programme=programme) for _ in range(2)]


@pytest.fixture
def story(programme, readers):
    """A story that the first of two readers has screened, and that its teller lets be published."""
    told = a_story(programme, screened=False)
    confirm(programme, told, readers[0])
    return told


def confirm(programme, told, reader, version=0, words="Our mentor came every week and I speak in class now."):
    texts = Texts(title="", happened=words, matters="", considered=())
    screening.confirm_working_text(
        programme, told.public_id, texts, seen_version=version, account_id=reader.id, language="en", domain_id=None
    )


def fresh(story):
    db.session.expire_all()
    return db.session.get(Story, story.id)


@pytest.mark.parametrize(
    ("language", "button", "done"), [("en", "approve", "has approved"), ("ru", "одобрить", "одобрил")]
)
def test_a_second_person_finds_the_text_and_approves_it(app, programme, story, readers, language, button, done):
    assert not appears_in(fresh(story), Where.PUBLIC_QUOTES)
    second = open_as(app, readers[1], language)

    second.get(f"/p/{programme.slug}/second-look")
    form = next(one for one in second.page.find_all("form") if button in one.get_text())
    second.post(form["action"], {one["name"]: one["value"] for one in form.find_all("input")})

    assert done in second.text() and appears_in(fresh(story), Where.PUBLIC_QUOTES)
    assert db.session.scalar(db.select(AuditEvent).where(AuditEvent.act == "story.text-approved")) is not None


def test_who_screened_a_text_does_not_approve_it(app, programme, story, readers):
    first = open_as(app, readers[0])

    first.get(f"/p/{programme.slug}/stories/{story.public_id}")

    assert "I recognise nobody" not in first.text() and "a second person reads it" in first.text()
    with pytest.raises(RuleBroken, match=r"second-person-needed"):
        screening.approve_text(programme, story.public_id, seen_version=1, account_id=readers[0].id)


def test_a_changed_text_has_to_be_approved_anew(programme, story, readers):
    screening.approve_text(programme, story.public_id, seen_version=1, account_id=readers[1].id)

    confirm(programme, story, readers[0], version=1, words="A mentor came and I speak in class now.")

    assert not appears_in(fresh(story), Where.PUBLIC_QUOTES)
    with pytest.raises(RuleBroken, match=r"changed-meanwhile"):
        screening.approve_text(programme, story.public_id, seen_version=1, account_id=readers[1].id)


@pytest.mark.parametrize(
    ("language", "shown", "button"),
    [("en", "Show what others read", "still tells who"), ("ru", "Показать, что читают другие", "можно узнать")],
)
def test_a_teller_reads_what_others_read_and_objects(app, programme, story, readers, language, shown, button):
    teller = come_back(app, story, language)
    assert shown in teller.text() and "I speak in class now." in teller.text()

    form = next(one for one in teller.page.find_all("form") if button in one.get_text())
    teller.post(form["action"], {one["name"]: one["value"] for one in form.find_all("input")})

    assert teller.url == "/my-story/write"
    assert not any(appears_in(fresh(story), where) for where in (Where.PANEL, Where.QUOTES, Where.PUBLIC_QUOTES))
    desk = open_as(app, readers[0])
    desk.get(f"/p/{programme.slug}/screening")
    assert "The teller says that this text still tells" in desk.text()
    confirm(programme, story, readers[0], version=1, words="A mentor came and I speak in class now.")
    assert appears_in(fresh(story), Where.PANEL)


@pytest.mark.parametrize(
    ("language", "confirm_words", "waits", "asks", "stays"),
    [
        ("en", "Confirm the text", "waits under the teller’s code", "May the text stay as it is?", "it may stay so"),
        ("ru", "Подтвердить текст", "ждёт рассказчика под кодом", "Можно оставить текст как есть?", "пусть остаётся"),
    ],
)
def test_an_objection_is_answered_and_the_teller_has_the_last_word(
    app, programme, story, readers, language, confirm_words, waits, asks, stays
):
    my_story.object_to_text(story.id)
    desk = open_as(app, readers[0], language)
    desk.get(f"/p/{programme.slug}/screening")
    desk.submit({"step": "confirm", "happened": "Our mentor came every week and I speak in class now."}, status=422)
    assert confirm_words in desk.text()

    desk.submit({"step": "confirm", "answer": "There were four mentors that year."})
    teller = come_back(app, story, language)

    assert waits in desk.text() and asks in teller.text() and "There were four mentors that year." in teller.text()
    assert not appears_in(fresh(story), Where.PANEL)
    teller.press(stays)
    assert appears_in(fresh(story), Where.PANEL) and asks not in teller.text()


def test_an_objection_takes_the_story_off_open_tables(app):
    table = Table()

    my_story.object_to_text(table.story_ids[0])

    assert [read.row.story_id for read in table.sitting.on_table] == table.story_ids[1:]


def test_what_nobody_has_read_cannot_be_objected_to(programme):
    told = a_story(programme, screened=False)

    with pytest.raises(RuleBroken, match=r"not-read-yet"):
        my_story.object_to_text(told.id)
    assert HAPPENED not in fresh(told).happened
