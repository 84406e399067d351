"""Minutes as files: no voter, no story that may no longer be read, a fingerprint that can be worked out again."""

import io
from datetime import timedelta

import pytest
from docx import Document

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.rounds import BallotCast
from storyapp.data.tables.stories import Story
from storyapp.formats import registry
from storyapp.rules.consent import ConsentBy
from storyapp.services import minutes, minutes_file, seating, voting
from storyapp.services.consents import hold_story, withdraw_story
from storyapp.services.transaction import SHELL, act
from storyapp.words.speech import speaking
from tests import builders
from tests.services.round_builders import Table

REASONS = ("It stays with me for days.", "The second one is braver.", "Trust grows slowly here.")


@pytest.fixture
def table(app):
    table = Table()
    for label, story, reason in zip(("Owl", "Moth", "Fern"), (1, 2, 1), REASONS, strict=True):
        table.vote(label, story, reason)
    table.decide(1, dissent="The second story is harder to tell.")
    return table


def fingerprint(table):
    return minutes_file.fingerprint_of(table.sitting)


def words_of(table, language="en"):
    with speaking(language):
        data = minutes_file.hand_out_minutes(minutes.minutes_of(table.sitting), "docx", actor=SHELL)
    document = Document(io.BytesIO(data))
    cells = [cell.text for grid in document.tables for row in grid.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_a_file_holds_decision_reasons_dissent_and_fingerprint(table):
    text = words_of(table)

    expected = (*REASONS, "The second story is harder to tell.", "Title 1", fingerprint(table).whole)
    assert [words for words in expected if words not in text] == []


def test_a_link_that_is_stopped_after_the_choice_changes_nothing_that_was_counted(table, clock):
    clock.now += timedelta(hours=1)
    before, words = fingerprint(table), words_of(table)

    seating.revoke_seat(table.programme, table.id, table.seat("Owl").id, account_id=table.facilitator.id)

    assert fingerprint(table) == before and words_of(table) == words
    assert minutes.minutes_of(table.sitting).outcome.n_votes == 3


def test_minutes_name_who_was_not_there_and_whose_seat_was_taken_away_and_count_who_stepped_back(app):
    table = Table(labels=("Owl", "Moth", "Fern", "Lynx"))
    voting.recuse(table.seat("Owl").id, table.story_ids[2], knows=True)
    for label in ("Owl", "Moth", "Lynx"):
        table.vote(label, 1)
    seating.revoke_seat(table.programme, table.id, table.seat("Lynx").id, account_id=table.facilitator.id)
    table.decide(1)

    lines = words_of(table).split("\n")

    def after(words):
        return lines[next(n for n, line in enumerate(lines) if words in line) + 1]

    assert (after("Not there for this vote"), after("Taken off the panel")) == ("Fern", "Lynx")
    assert any("1 person did not judge a story" in line for line in lines) and "Lynx" not in after("Voted")


def test_a_file_never_says_who_voted_for_what(table):
    lines = words_of(table).split("\n")

    with_voter = [line for line in lines if any(label in line for label in ("Owl", "Moth", "Fern"))]
    assert sorted(with_voter) == ["Fern", "Moth", "Owl"]


def test_the_same_round_gives_the_same_file(table):
    with speaking("ru"):
        told = minutes.minutes_of(table.sitting)
        first, second = (minutes_file.hand_out_minutes(told, "docx", actor=SHELL) for _ in range(2))

    assert first == second


def test_a_pdf_is_written_where_its_libraries_are(table):
    if "pdf" not in {one.name for one in registry.available()}:
        pytest.skip("no Pango here")
    with speaking("ru"):
        data = minutes_file.hand_out_minutes(minutes.minutes_of(table.sitting), "pdf", actor=SHELL)

    assert data.startswith(b"%PDF")


def held(doing, story):
    hold_story(story, today=builders.TODAY)


def withdrawn(doing, story):
    withdraw_story(doing, story, by=ConsentBy.CHILD, today=builders.TODAY)


@pytest.mark.parametrize("goes", [held, withdrawn])
def test_a_story_that_may_no_longer_be_read_is_not_named(table, goes):
    with act(SHELL) as doing:
        goes(doing, db.session.get_one(Story, table.story_ids[0]))

    text = words_of(table)

    assert "Title 1" not in text and REASONS[0] not in text
    assert "A story that may no longer be read" in text
    told = minutes.minutes_of(table.sitting)
    assert not any(REASONS[0] in said.reason for counted in told.counted for said in counted.said)
    assert [one.read.story.id for one in told.chosen] == [table.story_ids[0]]
    assert told.joint_reason == ""


def test_taking_minutes_along_is_noted(table):
    words_of(table)

    line = db.session.scalars(db.select(AuditEvent).where(AuditEvent.act == "round.minutes-downloaded")).one()
    assert (line.subject, line.reason) == (f"round:{table.id}", "DOCX")


def test_the_fingerprint_is_the_same_as_long_as_nothing_changes(table):
    before = fingerprint(table)

    assert fingerprint(table) == before


def reword_a_ballot(table):
    db.session.scalars(db.select(BallotCast).where(BallotCast.round_id == table.id)).first().reason = "Another reason."


def reword_a_story(table):
    db.session.get_one(Story, table.story_ids[1]).happened = "Something else happened."


def reword_the_decision(table):
    db.session.get_one(type(table.one), table.id).joint_reason = "Another joint reason, put in later."


@pytest.mark.parametrize(
    ("changes", "part"),
    [(reword_a_ballot, "ballots"), (reword_a_story, "texts"), (reword_the_decision, "decision")],
    ids=["a ballot", "a text", "the decision"],
)
def test_a_change_shows_and_shows_where(table, changes, part):
    before = fingerprint(table)

    with act(SHELL):
        changes(table)

    after = fingerprint(table)
    differing = {name for name in ("ballots", "texts", "decision") if getattr(before, name) != getattr(after, name)}
    assert (after.whole == before.whole, differing) == (False, {part})


def test_who_voted_is_no_part_of_the_fingerprint(table):
    before = fingerprint(table)
    with act(SHELL):
        rows = list(db.session.scalars(db.select(BallotCast).where(BallotCast.round_id == table.id)))
        owl, fern = (row for row in rows if row.reason in (REASONS[0], REASONS[2]))
        owl.reason, fern.reason = fern.reason, owl.reason

    assert fingerprint(table) == before
