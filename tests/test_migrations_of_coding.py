"""What coders leave goes down and up without taking their codes along."""

from sqlalchemy import inspect, select

from storyapp.config import shipped_folder
from storyapp.data.db import db
from storyapp.data.tables.coding import CodedStory, JointDecision, Tag
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services.migrating import downgrade, is_current, upgrade
from tests import builders

FOLDER = shipped_folder("migrations")


def test_joint_decisions_go_down_and_up_and_leave_the_theme(app):
    programme = builders.a_programme()
    theme, story = builders.a_theme(programme), builders.a_story(programme)
    facts = {"organisation_id": story.organisation_id, "programme_id": story.programme_id, "story_id": story.id}
    kept = {"first_state": TagState.CONFIRMED, "first_as": CoderKind.PERSON, "written_at": kit().clock()}
    tag_id = builders.a_suggested_tag(story, theme).id
    with builders.act("shell"):
        db.session.add(JointDecision(**facts, **kept, theme_id=theme.id, fits=False, reason="We talked about it."))
    db.session.remove()

    downgrade(FOLDER, "c3a1")
    is_gone = "joint_decisions" not in inspect(db.engine).get_table_names()
    upgrade(FOLDER)

    assert is_gone and is_current(FOLDER)
    assert db.session.get(Tag, tag_id) is not None
    assert db.session.scalar(select(db.func.count(JointDecision.id))) == 0


def test_that_no_result_fits_goes_down_and_up_and_what_was_not_said_stays_unsaid(app):
    programme = builders.a_programme()
    said = {builders.a_story(programme).id: one for one in (True, False, None)}
    with builders.act("shell"):
        for story_id, one in said.items():
            db.session.add(
                CodedStory(
                    story_id=story_id, organisation_id=programme.organisation_id, programme_id=programme.id,
                    is_unplanned=one, score=None if one is None else 0.7, decided_as=CoderKind.PERSON,
                    decided_at=kit().clock(),
                )
            )  # fmt: skip
    db.session.remove()

    downgrade(FOLDER, "d7a2")
    is_gone = "score" not in {column["name"] for column in inspect(db.engine).get_columns("coded_stories")}
    upgrade(FOLDER)

    kept = dict(db.session.execute(select(CodedStory.story_id, CodedStory.is_unplanned)).all())
    assert is_gone and [kept[story_id] for story_id in said] == [True, None, None]


def test_files_of_quotes_and_made_up_names_go_down_and_up_and_stories_stay(app):
    programme = builders.a_programme()
    story = builders.a_story(programme)
    with builders.act("shell"):
        db.session.get(Story, story.id).made_up_name = "Third Step"
        for length in ("full", "quotes"):
            db.session.add(
                IssuedReport(
                    organisation_id=programme.organisation_id, programme_id=programme.id, public_id=length,
                    language="en", length=length, requested_at=kit().clock(),
                )
            )  # fmt: skip
    db.session.remove()

    downgrade(FOLDER, "t6a1")
    upgrade(FOLDER)

    assert db.session.scalars(select(IssuedReport.length)).all() == ["full"]
    assert db.session.scalars(select(Story.made_up_name)).all() == [""]
