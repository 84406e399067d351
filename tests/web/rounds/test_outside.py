"""A panel from outside reads only what a second person has approved; where the round is set up it is said what waits."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.rounds import RoundStory
from storyapp.data.tables.stories import Story
from storyapp.rules.people import Role
from storyapp.services import rounds, screening
from storyapp.services.transaction import SHELL, act
from tests.builders import a_programme, a_story, an_account, sign_in
from tests.services.round_builders import Table, a_plan


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def facilitator(programme):
    return an_account(Role.FACILITATOR, programme=programme)


@pytest.fixture
def stories(programme):
    """Return a story that a second person has approved, and one that waits for it."""
    approved, waiting = a_story(programme, title="Read twice"), a_story(programme, title="Read once")
    with act(SHELL):
        db.session.get(Story, waiting.id).approved_version = 0
    return [db.session.get(Story, one.id) for one in (approved, waiting)]


@pytest.mark.parametrize(("is_outside", "offered"), [(True, {"Read twice"}), (False, {"Read twice", "Read once"})])
def test_a_panel_from_outside_is_offered_only_what_two_people_have_read(
    programme, facilitator, stories, is_outside, offered
):
    round_id = rounds.create_round(programme, a_plan(programme, is_outside=is_outside), account_id=facilitator.id)

    found = rounds.candidates_for(programme, rounds.round_of(programme, round_id))

    assert {story.title for story in found} == offered


@pytest.mark.parametrize(
    ("language", "words", "tick"),
    [
        ("en", "1 story waits for a second reader", "From outside Yes"),
        ("ru", "1 история ждёт второго читателя", "Люди со стороны Есть"),
    ],
)
def test_where_the_round_is_set_up_it_is_said_which_stories_wait(
    request, programme, facilitator, stories, language, words, tick
):
    staff = request.getfixturevalue({"en": "client", "ru": "russian"}[language])
    sign_in(staff, facilitator)
    staff.get(f"/p/{programme.slug}/rounds/new")
    staff.submit({"name": "Board", "panel_name": "Board", "is_outside": "y", "quorum": "1"})

    assert words in staff.text()
    staff.get(staff.link("Read once"))
    address = staff.url.removesuffix(f"/stories/{stories[1].public_id}")
    staff.get(f"{address}/rounds")
    staff.get(staff.link("Board"))
    assert tick in staff.text()


def test_a_second_person_finds_it_on_the_desk_and_then_it_is_offered(client, programme, facilitator, stories):
    with act(SHELL):
        story = db.session.get(Story, stories[1].id)
        story.may_publish, story.screened_by_id = type(story.may_publish).NO, facilitator.id
    round_id = rounds.create_round(programme, a_plan(programme, is_outside=True), account_id=facilitator.id)
    second = an_account(Role.FACILITATOR, programme=programme)
    assert screening.n_to_approve(programme, account_id=facilitator.id) == 0
    sign_in(client, second)

    client.get(f"/p/{programme.slug}/second-look")
    client.post(client.url + "/approve", {"version": "1"})

    found = rounds.candidates_for(programme, rounds.round_of(programme, round_id))
    assert {story.title for story in found} == {"Read twice", "Read once"}


def test_a_text_that_is_changed_leaves_the_table_of_a_panel_from_outside(programme):
    table = Table(programme=programme, n_stories=2, is_outside=True)
    with act(SHELL):
        db.session.get(Story, table.story_ids[0]).text_version = 2

    assert [read.story.id for read in table.sitting.on_table] == table.story_ids[1:]
    assert db.session.scalar(db.select(db.func.count()).select_from(RoundStory)) == 2
