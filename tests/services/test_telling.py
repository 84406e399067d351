"""The draft of a story, opened only by its teller's cookie."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from storyapp.data.db import db
from storyapp.data.queries.telling import Place
from storyapp.data.tables.stories import Draft, Story
from storyapp.gateways.vault import SealBroken
from storyapp.rules.consent import Purpose
from storyapp.rules.people import AgeBand, ConsentBand
from storyapp.services import sessions, telling
from storyapp.services.submission import StoryTold
from tests.builders import HAPPENED, a_programme, an_invitation


@pytest.fixture
def place(app):
    programme = a_programme()
    invitation, _ = an_invitation(programme)
    return Place(invitation=invitation, programme=programme)


def told(contents) -> StoryTold:
    return StoryTold(
        submission_key=contents.submission_key, language="en", age_band=AgeBand.FROM_14_TO_15, happened=HAPPENED
    )


def test_a_draft_opens_only_with_its_own_cookie(place):
    token = telling.begin(place)
    draft = sessions.draft_of(token)

    assert telling.contents_of(draft, token).submission_key
    with pytest.raises(SealBroken):
        telling.contents_of(draft, "another")


def test_a_draft_runs_out_a_day_after_it_was_last_kept(place, clock):
    token = telling.begin(place)
    contents = telling.contents_of(sessions.draft_of(token), token)
    clock.now += timedelta(hours=20)
    telling.keep(token, contents)

    clock.now += timedelta(hours=23)
    assert sessions.draft_of(token) is not None
    clock.now += timedelta(hours=2)
    assert sessions.draft_of(token) is None


def test_sending_twice_is_one_story(place):
    invitation_id, token = place.invitation.id, telling.begin(place)
    contents = telling.contents_of(sessions.draft_of(token), token)

    telling.send(token, invitation_id, contents, told(contents))
    telling.send(token, invitation_id, contents, told(contents))

    assert db.session.scalar(db.select(db.func.count(Story.id))) == 1


def test_a_late_keep_never_writes_over_the_receipt(place):
    invitation_id, token = place.invitation.id, telling.begin(place)
    contents = telling.contents_of(sessions.draft_of(token), token)
    telling.send(token, invitation_id, contents, told(contents))

    telling.keep(token, contents)

    assert telling.contents_of(sessions.draft_of(token), token).is_sent


def test_a_send_that_the_database_refuses_leaves_the_draft_whole(place, monkeypatch):
    invitation_id, token = place.invitation.id, telling.begin(place)
    contents = telling.contents_of(sessions.draft_of(token), token)
    contents.answers["happened"] = {"happened": HAPPENED}
    telling.keep(token, contents)

    def locked() -> None:
        raise OperationalError("COMMIT", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", locked)
        with pytest.raises(OperationalError):
            telling.send(token, invitation_id, contents, told(contents))

    kept = telling.contents_of(sessions.draft_of(token), token)
    assert (kept.is_sent, kept.answers["happened"]["happened"]) == (False, HAPPENED)
    assert db.session.scalars(db.select(Draft.story_id)).one() is None


def test_where_the_programme_has_no_words_about_consent_ours_are_asked(place):
    asked = telling.consent_questions(place.programme, ConsentBand.CHILD)

    assert not asked[Purpose.QUOTE].is_own
    assert telling.shown_hashes(asked)["QUOTE"]
