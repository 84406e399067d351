"""The demo programme loads whole, on both databases."""

from sqlalchemy import func, select

from storyapp.data.db import db
from storyapp.data.tables.coding import Case, CodingDecision, JointDecision, ResultLink, Tag
from storyapp.data.tables.consenting import TextEdit
from storyapp.data.tables.evidence import PracticeStatement
from storyapp.data.tables.involvement import InvolvementActivity
from storyapp.data.tables.memos import Memo
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.paper_scans import PaperScan, PaperScanKey
from storyapp.data.tables.programmes import Change, PassedLink
from storyapp.data.tables.rounds import Dissent, Round, Share
from storyapp.data.tables.stories import Answer, Recall, Story, TellerMessage
from storyapp.data.tables.unplanned import UnplannedGroup
from storyapp.rules.consent import Light
from storyapp.rules.people import AgeBand
from storyapp.rules.rounds import RoundState
from storyapp.rules.unplanned import GroupState
from storyapp.services import demo


def count(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def may_be_counted(title: str) -> Light:
    return db.session.scalars(select(Story.may_count).where(Story.title == title)).one()


def test_the_demo_tells_a_whole_year(app):
    demo.load()

    assert count(Story) >= 60
    assert {row.state for row in db.session.scalars(select(Round))} == {
        RoundState.OPEN,
        RoundState.PAUSED,
        RoundState.DECIDED,
        RoundState.FINISHED,
    }
    assert count(Dissent) >= 2
    assert count(Tag) > 100
    assert count(ResultLink) > 80
    assert count(CodingDecision) >= 12
    assert (count(JointDecision), count(Memo)) == (1, 3)
    assert count(TellerMessage) >= 6
    assert count(Case) >= 1
    assert count(Recall) >= 1
    assert {row.state for row in db.session.scalars(select(IssuedReport))} == {"ready", "recalled"}
    assert len(demo.public_links()) == 2
    assert count(PassedLink) == 4
    assert [row.state for row in db.session.scalars(select(UnplannedGroup))] == [GroupState.PROPOSED]
    assert count(InvolvementActivity) == 3
    # consent ran out for two; one of them said yes again
    assert (may_be_counted("Round the block"), may_be_counted("Plot 31")) == (Light.YES, Light.NO)
    assert count(Share) == 21
    assert count(PaperScan) == len(of_programmes(PaperScan)) == 2
    assert count(PracticeStatement) == 4
    assert [row.agreed_on is not None and row.is_waiting for row in db.session.scalars(select(TextEdit))] == [False] * 2
    assert {row.status for row in db.session.scalars(select(Change))} == {"planned", "doing", "done", "dropped"}
    # a section was asked again: the second time counts for itself, and beside a first one
    again = {row.story_id for row in db.session.scalars(select(Answer).where(Answer.occasion > 0))}
    assert again and again <= {row.story_id for row in db.session.scalars(select(Answer).where(Answer.occasion == 0))}
    # whoever was under age in the chain told with a guardian's paper, of which a scan is kept
    links = select(Story.id).join(PassedLink, PassedLink.invitation_id == Story.invitation_id)
    scanned = select(PaperScanKey.story_id)
    young = db.session.scalars(links.where(Story.age_band == AgeBand.FROM_10_TO_13)).all()
    assert young and set(young) <= set(db.session.scalars(scanned))


def of_programmes(table) -> set[int]:
    return set(db.session.scalars(select(table.programme_id)))
