"""What is measured, planned and counted goes down and up, with its child rows, and leaves what it hangs on."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import inspect, select

from storyapp.config import shipped_folder
from storyapp.data.db import db
from storyapp.data.tables.costs import ResultCost
from storyapp.data.tables.instruments import Instrument, InstrumentIndicator
from storyapp.data.tables.monitoring import CollectedValue
from storyapp.data.tables.programmes import Indicator, TargetGroup
from storyapp.rules.chain import ChainKind
from storyapp.rules.monitoring import Frequency
from storyapp.rules.people import Role
from storyapp.rules.wording import Wording
from storyapp.services import chain, costs, instruments, monitoring, setup_lists
from storyapp.services.migrating import downgrade, is_current, upgrade
from storyapp.services.setup_lists import Place
from tests import builders

FOLDER = shipped_folder("migrations")


@pytest.fixture
def measured(app):
    """A programme with an instrument, a plan with a value, a chain, a cost, and a group below another."""
    programme = builders.a_programme()
    by_id = builders.an_account(Role.EVALUATOR, programme=programme).id
    place = Place(organisation_id=programme.organisation_id, programme_id=programme.id)
    result_id = builders.a_result(programme).id
    with builders.act("shell"):
        sign_id = setup_lists.add_indicator(place, result_id, Wording(en="How many")).id
    card = instruments.take_card(programme, "talk-after", by_id=by_id)
    instruments.measure_by(programme, sign_id, [card], by_id=by_id)
    line = {
        "indicator_id": sign_id, "instrument_id": card, "frequency": Frequency.ONCE, "first_due_on": date(2026, 1, 1),
        "from_whom": Wording(), "collector": Wording(), "unit": "", "baseline": None, "target": None,
    }  # fmt: skip
    line_id = monitoring.save_line(programme, None, line, by_id=by_id)
    monitoring.collect(
        programme, line_id, collected_on=date(2026, 1, 1), value=Decimal(3), n_base=None, note="", by_id=by_id
    )
    need = {"wording": Wording(en="Nobody"), "comes_from_id": None, "result_id": None}
    need_id = chain.save_item(programme, ChainKind.NEED, None, need, by_id=by_id)
    chain.save_item(programme, ChainKind.ACTIVITY, None, {**need, "comes_from_id": need_id}, by_id=by_id)
    inputs = {
        "result_id": result_id, "year": 2025, "currency": "RUB", "expense": Decimal(10), "most_expense": None,
        "contains": Wording(), "n_families": 1, "n_families_unknown": 0, "n_children": None, "n_children_unknown": 0,
        "source": "Accounts", "note": Wording(),
    }  # fmt: skip
    costs.save_cost(programme, None, inputs, by_id=by_id)
    group = {"n_target": 0, "parent_id": None}
    above = setup_lists.save_thing(place, "target-groups", None, {**group, "name": Wording(en="Families")}, by_id=by_id)
    below = {**group, "parent_id": above, "name": Wording(en="Large families")}
    setup_lists.save_thing(place, "target-groups", None, below, by_id=by_id)
    db.session.remove()


def test_plan_chain_and_costs_go_down_and_up_and_leave_groups_and_instruments(measured):
    downgrade(FOLDER, "bd01")
    left = set(inspect(db.engine).get_table_names())
    upgrade(FOLDER)

    assert not left & {"plan_lines", "collected_values", "chain_items", "result_costs", "result_groups"}
    assert is_current(FOLDER)
    assert db.session.scalars(select(TargetGroup.code).order_by(TargetGroup.id)).all() == ["families", "large-families"]
    assert db.session.scalar(select(db.func.count()).select_from(InstrumentIndicator)) == 1
    assert db.session.scalar(select(db.func.count(CollectedValue.id))) == 0
    assert db.session.scalar(select(db.func.count(ResultCost.id))) == 0


def test_instruments_go_down_and_up_and_leave_the_indicators(measured):
    downgrade(FOLDER, "d8b1")
    is_gone = "instruments" not in inspect(db.engine).get_table_names()
    upgrade(FOLDER)

    assert is_gone and is_current(FOLDER)
    assert db.session.scalar(select(db.func.count(Indicator.id))) == 1
    assert db.session.scalar(select(db.func.count(Instrument.id))) == 0
