"""A group is asked: each browser counts once, nothing leads from an answer to who gave it, few answers stay hidden."""

import threading
from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.polls import Poll, PollOption, PollVisit
from storyapp.gateways.kit import use_kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.polls import PollKind
from storyapp.services import polls, sessions
from tests import builders
from tests.services.poll_builders import FILM, TALK, WALK, AskedGroup


def counts(group):
    return [option.n_chosen for option in group.asked.options]


def test_answers_are_counted_and_shown_when_it_is_closed(app):
    group = AskedGroup()
    group.answers({FILM: 1}, times=4)
    group.answers({TALK: 1}, times=2)
    before = group.asked.tally

    group.close()

    assert before == ()
    assert group.asked.tally[0].counts == (4, 0, 2)
    assert group.asked.poll.n_answers == 6


def test_too_few_answers_stay_hidden_after_closing(app):
    group = AskedGroup()
    group.answers({FILM: 1}, times=4)

    group.close()

    assert group.asked.is_hidden


def test_the_same_answer_sent_twice_counts_once(app):
    group = AskedGroup()
    cookie = group.comes_in()

    polls.answer(cookie, {FILM: 1})
    polls.answer(cookie, {WALK: 1})

    assert counts(group) == [1, 0, 0]
    assert group.asked.poll.n_answers == 1


def test_one_device_goes_round(app):
    group = AskedGroup()
    first = group.comes_in()
    polls.answer(first, {FILM: 1})

    second = polls.hand_on(first)

    assert not polls.visiting(second).has_answered
    polls.answer(second, {WALK: 1})
    assert counts(group) == [1, 1, 0]


def test_no_row_leads_from_a_browser_to_its_answer(app):
    group = AskedGroup(PollKind.DOTS)
    n_audit = db.session.scalar(db.select(db.func.count(AuditEvent.id)))
    group.answers({FILM: 2, TALK: 1})

    visit = db.session.scalars(db.select(PollVisit)).one()

    assert {column.name for column in PollVisit.__table__.columns} == {
        "token_hash",
        "poll_id",
        "has_answered",
        "ends_at",
    }
    assert {column.name for column in PollOption.__table__.columns} == {
        "poll_id", "item", "position", "wording", "n_chosen",
    }  # fmt: skip
    assert visit.has_answered
    assert db.session.scalar(db.select(db.func.count(AuditEvent.id))) == n_audit


def test_more_answers_than_people_are_refused_until_the_number_is_corrected(app):
    group = AskedGroup(n_invited=5)
    group.answers({FILM: 1}, times=5)
    sixth = group.comes_in()

    with pytest.raises(RuleBroken, match=r"poll\.full"):
        polls.answer(sixth, {WALK: 1})
    polls.change_invited(group.programme, group.id, 6, account_id=group.facilitator.id)
    polls.answer(sixth, {WALK: 1})

    assert counts(group) == [5, 1, 0]


def test_after_the_end_no_answer_is_counted(app, clock):
    group = AskedGroup()
    late = group.comes_in()
    clock.now += timedelta(hours=2)

    with pytest.raises(RuleBroken, match=r"poll\.over"):
        polls.answer(late, {FILM: 1})

    assert counts(group) == [0, 0, 0]


def test_what_was_asked_before_stands_beside_it(app):
    first = AskedGroup()
    first.answers({FILM: 1}, times=5)
    first.close()

    second_id = polls.ask_again(
        first.programme, first.id, n_invited=8, lasts=timedelta(hours=2), account_id=first.facilitator.id
    )
    polls.close(first.programme, second_id, account_id=first.facilitator.id)
    second = polls.asked(first.programme, second_id)

    assert [one.poll.id for one in polls.series(second)] == [first.id, second_id]
    assert [option.wording.en for option in second.options] == ["Film", "Walk", "Talk"]


def test_browsers_are_forgotten_a_week_after_the_end(app, clock):
    group = AskedGroup()
    group.answers({FILM: 1})
    clock.now += timedelta(days=7, hours=2)

    sessions.sweep_visits()

    assert db.session.scalar(db.select(db.func.count()).select_from(PollVisit)) == 0
    assert counts(group) == [1, 0, 0]


def test_another_programme_sees_nothing_of_it(app):
    group = AskedGroup()

    assert polls.asked(builders.a_programme(), group.id) is None
    assert polls.listed(builders.a_programme()) == []


def test_taken_away_it_leaves_nothing(app):
    group = AskedGroup()
    group.answers({FILM: 1})

    polls.remove(group.programme, group.id, account_id=group.facilitator.id)

    assert [db.session.scalar(db.select(db.func.count()).select_from(kind)) for kind in (Poll, PollOption, PollVisit)] == [
        0, 0, 0,
    ]  # fmt: skip


def test_twenty_five_phones_at_once_are_all_counted(app, kit):
    group = AskedGroup(n_invited=25)
    cookies = [group.comes_in() for _ in range(25)]
    db.session.rollback()

    def answers(cookie):
        with app.app_context():
            use_kit(kit)
            polls.answer(cookie, {WALK: 1})

    phones = [threading.Thread(target=answers, args=(cookie,)) for cookie in cookies]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()

    assert group.asked.poll.n_answers == 25
    assert counts(group) == [0, 25, 0]
