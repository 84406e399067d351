"""A half-told story is taken along to another device by a code that works once and for a day."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Draft, DraftCode
from storyapp.rules.errors import RuleBroken
from storyapp.services import finishing_later, receipts, sessions, telling
from tests.builders import a_programme, an_invitation

WORDS = "On Monday I spoke in class for the first time."


@pytest.fixture
def begun(app):
    """Return the cookie and the contents of a draft with something in it."""
    _, token = an_invitation(a_programme())
    cookie = telling.begin(telling.open_invitation(token))
    contents = telling.contents_of(sessions.draft_of(cookie), cookie)
    contents.answers["happened"] = {"happened": WORDS}
    telling.keep(cookie, contents)
    finishing_later.take_along(cookie, contents)
    return cookie, contents


def test_the_code_moves_the_story_to_another_device(begun):
    old, contents = begun

    new = finishing_later.go_on(contents.later_code, visitor="other phone")

    moved = telling.contents_of(sessions.draft_of(new), new)
    assert moved.answers["happened"] == {"happened": WORDS}
    assert moved.submission_key == contents.submission_key
    assert sessions.draft_of(old) is None


def test_a_code_works_once(begun):
    _, contents = begun
    finishing_later.go_on(contents.later_code, visitor="other phone")

    with pytest.raises(RuleBroken) as broken:
        finishing_later.go_on(contents.later_code, visitor="third phone")

    assert broken.value.code == "draft-code.unknown"


def test_after_a_day_code_and_story_are_gone(begun, clock):
    _, contents = begun
    clock.now += timedelta(hours=24)

    with pytest.raises(RuleBroken) as broken:
        finishing_later.go_on(contents.later_code, visitor="other phone")
    sessions.sweep_drafts()

    assert broken.value.code == "draft-code.unknown"
    assert db.session.scalar(db.select(db.func.count()).select_from(Draft)) == 0
    assert db.session.scalar(db.select(db.func.count()).select_from(DraftCode)) == 0


def test_a_newer_code_ends_the_older(begun):
    cookie, contents = begun
    older = contents.later_code
    finishing_later.take_along(cookie, contents)

    with pytest.raises(RuleBroken):
        finishing_later.go_on(older, visitor="other phone")

    assert finishing_later.go_on(contents.later_code, visitor="yet another phone")


def test_whoever_guesses_has_to_wait(begun):
    _, contents = begun
    for _ in range(5):
        with pytest.raises(RuleBroken):
            finishing_later.go_on(receipts.fresh_code().digits, visitor="guesser")

    with pytest.raises(RuleBroken) as broken:
        finishing_later.go_on(contents.later_code, visitor="guesser")

    assert broken.value.code == "receipt.wait"


def test_neither_words_nor_cookie_nor_code_can_be_read_in_the_table(begun):
    cookie, contents = begun

    row = db.session.scalars(db.select(DraftCode)).one()
    draft = db.session.scalars(db.select(Draft)).one()

    assert cookie.encode() not in row.sealed
    assert contents.later_code.encode() not in bytes(row.selector_hash) + row.sealed + draft.sealed
    assert WORDS.encode() not in draft.sealed
