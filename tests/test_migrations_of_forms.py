"""Migrations of the form and its answers go down and up with child rows, on both databases."""

from sqlalchemy import select

from storyapp.config import shipped_folder
from storyapp.data.db import db
from storyapp.data.tables.stories import Answer
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
