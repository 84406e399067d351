"""Who is missing, by which way they came, and what can still be done; never a name (A12, MF15, MF16)."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import PassedLink, Question, TargetGroup
from storyapp.data.tables.stories import Story
from storyapp.rules.people import Role
from storyapp.rules.presence import Route, Step
from storyapp.rules.programmes import AddressForm
from storyapp.rules.stories import Mode
from storyapp.rules.wording import Wording
from storyapp.services.presence import reached
from storyapp.services.transaction import act
from tests.builders import a_programme, a_question, a_story, an_account, an_invitation, sign_in


@pytest.fixture
def programme(app):
    programme = a_programme(address_form=AddressForm.TY)
    with act("shell"):
        db.session.add_all(
            TargetGroup(
                organisation_id=programme.organisation_id, programme_id=programme.id, code=code,
                name=Wording(en=code.title(), ru="Группа"), n_target=6,
            )
            for code in ("families", "schools")
        )  # fmt: skip
    return programme


@pytest.fixture
def group(programme) -> Question:
    return a_question(programme, code="group", options=[{"code": one, "en": one} for one in ("families", "schools")])


def came(programme, group, code: str, mode: Mode = Mode.SELF, *, passed_on: bool = False) -> None:
    """Let somebody of a group tell by this way."""
    story_id = a_story(programme, answers={group.id: code}).id
    root, _ = an_invitation(programme, budget=0)
    with act("shell"):
        story = db.session.get_one(Story, story_id)
        story.mode = mode
        if passed_on:
            db.session.add(PassedLink(invitation_id=root.id, root_id=root.id, depth=0))
            db.session.flush()
            db.session.add(PassedLink(invitation_id=story.invitation_id, root_id=root.id, depth=1))


def test_each_group_shows_by_which_ways_its_stories_came(client, programme, group):
    came(programme, group, "families")
    came(programme, group, "families", Mode.PEER)
    came(programme, group, "families", passed_on=True)
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))

    client.get(f"/p/{programme.slug}")
    client.get(client.link("How the missing can be reached"))
    client.press("Show exact numbers")

    said = client.text()
    assert "3 of 6 hoped for" in said
    assert all(
        f"{way}: 1" in said
        for way in ("by a link of ours", "with a peer who asked", "by a link that a teller passed on")
    )


def test_a_missing_group_has_something_that_can_be_done(programme, group):
    came(programme, group, "families", Mode.PEER)
    an_invitation(programme)

    found = {
        one.group.code: [step.step for step in one.suggestions] for one in reached(programme, is_exact=True).groups
    }

    assert found == {
        "families": [Step.OPEN_AGAIN, Step.ASK_PEER], "schools": [Step.ASK_PEER, Step.WITHOUT_PHONE],
    }  # fmt: skip


def test_test_links_and_ended_ones_are_no_way(programme, group):
    an_invitation(programme, is_test=True)
    an_invitation(programme, budget=0)

    assert reached(programme, is_exact=True).now_open == ()


def test_circles_and_papers_are_ways_of_their_own(programme, group):
    for mode in (Mode.GROUP, Mode.PAPER):
        an_invitation(programme, mode=mode)

    assert reached(programme, is_exact=True).now_open == (Route.CIRCLE, Route.PAPER)


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.FUNDER_VIEWER, Role.ADMINISTRATOR])
def test_who_reads_no_stories_sees_no_ways_and_no_small_numbers(client, programme, group, role):
    came(programme, group, "families", Mode.PEER)
    sign_in(client, an_account(role, programme=programme))

    client.get(f"/p/{programme.slug}/presence")

    assert "fewer than 5" in client.text() and "with a peer" not in client.text() and "1 of 6" not in client.text()


def test_the_same_is_suggested_whether_a_hidden_number_is_none_or_few(programme, group):
    an_invitation(programme)
    came(programme, group, "families", Mode.PEER)

    groups = reached(programme, is_exact=False).groups

    assert groups[0].suggestions == groups[1].suggestions


def test_ways_are_counted_group_by_group(programme, group):
    for n in range(3):
        came(programme, group, ("families", "schools", "families")[n], Mode.PEER)

    ways = {one.group.code: dict(one.by_route) for one in reached(programme, is_exact=True).groups}

    assert ways == {"families": {Route.PEER: 2}, "schools": {Route.PEER: 1}}


@pytest.mark.parametrize(
    ("code", "words"), [("ru", "Если кто-то говорит, что рассказать нужно обязательно"), ("en", "Nobody keeps a list")]
)
def test_a_sheet_for_who_told_nothing_speaks_the_language_that_was_chosen(client, programme, code, words):
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    client.get(f"/p/{programme.slug}/presence")
    client.language = code

    client.get(f"/p/{programme.slug}/presence/sheet?language={code}")

    assert words in client.text()
