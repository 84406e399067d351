"""The plan of rounds: what moves up with its reasons, and stories that change their domain with a log."""

import pytest
from sqlalchemy import event

from storyapp.data.db import db
from storyapp.data.tables.programmes import Domain
from storyapp.data.tables.rounds import DomainMove, Round
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import Light
from storyapp.rules.errors import RuleBroken
from storyapp.services import round_tree, rounds
from storyapp.services.transaction import act
from tests import builders
from tests.services.round_builders import JOINT, Table

pytestmark = pytest.mark.usefixtures("app")
WHY = "The panel saw that it tells of school rather than of people."


def chosen(table: Table, n: int = 1) -> Table:
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, n)
    table.decide(n)
    return table


def above(table: Table, *ids: int, **changes) -> Table:
    stories = [db.session.get_one(Story, one) for one in ids]
    return Table(programme=table.programme, stories=stories, **{"selection_level": 2, **changes})


def move(programme, story_id: int, domain: Domain, why: str = WHY) -> None:
    story = db.session.get_one(Story, story_id)
    account = builders.an_account(builders.Role.FACILITATOR, programme=programme)
    round_tree.move_domain(programme, story.public_id, domain.id, why, account_id=account.id)


def code_of(does) -> str:
    with pytest.raises(RuleBroken) as broken:
        does()
    return broken.value.code


def test_the_tree_shows_levels_and_what_moved_up():
    below = chosen(Table())
    top = above(below, *below.story_ids[:2])

    tree = round_tree.tree_of(below.programme, builders.the_period(below.programme))

    assert tree.levels == (1, 2)
    assert [(step.start.id, step.end.id, step.n) for step in tree.steps] == [(below.id, top.id, 1)]
    assert tree.is_fed(top.one) and not tree.is_fed(below.one)
    assert [one.story.id for one in tree.chosen[below.id]] == [below.story_ids[0]]
    assert tree.goes_on == {(below.id, below.story_ids[0])}


def test_a_tree_asks_the_same_few_queries_however_many_rounds_there_are():
    table = chosen(Table())
    period = builders.the_period(table.programme)
    few = n_queries(lambda: round_tree.tree_of(table.programme, period))
    for _ in range(4):
        chosen(above(table, *table.story_ids))

    assert n_queries(lambda: round_tree.tree_of(table.programme, period)) == few <= 8


def n_queries(does) -> int:
    db.session.expire_all()
    seen = []
    listen = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    does()
    event.remove(db.engine, "before_cursor_execute", listen)
    return len([one for one in seen if one.startswith("SELECT") and "FROM periods" not in one[-400:]])


def test_the_reasons_of_a_lower_level_lie_behind_its_story():
    below = chosen(Table())
    top = above(below, *below.story_ids[:2])

    reasons = round_tree.reasons_below(top.one)

    assert {n: (one.panel_name, one.reason) for n, one in reasons.items()} == {below.story_ids[0]: ("Staff", JOINT)}
    assert round_tree.reasons_below(below.one) == {}


def test_a_reason_that_speaks_of_a_story_this_panel_may_not_read_stays_below():
    below = Table(labels=("Owl", "Moth"))
    below.vote("Owl", 1)
    below.vote("Moth", 2)
    below.decide(1, 2)
    with act("shell"):
        db.session.get_one(Story, below.story_ids[1]).may_panel = Light.NO
    top = above(below, below.story_ids[0], below.story_ids[2])

    assert round_tree.reasons_below(top.one) == {}


def test_a_moved_story_leaves_rounds_of_its_old_domain_and_the_log_says_why():
    programme = builders.a_programme()
    old, new = builders.domains(programme)[:2]
    stories = [builders.a_story(programme, domain_id=old.id) for _ in range(3)]
    opened = Table(programme=programme, stories=stories, domain_id=old.id)
    drafted = Table(programme=programme, stories=stories, domain_id=old.id, is_open=False)
    together = Table(programme=programme, stories=stories)
    opened.vote("Owl", 1)

    move(programme, stories[0].id, new)

    assert opened.sitting.story_ids == together.sitting.story_ids[1:]
    assert (opened.sitting.outcome.n_void, len(drafted.sitting.reads), len(together.sitting.story_ids)) == (1, 2, 3)
    moved = round_tree.tree_of(programme, builders.the_period(programme)).moves
    assert [(one.start.id, one.end.id, one.move.reason) for one in moved] == [(old.id, new.id, WHY)]


def test_what_was_decided_stays_when_a_story_moves():
    programme = builders.a_programme()
    old, new = builders.domains(programme)[:2]
    stories = [builders.a_story(programme, domain_id=old.id) for _ in range(3)]
    table = chosen(Table(programme=programme, stories=stories, domain_id=old.id))

    move(programme, stories[0].id, new)

    assert [read.row.story_id for read in table.sitting.on_table if read.row.is_chosen] == [stories[0].id]


def test_a_move_needs_a_reason_and_another_domain_of_this_programme():
    programme = builders.a_programme()
    old = builders.domains(programme)[0]
    story = builders.a_story(programme, domain_id=old.id)
    foreign = builders.domains(builders.a_programme())[0]

    assert code_of(lambda: move(programme, story.id, old, "No")) == "round.move-without-reason"
    assert code_of(lambda: move(programme, story.id, old)) == "round.same-domain"
    assert code_of(lambda: move(programme, story.id, foreign)) == "round.not-yours"
    assert db.session.scalar(db.select(db.func.count(DomainMove.id))) == 0


def test_rounds_of_a_period_that_has_none_are_none():
    programme = builders.a_programme()

    tree = round_tree.tree_of(programme, builders.the_period(programme))

    assert (tree.rounds, tree.levels, tree.moves) == ((), (), ())
    assert rounds.listed(programme, limit=5) == [] and db.session.scalar(db.select(db.func.count(Round.id))) == 0
