"""Walk 12: the teller takes the story back; it leaves every output, and the recall list names each that had used it."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from storyapp.data.db import db
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Recall, Receipt, Story
from storyapp.rules.consent import Light
from storyapp.rules.rounds import RoundState
from storyapp.rules.stories import StoryState
from storyapp.services import receipts, reporting
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests.demo_house import cookies_of


def a_story_that_was_used(language):
    """Return a chosen story that a report has just quoted: its code, its title, and the report's public id."""
    story = db.session.scalars(
        select(Story)
        .join(RoundStory, RoundStory.story_id == Story.id)
        .join(Round, Round.id == RoundStory.round_id)
        .join(Programme, Programme.id == Story.programme_id)
        .where(
            Programme.slug == "mentors", Story.language == language, RoundStory.is_chosen, Story.is_held.is_(False),
            Round.state == RoundState.FINISHED, Story.may_count == Light.YES, Story.may_quote == Light.YES,
            Story.state == StoryState.SCREENED, Story.title != "",
        )
        .order_by(Story.id)
    ).first()  # fmt: skip
    title, story_id, period_id = story.title, story.id, story.period_id
    programme = db.session.get_one(Programme, story.programme_id)
    order = Order(language=language, audience="inside", length="full", period_ids=(period_id,))
    report = reporting.build_now(programme, order, actor=SHELL).public_id
    code = receipts.fresh_code()
    with act(SHELL):
        db.session.execute(delete(Receipt).where(Receipt.story_id == story_id))
        db.session.add(Receipt(**receipts.receipt_values(story_id, code)))
    return code.digits, title, report


def said_now(report):
    """What the report says now, and a new one of the same period."""
    old = db.session.scalars(select(IssuedReport).where(IssuedReport.public_id == report)).one()
    order = Order(language=old.language, audience=old.audience, length=old.length, period_ids=tuple(old.period_ids))
    programme, state, content = db.session.get_one(Programme, old.programme_id), old.state, old.content
    new = reporting.build_now(programme, order, actor=SHELL)
    return state, content, str(new.content)


def outputs():
    return set(db.session.scalars(select(Recall.output)))


@pytest.mark.parametrize(
    ("language", "javascript"), [("ru", False), ("en", True)], ids=["Russian, no JavaScript", "English"]
)
def test_a_story_that_is_taken_back_leaves_every_output(open_browser, house, app, language, javascript):
    code, title, report = house.ask(lambda: a_story_that_was_used(language))
    teller = open_browser(language=language, javascript=javascript, width=360)
    staff = open_browser(language=language)
    staff.let_in(**house.ask(lambda: cookies_of(app, "staff, evaluator")))
    staff.go(f"/p/mentors/reports/{report}")
    expect(staff.page.locator("main")).to_contain_text(title)

    teller.go("/my-story")
    teller.fill("code", code)
    teller.send()
    teller.is_at("/my-story/view")
    teller.go("/my-story/take-back")
    teller.send("main form[method=post]")
    teller.is_at("/my-story/view")

    state, content, new = house.ask(lambda: said_now(report))
    assert (state, content) == ("recalled", None)
    assert title not in new
    assert {"report", "round"} <= house.ask(outputs)
    staff.go("/p/mentors/recalls")
    expect(staff.page.locator(f"main a[href*='{report}']")).not_to_have_count(0)
    staff.go(f"/p/mentors/reports/{report}")
    expect(staff.page.locator("main")).not_to_contain_text(title)
