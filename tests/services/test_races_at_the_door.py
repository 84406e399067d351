"""Presses at the same moment at the doors of the house: one story, one use of a code, and every wrong try counted."""

import os

import pyotp
import pytest

from storyapp.data.db import db
from storyapp.data.tables.people import Account
from storyapp.data.tables.stories import GuardianLink, Receipt, Story, Throttle
from storyapp.rules.consent import ASKED_WHEN_TELLING, GuardianKind
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand, Role
from storyapp.rules.stories import StoryState
from storyapp.services import accounts, guardians, receipts, second_factor, submission
from storyapp.services.sessions import begin_staff_visit, staff_visit
from tests import builders
from tests.services.test_races import race  # noqa: F401

N_RACES = int(os.environ.get("STORYAPP_RACES", "8"))
AT_ONCE = 6


def a_told(key: str) -> submission.StoryTold:
    return submission.StoryTold(
        submission_key=key, language="en", age_band=AgeBand.FROM_18_TO_23, happened="I found a friend there."
    )


def stories() -> int:
    db.session.rollback()
    return db.session.scalar(db.select(db.func.count(Story.id)))


def test_one_press_that_arrives_several_times_at_once_is_one_story(race):  # noqa: F811
    invitation_id = builders.an_invitation(builders.a_programme(), budget=10_000)[0].id

    for n in range(N_RACES):
        code = receipts.fresh_code()
        said = race(
            *[lambda n=n, code=code: submission.submit_story(invitation_id, a_told(f"press {n}"), code)] * AT_ONCE
        )
        assert set(said) == {"done"}

    assert stories() == N_RACES
    assert db.session.scalar(db.select(db.func.count(Receipt.story_id))) == N_RACES


def test_no_more_stories_are_taken_at_once_than_a_link_has_left(race):  # noqa: F811
    programme = builders.a_programme()
    links = [builders.an_invitation(programme, budget=2)[0].id for _ in range(N_RACES)]

    def tell(link: int, n: int):
        return lambda: submission.submit_story(link, a_told(f"press {link} {n}"), receipts.fresh_code())

    said = [sorted(race(*[tell(link, n) for n in range(AT_ONCE)])) for link in links]

    assert said == [["done"] * 2 + ["invitation.used-up"] * (AT_ONCE - 2)] * N_RACES
    assert stories() == 2 * N_RACES


@pytest.fixture
def person(app):
    return builders.an_account(Role.FACILITATOR, programme=builders.a_programme())


def test_a_code_from_the_phone_opens_once_however_often_it_arrives(race, person, clock):  # noqa: F811
    token = begin_staff_visit(person.id, has_second_factor=False)
    visit_id, account_id = staff_visit(token).visit.id, person.id
    secret = second_factor.secret_being_set_up(account_id, visit_id)
    clock.now = clock.now.replace(second=0)
    paper = second_factor.set_up(account_id, visit_id, pyotp.TOTP(secret).at(clock.now))
    opened = []

    def enter(typed: str):
        def call() -> None:
            if not second_factor.passes(account_id, typed):
                raise RuleBroken("second-factor.wrong-code")

        return call

    for n in range(2):
        clock.now = clock.now.replace(minute=10 + 5 * n)
        for typed in (pyotp.TOTP(secret).at(clock.now), paper[n]):
            said = race(*[enter(typed)] * 3)
            opened.append(said.count("done"))
            clear_failures(account_id)

    assert opened == [1, 1, 1, 1]


def clear_failures(account_id: int) -> None:
    with builders.act("shell"):
        account = db.session.get_one(Account, account_id)
        account.n_failures, account.locked_until = 0, None


def test_every_wrong_code_counts_though_they_come_at_once(race, app):  # noqa: F811
    typed = "1234 5678 9012 3456 7890"

    said = race(*[lambda: receipts.come_back(typed, visitor="somebody")] * 4)

    assert set(said) <= {"receipt.unknown", "receipt.wait"}
    assert {row.n_failures for row in db.session.scalars(db.select(Throttle))} == {said.count("receipt.unknown")}


def test_every_wrong_password_counts_though_they_come_at_once(race, person):  # noqa: F811
    email, account_id = person.email, person.id

    race(*[lambda: accounts.sign_in(email, "not my password")] * 4)

    db.session.rollback()
    assert db.session.get_one(Account, account_id).n_failures == 4


def test_of_two_guardians_with_one_card_one_has_answered(race, app):  # noqa: F811
    programme = builders.a_programme(guardian_age=14)
    for _ in range(N_RACES):
        story = builders.a_story(db.session.merge(programme), screened=False, age_band=AgeBand.FROM_10_TO_13)
        story_id = story.id
        guardians.make_card(story_id)
        token = guardians.card_of(story_id).token
        cookies = [guardians.open_card(token)[0] for _ in range(2)]
        for cookie in cookies:
            guardians.say_kind(guardians.here(cookie), GuardianKind.PARENT)

        both = [guardians.here(cookie) for cookie in cookies]
        assert {who.link.story_id for who in both} == {story_id}
        agreed = dict.fromkeys(ASKED_WHEN_TELLING, True)
        said = race(*[lambda who=who: guardians.answer(who, agreed, {}, spoken="en") for who in both])

        assert sorted(said) == ["done", "guardian.card-ended"]
        db.session.rollback()
        assert db.session.get_one(Story, story_id).state is StoryState.TOLD
        assert (
            db.session.scalar(db.select(GuardianLink.answered_on).where(GuardianLink.story_id == story_id)) is not None
        )
