"""Migrations of rounds go down and up, with what hangs on them."""

from sqlalchemy import select, text

from storyapp.config import shipped_folder
from storyapp.data.db import db
from storyapp.data.tables.rounds import BallotCast, RefusedChoice, RefusedStory
from storyapp.gateways.kit import kit
from storyapp.services import pausing
from storyapp.services.migrating import downgrade, is_current, upgrade
from tests import builders
from tests.services.round_builders import Table

FOLDER = shipped_folder("migrations")


def test_a_round_that_rests_is_open_again_below_and_a_refused_choice_leaves_its_round(app):
    table = Table(labels=("Owl", "Moth"))
    table.vote("Owl", 1)
    pausing.pause(table.programme, table.id, account_id=table.facilitator.id)
    refused = RefusedChoice(
        round_id=table.id, turn=1, joint_reason="Because.", refused_because="No.", decided_at=kit().clock()
    )
    with builders.act("shell"):
        db.session.add(refused)
        db.session.flush()
        db.session.add(RefusedStory(refused_id=refused.id, story_id=table.story_ids[0]))
    db.session.remove()

    downgrade(FOLDER, "d7a1")
    with db.engine.connect() as connection:
        state = connection.execute(text("SELECT state FROM rounds")).scalar()
    upgrade(FOLDER)

    assert state == "OPEN" and is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(BallotCast.id))) == 1
    assert db.session.scalar(select(db.func.count(RefusedChoice.id))) == 0
