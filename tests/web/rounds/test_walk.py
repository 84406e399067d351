"""A whole round through its pages: planned, opened, voted, decided, answered, finished."""

import pytest

from storyapp.rules.people import Role
from storyapp.rules.rounds import RoundState
from storyapp.words.dates import ZONE
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import JOINT, Table

REASON = {"en": "I kept thinking about it.", "ru": "Я всё время о ней думаю."}


@pytest.fixture(params=["en", "ru"])
def staff(request, app) -> PageClient:
    return PageClient(app, language=request.param)


def a_facilitator(staff: PageClient):
    programme = builders.a_programme()
    for n in range(1, 4):
        builders.a_story(programme, title=f"Title {n}")
    builders.sign_in(staff, builders.an_account(Role.FACILITATOR, programme=programme))
    return programme


def test_a_facilitator_plans_and_opens_a_round(staff, clock):
    programme = a_facilitator(staff)
    staff.get(f"/p/{programme.slug}/rounds")
    staff.get(f"/p/{programme.slug}/rounds/new")
    closing = clock.now.astimezone(ZONE).replace(day=28).strftime("%Y-%m-%dT%H:%M")
    staff.submit({"name": "", "panel_name": "Staff", "closes_at": "soon"}, status=422)
    staff.submit({"name": "Round", "panel_name": "Staff", "closes_at": closing, "quorum": "2"})
    boxes = [box["value"] for box in staff.page.find_all("input", attrs={"name": "stories"})]
    staff.submit({"stories": boxes})
    staff.get(staff.url + "/seats")
    staff.submit({"labels": "Owl\nMoth\n"})
    staff.get(staff.url.replace("seats", "slips"))
    assert len(staff.page.find_all("img")) == 2
    base = staff.url.removesuffix("/slips")
    staff.get(base + "/cards")
    staff.get(base + "/edit")
    staff.submit({"quorum": "1"})

    staff.post(base + "/open")

    assert staff.page.find(id="follow") and len(boxes) == 3


def test_a_facilitator_sees_the_language_of_a_story_and_can_read_it_before_choosing(staff):
    programme = builders.a_programme()
    story = builders.a_story(programme, title="Round the block", language="en")
    table = Table(programme=programme, stories=[story], is_open=False)
    builders.sign_in(staff, table.facilitator)

    page = staff.get(f"/p/{programme.slug}/rounds/{table.id}/stories")

    said = page.select_one(".option-words .hint").get_text()
    assert any(word in said for word in ("English", "Английский"))
    staff.get(page.select_one(".option-beside a")["href"])
    assert "Round the block" in staff.text()


def test_a_facilitator_follows_decides_and_answers(staff):
    table = Table()
    builders.sign_in(staff, table.facilitator)
    base = f"/p/{table.programme.slug}/rounds/{table.id}"
    table.vote("Owl", 1)
    table.vote("Moth", 2, "I would have taken this one.")
    staff.get(base + f"/seats/{table.seat('Fern').id}/ballot")
    staff.submit({"choice": table.public_ids[0], "reason": ""}, status=422)
    staff.submit({"choice": table.public_ids[0], "reason": REASON["en"]})
    staff.get(base)
    assert "Title" not in staff.page.find(id="follow").get_text()
    staff.get(base + "/room")
    staff.get(base + "/decide")
    assert not staff.page.find(class_="reveal") or len(table.sitting.voted) == 3
    staff.submit({"choice": str(table.story_ids[0]), "joint_reason": "No."}, status=422)
    staff.submit(
        {
            "choice": str(table.story_ids[0]),
            "joint_reason": JOINT,
            "criteria": "Trust\nTime",
            "next_steps": "We tell the board.",
        }
    )
    assert table.one.state is RoundState.DECIDED
    assert "I would have taken this one." in staff.page.find(class_="dissent").get_text()
    staff.get(base + "/room")
    staff.get(base + "/minutes")
    staff.get(base + "/feedback")
    staff.post(base + "/finish")
    assert table.one.state is RoundState.DECIDED
    staff.get(base + f"/feedback/{table.public_ids[0]}")
    staff.submit({}, status=422)
    staff.submit({"valued": "The panel valued your patience.", "will_change": "Mentors stay for a year."})
    staff.submit({"valued": "The panel valued your courage."})
    staff.submit({"exception": "Nobody knows how to reach this teller."})

    staff.post(base + "/finish")

    assert table.one.state is RoundState.FINISHED
    staff.get(f"/p/{table.programme.slug}/rounds")
