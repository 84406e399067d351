"""A facilitator puts words right, the teller agrees with the code, and a panel sees what was changed."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.rules.people import Role
from storyapp.rules.stories import Mode
from storyapp.services import light_edits, my_story, screening
from storyapp.services.screening import Texts
from storyapp.services.transaction import SHELL, act
from tests.builders import a_programme, a_story, an_account
from tests.pages import PageClient
from tests.services.round_builders import Table
from tests.web.facilitator.windows import come_back, open_as

BEFORE = "Our mentor come every week and I speaks in class now."
AFTER = "Our mentor came every week and I speak in class now."
OPEN = {"en": "Put right lightly", "ru": "Поправить слегка"}
HIDDEN = {"en": ("taken out:", "put in:"), "ru": ("убрано:", "вставлено:")}


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def reader(programme):
    return an_account(Role.FACILITATOR, programme=programme)


@pytest.fixture
def story(programme, reader):
    told = a_story(programme, screened=False)
    screening.confirm_working_text(
        programme, told.public_id, Texts(title="Class", happened=BEFORE), account_id=reader.id, seen_version=0,
        language="en", domain_id=None,
    )  # fmt: skip
    return told


def fresh(story):
    db.session.expire_all()
    return db.session.get(Story, story.id)


def write(programme, story, reader):
    light_edits.write(
        programme, story.public_id, Texts(title="Class", happened=AFTER), account_id=reader.id, seen_version=1
    )
    return light_edits.waiting(fresh(story)).seen


def read_on(teller):
    stone = next(one for one in teller.page.select("ol.steps li") if "A person reads it" in one.get_text())
    return stone.get_text(" ", strip=True)


def press(client, words):
    form = next(one for one in client.page.find_all("form") if words in one.get_text())
    client.post(form["action"], {one["name"]: one["value"] for one in form.find_all("input")})


def shown(client):
    return [[one.get_text(" ", strip=True) for one in client.page.find_all(name)] for name in ("del", "ins")]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_words_are_put_right_from_the_storys_page_and_wait(app, programme, story, reader, language):
    staff = open_as(app, reader, language)
    staff.get(f"/p/{programme.slug}/stories/{story.public_id}")
    staff.get(staff.link(OPEN[language]))

    staff.submit({"happened": AFTER})

    out, into = HIDDEN[language]
    assert shown(staff) == [[f"{out} come", f"{out} speaks"], [f"{into} came", f"{into} speak"]]
    assert staff.page.find(id="agreed-form") is None  # who told alone answers with the code
    assert fresh(story).happened == BEFORE


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (BEFORE, "Nothing is changed yet."),
        ("Quite another text stands here.", "More than half of the words"),
        ("", "required"),
    ],
)
def test_what_is_no_light_edit_comes_back_with_its_words(app, programme, story, reader, typed, words):
    staff = open_as(app, reader, "en")
    staff.get(f"/p/{programme.slug}/stories/{story.public_id}/put-right")

    staff.submit({"happened": typed}, status=422)

    assert words in staff.text() and staff.page.find("textarea", id="happened").get_text().strip() == typed
    assert light_edits.waiting(fresh(story)) is None


def test_a_yes_is_noted_with_who_and_how_and_an_edit_is_taken_back(app, programme, story, reader):
    with act(SHELL):
        db.session.get(Story, story.id).mode = Mode.PAPER
    write(programme, story, reader)
    staff = open_as(app, reader, "en")
    page = f"/p/{programme.slug}/stories/{story.public_id}/put-right"

    staff.get(page)
    staff.submit({"how": ""}, form="agreed-form", status=422)
    assert fresh(story).happened == BEFORE
    staff.submit({"how": "read out, said yes"}, form="agreed-form")
    assert fresh(story).happened == AFTER and "Noted." in staff.text()

    staff.get(page)
    staff.submit({"happened": AFTER.replace("every", "each")})
    press(staff, "Take the edit back")
    assert light_edits.waiting(fresh(story)) is None and fresh(story).happened == AFTER


@pytest.mark.parametrize(
    ("language", "button", "text"),
    [
        ("en", "Yes, let it be so", AFTER), ("ru", "Да, пусть будет так", AFTER),
        ("en", "No, leave it", BEFORE), ("ru", "Нет, пусть останется", BEFORE),
    ],
)  # fmt: skip
def test_a_teller_sees_both_and_says_yes_or_no(app, programme, story, reader, language, button, text):
    write(programme, story, reader)
    teller = come_back(app, story, language)
    assert [one.split()[-1] for one in shown(teller)[0]] == ["come", "speaks"]

    press(teller, button)

    assert fresh(story).happened == text and shown(teller) == [[], []]


def test_the_way_of_the_story_keeps_the_day_on_which_a_person_first_read_it(app, clock, programme, story, reader):
    before = read_on(come_back(app, story, "en"))
    clock.now += timedelta(days=3)
    write(programme, story, reader)
    teller = come_back(app, story, "en")

    press(teller, "Yes, let it be so")

    assert before and read_on(teller) == before


def test_a_teller_who_objects_is_not_asked_about_spelling(app, programme, story, reader):
    write(programme, story, reader)
    my_story.object_to_text(story.id)

    assert shown(come_back(app, story, "en")) == [[], []]
    staff = open_as(app, reader, "en")
    staff.get(f"/p/{programme.slug}/stories/{story.public_id}")
    assert OPEN["en"] not in staff.text()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_panel_reads_the_new_words_and_can_see_what_was_put_right(app, programme, story, reader, language):
    table = Table(programme=programme, stories=[fresh(story), a_story(programme)])
    panellist = PageClient(app, language=language)
    panellist.get(f"/panel/enter/{table.token('Owl')}")
    seen = write(programme, story, reader)
    titles = [panellist.get(f"/panel/read/{n}").find(class_="story-title").get_text() for n in (1, 2)]
    page = f"/panel/read/{titles.index('Class') + 1}"
    panellist.get(page)
    assert BEFORE in panellist.text() and panellist.page.find("ins") is None

    light_edits.answer(story.id, agrees=True, seen=seen)
    panellist.get(page)

    out, into = HIDDEN[language]
    assert AFTER in panellist.text()
    assert shown(panellist) == [[f"{out} come", f"{out} speaks"], [f"{into} came", f"{into} speak"]]
    assert panellist.page.find("ins").find_parent("details") is not None
