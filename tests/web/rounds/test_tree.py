"""The plan of rounds on the screen, in both languages."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.services import rounds
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import JOINT, Table


@pytest.fixture(params=["en", "ru"])
def staff(request, app) -> PageClient:
    return PageClient(app, language=request.param)


def two_levels() -> tuple[Table, Table]:
    below = Table()
    for label in ("Owl", "Moth", "Fern"):
        below.vote(label, 1)
    below.decide(1)
    stories = [db.session.get_one(Story, one) for one in below.story_ids]
    return below, Table(programme=below.programme, stories=stories, selection_level=2, name="Board round")


def test_a_period_is_drawn_and_told_in_words(staff):
    below, top = two_levels()
    builders.sign_in(staff, below.facilitator)

    page = staff.get(f"/p/{below.programme.slug}/rounds/tree")

    drawn = page.select_one(".rounds-tree svg")
    assert {link["href"].rsplit("/", 1)[-1] for link in drawn.select("a")} == {str(below.id), str(top.id)}
    assert "Title 1" in staff.text() and "Board round" in staff.text()


def test_a_story_is_moved_to_another_domain_and_the_plan_says_so(staff):
    below, _ = two_levels()
    builders.sign_in(staff, below.facilitator)
    domain = rounds.domains_of(below.programme)[1]
    staff.get(f"/p/{below.programme.slug}/rounds/move")
    sent = {"story": below.public_ids[1], "domain": str(domain.id)}
    staff.submit({**sent, "reason": "No."}, status=422)

    staff.submit({**sent, "reason": "It tells of school rather than of people."})

    assert "It tells of school rather than of people." in staff.text()


def test_a_panel_reads_why_the_panel_below_chose_a_story(staff):
    _, top = two_levels()
    staff.get(f"/panel/enter/{top.token('Owl')}")
    texts = []
    for n in (1, 2, 3):
        staff.get(f"/panel/read/{n}")
        texts.append(staff.text())

    assert sum(JOINT in text for text in texts) == 1
