"""Decisions about themes and results: who, as what, never over another's, always to be undone."""

import threading

import pytest

from storyapp.data.db import db
from storyapp.data.queries import coding as queries
from storyapp.data.tables.coding import Analysis, CodedStory, CodingDecision, ResultLink, Tag
from storyapp.data.tables.house import AuditEvent
from storyapp.gateways.kit import use_kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.results import LinkDirection
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import tagging
from storyapp.services.tagging import Coder, Evidence, Place
from tests import builders

WORDS = "speak in class again"


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def theme(programme):
    return builders.a_theme(programme)


@pytest.fixture
def result(programme):
    return builders.a_result(programme, "Speaks up in class")


@pytest.fixture
def story(programme):
    return builders.a_story(programme)


@pytest.fixture
def place(programme, story):
    return Place(programme_id=programme.id, public_id=story.public_id)


@pytest.fixture
def coder(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


@pytest.fixture
def colleague(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


@pytest.fixture
def tag(story, theme):
    return builders.a_suggested_tag(story, theme, WORDS)


@pytest.fixture
def link(story, result):
    return builders.a_suggested_link(story, result, WORDS)


def fresh(row):
    db.session.rollback()
    return db.session.get(type(row), row.id)


def test_a_confirmed_suggestion_keeps_who_decided_and_that_the_module_suggested(place, tag, coder):
    tagging.confirm_tag(place, tag.id, coder)

    kept = fresh(tag)
    assert (kept.state, kept.coder, kept.decided_as) == (TagState.CONFIRMED, CoderKind.MODEL, CoderKind.PERSON)
    assert kept.decided_by_id == coder.account_id and kept.decided_at is not None


def test_a_young_co_evaluator_decides_as_a_young_person(place, tag, coder):
    young = Coder(account_id=coder.account_id, kind=CoderKind.YOUNG_PERSON)

    tagging.refuse_tag(place, tag.id, young)

    assert (fresh(tag).state, fresh(tag).decided_as) == (TagState.REFUSED, CoderKind.YOUNG_PERSON)


def test_the_module_never_decides(place, tag, coder):
    with pytest.raises(RuleBroken, match=r"tag\.model-may-not-decide"):
        tagging.confirm_tag(place, tag.id, Coder(account_id=coder.account_id, kind=CoderKind.MODEL))


def test_the_second_of_two_sees_the_decision_of_the_first(place, tag, coder, colleague):
    tagging.confirm_tag(place, tag.id, coder)

    with pytest.raises(RuleBroken, match=r"tag\.decided-already"):
        tagging.refuse_tag(place, tag.id, colleague)

    assert (fresh(tag).state, fresh(tag).decided_by_id) == (TagState.CONFIRMED, coder.account_id)


def test_of_two_at_once_exactly_one_decides(app, kit, place, tag, coder, colleague):
    start, refused, tag_id = threading.Barrier(2), [], tag.id

    def decide(decision, who):
        with app.app_context():
            use_kit(kit)
            start.wait()
            try:
                decision(place, tag_id, who)
            except RuleBroken as broken:
                refused.append((broken.code, who))
            db.session.remove()

    db.session.rollback()
    both = [
        threading.Thread(target=decide, args=(tagging.confirm_tag, coder)),
        threading.Thread(target=decide, args=(tagging.refuse_tag, colleague)),
    ]
    [thread.start() for thread in both]
    [thread.join() for thread in both]

    assert [code for code, _ in refused] == ["tag.decided-already"]
    winner = ({coder, colleague} - {refused[0][1]}).pop()
    assert db.session.get(Tag, tag_id, populate_existing=True).decided_by_id == winner.account_id


def test_the_same_press_twice_is_one_decision(place, tag, coder):
    tagging.confirm_tag(place, tag.id, coder)
    tagging.confirm_tag(place, tag.id, coder)

    assert db.session.scalar(db.select(db.func.count(CodingDecision.id))) == 1


def test_who_saw_the_decision_may_change_it(place, tag, coder, colleague):
    tagging.confirm_tag(place, tag.id, coder)

    tagging.refuse_tag(place, tag.id, colleague, seen=TagState.CONFIRMED)

    assert (fresh(tag).state, fresh(tag).decided_by_id) == (TagState.REFUSED, colleague.account_id)


def test_undo_makes_it_a_suggestion_again(programme, place, tag, coder):
    tagging.confirm_tag(place, tag.id, coder)

    public_id = tagging.undo(programme.id, coder)

    kept = fresh(tag)
    assert public_id == place.public_id
    assert (kept.state, kept.decided_by_id, kept.decided_as, kept.decided_at) == (TagState.SUGGESTED, None, None, None)


def test_undo_goes_back_step_by_step_and_then_finds_nothing(programme, place, tag, link, coder):
    tagging.confirm_tag(place, tag.id, coder)
    tagging.refuse_link(place, link.id, coder)

    tagging.undo(programme.id, coder)
    states = fresh(tag).state, fresh(link).state
    tagging.undo(programme.id, coder)

    assert states == (TagState.CONFIRMED, TagState.SUGGESTED)
    assert fresh(tag).state is TagState.SUGGESTED
    assert tagging.undo(programme.id, coder) is None


def test_undo_takes_back_ones_own_step_only(programme, place, tag, coder, colleague):
    tagging.confirm_tag(place, tag.id, coder)

    assert tagging.undo(programme.id, colleague) is None
    assert fresh(tag).state is TagState.CONFIRMED


def test_undo_leaves_what_another_has_changed_since(programme, place, tag, coder, colleague):
    tagging.confirm_tag(place, tag.id, coder)
    tagging.refuse_tag(place, tag.id, colleague, seen=TagState.CONFIRMED)

    with pytest.raises(RuleBroken, match=r"tag\.decided-already"):
        tagging.undo(programme.id, coder)

    assert fresh(tag).decided_by_id == colleague.account_id


def test_a_theme_by_hand_is_a_persons_from_the_start(place, story, theme, coder):
    tagging.add_tag(place, theme.id, coder, evidence=Evidence(words="Speak  in class\nagain"))

    tag = db.session.scalar(db.select(Tag))
    assert (tag.coder, tag.state, tag.score) == (CoderKind.PERSON, TagState.CONFIRMED, None)
    assert [piece["text"] for piece in tag.evidence] == [WORDS]
    assert story.happened[tag.evidence[0]["start"] : tag.evidence[0]["end"]] == WORDS


def test_undo_of_a_theme_by_hand_takes_it_away(programme, place, theme, coder):
    tagging.add_tag(place, theme.id, coder)

    tagging.undo(programme.id, coder)

    assert db.session.scalar(db.select(db.func.count(Tag.id))) == 0


def test_adding_what_was_suggested_confirms_the_suggestion(place, tag, theme, coder):
    tagging.add_tag(place, theme.id, coder)

    assert (fresh(tag).state, fresh(tag).coder) == (TagState.CONFIRMED, CoderKind.MODEL)


def test_words_that_the_teller_did_not_write_are_no_evidence(place, theme, coder):
    with pytest.raises(RuleBroken, match=r"evidence\.not-in-text"):
        tagging.add_tag(place, theme.id, coder, evidence=Evidence(words="I became a pilot"))

    assert db.session.scalar(db.select(db.func.count(Tag.id))) == 0


def test_a_turned_link_is_confirmed_in_the_new_direction(place, link, coder):
    tagging.turn_link(place, link.id, coder, direction=LinkDirection.CONTRADICTS)

    assert (fresh(link).state, fresh(link).direction) == (TagState.CONFIRMED, LinkDirection.CONTRADICTS)


def test_undo_turns_a_link_back(programme, place, link, coder):
    tagging.turn_link(place, link.id, coder, direction=LinkDirection.MIXED)

    tagging.undo(programme.id, coder)

    assert (fresh(link).state, fresh(link).direction) == (TagState.SUGGESTED, LinkDirection.SUPPORTS)


def test_a_result_by_hand_keeps_its_particular_wording(programme, place, result, coder):
    wording = builders.db.session.scalar(builders.db.select(builders.ParticularWording))

    tagging.add_link(place, result.id, coder, direction=LinkDirection.CONTRADICTS, particular_id=wording.id)

    link = db.session.scalar(db.select(ResultLink))
    assert (link.particular_id, link.direction, link.coder) == (wording.id, LinkDirection.CONTRADICTS, CoderKind.PERSON)


def test_a_wording_of_another_result_is_not_there(programme, place, result, coder):
    other = builders.a_result(programme)
    wording = db.session.scalar(db.select(builders.ParticularWording))

    assert not tagging.add_link(place, other.id, coder, direction=LinkDirection.SUPPORTS, particular_id=wording.id)


def test_a_person_says_that_a_story_fits_no_result(programme, place, story, coder):
    tagging.mark_story(place, coder, is_unplanned=True)

    assert db.session.get(CodedStory, story.id).is_unplanned
    tagging.undo(programme.id, coder)
    assert db.session.get(CodedStory, story.id) is None


def test_that_no_result_fits_is_taken_back_to_what_was_said_before(programme, place, story, coder):
    tagging.mark_story(place, coder, is_unplanned=None)
    tagging.mark_story(place, coder, is_unplanned=False)
    tagging.mark_story(place, coder, is_unplanned=True)

    tagging.undo(programme.id, coder)

    assert db.session.get(CodedStory, story.id).is_unplanned is False
    tagging.undo(programme.id, coder)
    assert db.session.get(CodedStory, story.id).is_unplanned is None


def test_the_same_press_twice_is_one_step(programme, place, story, coder):
    tagging.mark_story(place, coder, is_unplanned=True, seen=TagState.SUGGESTED)
    tagging.mark_story(place, coder, is_unplanned=True, seen=TagState.SUGGESTED)

    tagging.undo(programme.id, coder)

    assert db.session.get(CodedStory, story.id) is None


def suggest_none(story, score=0.8):
    """The module has read the story and finds no result."""
    with builders.act("shell"):
        db.session.add(
            Analysis(
                story_id=story.id, stage="working", text_version=story.text_version, engine="test-1", language="en",
                done_on=builders.TODAY, fits_none=score,
            )
        )  # fmt: skip


@pytest.mark.parametrize(("score", "waits"), [(0.8, True), (0.5, True), (0.49, False)])
def test_from_a_half_on_a_person_is_asked_whether_no_result_fits(story, score, waits):
    suggest_none(story, score)

    assert queries.none_waits(story.id) is waits


def test_a_result_that_a_person_confirmed_answers_whether_one_fits(place, story, result, coder):
    suggest_none(story)

    tagging.add_link(place, result.id, coder, direction=LinkDirection.SUPPORTS)

    assert not queries.none_waits(story.id)


def test_what_was_suggested_of_an_earlier_text_waits_for_nobody(story):
    suggest_none(story)
    with builders.act("shell"):
        db.session.get(type(story), story.id).text_version = 2

    assert not queries.none_waits(story.id)


def test_a_tag_of_another_programme_does_not_exist(tag, story, coder):
    elsewhere = builders.a_programme()
    other = builders.a_story(elsewhere)

    assert not tagging.confirm_tag(Place(programme_id=elsewhere.id, public_id=other.public_id), tag.id, coder)
    assert not tagging.confirm_tag(Place(programme_id=elsewhere.id, public_id=story.public_id), tag.id, coder)
    assert fresh(tag).state is TagState.SUGGESTED


def test_a_withdrawn_story_is_not_coded_any_more(place, tag, story, coder):
    with builders.act("shell"):
        row = db.session.get(type(story), story.id)
        row.state = type(row.state).WITHDRAWN

    assert not tagging.confirm_tag(place, tag.id, coder)


def test_a_second_reading_leaves_what_stands(place, tag, theme, coder, colleague):
    tagging.confirm_tag(place, tag.id, coder)

    tagging.second_reading(place, theme.id, colleague, fits=False)

    assert (fresh(tag).state, fresh(tag).decided_by_id) == (TagState.CONFIRMED, coder.account_id)


def test_decisions_leave_audit_lines_without_words(place, tag, story, coder):
    tagging.confirm_tag(place, tag.id, coder)

    line = db.session.scalars(db.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (line.act, line.subject, line.reason) == (
        "tag.confirmed",
        f"story:{story.public_id}",
        f"theme-{tag.theme_id}",
    )
