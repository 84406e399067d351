"""An erased story leaves no word behind: not in the database file, not in its log, not in a report."""

import json
from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.coding import Tag
from storyapp.data.tables.outputs import IssuedReport, ReportUse
from storyapp.data.tables.programmes import Programme, Theme
from storyapp.data.tables.rounds import BallotCast, Comparison, Round, RoundStory, Seat
from storyapp.data.tables.stories import Recall, Receipt, Story, StoryKey, StoryWords, TellerMessage, Tombstone
from storyapp.gateways.kit import kit
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import AgeBand
from storyapp.rules.rounds import Method, OutcomeKind, RoundState
from storyapp.rules.stories import StoryState
from storyapp.rules.tags import CoderKind, TagState
from storyapp.rules.wording import Wording
from storyapp.services import erasing, my_story, voting
from storyapp.services.sealing import open_original
from storyapp.services.transaction import act
from tests.builders import TODAY, a_programme, a_story, the_period
from tests.services.round_builders import Table

MARKER = "Zylofonkvark"
HAPPENED = f"Then {MARKER} came to our school and sat beside me every day."


def ids_of(story: Story) -> dict[str, int]:
    return {"organisation_id": story.organisation_id, "programme_id": story.programme_id}


def a_round(story: Story, state: RoundState, **changes) -> int:
    """Return the id of a round in which one seat voted for the story."""
    ids, story_id, version = ids_of(story), story.id, story.text_version
    period_id = the_period(db.session.get(Programme, story.programme_id)).id
    decided = state in (RoundState.DECIDED, RoundState.FINISHED)
    values = dict(
        **ids, period_id=period_id, name="Spring", method=Method.MAJORITY, state=state,
        outcome=OutcomeKind.ONE if decided else None, joint_reason=f"It says {MARKER} came to our school, plainly." if decided else "",
    )  # fmt: skip
    with act("shell"):
        made = Round(**{**values, **changes})
        db.session.add(made)
        db.session.flush()
        seat = Seat(
            round_id=made.id, label="One", token_hash=b"%d" % made.id, token_sealed=b"x", expires_at=kit().clock()
        )
        row = RoundStory(
            round_id=made.id, story_id=story_id, text_version=version, is_chosen=decided,
            valued=f"That {MARKER} sat beside you." if decided else "", answered_at=kit().clock() if decided else None,
        )  # fmt: skip
        db.session.add_all([seat, row])
        db.session.flush()
        db.session.add(
            BallotCast(round_id=made.id, seat_id=seat.id, turn=1, story_id=story_id, reason=f"Because of {MARKER}.")
        )
    return made.id


def a_report(story: Story, use: str = "quoted") -> int:
    ids, story_id = ids_of(story), story.id
    with act("shell"):
        report = IssuedReport(
            **ids,
            public_id=f"report-{use}",
            language="en",
            state="ready",
            content={"quote": HAPPENED},
            requested_at=kit().clock(),
        )
        db.session.add(report)
        db.session.flush()
        db.session.add(ReportUse(report_id=report.id, story_id=story_id, use=use))
    return report.id


def a_tag(story: Story) -> None:
    ids, story_id = ids_of(story), story.id
    with act("shell"):
        theme = Theme(**ids, code="voice", name=Wording(en="Voice"), description=Wording())
        db.session.add(theme)
        db.session.flush()
        db.session.add(
            Tag(
                **ids, story_id=story_id, theme_id=theme.id, coder=CoderKind.MODEL, state=TagState.SUGGESTED,
                evidence=[{"start": 5, "end": 17, "text": MARKER}], text_version=1,
            )
        )  # fmt: skip
        db.session.merge(StoryWords(story_id=story_id, lemmas=f"then {MARKER.lower()} come"))


@pytest.fixture
def story(app):
    return a_story(a_programme(), happened=HAPPENED, considered=(f"{MARKER} came",), pseudonym=MARKER)


def bytes_with(folder, marker: str) -> list[str]:
    needles = [marker.encode(), marker.lower().encode(), marker.encode("utf-16-le")]
    return [path.name for path in folder.rglob("*") if path.is_file() and any(n in path.read_bytes() for n in needles)]


def test_no_byte_of_an_erased_story_is_left_in_the_data_folder(story, settings, database_kind):
    a_tag(story)
    a_report(story)
    a_round(story, RoundState.FINISHED)
    a_round(story, RoundState.OPEN)
    my_story.write(story.id, kind="reply", text=f"{MARKER} is well.")
    assert database_kind != "sqlite" or bytes_with(settings.data_folder, MARKER)

    erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")

    db.session.remove()
    assert bytes_with(settings.data_folder, MARKER) == []


def test_everything_made_from_the_story_goes_and_an_empty_row_stays(story):
    a_tag(story)
    story_id = story.id

    erasing.erase_story(story_id, actor="teller", reason="TELLER_ASKED")

    left = db.session.get(Story, story_id)
    assert (left.state, left.happened, left.age_band, left.n_words) == (StoryState.WITHDRAWN, "", None, 0)
    for table in (StoryKey, Receipt, StoryWords, Tag, TellerMessage):
        assert db.session.scalar(db.select(db.func.count()).select_from(table).where(table.story_id == story_id)) == 0
    with pytest.raises(RuleBroken, match=r"story\.erased"):
        open_original(story_id)


def test_a_finished_round_keeps_its_numbers_without_a_word_of_the_story(story):
    round_id = a_round(story, RoundState.FINISHED)

    erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")

    row = db.session.scalars(db.select(RoundStory)).one()
    ballot = db.session.scalars(db.select(BallotCast)).one()
    assert row.is_chosen and (row.valued, row.exception) == ("", erasing.NOTHING)
    assert (ballot.story_id, ballot.reason) == (row.story_id, erasing.NOTHING)
    assert db.session.get(Round, round_id).joint_reason == "It says …, plainly."


def test_an_open_round_loses_the_story(story):
    a_round(story, RoundState.OPEN)

    erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")

    assert db.session.scalars(db.select(RoundStory)).all() == []
    assert db.session.scalars(db.select(BallotCast)).all() == []


def test_a_report_that_carried_it_is_recalled_and_emptied(story):
    report_id = a_report(story)

    erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")

    report = db.session.get(IssuedReport, report_id)
    assert (report.state, report.content) == ("recalled", None)
    assert db.session.scalars(db.select(Recall.output)).all() == ["report"]


def test_erasing_is_written_down_by_public_id_alone(story, settings):
    public_id = story.public_id

    erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")

    lines = (settings.data_folder / erasing.LOG_NAME).read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"public_id": public_id, "erased_on": TODAY.isoformat()}]
    assert db.session.scalars(db.select(Tombstone.public_id)).all() == [public_id]


def test_erasing_twice_is_erasing_once(story, settings):
    erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")
    erasing.erase_story(story.id, actor="teller", reason="TELLER_ASKED")

    assert len((settings.data_folder / erasing.LOG_NAME).read_text().splitlines()) == 1


def test_a_restored_backup_forgets_again(story):
    line = json.dumps({"public_id": story.public_id, "erased_on": "2026-05-01"})

    n_erased = erasing.replay_erasures([line, "torn li", line, json.dumps({"public_id": "nobody"})])

    assert n_erased == 1
    assert db.session.get(Story, story.id).state is StoryState.WITHDRAWN


def test_a_story_no_guardian_agreed_to_is_erased_after_thirty_days(app, clock):
    waiting = a_story(a_programme(guardian_age=14), age_band=AgeBand.FROM_10_TO_13, screened=False)

    clock.now += timedelta(days=29)
    assert erasing.erase_unconfirmed() == 0
    clock.now += timedelta(days=1)
    assert erasing.erase_unconfirmed() == 1
    assert db.session.get(StoryKey, waiting.id) is None


def test_an_erased_story_leaves_no_words_in_comparisons_and_keeps_the_count(app):
    table = Table(method=Method.PAIRWISE)
    seat = table.seat("Owl").id
    voting.compare(seat, pair=table.story_ids[:2], better_id=table.story_ids[0], reason="She came back.", turn=1)

    erasing.erase_story(table.story_ids[1], actor="shell", reason="ASKED")

    db.session.expire_all()
    row = db.session.scalars(db.select(Comparison)).one()
    assert (row.better_id, row.reason) == (table.story_ids[0], erasing.NOTHING)


def test_every_table_about_a_story_is_emptied_or_kept_on_purpose():
    emptied = {table.__tablename__ for table in erasing.MADE_FROM_IT}
    kept = {
        "round_stories",
        "cases",
        "report_uses",
        "ballot_marks",
        "comparisons",
        "expectations",
        "refused_stories",
    }  # numbers and ids, cleared of words

    about = {t.name for t in db.metadata.sorted_tables for key in t.foreign_keys if key.column.table.name == "stories"}

    assert about == emptied | kept


def test_a_text_loses_only_what_it_quotes():
    phrases = ["she came back", "came back alone"]

    assert erasing.without_quotes("We liked that she came back alone, at last.", phrases) == "We liked that …, at last."
    assert erasing.without_quotes("We liked the courage.", phrases) == "We liked the courage."


def test_an_erasure_that_the_full_disk_did_not_note_is_noted_later(app):
    story = a_story(a_programme())
    log, public_id = kit().settings.data_folder / erasing.LOG_NAME, story.public_id
    log.mkdir()  # nothing can be written there

    erasing.erase_story(story.id, actor="teller", reason="TELLER")
    log.rmdir()
    n_added = [erasing.log_what_is_missing() for _ in range(2)]

    assert n_added == [1, 0]
    assert [json.loads(line)["public_id"] for line in log.read_text().splitlines()] == [public_id]


def test_a_line_torn_by_a_full_disk_does_not_hide_an_erasure(app):
    programme = a_programme()
    ids = [(story := a_story(programme)).id for _ in range(2)]
    for story_id in ids:
        erasing.erase_story(story_id, actor="teller", reason="TELLER")
    log = kit().settings.data_folder / erasing.LOG_NAME
    log.write_bytes(log.read_bytes()[:-30])

    erasing.log_what_is_missing()

    whole = [line for line in log.read_text().splitlines() if line.endswith("}")]
    assert story.public_id in json.loads(whole[-1])["public_id"] and len(whole) == 2
