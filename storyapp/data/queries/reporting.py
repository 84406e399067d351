"""What a report is made of, read in columns: facts of stories for counting, texts only of the few that are quoted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, String, cast, func, select

from storyapp.data.db import db
from storyapp.data.queries.findings import ALONE_STATE, OF_TAG
from storyapp.data.tables.coding import CodedStory, CodingDecision, JointDecision, ResultLink, Tag
from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.programmes import (
    Change,
    Domain,
    Period,
    Programme,
    Question,
    StoryInvitation,
)
from storyapp.data.tables.rounds import Round, RoundStory
from storyapp.data.tables.stories import Answer, ConsentEvent, Receipt, Story, TellerMessage
from storyapp.rules.coding import CodingStep
from storyapp.rules.consent import Light, Purpose, Understanding
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.programmes import QuestionFamily
from storyapp.rules.results import LinkDirection
from storyapp.rules.rounds import RoundState
from storyapp.rules.stories import Direction, Mode, ReadBack, StoryState
from storyapp.rules.tags import CoderKind, TagState

Q = TypeVar("Q", bound=Select)
GROUP_QUESTION = "group"
DECIDED = (RoundState.DECIDED, RoundState.FINISHED)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryRow:
    """One story without its words."""

    id: int
    period_id: int | None
    domain_id: int | None
    language: str
    age_band: AgeBand | None
    teller_role: TellerRole
    direction: Direction | None
    mode: Mode
    collector_id: int | None
    state: StoryState
    is_held: bool
    is_test: bool
    may_count: Light
    may_panel: Light
    may_youth_panel: Light
    may_quote: Light
    may_publish: Light
    n_words: int
    told_on: date
    n_considered: int
    read_back: ReadBack | None
    has_link: bool
    understanding: Understanding | None
    approved_version: int
    text_version: int
    text_objected_on: date | None
    reworded_on: date | None
    made_up_name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeRow:
    """One confirmed theme or result on one story; `subject_id` is the theme's or the result's."""

    id: int
    story_id: int
    subject_id: int
    coder: CoderKind
    decided_as: CoderKind | None
    direction: LinkDirection | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AnsweredRow:
    """What became of one story at one table: read, chosen, answered."""

    story_id: int
    round_id: int
    is_chosen: bool
    is_answered: bool
    is_exception: bool
    answered_on: date | None
    is_seen: bool


def of_programme(programme: Programme) -> Select[IssuedReport]:
    """Return the reports of a programme, to be narrowed."""
    return select(IssuedReport).where(
        IssuedReport.organisation_id == programme.organisation_id, IssuedReport.programme_id == programme.id
    )


def report_by_public_id(programme: Programme, public_id: str) -> IssuedReport | None:
    """Return one report of this programme."""
    return db.session.scalar(of_programme(programme).where(IssuedReport.public_id == public_id))


def listed(programme: Programme, *, audiences: Collection[str], limit: int, offset: int) -> list[Any]:
    """Return reports for these audiences, newest first, without what they say."""
    columns = (
        IssuedReport.id, IssuedReport.public_id, IssuedReport.period_ids, IssuedReport.language, IssuedReport.audience,
        IssuedReport.length, IssuedReport.tellers, IssuedReport.state, IssuedReport.requested_at,
    )  # fmt: skip
    query = of_programme(programme).with_only_columns(*columns).where(IssuedReport.audience.in_(audiences))
    return list(db.session.execute(query.order_by(IssuedReport.id.desc()).limit(limit).offset(offset)))


def published_before(one: IssuedReport) -> list[tuple[list[int], dict[str, Any]]]:
    """Return what earlier reports of the programme showed, newest first; recalled ones were read too."""
    query = select(IssuedReport.period_ids, IssuedReport.published).where(
        IssuedReport.organisation_id == one.organisation_id, IssuedReport.programme_id == one.programme_id,
        IssuedReport.id < one.id, IssuedReport.state.in_(["ready", "recalled"]),
    )  # fmt: skip
    return [(list(ids), dict(said)) for ids, said in db.session.execute(query.order_by(IssuedReport.id.desc()))]


def stories_told(programme: Programme, period_ids: Collection[int], *, lock: bool = False) -> list[StoryRow]:
    """Return every story of the periods, whatever its state, by id; `lock` keeps its consent as it is meanwhile."""
    query = _facts()
    query = _inside(query, Story, programme).where(Story.period_id.in_(period_ids)).order_by(Story.id)
    if lock:
        query = query.with_for_update(read=True, of=Story)
    return [StoryRow(**row._mapping) for row in db.session.execute(query)]


def row_of(programme: Programme, story_id: int) -> StoryRow:
    """Return one story without its words."""
    row = db.session.execute(_inside(_facts(), Story, programme).where(Story.id == story_id)).one()
    return StoryRow(**row._mapping)


def confirmed_tags(programme: Programme, period_ids: Collection[int]) -> list[CodeRow]:
    """Return the themes that a person has confirmed, by story."""
    query = select(Tag.id, Tag.story_id, Tag.theme_id.label("subject_id"), Tag.coder, Tag.decided_as)
    return _codes(query, Tag, programme, period_ids)


def confirmed_links(programme: Programme, period_ids: Collection[int]) -> list[CodeRow]:
    """Return the results that a person has confirmed, by story."""
    query = select(
        ResultLink.id, ResultLink.story_id, ResultLink.result_id.label("subject_id"), ResultLink.coder,
        ResultLink.decided_as, ResultLink.direction,
    )  # fmt: skip
    return _codes(query, ResultLink, programme, period_ids)


def evidence_of(table: type[Any], ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the words that show these tags or links, by the id of the tag or link."""
    found: dict[int, list[dict[str, Any]]] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        rows = db.session.execute(select(table.id, table.evidence).where(table.id.in_(part)))
        found |= {code_id: list(evidence) for code_id, evidence in rows}
    return found


def working_texts(ids: Collection[int]) -> dict[int, tuple[str, str, str]]:
    """Return the working texts of these stories as they stand now: title, what happened, why it matters."""
    query = select(Story.id, Story.title, Story.happened, Story.matters).where(Story.id.in_(sorted(ids)))
    return {story_id: (title, happened, matters) for story_id, title, happened, matters in db.session.execute(query)}


def engines(programme: Programme) -> list[str]:
    """Return the versions of the language module whose suggestions stand, confirmed or not."""
    query = _inside(select(Tag.engine).distinct(), Tag, programme).where(Tag.coder == CoderKind.MODEL, Tag.engine != "")
    return sorted(db.session.scalars(query))


def n_open_suggestions(programme: Programme) -> int:
    """Count suggestions of themes on which nobody has decided."""
    query = _inside(select(func.count(Tag.id)), Tag, programme).where(Tag.state == TagState.SUGGESTED)
    return db.session.scalar(query) or 0


def said_of_none(programme: Programme, *, is_unplanned: bool) -> frozenset[int]:
    """Return the stories of which a person said that they fit no intended result, or that they do fit one."""
    query = _inside(select(CodedStory.story_id), CodedStory, programme).where(CodedStory.is_unplanned.is_(is_unplanned))
    return frozenset(db.session.scalars(query))


def second_readings(programme: Programme) -> list[tuple[int, int, CodingStep]]:
    """Return what second readers said of a theme on a story: story, theme, step; by id."""
    query = _inside(
        select(CodingDecision.story_id, CodingDecision.theme_id, CodingDecision.step), CodingDecision, programme
    )
    query = query.where(
        CodingDecision.is_second, CodingDecision.undone_at.is_(None), CodingDecision.theme_id.is_not(None)
    )
    return [tuple(row) for row in db.session.execute(query.order_by(CodingDecision.id))]


def standing_states(programme: Programme, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], TagState]:
    """Return what the first reader said alone of the themes of which second readers spoke."""
    story_ids = sorted({story_id for story_id, _ in pairs})
    found: dict[tuple[int, int], TagState] = {}
    for start in range(0, len(story_ids), 500):
        alone = select(Tag.story_id, Tag.theme_id, ALONE_STATE).select_from(Tag).outerjoin(JointDecision, OF_TAG)
        query = _inside(alone, Tag, programme)
        query = query.where(Tag.story_id.in_(story_ids[start : start + 500]))
        found |= {(story, theme): state for story, theme, state in db.session.execute(query) if (story, theme) in pairs}
    return found


def rounds_of(programme: Programme, period_ids: Collection[int]) -> list[Round]:
    """Return the rounds of the periods in order of domain and level."""
    query = _inside(select(Round), Round, programme).outerjoin(Domain, Domain.id == Round.domain_id)
    query = query.where(Round.period_id.in_(period_ids))
    return list(db.session.scalars(query.order_by(Domain.position, Round.selection_level, Round.id)))


def tables_of(programme: Programme, period_ids: Collection[int]) -> list[AnsweredRow]:
    """Return what became of stories at the tables of decided rounds."""
    query = (
        _inside(select(RoundStory), Round, programme)
        .join(Round, Round.id == RoundStory.round_id)
        .where(Round.period_id.in_(period_ids), Round.state.in_(DECIDED), RoundStory.is_removed.is_(False))
        .with_only_columns(
            RoundStory.story_id, RoundStory.round_id, RoundStory.is_chosen,
            (RoundStory.valued != "").label("is_answered"), (RoundStory.exception != "").label("is_exception"),
            RoundStory.answered_at, RoundStory.seen_on, Round.state, Round.finished_at,
        )
        .order_by(RoundStory.round_id, RoundStory.story_id)
    )  # fmt: skip
    return [
        AnsweredRow(
            story_id=row.story_id, round_id=row.round_id, is_chosen=row.is_chosen,
            is_answered=bool(row.is_answered) and row.state is RoundState.FINISHED,
            is_exception=bool(row.is_exception), answered_on=_told_on(row), is_seen=row.seen_on is not None,
        )
        for row in db.session.execute(query)
    ]  # fmt: skip


def _told_on(row: Any) -> date | None:
    """Return the day from which a teller could read an answer: none before its round is finished."""
    if row.state is not RoundState.FINISHED or row.answered_at is None:
        return None
    return max(at.date() for at in (row.answered_at, row.finished_at) if at)


def valued_in(round_ids: Collection[int]) -> list[Any]:
    """Return what panels valued in the stories of these rounds, the chosen ones first."""
    query = select(RoundStory.story_id, RoundStory.valued, RoundStory.is_chosen).where(
        RoundStory.round_id.in_(round_ids), RoundStory.valued != "", RoundStory.is_removed.is_(False)
    )
    return list(
        db.session.execute(query.order_by(RoundStory.is_chosen.desc(), RoundStory.round_id, RoundStory.story_id))
    )


def words_of_tellers(programme: Programme, period_ids: Collection[int]) -> list[tuple[int, str, date]]:
    """Return that tellers wrote back: story, kind, day; never what they wrote, never a call for help."""
    query = (
        _inside(select(TellerMessage.story_id, TellerMessage.kind, TellerMessage.said_on), Story, programme)
        .join(Story, Story.id == TellerMessage.story_id)
        .where(
            Story.period_id.in_(period_ids), TellerMessage.is_from_teller,
            TellerMessage.kind.in_(["reply", "question", "complaint", "misread"]),
        )
        .order_by(TellerMessage.id)
    )  # fmt: skip
    return [tuple(row) for row in db.session.execute(query)]


def said_back(programme: Programme, period_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return what tellers wrote back and let a report say, as a person wrote it out: story, words."""
    query = (
        _inside(select(TellerMessage.story_id, TellerMessage.for_report), Story, programme)
        .join(Story, Story.id == TellerMessage.story_id)
        .where(Story.period_id.in_(period_ids), TellerMessage.may_print, TellerMessage.for_report != "")
        .order_by((TellerMessage.kind == "misread").desc(), TellerMessage.id)
    )
    return [tuple(row) for row in db.session.execute(query)]


def groups_told(programme: Programme, period_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return what tellers said of their group: story and the answer as it is stored (JSON)."""
    query = (
        _inside(select(Answer.story_id, cast(Answer.value, String)), Story, programme)
        .join(Story, Story.id == Answer.story_id)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Question.code == GROUP_QUESTION, Question.family == QuestionFamily.TELLER, Answer.occasion == 0,
            Story.period_id.in_(period_ids),
        )
        .order_by(Answer.story_id)
    )  # fmt: skip
    return [tuple(row) for row in db.session.execute(query)]


def with_receipt(programme: Programme, period_ids: Collection[int]) -> frozenset[int]:
    """Return the stories whose tellers can come back by a code."""
    query = _inside(select(Receipt.story_id), Story, programme).join(Story, Story.id == Receipt.story_id)
    return frozenset(db.session.scalars(query.where(Story.period_id.in_(period_ids))))


def contact_events(programme: Programme, period_ids: Collection[int]) -> list[ConsentEvent]:
    """Return what tellers said about being contacted again, in order."""
    query = _inside(select(ConsentEvent), Story, programme).join(Story, Story.id == ConsentEvent.story_id)
    query = query.where(Story.period_id.in_(period_ids), ConsentEvent.purpose == Purpose.CONTACT)
    return list(db.session.scalars(query.order_by(ConsentEvent.id)))


def n_links(programme: Programme, period_ids: Collection[int]) -> int:
    """Count the invitations by which people could tell."""
    query = _inside(select(func.count(StoryInvitation.id)), StoryInvitation, programme)
    query = query.where(StoryInvitation.period_id.in_(period_ids), StoryInvitation.is_test.is_(False))
    return db.session.scalar(query) or 0


def books(programme: Programme, table: type[Any]) -> Sequence[Any]:
    """Return domains, themes, results or target groups of a programme in their order, inactive ones among them."""
    return list(db.session.scalars(_inside(select(table), table, programme).order_by(table.position, table.id)))


def periods_of(programme: Programme) -> list[Period]:
    """Return the periods of a programme, the earliest first."""
    return list(db.session.scalars(_inside(select(Period), Period, programme).order_by(Period.starts_on, Period.id)))


def changes_of(programme: Programme) -> list[Change]:
    """Return "you said, we did", done first."""
    return list(db.session.scalars(_inside(select(Change), Change, programme).order_by(Change.id)))


def _facts() -> Select:
    return select(
        Story.id, Story.period_id, Story.domain_id, Story.language, Story.age_band, Story.teller_role,
        Story.direction, Story.mode, Story.collector_id, Story.state, Story.is_held, Story.is_test, Story.may_count, Story.may_panel,
        Story.may_youth_panel, Story.may_quote, Story.may_publish, Story.n_words, Story.told_on,
        func.json_array_length(Story.considered).label("n_considered"), Story.read_back,
        Story.invitation_id.is_not(None).label("has_link"), Story.understanding, Story.approved_version,
        Story.text_version, Story.text_objected_on, Story.reworded_on, Story.made_up_name,
    )  # fmt: skip


def _codes(query: Select, table: Any, programme: Programme, period_ids: Collection[int]) -> list[CodeRow]:
    query = _inside(query, table, programme).join(Story, Story.id == table.story_id)
    query = query.where(Story.period_id.in_(period_ids), table.state == TagState.CONFIRMED)
    return [CodeRow(**row._mapping) for row in db.session.execute(query.order_by(table.story_id, table.id))]


def _inside(query: Q, table: Any, programme: Programme) -> Q:
    return query.where(table.organisation_id == programme.organisation_id, table.programme_id == programme.id)
