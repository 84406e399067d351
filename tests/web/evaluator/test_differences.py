"""From the list of differences to a joint decision with a reason."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.coding import JointDecision
from storyapp.rules.people import Role
from storyapp.rules.tags import CoderKind
from storyapp.services import tagging
from storyapp.services.tagging import Coder
from tests import builders

REASON = "She speaks of courage, not of speech itself."


@pytest.fixture
def difference(programme, theme, place, evaluator):
    """The address of a difference between an adult and a young person."""
    story = builders.a_story(programme)
    young = builders.an_account(Role.EVALUATOR, programme=programme).id
    tagging.add_tag(place(story), theme.id, Coder(account_id=evaluator.id))
    tagging.second_reading(place(story), theme.id, Coder(account_id=young, kind=CoderKind.YOUNG_PERSON), fits=False)
    return f"/p/{programme.slug}/differences/{story.public_id}/{theme.id}"


def test_two_decide_together_from_the_list_of_differences(either, programme, difference):
    either.get(f"/p/{programme.slug}/themes")
    page = either.get(either.page.select_one(".differences li br + a")["href"])
    said = [one.get_text(" ", strip=True) for one in page.select(".decided-list li")]

    either.submit({"answer": "fits-not", "reason": REASON}, form="together-form")

    assert len(said) == 2
    assert REASON in either.page.select_one(".differences").get_text()
    assert db.session.scalars(db.select(JointDecision)).one().reason == REASON


def test_without_a_reason_it_comes_back_with_what_was_chosen(either, difference):
    either.get(difference)

    either.submit({"answer": "fits-not", "reason": "So."}, form="together-form", status=422)

    assert either.page.select(".error-summary")
    assert either.page.select_one("input[value=fits-not]").has_attr("checked")
    assert either.page.select_one("#reason").get_text().strip() == "So."


def test_without_an_answer_it_comes_back_with_the_reason(desk, difference):
    desk.get(difference)

    desk.submit({"reason": REASON}, form="together-form", status=422)

    assert desk.page.select_one("#reason").get_text().strip() == REASON


def test_a_joint_decision_is_seen_at_the_desk_and_taken_back(either, programme, difference):
    either.get(difference)
    either.submit({"answer": "fits-not", "reason": REASON}, form="together-form")
    public_id = difference.split("/")[-2]
    at_desk = either.get(f"/p/{programme.slug}/coding/{public_id}").select_one(".decided").get_text()
    page = either.get(difference)

    either.post(page.select_one(".desk-side .post-button")["action"])

    assert REASON in at_desk
    assert either.page.select_one("#together-form") and db.session.scalars(db.select(JointDecision)).all() == []


def test_where_nobody_differs_there_is_no_such_page(desk, programme, theme, place, evaluator):
    story = builders.a_story(programme)
    tagging.add_tag(place(story), theme.id, Coder(account_id=evaluator.id))

    desk.get(f"/p/{programme.slug}/differences/{story.public_id}/{theme.id}", status=404)
