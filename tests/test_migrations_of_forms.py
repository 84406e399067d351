"""Migrations of the form and its answers go down and up with child rows, on both databases."""

from sqlalchemy import select

from storyapp.config import shipped_folder
from storyapp.data.db import db
from storyapp.data.tables.method_changes import MethodChange
from storyapp.data.tables.programmes import Question
from storyapp.data.tables.stories import Answer
from storyapp.rules.method_changes import MethodPart
from storyapp.rules.people import Role
from storyapp.rules.wording import Wording
from storyapp.services import form_versions
from storyapp.services.migrating import downgrade, upgrade
from storyapp.services.transaction import act
from tests import builders

FOLDER = shipped_folder("migrations")


def test_what_was_answered_several_times_goes_down_to_the_first_and_up_again(app):
    programme = builders.a_programme()
    question, story = builders.a_question(programme), builders.a_story(programme)
    with act("shell"):
        for occasion, value in enumerate(("female", "male")):
            db.session.add(Answer(story_id=story.id, question_id=question.id, occasion=occasion, value=value))
    db.session.remove()

    downgrade(FOLDER, "r4a1")
    upgrade(FOLDER)

    assert [(row.occasion, row.value) for row in db.session.scalars(select(Answer))] == [(0, "female")]


def test_versions_published_before_stand_in_the_log_of_changes_of_the_method(app):
    programme = builders.a_programme()
    question = builders.a_question(programme)
    by_id = builders.an_account(Role.EVALUATOR, programme=programme).id
    form_versions.publish(programme, note="", by_id=by_id)
    with act("shell"):
        db.session.get_one(Question, question.id).wording = Wording(ru="Кто вы?", en="Who are you?")
    form_versions.publish(programme, note="Read in two ways", by_id=by_id)
    db.session.remove()

    downgrade(FOLDER, "h8a1")
    upgrade(FOLDER)

    [row] = db.session.scalars(select(MethodChange))
    assert (row.part, row.reason, row.details[0]["en"]) == (MethodPart.QUESTIONS, "Read in two ways", "2")
