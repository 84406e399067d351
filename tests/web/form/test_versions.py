"""An answered form is never changed under its answers: edits wait for a version, and stories keep theirs."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import FormVersion, Question
from storyapp.data.tables.stories import Answer, Story
from storyapp.rules.people import Role
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.wording import Wording
from storyapp.services import form_versions, setup_lists
from storyapp.services.transaction import act
from tests.builders import a_programme, a_question, an_account, an_invitation, screen_as_is, sign_in
from tests.pages import PageClient
from tests.web.storyteller.walks import go_on, tell, walk

FIRST, SECOND = "Why did it change?", "What was the main cause?"
OPTIONS = [{"code": code, "ru": ru, "en": en} for code, ru, en in (("me", "Я", "Me"), ("us", "Мы", "Us"), ("luck", "Удача", "Luck"))]  # fmt: skip


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def question(programme):
    return a_question(
        programme, "why", family=QuestionFamily.STORY, wording=Wording(ru="Почему?", en=FIRST), options=OPTIONS
    )


@pytest.fixture
def token(programme):
    return an_invitation(programme)[1]


@pytest.fixture
def staff(app, programme):
    """A facilitator's browser, beside the teller's."""
    browser = PageClient(app, language="en")
    sign_in(browser, an_account(Role.FACILITATOR, programme=programme))
    return browser


@pytest.fixture
def place(programme):
    return f"/p/{programme.slug}/form"


def reword(staff, place, question, **changes):
    staff.get(f"{place}/questions/{question.id}")
    staff.submit({"wording_en": SECOND, **changes})


def publish(staff, place, note=""):
    staff.get(f"{place}/publish")
    staff.submit({"note": note})


def the_stories():
    db.session.expire_all()
    return list(db.session.scalars(db.select(Story).order_by(Story.id)))


def numbers_of(stories):
    return [db.session.get(FormVersion, story.form_version_id).number for story in stories]


def test_an_edit_reaches_tellers_only_once_it_is_published(client, staff, place, question, token):
    tell(client, token)
    reword(staff, place, question)

    walk(client, token, to="questions")
    before = client.text()
    publish(staff, place)
    walk(client, token, to="questions")

    assert FIRST in before and SECOND not in before
    assert SECOND in client.text() and FIRST not in client.text()


def test_a_half_told_story_keeps_the_form_with_which_it_began(client, staff, place, question, token):
    walk(client, token, to="questions")
    reword(staff, place, question, options="me | Я | Me\nus | Мы | Us")
    publish(staff, place)

    client.get("/telling/questions")
    asked = client.text()
    go_on(client, questions={f"question_{question.id}": "luck"})
    client.submit()

    assert FIRST in asked and "Luck" in asked
    assert numbers_of(the_stories()) == [1]
    assert db.session.scalars(db.select(Answer.value)).all() == ["luck"]


def test_a_story_is_read_in_the_words_in_which_it_was_asked(client, staff, place, question, token):
    tell(client, token, questions={f"question_{question.id}": "luck"})
    reword(staff, place, question, options="me | Я | Me\nus | Мы | Us")
    publish(staff, place)
    (story,) = the_stories()
    screen_as_is(story)

    staff.get(place.replace("/form", f"/stories/{story.public_id}"))

    assert FIRST in staff.text() and "Luck" in staff.text() and SECOND not in staff.text()


def test_answers_of_all_versions_are_joined_and_other_words_are_shown(client, staff, app, programme, place, question, token):  # fmt: skip
    for _ in range(5):
        tell(client, token, questions={f"question_{question.id}": "luck"})
    reword(staff, place, question, options="me | Я | Me\nus | Мы | Us")
    publish(staff, place)
    for _ in range(5):
        tell(client, token, questions={f"question_{question.id}": "me"})
    for story in the_stories():
        screen_as_is(story)
    evaluator = PageClient(app, language="en")
    sign_in(evaluator, an_account(Role.EVALUATOR, programme=programme))

    evaluator.get(f"/p/{programme.slug}/answers")

    cells = [row.get_text(" ", strip=True) for row in evaluator.page.select("tbody tr")]
    assert cells == ["Me 5 or more", "Us 0", "Luck 5 or more"]
    assert evaluator.page.find("h2", string=SECOND)
    worded = evaluator.page.find("dl").get_text(" ", strip=True)
    assert worded == f"Version 1 {FIRST} Me, Us, Luck Version 2 {SECOND} Me, Us"


def test_what_was_edited_is_listed_before_and_after_it_is_published(staff, russian, place, question, programme):
    publish(staff, place)
    reword(staff, place, question)
    a_question(programme, "when", kind=QuestionKind.MONTH, options=[], wording=Wording(ru="Когда?", en="When?"))

    staff.get(place)
    pending = staff.text()
    staff.get(f"{place}/publish")
    listed = staff.page.find("ul", class_="changes").get_text(" ", strip=True)
    staff.submit({"note": "Nobody understood it"})
    sign_in(russian, an_account(Role.FACILITATOR, programme=programme))
    russian.get(f"{place}/versions")

    assert "2 changes have not reached tellers yet: they are still asked version 1" in pending
    assert listed == f"In other words {SECOND} Before: {FIRST} New When?"
    assert "Версия 2" in russian.text() and "Nobody understood it" in russian.text() and "Когда?" in russian.text()
    assert "Tellers are asked version 2" in (staff.get(place) and staff.text())


def test_a_version_is_read_as_it_was_asked(staff, place, question):
    publish(staff, place)
    reword(staff, place, question)

    staff.get(f"{place}/versions/1")

    assert FIRST in staff.text() and SECOND not in staff.text() and "Luck" in staff.text()
    staff.get(f"{place}/versions/7", status=404)


def test_the_same_form_is_not_published_twice(staff, place, question, programme):
    publish(staff, place)

    staff.get(f"{place}/publish")
    staff.post(f"{place}/publish", {"note": ""})

    assert "Nothing was changed since version 1" in staff.text()
    assert [n for n, _ in form_versions.numbered(programme)] == [1]


def test_a_question_that_was_published_is_put_aside_and_never_lost(staff, place, question, programme):
    publish(staff, place)

    staff.get(place)
    staff.post(f"{place}/questions/{question.id}/retire")

    assert "only put aside" in staff.text()
    assert db.session.get(Question, question.id) is not None


def test_the_poles_of_a_published_triad_stay(staff, place, programme):
    triad = a_question(programme, "triad", kind=QuestionKind.TRIAD, options=OPTIONS)
    publish(staff, place)

    staff.get(f"{place}/questions/{triad.id}")
    staff.submit({"options": "me | Я | Me\nus | Мы | Us\nthem | Они | Them"})

    assert "luck" in staff.page.find(class_="error").get_text()


def test_two_tellers_who_come_first_answer_one_version(programme, question):
    ids = set()
    for _ in range(2):
        with act("teller") as doing:
            ids.add(form_versions.settle(doing, programme))

    assert len(ids) == 1


def test_our_own_steps_keep_their_words_too(client, staff, place, programme, token):
    words = Wording(ru="Что было?", en="What was it like?")
    own = a_question(programme, "happened", family=QuestionFamily.ELICIT, kind=QuestionKind.LONG_TEXT, options=[], wording=words)  # fmt: skip
    walk(client, token, to="happened")
    spot = setup_lists.Place(organisation_id=programme.organisation_id, programme_id=programme.id)
    values = {"wording": Wording(en="Tell it anew"), "hint": Wording(), "options": [], "kind": own.kind}
    setup_lists.save_thing(spot, "questions", own.id, values, by_id=1)

    client.get("/telling/happened")

    assert "What was it like?" in client.text()
