"""Counts by group on screens: protected for everybody, exact on one page for whoever reads the stories and asks (B10)."""

import re
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.programmes import TargetGroup
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.results import LinkDirection
from storyapp.rules.stories import Direction
from storyapp.rules.wording import Wording
from storyapp.services import tagging
from storyapp.services.tagging import Coder, Place
from storyapp.services.transaction import act
from tests.builders import (
    a_programme,
    a_question,
    a_result,
    a_story,
    a_theme,
    an_account,
    sign_in,
)

GROUPS = {"zebras": 13, "okapis": 3, "quaggas": 1}  # how many told of each
FEW = {"Okapis", "Quaggas", "Lichen", "Moss", "Heather", "Peat"}  # groups, answers, a theme, a result: one to four each
COUNTED = re.compile(rf"({'|'.join(sorted(FEW))})(?:[^0-9A-Z]|(?<![0-9])0(?![0-9])){{0,60}}(?<![0-9])([1-4])(?![0-9])")
MOST_PAGES = 90
NO_COUNTS_OF_STORIES = ("/chain", "/second-reading")  # a number beside a name there is of indicators, or a key to press
PAGES = ("", "/presence", "/answers", "/themes", "/results")


@pytest.fixture
def programme(app):
    """A programme in which several groups are of one to four."""
    programme = a_programme()
    own = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    with act("shell"):
        db.session.add_all(
            TargetGroup(**own, code=code, name=Wording(en=code.title(), ru="Группа"), n_target=60) for code in GROUPS
        )
    group = a_question(programme, code="group", options=[{"code": code, "en": code.title()} for code in GROUPS])
    where = a_question(
        programme, code="place", family=QuestionFamily.STORY, kind=QuestionKind.ONE_OF,
        options=[{"code": "sand", "en": "Sand"}, {"code": "lichen", "en": "Lichen"}, {"code": "moss", "en": "Moss"}],
    )  # fmt: skip
    theme, result = a_theme(programme, name=Wording(en="Heather", ru="Вереск")), a_result(programme, code="peat")
    with act("shell"):
        db.session.get_one(type(result), result.id).general = Wording(en="Peat", ru="Торф")
    coder = Coder(account_id=an_account(Role.EVALUATOR, programme=programme).id)
    told = [code for code, n in GROUPS.items() for _ in range(n)]
    for n, code in enumerate(told):
        story = a_story(
            programme, direction=Direction.WORSE if n % 6 == 0 else Direction.BETTER,
            age_band=AgeBand.FROM_16_TO_17 if n % 8 == 0 else AgeBand.FROM_14_TO_15,
            answers={group.id: code, where.id: "lichen" if n < 2 else "moss" if n < 6 else "sand"},
        )  # fmt: skip
        if n < 3:
            place, way = (
                Place(programme_id=programme.id, public_id=story.public_id),
                LinkDirection.CONTRADICTS if n else LinkDirection.SUPPORTS,
            )
            tagging.add_tag(place, theme.id, coder)
            tagging.add_link(place, result.id, coder, direction=way)
    return programme


def told_of_few(text: str) -> list[str]:
    return [" ".join(found) for found in COUNTED.findall(text)]


def pages_from(client, start: str):
    """Open what can be reached from the pages that count, by links inside the programme; each with its words."""
    waiting, seen = [f"{start}{page}" for page in PAGES], set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        response = client.http.get(address, follow_redirects=True)
        if response.status_code != 200 or response.mimetype not in ("text/html", "text/csv"):
            continue
        if response.mimetype == "text/csv":
            yield address, response.get_data(as_text=True)
            continue
        page = BeautifulSoup(response.data, "lxml")
        yield address, page.get_text(" ", strip=True)
        links = [str(anchor["href"]).partition("#")[0] for anchor in page.find_all("a", href=True)]
        waiting += [one for one in links if urlsplit(one).path.startswith(start) and "/stories/" not in one]


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.EVALUATOR, Role.COLLECTOR, Role.ADMINISTRATOR])
def test_no_page_tells_of_one_to_four_of_a_group(client, programme, role):
    sign_in(client, an_account(role, programme=programme))

    pages = pages_from(client, f"/p/{programme.slug}")
    told = {address: told_of_few(words) for address, words in pages if not address.endswith(NO_COUNTS_OF_STORIES)}

    assert {address: few for address, few in told.items() if few} == {}
    assert f"/p/{programme.slug}/presence" in told


@pytest.mark.parametrize(
    ("page", "few"), [("/presence", "Okapis 3"), ("/answers", "Lichen 2"), ("/themes", "Heather 3")]
)
def test_whoever_reads_the_stories_sees_exact_numbers_on_the_page_where_they_asked(client, programme, page, few):
    sign_in(client, an_account(Role.EVALUATOR, programme=programme))
    client.get(f"/p/{programme.slug}{page}")
    before = client.text()
    client.press("Show exact numbers")
    shown, warning = told_of_few(client.text()), client.page.find(id="exact-numbers").get_text(" ", strip=True)
    elsewhere = [
        told_of_few(client.get(f"/p/{programme.slug}{other}").get_text(" ")) for other in PAGES if other != page
    ]
    client.get(f"/p/{programme.slug}{page}")
    client.press("Hide again")

    assert few in shown and "pass on no picture of this screen" in warning
    assert not any(elsewhere)
    assert client.text() == before


def test_it_is_noted_who_looked_and_at_which_page_and_no_group(client, programme):
    account = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, account)
    client.get(f"/p/{programme.slug}/presence")
    client.press("Show exact numbers")

    noted = [
        (row.actor, row.reason)
        for row in db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "numbers.exact-shown"))
    ]

    assert noted == [(f"account:{account.id}", "PRESENCE")]


def test_another_visit_begins_with_protected_numbers(client, programme):
    account = an_account(Role.FACILITATOR, programme=programme)
    sign_in(client, account)
    client.get(f"/p/{programme.slug}/presence")
    client.press("Show exact numbers")
    sign_in(client, account)

    client.get(f"/p/{programme.slug}/presence")

    assert "Show exact numbers" in client.text() and not told_of_few(client.text())


def test_who_reads_no_stories_is_offered_no_exact_numbers(client, programme):
    sign_in(client, an_account(Role.ADMINISTRATOR, programme=programme))
    client.get(f"/p/{programme.slug}/presence")
    offered = "Show exact numbers" in client.text()

    client.post(f"/p/{programme.slug}/numbers", {"page": "presence", "show": "1"}, status=403)

    assert not offered


def test_themes_of_which_nothing_may_be_told_are_a_table_without_a_picture(client, programme):
    sign_in(client, an_account(Role.EVALUATOR, programme=programme))

    client.get(f"/p/{programme.slug}/themes")

    assert client.page.find("table").find("td").get_text() == "–"
    assert client.page.find("figure") is None
