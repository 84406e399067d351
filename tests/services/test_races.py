"""Acts on one round at the same moment: exactly one outcome, whoever was first; `STORYAPP_RACES` runs more of them."""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import use_kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import RoundState
from storyapp.services import rounds, voting
from storyapp.services.rounds import Closing
from tests import builders
from tests.services.round_builders import BECAUSE, JOINT, Table

N_RACES = int(os.environ.get("STORYAPP_RACES", "12"))
OTHER = "Another reason that has five words."


@pytest.fixture
def race(app, kit):
    """Let calls start at the same moment, each with a session of its own; return "done" or the code of each."""

    def run(*calls):
        start = Barrier(len(calls))

        def one(call):
            with app.app_context():
                use_kit(kit)
                start.wait(timeout=20)
                try:
                    call()
                except RuleBroken as broken:
                    return broken.code
                finally:
                    db.session.remove()
                return "done"

        db.session.remove()
        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(one, calls))

    return run


class Runners:
    """Rounds over the same stories, each with two ballots in, ready to be raced for."""

    def __init__(self) -> None:
        self.programme = builders.a_programme()
        self.stories = [builders.a_story(self.programme) for _ in range(2)]

    def table(self) -> Table:
        stories = [db.session.merge(story) for story in self.stories]
        table = Table(programme=db.session.merge(self.programme), stories=stories)
        table.vote("Owl", 1)
        table.vote("Moth", 1)
        return table


def close(table: Table, reason: str = JOINT, *chosen: int):
    programme_id, round_id, account_id = table.programme.id, table.id, table.facilitator.id
    choice = chosen or (table.story_ids[0],)

    def call() -> None:
        closing = Closing(choice=choice, joint_reason=reason)
        rounds.decide_round(db.session.get_one(Programme, programme_id), round_id, closing, account_id=account_id)

    return call


def vote(table: Table, label: str, story: int = 1):
    seat_id, story_id = table.seat(label).id, table.story_ids[story - 1]
    return lambda: voting.cast(seat_id, story_id=story_id, reason=BECAUSE, turn=1)


def next_turn(table: Table):
    programme_id, round_id, account_id = table.programme.id, table.id, table.facilitator.id
    return lambda: rounds.begin_next_turn(
        db.session.get_one(Programme, programme_id), round_id, turn=1, account_id=account_id
    )


def test_a_vote_against_a_close_is_in_the_minutes_or_kindly_refused(race):
    runners, odd = Runners(), []
    for _ in range(N_RACES):
        table = runners.table()
        voted, closed = race(vote(table, "Fern"), close(table))
        n_cast, said = len(queries.ballots_of(table.id)), (voted, closed)
        fits = n_cast == 2 + (voted == "done") and table.one.state is RoundState.DECIDED
        odd += [] if fits and said in (("done", "done"), ("ballot.round-closed", "done")) else [(said, n_cast)]

    assert odd == []


def test_of_two_who_close_at_once_one_has_closed(race):
    runners, odd = Runners(), []
    for _ in range(N_RACES):
        table = runners.table()
        said = race(close(table), close(table, OTHER))
        reason = (JOINT, OTHER)[said.index("done")]
        fits = sorted(said) == ["done", "round.already-decided"] and table.one.joint_reason == reason
        odd += [] if fits else [(said, table.one.joint_reason)]

    assert odd == []


def test_of_two_decisions_that_differ_one_stands_whole(race):
    runners, odd = Runners(), []
    for _ in range(N_RACES):
        table = runners.table()
        table.vote("Owl", 2)  # a tie: the two may be named, or none
        both = tuple(table.story_ids)
        said = race(close(table, JOINT, *both), none_of(table))
        won = said.index("done")
        chosen = tuple(read.row.story_id for read in table.sitting.on_table if read.row.is_chosen)
        fits = sorted(said) == ["done", "round.already-decided"] and (chosen == both) is (won == 0)
        odd += [] if fits and table.one.joint_reason == (JOINT, OTHER)[won] else [(said, chosen)]

    assert odd == []


def test_a_close_against_the_next_vote_leaves_one_of_them(race):
    runners, odd = Runners(), []
    for _ in range(N_RACES):
        table = runners.table()
        table.vote("Owl", 2)
        said = race(none_of(table), next_turn(table))
        state, turn = table.one.state, table.one.turn
        fits = (said, state, turn) in (
            (["done", "round.not-now"], RoundState.DECIDED, 1), (["round.vote-begun-meanwhile", "done"], RoundState.OPEN, 2),
        )  # fmt: skip
        odd += [] if fits else [(said, state, turn)]

    assert odd == []


def none_of(table: Table):
    programme_id, round_id, account_id = table.programme.id, table.id, table.facilitator.id

    def call() -> None:
        closing = Closing(choice=(), joint_reason=OTHER, turn=1)
        rounds.decide_round(db.session.get_one(Programme, programme_id), round_id, closing, account_id=account_id)

    return call
