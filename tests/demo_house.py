"""Who comes to the house of the demo, and every page that each of them finds there."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event, select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from storyapp.data.db import db
from storyapp.data.tables.collectors import Collector
from storyapp.data.tables.people import Account, Membership, Organisation
from storyapp.data.tables.programmes import Programme, StoryInvitation
from storyapp.data.tables.rounds import Round, Seat
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ASKED_WHEN_TELLING, GuardianKind
from storyapp.rules.people import Role
from storyapp.rules.rounds import Method, RoundState
from storyapp.rules.stories import Mode, StoryState
from storyapp.services import (
    circles,
    collectors,
    demo,
    discovering,
    guardians,
    import_batches,
    invitations,
    polls,
    rounds,
    sessions,
    telling,
)  # fmt: skip
from storyapp.services.invitations import NewInvitation
from storyapp.services.sessions import begin_seat_visit, begin_staff_visit
from storyapp.services.transaction import account_actor
from storyapp.web.common.access import Scope, Who, door_for
from storyapp.web.wings import DOORS
from tests.formats.voices import ogg
from tests.pages import PageClient
from tests.web.storyteller.walks import ANSWERS, go_on, tell, walk

STRANGER, TELLER, RETURNED, GUARDIAN, GUARDIAN_AFTERWARDS, SEAT, SEAT_AFTERWARDS, COLLECTOR, INTERVIEW, POLLED, POLLED_AFTERWARDS, CIRCLE = (
    "a stranger", "somebody telling", "a teller who came back", "a guardian", "a guardian who has answered",
    "a panellist", "a panellist after the round", "a story collector", "a collector in an interview",
    "somebody in a poll", "somebody after a poll", "a device in a circle",
)  # fmt: skip
STAFF = {f"staff, {role.name.lower().replace('_', ' ')}": role for role in Role}
VISITORS = (
    STRANGER, TELLER, RETURNED, GUARDIAN, GUARDIAN_AFTERWARDS, SEAT, SEAT_AFTERWARDS, COLLECTOR, INTERVIEW, POLLED,
    POLLED_AFTERWARDS, CIRCLE, *STAFF,
)  # fmt: skip
KINDS = {
    STRANGER: Who.ANYONE, TELLER: Who.TELLER, RETURNED: Who.RETURNED, GUARDIAN: Who.GUARDIAN,
    GUARDIAN_AFTERWARDS: Who.GUARDIAN, SEAT: Who.SEAT, SEAT_AFTERWARDS: Who.SEAT,
    COLLECTOR: Who.COLLECTOR, INTERVIEW: Who.TELLER, POLLED: Who.POLLED,
    POLLED_AFTERWARDS: Who.POLLED, CIRCLE: Who.CIRCLE,
}  # fmt: skip
ENDS_THE_VISIT = frozenset(
    {
        "account.demo",
        "front.leave",
        "guardian.leave",
        "storyteller.leave",
        "storyteller.leave_my_story",
        "panel.enter",
        "polling.enter",
        "storyteller.put_away",
    }
)  # fmt: skip
STARTS = {
    STRANGER: (
        "/sign-in",
        "/panel/no-seat",
        "/invitation",
        "/telling",
        "/telling/done",
        "/my-story/gone",
        "/collector/no-link",
        "/poll/none",
    ),
    TELLER: tuple(f"/telling/{name}" for name in [*ANSWERS, "check"]),
    RETURNED: ("/my-story/view",),
    GUARDIAN: ("/guardian/who",),
    GUARDIAN_AFTERWARDS: ("/guardian/code",),
    SEAT: ("/panel",),
    COLLECTOR: ("/collector",),
    INTERVIEW: ("/telling/again", "/telling/later", "/telling/read_back", "/telling/check"),
    SEAT_AFTERWARDS: ("/panel",),
    POLLED: ("/poll",),
    POLLED_AFTERWARDS: ("/poll",),
    CIRCLE: ("/circle",),
}  # fmt: skip
A_VOICE = ogg()
SAME_KIND, SAME_KIND_OF_FILE, MOST_PAGES = 3, 1, 120
TABLE = (
    b"Story,Why it matters,Age,Direction\n"
    b"I began to speak in class again with my mentor.,I was silent for a year.,14,splendid\n"
    b"We made a film about our street together.,,nobody knows,worse\n"
    b",left empty,15,\n"
)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page that a visitor found, and how it was answered."""

    address: str
    endpoint: str
    found_on: str
    response: TestResponse
    page: BeautifulSoup | None
    n_queries: int


def cookies_of(app: Flask, visitor: str) -> dict[str, str]:
    """Let a visitor in; return what their browser holds."""
    if visitor in STAFF:
        return {"staff": begin_staff_visit(_account_with(STAFF[visitor]), has_second_factor=True)}
    if visitor in (SEAT, SEAT_AFTERWARDS):
        state = RoundState.OPEN if visitor == SEAT else RoundState.FINISHED
        query = select(Seat.id).join(Round, Round.id == Seat.round_id).where(Round.state == state).order_by(Seat.id)
        return {"panel": begin_seat_visit(db.session.scalars(query.limit(1)).one(), lasts=timedelta(hours=8))}
    if visitor == COLLECTOR:
        return {"collecting": collectors.begin_visit(_a_collector())}
    if visitor in (POLLED, POLLED_AFTERWARDS):
        return {"poll": _in_a_poll(is_over=visitor == POLLED_AFTERWARDS)}
    if visitor == CIRCLE:
        return {"circle": circles.begin(_an_invitation())}
    if visitor == INTERVIEW:
        return _interview(app)
    if visitor in (GUARDIAN, GUARDIAN_AFTERWARDS):
        return {"guardian": _guardian_of_a_waiting_story(has_answered=visitor == GUARDIAN_AFTERWARDS)}
    if visitor in (TELLER, RETURNED):
        return _told(app, visitor)
    return {}


def add_unfinished_work() -> None:
    """Put on the desks of the demo what nobody has finished: a round being prepared, tables half brought in, groups."""
    facilitator = _account_with(Role.FACILITATOR)
    for programme in db.session.scalars(select(Programme).order_by(Programme.slug)).all():
        place = db.session.get_one(Programme, programme.id)
        period = rounds.periods_of(place)[0]
        rounds.create_round(
            place,
            rounds.RoundPlan(
                name="Round", period_id=period.id, domain_id=None, panel_name="Panel", is_youth=False,
                selection_level=1, method=Method.MAJORITY, quorum=1, most_turns=1, closes_at=None,
            ),
            account_id=facilitator,
        )  # fmt: skip
        for state in ("uploaded", "mapped", "done"):
            _bring_table(place, state, facilitator)
        _open_a_stack(place, period.id, facilitator)
        periods = [one.id for one in rounds.periods_of(place)]
        discovering.ask_for_groups(place, period_ids=periods, with_sentences=True, account_id=facilitator)


def _open_a_stack(place: Programme, period_id: int, account_id: int) -> None:
    """Make a link whose stories are typed in from paper."""
    wanted = NewInvitation(label="Camp", period_id=period_id, language="ru", mode=Mode.PAPER, is_test=True)
    invitations.create(place, wanted, account_id=account_id)


def _bring_table(place: Programme, state: str, account_id: int) -> None:
    own = {"actor": account_actor(account_id)}
    sheet = import_batches.read_upload(TABLE, f"{state}.csv")
    plan = import_batches.guessed_plan(sheet, place)
    batch_id = import_batches.begin(place, TABLE, f"{state}.csv", sheet, plan, account_id=account_id, **own)
    if state != "uploaded":
        import_batches.look_over(place, batch_id, **own)
    if state == "done":
        import_batches.start(place, batch_id, **own)


def open_link(language: str) -> str:
    """Return the path by which a visitor of the demo tells in a language."""
    return demo.public_links()[("ru", "en").index(language)][1]


def pages_of(app: Flask, visitor: str, *, language: str, most: int = MOST_PAGES) -> Iterator[Found]:
    """Open every page that the visitor can come to: by its address, or by the links of pages opened before."""
    client = app.test_client()
    for name, value in {"language": language, **cookies_of(app, visitor)}.items():
        client.set_cookie(name, value)
    endpoint_at = cache(partial(endpoint_of, app))
    waiting = [(address, "an address typed in") for address in _starts(app, visitor)]
    seen, kinds, opened = {address for address, _ in waiting}, Counter[tuple[str, ...]](), Counter[str]()
    for _ in range(most):
        if not waiting:
            return
        rarest = min(range(len(waiting)), key=lambda n: (opened[endpoint_at(waiting[n][0])], n))
        address, found_on = waiting.pop(rarest)
        endpoint = endpoint_at(address)
        opened[endpoint] += 1
        with counted_queries() as n_queries:
            response = as_in_a_server(client.get, address)
        is_page = response.mimetype == "text/html" and "Content-Disposition" not in response.headers
        page = BeautifulSoup(response.data, "lxml") if is_page else None
        yield Found(
            address=address, endpoint=endpoint, found_on=found_on, response=response, page=page, n_queries=n_queries[0]
        )
        for following in _links(response, page):
            kind = (endpoint_at(following), *sorted(name for name, _ in parse_qsl(urlsplit(following).query)))
            most_of_kind = SAME_KIND_OF_FILE if "." in urlsplit(following).path else SAME_KIND
            if following in seen or not kind[0] or kind[0] in ENDS_THE_VISIT or kinds[kind] >= most_of_kind:
                continue
            kinds[kind] += 1
            seen.add(following)
            waiting.append((following, address))


def as_in_a_server(request: Callable[..., TestResponse], *args: Any, **kwargs: Any) -> TestResponse:
    """Make a request in a context of its own, with nothing left over from the one before."""
    return Context().run(request, *args, **kwargs)


def endpoint_of(app: Flask, address: str) -> str:
    """Return which view answers a GET of this address; nothing where none does."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme or not parts.path.startswith("/") or parts.path.startswith("/static/"):
        return ""
    try:
        return app.url_map.bind("localhost").match(parts.path, method="GET")[0]
    except (HTTPException, RequestRedirect):
        return ""


def programmes_and_organisations() -> tuple[list[str], list[str]]:
    """Return the slugs that stand in addresses."""
    programmes = list(db.session.scalars(select(Programme.slug).order_by(Programme.slug.desc())))
    return programmes, list(db.session.scalars(select(Organisation.slug).order_by(Organisation.slug)))


class counted_queries:
    """Count what is asked of the database inside a `with`."""

    def __enter__(self) -> list[int]:
        self.n = [0]
        event.listen(db.engine, "before_cursor_execute", self._count)
        return self.n

    def __exit__(self, *_: object) -> None:
        event.remove(db.engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self.n[0] += 1


def is_open_to(visitor: str, endpoint: str, method: str) -> bool:
    """Tell whether the table of doors lets this visitor in."""
    door = door_for(DOORS, endpoint, method)
    if door is None:
        return False
    if door.who is Who.ANYONE:
        return True
    if visitor not in STAFF:
        return KINDS[visitor] is door.who
    role = STAFF[visitor]
    scope_fits = door.scope is not Scope.ORGANISATION or role is Role.ADMINISTRATOR
    return door.who is Who.STAFF and scope_fits and (door.capability is None or role.may(door.capability))


def _starts(app: Flask, visitor: str) -> list[str]:
    programmes, organisations = programmes_and_organisations()
    if visitor in STAFF:
        programmes = [slug for slug in programmes if _works_in(STAFF[visitor], slug)][:1]
    starts = list(dict.fromkeys(("/", "/help", *STARTS.get(visitor, ("/home", "/account")))))
    bound = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        is_plain = "GET" in rule.methods and rule.arguments <= {"programme", "organisation"}
        if not is_plain or rule.endpoint in ENDS_THE_VISIT or not is_open_to(visitor, rule.endpoint, "GET"):
            continue
        if visitor in STAFF and door_for(DOORS, rule.endpoint, "GET").who is Who.ANYONE:
            continue
        for values in _values(rule.arguments, programmes, organisations):
            starts.append(bound.build(rule.endpoint, values))
    return list(dict.fromkeys(starts))


def _values(arguments: set[str], programmes: list[str], organisations: list[str]) -> list[dict[str, str]]:
    if "programme" in arguments:
        return [{"programme": slug} for slug in programmes]
    return [{"organisation": slug} for slug in organisations] if "organisation" in arguments else [{}]


def _links(response: TestResponse, page: BeautifulSoup | None) -> list[str]:
    targets = [response.headers["Location"]] if "Location" in response.headers else []
    if page is not None:
        targets += [str(anchor["href"]) for anchor in page.find_all("a", href=True)]
        targets += [str(shown["src"]) for shown in page.find_all(["img", "audio"], src=True)]
    return [target.partition("#")[0] for target in targets if target.startswith("/")]


def _account_with(role: Role) -> int:
    """Return an account with this role and as few others as can be."""
    having = select(Membership.account_id).where(Membership.role == role)
    accounts = db.session.scalars(select(Account).where(Account.id.in_(having)).order_by(Account.id)).all()
    return min(accounts, key=lambda account: len({m.role for m in account.memberships})).id


def _works_in(role: Role, slug: str) -> bool:
    account = db.session.get_one(Account, _account_with(role))
    programme = db.session.scalars(select(Programme).where(Programme.slug == slug)).one()
    return any(
        m.organisation_id == programme.organisation_id and m.programme_id in (None, programme.id)
        for m in account.memberships
    )


def _a_collector() -> Collector:
    return db.session.scalars(select(Collector).order_by(Collector.id).limit(1)).one()


def _an_invitation() -> StoryInvitation:
    return telling.open_invitation(open_link("en").rsplit("/", 1)[1]).invitation


def _in_a_poll(*, is_over: bool) -> str:
    asked = [
        one for slug in programmes_and_organisations()[0] for one in polls.listed(sessions.programme_by_slug(slug))
    ]
    cookie = polls.enter(next(one for one in asked if one.is_over is is_over and not one.is_hidden).token)
    assert cookie is not None
    return cookie


def _interview(app: Flask) -> dict[str, str]:
    """Begin an interview, and press "Finish later" before it is read back."""
    client = PageClient(app, language="en")
    client.http.set_cookie("collecting", collectors.begin_visit(_a_collector()))
    client.get("/collector")
    client.post("/collector/begin")
    go_on(client, to="read_back")
    client.submit({"later": "1"})
    return {"telling": client.http.get_cookie("telling").value}


def _guardian_of_a_waiting_story(*, has_answered: bool) -> str:
    waiting = select(Story.id).where(Story.state == StoryState.WAITING_FOR_GUARDIAN).order_by(Story.id)
    story_id = db.session.scalars(waiting.limit(1)).one()
    if guardians.card_of(story_id) is None:
        guardians.make_card(story_id)
    card = guardians.card_of(story_id)
    assert card is not None
    cookie, _ = guardians.open_card(card.token)
    guardians.say_kind(guardians.here(cookie), GuardianKind.PARENT)
    if has_answered:
        answers = dict.fromkeys(ASKED_WHEN_TELLING, False)
        guardians.answer(guardians.here(cookie), answers, {}, spoken="en")
    return cookie


def _told(app: Flask, visitor: str) -> dict[str, str]:
    client, token = PageClient(app, language="en"), open_link("en").rsplit("/", 1)[1]
    if visitor == TELLER:
        walk(client, token)
        return {"telling": client.http.get_cookie("telling").value}
    code = tell(client, token)
    client.get("/my-story")
    client.submit({"code": code})
    client.get("/my-story/attachments")
    brought = {"file": (io.BytesIO(A_VOICE), "voice"), "about": "How it was", "may_be_shown": "no"}
    client.submit(brought, content_type="multipart/form-data")
    return {"my-story": client.http.get_cookie("my-story").value}
