"""What a returned teller may know, and the right to narrow, widen and take back."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.coding import Case
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.rounds import RoundStory
from storyapp.data.tables.stories import Recall, Story, StoryWords
from storyapp.rules.consent import ConsentBy, Light, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand
from storyapp.rules.rounds import RoundState
from storyapp.rules.stories import StoryState
from storyapp.services import consents, my_story
from storyapp.services.my_story import Returned
from storyapp.services.transaction import act
from tests.builders import TODAY, a_programme, a_story
from tests.services.test_erasing import a_report, a_round


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def story(programme):
    return a_story(programme)


def who(story: Story, programme) -> Returned:
    db.session.expire_all()
    return Returned(story=db.session.get(Story, story.id), programme=programme)


def test_an_answer_shows_when_the_round_is_finished(story, programme):
    a_round(story, RoundState.FINISHED)

    answer = my_story.look(who(story, programme)).answers[0]

    assert answer.is_chosen and answer.valued and answer.joint_reason


def test_an_answer_that_is_written_waits_for_the_end_of_the_round(story, programme):
    a_round(story, RoundState.DECIDED)

    seen = my_story.look(who(story, programme))

    assert (seen.was_read, seen.answers) == (True, ())


def test_nothing_of_an_open_round_shows_but_that_a_panel_reads(story, programme):
    a_round(story, RoundState.OPEN)

    seen = my_story.look(who(story, programme))

    assert (seen.is_being_read, seen.answers) == (True, ())


def test_a_round_that_the_story_had_to_leave_is_never_told_of(story, programme):
    a_round(story, RoundState.OPEN)
    my_story.write(story.id, kind="help", text="Please help me.")

    seen = my_story.look(who(story, programme))

    assert (seen.is_being_read, seen.was_read) == (False, False)


def test_the_day_on_which_an_answer_was_first_seen_is_noted(story, programme):
    a_round(story, RoundState.FINISHED)

    my_story.note_seen(who(story, programme))

    assert db.session.scalars(db.select(RoundStory.seen_on)).one() == TODAY


def test_a_call_for_help_by_receipt_opens_a_case(story):
    my_story.write(story.id, kind="help", text="Please help me.")

    assert db.session.scalars(db.select(Case.opened_by)).one() == "teller"
    assert db.session.get(Story, story.id).wants_help


def test_words_both_ways_are_sealed_and_come_back(story, programme):
    my_story.write(story.id, kind="question", text="When?")

    said = my_story.look(who(story, programme)).said

    assert [(one.kind, one.text) for one in said] == [("question", "When?")]


def test_a_withdrawn_story_leaves_the_open_round_and_every_output(story):
    a_round(story, RoundState.OPEN)
    report_id = a_report(story, "counted")
    with act("shell"):
        db.session.merge(StoryWords(story_id=story.id, lemmas="word"))

    my_story.withdraw(story.id)

    taken = db.session.get(Story, story.id)
    report = db.session.get(IssuedReport, report_id)
    assert (taken.state, taken.may_count, taken.may_panel) == (StoryState.WITHDRAWN, Light.NO, Light.NO)
    assert db.session.scalars(db.select(RoundStory.is_removed)).one()
    assert (report.state, report.content) == ("recalled", None)
    assert {(r.output, r.use) for r in db.session.scalars(db.select(Recall))} == {
        ("report", "counted"),
        ("round", "read"),
    }
    assert db.session.scalars(db.select(StoryWords)).all() == []


@pytest.mark.parametrize(
    ("use", "purpose", "state"),
    [
        ("quoted", Purpose.QUOTE, "recalled"),
        ("counted", Purpose.ANALYSIS, "recalled"),
        ("counted", Purpose.QUOTE, "ready"),
        ("quoted", Purpose.TRAINING, "ready"),
    ],
    ids=["a lost quote recalls", "lost counting recalls", "a count outlives the quote", "training touches no report"],
)
def test_narrowing_recalls_just_what_needed_it(story, use, purpose, state):
    report_id = a_report(story, use)

    my_story.change_consent(story.id, {purpose: False})

    assert db.session.get(IssuedReport, report_id).state == state


def test_a_lost_panel_takes_the_story_off_adult_tables_only(story):
    adult, youth = a_round(story, RoundState.OPEN), a_round(story, RoundState.OPEN, is_youth=True)

    my_story.change_consent(story.id, {Purpose.PANEL: False})

    removed = dict(db.session.execute(db.select(RoundStory.round_id, RoundStory.is_removed)).all())
    assert removed == {adult: True, youth: False}


def test_consent_may_be_widened_again(story):
    my_story.change_consent(story.id, {Purpose.QUOTE: False})
    my_story.change_consent(story.id, {Purpose.QUOTE: True})

    assert db.session.get(Story, story.id).may_quote is Light.YES


def test_a_childs_no_holds_even_when_the_guardian_agrees_later(app):
    programme = a_programme(guardian_age=14)
    story = a_story(programme, age_band=AgeBand.FROM_10_TO_13, screened=False)

    my_story.change_consent(story.id, {Purpose.QUOTE: False})
    with act("shell") as doing:
        again = db.session.get(Story, story.id)
        agreed = dict.fromkeys(Purpose, True)
        consents.guardian_says(doing, again, agreed, on=TODAY, today=TODAY, language="en", paper="7")
        consents.refold(again, today=TODAY)

    kept = db.session.get(Story, story.id)
    assert (kept.may_quote, kept.may_panel) == (Light.NO, Light.YES)
    assert my_story.agreed_now(kept)[Purpose.QUOTE] is False


def test_nothing_more_is_done_with_a_story_that_was_taken_back(story):
    my_story.withdraw(story.id)

    with pytest.raises(RuleBroken, match=r"story\.taken-back"):
        my_story.change_consent(story.id, {Purpose.QUOTE: True})


def test_everything_can_be_taken_along(story, programme):
    my_story.write(story.id, kind="reply", text="Thank you.")

    values = my_story.take_along(who(story, programme))

    assert values["as_you_told_it"]["title"] == "Speaking again"
    assert len(values["consents"]) == 6
    assert values["consents"][0]["by"] == ConsentBy.CHILD.value
    assert [one["text"] for one in values["messages"]] == ["Thank you."]
