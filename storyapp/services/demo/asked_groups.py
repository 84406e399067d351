"""What groups were asked in the demo's year, as counts alone."""

from datetime import timedelta
from typing import Any

from storyapp.data.db import db
from storyapp.data.tables.polls import Poll, PollOption
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import Kit
from storyapp.rules.polls import PollKind
from storyapp.services import polls
from storyapp.services.demo import content
from storyapp.services.demo.set_up import DemoHouse
from storyapp.services.polls import NewPoll
from storyapp.services.transaction import SHELL, act

OPEN_FOR, CLOSED_AFTER, LEAST_SHOWN = timedelta(days=30), timedelta(hours=2), 5


def ask_all(house: DemoHouse, asked: list[dict[str, Any]], own: Kit) -> None:
    """Store the polls with what was answered."""
    for one in asked:
        begins = content.noon(one["on"])
        content.at(own, begins)
        new = NewPoll(
            kind=PollKind[one["kind"]], question=content.words(one["question"]), n_invited=one["n_invited"],
            options=tuple(content.words(each) for each in one.get("options", ())), n_dots=one.get("n_dots", 0),
            k=LEAST_SHOWN, lasts=own.clock() + OPEN_FOR - begins,
        )  # fmt: skip
        programme = db.session.get_one(Programme, house.programmes[one["programme"]])
        poll_id = polls.ask(programme, new, account_id=house.people[one["by"]])
        _count(poll_id, one)


def _count(poll_id: int, one: dict[str, Any]) -> None:
    with act(SHELL):
        poll = db.session.get_one(Poll, poll_id)
        poll.n_answers = one["n_answers"]
        poll.closed_at = None if one.get("is_open") else content.noon(one["on"]) + CLOSED_AFTER
        for option in db.session.scalars(db.select(PollOption).where(PollOption.poll_id == poll_id)):
            option.n_chosen = one["counts"][option.item][option.position]
