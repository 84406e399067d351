"""Whoever makes a link is told when the form has changes that are not published yet."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Question
from storyapp.rules.people import Role
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.wording import Wording
from storyapp.services import form_versions
from storyapp.services.transaction import SHELL, act
from tests.builders import a_programme, an_account, sign_in


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def person(programme):
    return an_account(Role.FACILITATOR, programme=programme)


def ask_more(programme):
    with act(SHELL):
        db.session.add(
            Question(
                organisation_id=programme.organisation_id, programme_id=programme.id, code="mood", position=0,
                family=QuestionFamily.STORY, kind=QuestionKind.SHORT_TEXT, wording=Wording(en="How are you?", ru="Как дела?"),
                hint=Wording(), options=[], settings={},
            )
        )  # fmt: skip


@pytest.mark.parametrize("page", ["invitations/new", "collectors/new"])
@pytest.mark.parametrize(("language", "words"), [("en", "1 change of the form"), ("ru", "1 изменение анкеты")])
def test_changes_that_are_not_published_are_told_where_a_link_is_made(
    request, programme, person, language, words, page
):
    form_versions.publish(programme, note="", by_id=person.id)
    staff = request.getfixturevalue({"en": "client", "ru": "russian"}[language])
    sign_in(staff, person)
    staff.get(f"/p/{programme.slug}/{page}")
    before = staff.text()

    ask_more(programme)
    staff.get(f"/p/{programme.slug}/{page}")

    assert words not in before
    assert words in staff.text()
    staff.get(f"/p/{programme.slug}/form/checklist")
