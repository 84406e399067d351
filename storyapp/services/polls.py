"""Asking a group without knowing who answered what: a poll is made, answered, closed, and asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from storyapp.data.db import db, n_touched
from storyapp.data.queries import polls as queries
from storyapp.data.tables.polls import Poll, PollOption, PollVisit
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.errors import RuleBroken
from storyapp.rules.polls import (
    FIXED,
    K_OF_A_PULSE,
    ItemTally,
    Loyalty,
    Place,
    PollKind,
    check_answer,
    check_invited,
    check_plan,
    is_over,
    loyalty,
    tally,
)  # fmt: skip
from storyapp.rules.wording import Wording
from storyapp.services.transaction import account_actor, act

SEALED_AT = "polls/token"
RESULT_STAYS = timedelta(days=7)
SOMEBODY = "poll"  # who answers has no number, and no answer is noted: its time would tell whose it is
NO_WORDS = Wording()


@dataclass(frozen=True, kw_only=True)
class NewPoll:
    """What a facilitator asks."""

    kind: PollKind
    question: Wording
    options: tuple[Wording, ...]
    n_invited: int
    n_dots: int
    k: int
    lasts: timedelta


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A poll as pages show it."""

    poll: Poll
    options: Sequence[PollOption]

    @property
    def is_over(self) -> bool:
        """Tell whether it takes no more answers."""
        return is_over(closed_at=self.poll.closed_at, closes_at=self.poll.closes_at, now=kit().clock())

    @property
    def is_full(self) -> bool:
        """Tell whether as many have answered as are in the group."""
        return self.poll.n_answers >= self.poll.n_invited

    @property
    def tally(self) -> tuple[ItemTally, ...]:
        """Return what may be shown of each item; before the end nothing."""
        if not self.is_over:
            return ()
        counts = {place(one): one.n_chosen for one in self.options}
        return tally(self.poll.kind, counts, n_answers=self.poll.n_answers, k=self.poll.k)

    @property
    def is_hidden(self) -> bool:
        """Tell whether it is over and too few have answered."""
        return self.is_over and all(item.counts is None for item in self.tally)

    @property
    def loyalty(self) -> Loyalty | None:
        """Return the index, for a poll that asks for it."""
        if self.poll.kind is not PollKind.LOYALTY or not self.tally or self.tally[0].counts is None:
            return None
        return loyalty(self.tally[0].counts)

    @property
    def token(self) -> str:
        """Return the secret of the link, for the facilitator to show."""
        return kit().vault.open_for_house(self.poll.token_sealed, SEALED_AT)

    def of_item(self, item: int) -> list[PollOption]:
        """Return the answers of one item."""
        return [one for one in self.options if one.item == item]


@dataclass(frozen=True, kw_only=True)
class Visiting:
    """Somebody who opened a poll's link: nobody knows who."""

    asked: Asked
    programme: Programme
    has_answered: bool


def place(option: PollOption) -> Place:
    """Return where an option stands in its poll."""
    return option.item, option.position


def listed(programme: Programme) -> list[Asked]:
    """Return a programme's polls, the newest first."""
    return _with_options(queries.polls_of(programme))


def asked(programme: Programme, poll_id: int) -> Asked | None:
    """Return one poll of this programme."""
    poll = queries.poll_of(programme, poll_id)
    return None if poll is None else _with_options([poll])[0]


def series(one: Asked) -> list[Asked]:
    """Return the polls that asked the same and are over, the oldest first; alone it is no series."""
    found = [each for each in _with_options(queries.series_of(one.poll)) if each.is_over]
    return found if len(found) > 1 else []


def ask(programme: Programme, new: NewPoll, *, account_id: int, series_id: int | None = None) -> int:
    """Open a poll and return its id."""
    k = K_OF_A_PULSE if new.kind is PollKind.PULSE else new.k
    check_plan(new.kind, n_options=len(new.options), n_dots=new.n_dots, n_invited=new.n_invited, k=k)
    token, vault, now = new_token(), kit().vault, kit().clock()
    with act(account_actor(account_id)) as doing:
        poll = Poll(
            organisation_id=programme.organisation_id, programme_id=programme.id, kind=new.kind, question=new.question,
            n_invited=new.n_invited, n_dots=new.n_dots if new.kind is PollKind.DOTS else 0, k=k,
            token_hash=vault.fingerprint(token, "poll"), token_sealed=vault.seal_for_house(token, SEALED_AT),
            series_id=series_id, asked_on=now.date(), closes_at=now + new.lasts, asked_by_id=account_id,
        )  # fmt: skip
        db.session.add(poll)
        db.session.flush()
        places = FIXED.get(new.kind, tuple((0, n) for n in range(len(new.options))))
        for n, (item, position) in enumerate(places):
            wording = new.options[n] if new.kind.has_own_options else NO_WORDS
            db.session.add(PollOption(poll_id=poll.id, item=item, position=position, wording=wording))
        doing.note(programme.organisation_id, "poll.opened", f"poll:{poll.id}", reason=new.kind.name)
        return poll.id


def ask_again(programme: Programme, poll_id: int, *, n_invited: int, lasts: timedelta, account_id: int) -> int:
    """Ask the same once more, so that the answers can be held side by side; return the new poll's id."""
    one = asked(programme, poll_id)
    if one is None or not one.is_over:
        raise RuleBroken("poll.still-open")
    poll = one.poll
    new = NewPoll(
        kind=poll.kind, question=poll.question, n_invited=n_invited, n_dots=poll.n_dots, k=poll.k, lasts=lasts,
        options=tuple(option.wording for option in one.options) if poll.kind.has_own_options else (),
    )  # fmt: skip
    return ask(programme, new, account_id=account_id, series_id=poll.series_id or poll.id)


def close(programme: Programme, poll_id: int, *, account_id: int) -> None:
    """End a poll; it is never opened again, since then two results could be held against each other."""
    with act(account_actor(account_id)) as doing:
        poll = queries.poll_of(programme, poll_id, locked=True)
        if poll is not None and poll.closed_at is None:
            poll.closed_at = kit().clock()
            doing.note(poll.organisation_id, "poll.closed", f"poll:{poll.id}")


def change_invited(programme: Programme, poll_id: int, n_invited: int, *, account_id: int) -> None:
    """Correct how many people are asked, while the poll is open."""
    with act(account_actor(account_id)) as doing:
        poll = queries.poll_of(programme, poll_id, locked=True)
        if poll is None or is_over(closed_at=poll.closed_at, closes_at=poll.closes_at, now=kit().clock()):
            raise RuleBroken("poll.over")
        check_invited(n_invited, k=poll.k, n_answers=poll.n_answers)
        poll.n_invited = n_invited
        doing.note(poll.organisation_id, "poll.invited-changed", f"poll:{poll.id}")


def remove(programme: Programme, poll_id: int, *, account_id: int) -> None:
    """Take a poll away with its counts."""
    with act(account_actor(account_id)) as doing:
        poll = queries.poll_of(programme, poll_id, locked=True)
        if poll is not None:
            doing.note(poll.organisation_id, "poll.removed", f"poll:{poll.id}")
            db.session.delete(poll)


def enter(token: str, *, cookie: str = "") -> str | None:
    """Exchange the secret of a link for a cookie; a browser that is here already keeps its own."""
    poll = queries.poll_by_token(kit().vault.fingerprint(token, "poll"))
    if poll is None or poll.closes_at + RESULT_STAYS <= kit().clock():
        return None
    known = db.session.get(PollVisit, _hash(cookie)) if cookie else None
    return cookie if known is not None and known.poll_id == poll.id else _begin(poll)


def visiting(cookie: str) -> Visiting | None:
    """Return the poll of a browser, or None where it opened none or its time is over."""
    visit = db.session.get(PollVisit, _hash(cookie))
    if visit is None or visit.ends_at <= kit().clock():
        return None
    poll = db.session.get_one(Poll, visit.poll_id)
    return Visiting(
        asked=_with_options([poll])[0], programme=db.session.get_one(Programme, poll.programme_id),
        has_answered=visit.has_answered,
    )  # fmt: skip


def hand_on(cookie: str) -> str | None:
    """Give the same device to the next person, who has not answered yet; return the new cookie."""
    here = visiting(cookie)
    return None if here is None or here.asked.is_over else _begin(here.asked.poll)


def answer(cookie: str, said: Mapping[Place, int]) -> None:
    """Count an answer, once for each browser; sent twice by a weak network it still counts once."""
    with act(SOMEBODY):
        visit = db.session.get(PollVisit, _hash(cookie), with_for_update=True, populate_existing=True)
        if visit is None:
            raise RuleBroken("poll.over")
        if visit.has_answered:
            return
        one = _with_options([db.session.get_one(Poll, visit.poll_id)])[0]
        if one.is_over:
            raise RuleBroken("poll.over")
        check_answer(one.poll.kind, said, offered=[place(each) for each in one.options], n_dots=one.poll.n_dots)
        has_room = n_touched(
            update(Poll)
            .where(Poll.id == visit.poll_id, Poll.closed_at.is_(None), Poll.n_answers < Poll.n_invited)
            .values(n_answers=Poll.n_answers + 1)
        )
        if not has_room:
            raise RuleBroken("poll.full")
        for (item, position), n in sorted(said.items()):
            chosen = (PollOption.poll_id == visit.poll_id, PollOption.item == item, PollOption.position == position)
            db.session.execute(update(PollOption).where(*chosen).values(n_chosen=PollOption.n_chosen + n))
        visit.has_answered = True


def _begin(poll: Poll) -> str:
    cookie, ends_at, poll_id = new_token(), poll.closes_at + RESULT_STAYS, poll.id
    with act(SOMEBODY):
        db.session.add(PollVisit(token_hash=_hash(cookie), poll_id=poll_id, ends_at=ends_at))
    return cookie


def _with_options(found: Sequence[Poll]) -> list[Asked]:
    options = queries.options_of([poll.id for poll in found])
    return [Asked(poll=poll, options=options.get(poll.id, [])) for poll in found]


def _hash(cookie: str) -> bytes:
    return kit().vault.fingerprint(cookie, "poll-visit")
