"""Requests a second of a story's sending, its form and the list, beside a bare page."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.figures import Figure
from bench.house import a_house, add_stories, bare_app, full_app, has_postgres, reading_app, resident_mb, served
from bench.load import Measured, get, measure, post
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_token
from storyapp.rules.people import Role
from storyapp.services import receipts, sessions, telling
from storyapp.services.sessions import begin_staff_visit
from tests import builders
from tests.pages import PageClient

N_POSTS, N_PAGES, N_HELLO = 600, 400, 3000


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a page is compared with, in requests a second: a bare page, and the least page that reads anything."""

    bare: float
    reading: float

    def figures(self, name: str, measured: Measured, *, goal: float, at_most: float) -> Iterator[Figure]:
        """Yield both ratios; only the second means the same on every machine, so only it is promised."""
        bare, reading = self.bare / measured.per_second, self.reading / measured.per_second
        yield Figure(f"{name}: a bare page is faster by", bare, "×", most=goal, statuses=measured.statuses)
        yield Figure(f"{name}: a page that reads one row is faster by", reading, "×", at_most=at_most)


def run() -> Iterator[Figure]:
    """Measure on SQLite and, where there is a server, on PostgreSQL."""
    with served(bare_app) as bare:
        hello = measure(bare.port, [get("/")] * N_HELLO)
    yield Figure("a bare Flask page", hello.per_second, "requests/s")
    for database, most in (("sqlite", 14), ("postgresql", 16)):
        if database == "postgresql" and not has_postgres():
            continue
        read = _reading(database)
        beside = Beside(bare=hello.per_second, reading=read.per_second)
        name = f"a page that reads one row, {database}: a bare page is faster by"
        yield Figure(name, beside.bare / beside.reading, "×", statuses=read.statuses)
        yield from _stories(database, beside, most)
        yield from _list(database, beside)


def _reading(database: str) -> Measured:
    """Measure the least page that reads anything: what no page of ours can be cheaper than."""
    with a_house(database) as (_, settings):
        builders.a_programme()
        with served(reading_app, settings) as server:
            return measure(server.port, [get("/")] * N_HELLO)


def _stories(database: str, beside: Beside, most: int) -> Iterator[Figure]:
    with a_house(database) as (app, settings):
        programme = builders.a_programme()
        _, token = builders.an_invitation(programme, budget=100_000)
        requests, form_cookies = prepared(app, token)
        with served(full_app, settings) as server:
            measure(server.port, [get("/help")] * 20)
            form = measure(server.port, [get("/telling/happened", form_cookies)] * N_PAGES)
            sent = measure(server.port, requests)
            memory = resident_mb(server.process)
        yield Figure(f"story POST, {database}", sent.per_second, "requests/s", statuses=sent.statuses)
        yield from beside.figures(f"story POST, {database}", sent, goal=most, at_most=8)
        yield Figure(f"story POST, {database}: p95 over 4 connections", sent.p95_ms, "ms")
        yield from beside.figures(f"form page, {database}", form, goal=4, at_most=3)
        yield Figure(f"web process after it, {database}", memory, "MB", at_most=150)


def prepared(app: object, link: str, *, n: int = N_POSTS) -> tuple[list[bytes], str]:
    """Walk one telling through the pages, then copy its draft n times with keys and codes of their own."""
    client = PageClient(app, language="en")
    walked = walk_to_check(client, link)
    cookie = client.http.get_cookie("telling").value
    place, contents = walked
    visitor = client.http.get_cookie("visitor").value
    signature = kit().vault.sign(visitor, "csrf")
    body = urlencode({"csrf_token": signature})
    requests = []
    for _ in range(n):
        token = telling.begin(place)
        copy = telling.Contents(
            **{**vars(contents), "submission_key": new_token(), "code": receipts.fresh_code().digits}
        )
        telling.keep(token, copy)
        requests.append(post("/telling/check", body, f"telling={token}; visitor={visitor}; language=en"))
    return requests, f"telling={cookie}; visitor={visitor}; language=en"


def walk_to_check(client: PageClient, link: str) -> tuple[telling.Place, telling.Contents]:
    """Answer every step until everything can be looked over; return the place and what the draft holds."""
    client.get(f"/t/{link}")
    for _ in range(20):
        if client.url.endswith("/check"):
            break
        client.submit(_answers(client))
    place = telling.open_invitation(link)
    token = client.http.get_cookie("telling").value
    draft = sessions.draft_of(token)
    assert place is not None and draft is not None
    return place, telling.contents_of(draft, token)


def _answers(client: PageClient) -> dict[str, str]:
    form = client.page.find("form", id="page-form")
    given: dict[str, str] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("hidden", "submit", "checkbox") or name in given or name == "website":
            continue
        if field.name == "textarea":
            given[name] = builders.HAPPENED
        elif field.name == "select":
            given[name] = field.find_all("option")[-1].get("value", "")
        elif kind == "radio":
            options = [o.get("value") for o in form.find_all("input", attrs={"name": name})]
            given[name] = next((o for o in options if o in ("FROM_16_TO_17", "yes", "YES", "BETTER")), options[-1])
        else:
            given[name] = "A mentor"
    return given


def _list(database: str, beside: Beside) -> Iterator[Figure]:
    for n in (100, 10_560, 100_000):
        with a_house(database) as (_, settings):
            programme = builders.a_programme()
            ids = [domain.id for domain in builders.domains(programme)]
            slug, programme_id, organisation_id = programme.slug, programme.id, programme.organisation_id
            add_stories(programme_id, organisation_id, ids, n)
            account = builders.an_account(Role.FACILITATOR, programme=programme)
            cookie = f"staff={begin_staff_visit(account.id, has_second_factor=True)}; language=en; visitor=somebody"
            with served(full_app, settings) as server:
                measure(server.port, [get(f"/p/{slug}/stories", cookie)] * 10)
                pages = measure(server.port, [get(f"/p/{slug}/stories", cookie)] * (N_PAGES // 2))
        name = f"list of 50 of {n:,} stories, {database}"
        yield from beside.figures(name, pages, goal=4, at_most=6)
        yield Figure(f"{name}: page", pages.bytes_each / 1024, "KB", at_most=100)
