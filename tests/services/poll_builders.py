"""A poll for tests, and people who answer it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from storyapp.data.tables.programmes import Programme
from storyapp.rules.people import Role
from storyapp.rules.polls import Place, PollKind
from storyapp.rules.wording import Wording
from storyapp.services import polls
from storyapp.services.polls import Asked, NewPoll
from tests import builders

FILM, WALK, TALK = (0, 0), (0, 1), (0, 2)


class AskedGroup:
    """A poll in a programme of its own: three things to do, of twelve people."""

    def __init__(self, kind: PollKind = PollKind.ONE, *, programme: Programme | None = None, **changes: Any) -> None:
        self.programme = programme or builders.a_programme()
        self.facilitator = builders.an_account(Role.FACILITATOR, programme=self.programme)
        values = dict(
            kind=kind, question=Wording(ru="Что делаем в мае?", en="What do we do in May?"), n_invited=12, n_dots=3, k=5,
            options=(Wording(ru="Кино", en="Film"), Wording(ru="Поход", en="Walk"), Wording(ru="Разговор", en="Talk"))
            if kind.has_own_options else (), lasts=timedelta(hours=2),
        )  # fmt: skip
        self.id = polls.ask(self.programme, NewPoll(**{**values, **changes}), account_id=self.facilitator.id)

    @property
    def asked(self) -> Asked:
        """The poll as it is stored now."""
        builders.db.session.expire_all()
        found = polls.asked(self.programme, self.id)
        assert found is not None
        return found

    def comes_in(self) -> str:
        """Let somebody in by the link; return the cookie."""
        cookie = polls.enter(self.asked.token)
        assert cookie is not None
        return cookie

    def answers(self, said: Mapping[Place, int], *, times: int = 1) -> None:
        """Let people answer, each in a browser of their own."""
        for _ in range(times):
            polls.answer(self.comes_in(), said)

    def close(self) -> None:
        """End the poll."""
        polls.close(self.programme, self.id, account_id=self.facilitator.id)
