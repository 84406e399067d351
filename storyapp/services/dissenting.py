"""A panellist says what they see differently; it stands beside the choice everywhere (C3)."""

from sqlalchemy import select

from storyapp.data.db import db
from storyapp.data.queries import rounds as queries
from storyapp.data.tables.rounds import Dissent
from storyapp.rules.errors import RuleBroken
from storyapp.rules.rounds import RoundState
from storyapp.rules.sentences import SHORTEST_REASON, is_sentence, n_words
from storyapp.services.transaction import act, seat_actor
from storyapp.services.voting import Place, open_seat


def say_dissent(seat_id: int, text: str) -> None:
    """Keep a panellist's own dissent beside the choice; saying it again replaces it."""
    with act(seat_actor(seat_id)) as doing:
        one, seat = open_seat(seat_id)
        if one.state is not RoundState.DECIDED:
            raise RuleBroken("round.not-now")
        if not is_sentence(text):
            raise RuleBroken("ballot.reason-too-short", n_words=n_words(text), shortest=SHORTEST_REASON)
        mine = db.session.scalar(select(Dissent).where(Dissent.round_id == one.id, Dissent.seat_id == seat.id))
        if mine is None:
            db.session.add(Dissent(round_id=one.id, seat_id=seat.id, text=text))
        else:
            mine.text = text
        doing.note(one.organisation_id, "ballot.dissent-said", f"seat:{seat.id}")


def own_dissent(place: Place) -> str:
    """Return what this panellist has said against the choice."""
    return next((row.text for row in queries.dissents_of(place.one.id) if row.seat_id == place.seat.id), "")
