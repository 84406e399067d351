"""What is measured and by what goes down and up, with its child rows, and leaves what it hangs on."""

from sqlalchemy import inspect, select

from storyapp.config import shipped_folder
from storyapp.data.db import db
from storyapp.data.tables.instruments import Instrument, InstrumentIndicator
from storyapp.data.tables.programmes import Indicator
from storyapp.rules.people import Role
from storyapp.rules.wording import Wording
from storyapp.services import instruments
from storyapp.services.migrating import downgrade, is_current, upgrade
from storyapp.services.setup_lists import Place, add_indicator
from tests import builders

FOLDER = shipped_folder("migrations")


def test_instruments_go_down_and_up_and_leave_the_indicators(app):
    programme = builders.a_programme()
    account = builders.an_account(Role.EVALUATOR, programme=programme)
    result = builders.a_result(programme)
    with builders.act("shell"):
        sign = add_indicator(
            Place(organisation_id=programme.organisation_id, programme_id=programme.id),
            result.id,
            Wording(en="How many"),
        )
    card = instruments.take_card(programme, "talk-after", by_id=account.id)
    instruments.measure_by(programme, sign.id, [card], by_id=account.id)
    db.session.remove()

    downgrade(FOLDER, "d8b1")
    is_gone = "instruments" not in inspect(db.engine).get_table_names()
    upgrade(FOLDER)

    assert is_gone and is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(Indicator.id))) == 1
    assert db.session.scalar(select(db.func.count(Instrument.id))) == 0
    assert db.session.scalar(select(db.func.count()).select_from(InstrumentIndicator)) == 0
