"""Trial stories count nowhere: whatever is told by a test link or in a pilot, no page that counts knows of it."""

import random
import re

import pytest
from flask import Flask

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.stories import Answer, Story
from storyapp.rules.consent import ASKED_WHEN_TELLING
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.stories import Direction
from storyapp.services import receipts, reporting, submission
from storyapp.services.reports.material import Order
from storyapp.services.submission import StoryTold
from storyapp.services.transaction import SHELL, act
from tests.builders import (
    HAPPENED,
    MATTERS,
    a_programme,
    a_question,
    a_result,
    a_story,
    a_suggested_link,
    a_suggested_tag,
    a_theme,
    an_account,
    an_invitation,
    domains,
    screen_as_is,
    sign_in,
    the_period,
)
from tests.pages import PageClient

# Where each story, each link and each act is listed, a trial is seen and marked as one; and what is kept is told whole.
ONE_BY_ONE = {
    "facilitator.stories", "facilitator.screen_next", "facilitator.invitations", "facilitator.jobs", "admin.audit",
    "admin.kept", "safeguarding.cases",
}  # fmt: skip
LEFT_OUT = "A trial, not a story"
CHANGES_BY_ITSELF = re.compile(r'value="[0-9a-f]{80}"|csrf[^>]*|\b\d{1,2}:\d{2}\b')


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def theme(programme):
    return a_theme(programme)


@pytest.fixture
def staff(app, programme):
    browser = PageClient(app, language="en")
    sign_in(browser, an_account(Role.FACILITATOR, Role.EVALUATOR, programme=programme))
    return browser


def in_earnest(programme, theme):
    """Twelve stories that count: enough for numbers to be shown, with answers, a theme and a result."""
    question, result = a_question(programme), a_result(programme, "They speak")
    for n in range(12):
        told = a_story(programme, answers={question.id: "female" if n % 2 else "male"})
        a_suggested_tag(told, theme, "came every week")
        a_suggested_link(told, result, "came every week")
    return question.id


def told_on_trial(programme, question_id, theme, chance, *, by_link):
    """One story of any age, direction and answer, screened and tagged as if it counted."""
    invitation, _ = an_invitation(programme, is_test=by_link)
    told = StoryTold(
        submission_key=f"trial-{chance.random()}", language=chance.choice(["ru", "en"]),
        age_band=chance.choice(list(AgeBand)), happened=HAPPENED, matters=MATTERS, title="Trial",
        direction=chance.choice(list(Direction)), domain_id=chance.choice(domains(programme)).id,
        answers={question_id: chance.choice(["female", "male"])}, consents=dict.fromkeys(ASKED_WHEN_TELLING, True),
    )  # fmt: skip
    submission.submit_story(invitation.id, told, receipts.fresh_code())
    story = submission.story_of_press(told.submission_key)
    screen_as_is(story)
    a_suggested_tag(story, theme, "came every week")
    return story.id


def pages_that_count(app: Flask, staff: PageClient, slug: str) -> dict[str, str]:
    """What each page of the programme says that a person opens by its address alone."""
    said = {}
    for rule in app.url_map.iter_rules():
        if rule.arguments != {"programme"} or "GET" not in rule.methods or rule.endpoint in ONE_BY_ONE:
            continue
        db.session.remove()
        response = staff.http.get(rule.build({"programme": slug})[1])
        if response.status_code == 200 and response.mimetype in ("text/html", "text/csv"):
            said[rule.endpoint] = CHANGES_BY_ITSELF.sub("", response.get_data(as_text=True))
    return said


def the_report():
    """What a report of the first period says, but for the line that says how many trials were left out."""
    programme = db.session.scalars(db.select(Programme)).one()
    order = Order(language="en", audience="inside", length="full", period_ids=(the_period(programme).id,))
    issued = reporting.build_now(programme, order, actor=SHELL)
    said = reporting.download(issued, "csv").decode("utf-8-sig")
    return [line for line in said.splitlines() if LEFT_OUT not in line]


@pytest.mark.parametrize(("by_link", "seed"), [(True, 0), (False, 1)], ids=["by a test link", "in a pilot"])
def test_no_page_that_counts_knows_of_trial_stories(app, staff, programme, theme, by_link, seed):
    chance, slug = random.Random(seed), programme.slug
    question_id = in_earnest(programme, theme)
    with act("shell"):
        db.session.get_one(Programme, programme.id).is_pilot = not by_link
    report_before = the_report()
    pages_that_count(app, staff, slug)  # the first look leaves its own traces
    before = pages_that_count(app, staff, slug)

    programme, theme = (db.session.scalars(db.select(table)).one() for table in (Programme, Theme))
    for _ in range(chance.randint(3, 9)):
        told_on_trial(programme, question_id, theme, chance, by_link=by_link)
    after = pages_that_count(app, staff, slug)
    report_after = the_report()

    assert len(before) > 15
    assert {page for page in before if before[page] != after.get(page)} == set()
    assert report_before == report_after


def test_what_was_told_in_a_pilot_never_counts_even_when_it_is_over(programme, theme):
    question = a_question(programme)
    with act("shell"):
        db.session.get_one(Programme, programme.id).is_pilot = True
    pilot_id = told_on_trial(programme, question.id, theme, random.Random(1), by_link=False)
    with act("shell"):
        db.session.get_one(Programme, programme.id).is_pilot = False

    later = a_story(programme)

    assert db.session.get_one(Story, pilot_id).is_test
    assert not later.is_test
    assert db.session.scalars(db.select(Answer.story_id)).all() == [pilot_id]
