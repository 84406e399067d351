"""A round for tests: stories on the table, seats around it."""

from datetime import timedelta
from typing import Any

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round, Seat
from storyapp.data.tables.stories import Story
from storyapp.gateways.kit import kit
from storyapp.rules.people import Role
from storyapp.rules.rounds import Method
from storyapp.services import rounds, seating, voting
from storyapp.services.rounds import Closing, RoundPlan
from tests import builders

JOINT = "We chose it because it shows how trust grows slowly."
BECAUSE = "It stays with me."


class Table:
    """A round with invented stories and panellists; opened unless said otherwise."""

    def __init__(self, *, n_stories: int = 3, labels: tuple[str, ...] = ("Owl", "Moth", "Fern"), is_open: bool = True,
                 programme: Programme | None = None, stories: list[Story] | None = None, is_young: bool = False,
                 language: str = "en", **changes: Any) -> None:  # fmt: skip
        self.programme = programme or builders.a_programme()
        self.facilitator = builders.an_account(Role.FACILITATOR, programme=self.programme)
        stories = stories or [builders.a_story(self.programme, title=f"Title {n}") for n in range(1, n_stories + 1)]
        self.story_ids = [story.id for story in stories]
        self.public_ids = [story.public_id for story in stories]
        self.id = rounds.create_round(self.programme, a_plan(self.programme, **changes), account_id=self.facilitator.id)
        rounds.choose_stories(self.programme, self.id, self.public_ids, account_id=self.facilitator.id)
        seating.add_seats(
            self.programme, self.id, labels, language=language, is_young=is_young, account_id=self.facilitator.id
        )
        if is_open:
            rounds.open_round(self.programme, self.id, account_id=self.facilitator.id)

    @property
    def one(self) -> Round:
        """The round as it is stored now."""
        db.session.expire_all()
        return db.session.get_one(Round, self.id)

    @property
    def sitting(self) -> rounds.Sitting:
        """What lies on the table now."""
        return rounds.sitting_of(self.one)

    def seat(self, label: str) -> Seat:
        """The seat with this name."""
        return next(seat for seat in queries.seats_of(self.id) if seat.label == label)

    def token(self, label: str) -> str:
        """The secret of a seat's link."""
        links = seating.show_links(self.programme, self.id, account_id=self.facilitator.id)
        return next(link.token for link in links if link.seat.label == label)

    def vote(self, label: str, story: int | None, reason: str = BECAUSE, *, turn: int | None = None) -> None:
        """Cast a ballot for the first, second… story, or for none."""
        story_id = None if story is None else self.story_ids[story - 1]
        voting.cast(self.seat(label).id, story_id=story_id, reason=reason, turn=turn or self.one.turn)

    def decide(self, *stories: int, reason: str = JOINT, **more: Any) -> None:
        """Close the round with these stories."""
        closing = Closing(choice=tuple(self.story_ids[n - 1] for n in stories), joint_reason=reason, **more)
        rounds.decide_round(self.programme, self.id, closing, account_id=self.facilitator.id)


def a_plan(programme: Programme, **changes: Any) -> RoundPlan:
    """The plan of a round over the first period, all domains, for adults."""
    values = dict(
        name="Spring round", period_id=builders.the_period(programme).id, domain_id=None, panel_name="Staff",
        is_youth=False, selection_level=1, method=Method.MAJORITY, quorum=2, most_turns=3,
        closes_at=kit().clock() + timedelta(days=3),
    )  # fmt: skip
    return RoundPlan(**{**values, **changes})
