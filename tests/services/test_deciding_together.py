"""Readers who differ decide together: the theme then stands so, and what each said alone stays as it was said."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.coding import CodingDecision, JointDecision, Tag
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import agreement, deciding_together, erasing, tagging
from storyapp.services.agreement import Pair
from storyapp.services.second_desk import second_desk
from storyapp.services.tagging import Coder, Place
from storyapp.services.transaction import SHELL
from tests import builders

REASON = "She speaks of courage, not of speech itself."


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def adult(programme):
    return Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)


@pytest.fixture
def young(programme):
    account_id = builders.an_account(Role.EVALUATOR, programme=programme).id
    return Coder(account_id=account_id, kind=CoderKind.YOUNG_PERSON)


@pytest.fixture
def theme(programme):
    return builders.a_theme(programme)


@pytest.fixture
def differ(programme, theme, adult, young):
    """A theme that the module suggested, an adult confirmed and a young person read otherwise."""
    story = builders.a_story(programme)
    place = Place(programme_id=programme.id, public_id=story.public_id)
    tagging.confirm_tag(place, builders.a_suggested_tag(story, theme).id, adult)
    tagging.second_reading(place, theme.id, young, fits=False)
    return place


def numbers(programme) -> dict[Pair, tuple[int, int]]:
    pairs = agreement.agreements_of(db.session.get(Programme, programme.id)).pairs
    return {one.pair: (one.n, one.n_agreed) for one in pairs}


def the_tag() -> Tag:
    return db.session.scalars(db.select(Tag)).one()


def test_the_theme_stands_as_readers_decided_together(theme, young, differ):
    deciding_together.decide_together(differ, theme.id, young, fits=False, reason=REASON)

    tag = the_tag()
    assert (tag.state, tag.decided_as, tag.coder) == (TagState.REFUSED, CoderKind.YOUNG_PERSON, CoderKind.MODEL)


def test_what_each_said_alone_is_kept_beside_the_decision(programme, theme, adult, young, differ):
    deciding_together.decide_together(differ, theme.id, young, fits=False, reason=REASON)

    shown = deciding_together.difference(db.session.get(Programme, programme.id), differ.public_id, theme.id)

    assert [(one.kind, one.fits, one.is_first) for one in shown.said] == [
        (CoderKind.PERSON, True, True), (CoderKind.YOUNG_PERSON, False, False),
    ]  # fmt: skip
    assert (shown.together.reason, shown.together.fits) == (REASON, False)


def test_agreement_goes_on_counting_what_each_said_alone(programme, theme, young, differ):
    before = numbers(programme)

    deciding_together.decide_together(differ, theme.id, young, fits=False, reason=REASON)

    assert numbers(programme) == before
    assert before[Pair.YOUNG_AND_ADULT] == (1, 0)


def test_a_young_person_is_compared_with_the_module_by_blind_and_by_first_readings(programme, theme, young, differ):
    other = builders.a_story(programme)
    place = Place(programme_id=programme.id, public_id=other.public_id)
    tagging.confirm_tag(place, builders.a_suggested_tag(other, theme).id, young)
    third = Place(programme_id=programme.id, public_id=builders.a_story(programme).public_id)
    tagging.add_tag(third, theme.id, young)

    shown = agreement.agreements_of(db.session.get(Programme, programme.id))

    pair = next(one for one in shown.pairs if one.pair is Pair.YOUNG_AND_MODEL)
    assert (pair.n, pair.n_agreed) == (3, 1)
    assert (pair.share.low, pair.share.high) == (pytest.approx(0.061, abs=0.001), pytest.approx(0.792, abs=0.001))
    assert [(one.story.public_id, one.suggested, one.fits) for one in shown.young_against_module] == [
        (differ.public_id, True, False), (third.public_id, False, True),
    ]  # fmt: skip


def test_a_difference_that_was_settled_is_counted_so(programme, theme, young, differ):
    deciding_together.decide_together(differ, theme.id, young, fits=False, reason=REASON)

    shown = agreement.agreements_of(db.session.get(Programme, programme.id))

    assert (shown.n_disagreements, shown.n_together) == (1, 1)


def test_nobody_decides_alone_what_was_decided_together(theme, adult, young, differ):
    deciding_together.decide_together(differ, theme.id, young, fits=False, reason=REASON)

    for alone in (
        lambda: tagging.confirm_tag(differ, the_tag().id, adult, seen=TagState.REFUSED),
        lambda: tagging.add_tag(differ, theme.id, adult),
        lambda: tagging.undo(differ.programme_id, adult),
    ):
        with pytest.raises(RuleBroken, match=r"tag\.decided-together"):
            alone()

    assert the_tag().state is TagState.REFUSED


def test_what_was_settled_is_not_offered_for_another_reading(programme, theme, adult, young, differ):
    deciding_together.decide_together(differ, theme.id, young, fits=False, reason=REASON)
    third = Coder(account_id=builders.an_account(Role.EVALUATOR, programme=programme).id)

    assert second_desk(db.session.get(Programme, programme.id), third) is None


def test_a_joint_decision_taken_back_leaves_the_first_reading(theme, adult, young, differ):
    deciding_together.decide_together(differ, theme.id, young, fits=False, reason=REASON)

    deciding_together.open_again(differ, theme.id, adult.account_id)

    tag = the_tag()
    assert (tag.state, tag.decided_by_id, tag.decided_as) == (
        TagState.CONFIRMED, adult.account_id, CoderKind.PERSON,
    )  # fmt: skip
    assert db.session.scalars(db.select(JointDecision)).all() == []
    assert tagging.undo(differ.programme_id, adult) == differ.public_id


def test_a_later_joint_decision_keeps_the_first_reading(theme, adult, young, differ):
    deciding_together.decide_together(differ, theme.id, young, fits=False, reason=REASON)

    deciding_together.decide_together(differ, theme.id, adult, fits=True, reason="We read it once more aloud.")

    one = db.session.scalars(db.select(JointDecision)).one()
    assert (one.fits, one.first_state, one.first_by_id) == (True, TagState.CONFIRMED, adult.account_id)
    assert the_tag().state is TagState.CONFIRMED


@pytest.mark.parametrize(
    ("reason", "code"),
    [("Because so.", "joint.reason-missing"), ("word " * 500, "joint.reason-too-long")],
    ids=["two words", "an essay"],
)
def test_a_reason_is_a_sentence(theme, young, differ, reason, code):
    with pytest.raises(RuleBroken, match=code):
        deciding_together.decide_together(differ, theme.id, young, fits=False, reason=reason)

    assert the_tag().state is TagState.CONFIRMED


def test_where_nobody_differs_nothing_is_decided_together(programme, theme, adult, young):
    place = Place(programme_id=programme.id, public_id=builders.a_story(programme).public_id)
    tagging.add_tag(place, theme.id, adult)
    tagging.second_reading(place, theme.id, young, fits=True)

    with pytest.raises(RuleBroken, match=r"joint\.no-difference"):
        deciding_together.decide_together(place, theme.id, young, fits=False, reason=REASON)


def test_no_reason_stands_in_the_audit_log_and_an_erased_story_takes_it_along(theme, young, differ):
    deciding_together.decide_together(differ, theme.id, young, fits=False, reason=REASON)
    story_id = db.session.scalars(db.select(Story.id)).one()
    noted = db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "tag.decided-together")).one()

    erasing.erase_story(story_id, actor=SHELL, reason="WITHDRAWN")

    assert noted.reason == f"theme-{theme.id}"
    assert (
        db.session.scalars(db.select(JointDecision)).all() == db.session.scalars(db.select(CodingDecision)).all() == []
    )
