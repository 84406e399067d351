"""A young person tells: one act, one story however often the button is pressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, Row, bindparam, select
from sqlalchemy.exc import IntegrityError

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme, Question, StoryInvitation
from storyapp.data.tables.stories import Answer, ConsentEvent, Receipt, Story
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_public_id
from storyapp.rules.consent import ConsentBy, Purpose, Understanding, needs_guardian
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobKind
from storyapp.rules.people import AgeBand, TellerRole
from storyapp.rules.receipts import Receipt as Code
from storyapp.rules.stories import WRITTEN_DOWN, Direction, ReadBack, StoryState, check_story
from storyapp.services import cases, consents, receipts, sealing
from storyapp.services.transaction import TELLER, Act, Wish, account_actor, act

STORIES = Story.__table__
INVITATIONS = StoryInvitation.__table__
TAKEN_OVER = ("organisation_id", "programme_id", "period_id", "collector_id", "mode", "is_test")
ADD_STORY = STORIES.insert().returning(STORIES.c.id)
PRESSED = select(STORIES.c.id).where(STORIES.c.submission_key == bindparam("key")).scalar_subquery().label("pressed")
WAY = select(
    PRESSED, INVITATIONS.c.id, INVITATIONS.c.guardian_paper, *(INVITATIONS.c[name] for name in TAKEN_OVER),
    Programme.guardian_age, Programme.consent_years, Programme.is_pilot,
).join_from(INVITATIONS, Programme, Programme.id == INVITATIONS.c.programme_id).where(INVITATIONS.c.id == bindparam("invitation"))  # fmt: skip
COUNT_ONE_MORE = (
    INVITATIONS.update()
    .where(
        INVITATIONS.c.id == bindparam("invitation"), INVITATIONS.c.revoked_at.is_(None),
        INVITATIONS.c.expires_at > bindparam("now"), INVITATIONS.c.n_sent < INVITATIONS.c.budget,
    )
    .values(n_sent=INVITATIONS.c.n_sent + 1)
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OnPaper:
    """That a story was told on paper: which paper, on which day, who asked, and who types it in."""

    number: str
    told_on: date
    collector_id: int | None
    typed_by_id: int
    guardian_paper: str = ""  # number and date of a guardian's paper for this story

    @property
    def name(self) -> str:
        """Return the paper as it stands beside what it says."""
        return f"{self.number}, {self.told_on.isoformat()}"


@dataclass(frozen=True, kw_only=True)
class StoryTold:
    """What a teller sends: plain values, already clean."""

    submission_key: str
    language: str
    age_band: AgeBand
    teller_role: TellerRole = TellerRole.YOUNG_PERSON
    title: str = ""
    happened: str
    matters: str = ""
    considered: tuple[str, ...] = ()
    direction: Direction | None = None
    domain_id: int | None = None
    answers: Mapping[int, Any] = field(default_factory=dict)  # question id → as its kind of question keeps it
    repeated: Mapping[tuple[int, int], Any] = field(default_factory=dict)  # … asked once more: question id, occasion
    consents: Mapping[Purpose, bool] = field(default_factory=dict)
    shown: Mapping[Purpose, str] = field(default_factory=dict)  # hash of the words shown
    wants_help: bool = False
    pseudonym: str = ""
    form_version_id: int | None = None  # None where the words in which it was asked are not known
    understanding: Understanding | None = None
    read_back: ReadBack | None = None  # where somebody else wrote it down
    on_paper: OnPaper | None = None
    told_on: date | None = None  # where it was written down without a network, on an earlier day
    as_typed: Mapping[str, str] = field(
        default_factory=dict
    )  # answers that do not hold, by the words of their question


def submit_story(invitation_id: int, told: StoryTold, code: Code, *, also: Callable[[int], None] | None = None) -> bool:
    """Keep a story under its receipt code; False when this very press was kept before.

    The code was made when telling began and waits in the teller's draft, so a repeated press shows the same one.
    `also` is done in the same act with the story's id, so that it holds exactly when the story is kept.
    Raises RuleBroken where the story is empty or the invitation has ended, was revoked or is used up.
    """
    check_story(happened=told.happened, matters=told.matters)
    try:
        return _submit(invitation_id, told, code, also)
    except IntegrityError:  # the same press arrived twice at the same moment
        if story_of_press(told.submission_key) is not None:
            return False
        raise


def story_of_press(submission_key: str) -> Story | None:
    """Return the story that a press has already made."""
    return db.session.scalar(select(Story).where(Story.submission_key == _press(submission_key)))


def _submit(invitation_id: int, told: StoryTold, code: Code, also: Callable[[int], None] | None) -> bool:
    """Write plain rows: this is the one act that a whole class does at the same moment."""
    with act(account_actor(told.on_paper.typed_by_id) if told.on_paper else TELLER) as doing:
        today = kit().clock().date()
        way = db.session.execute(WAY, {"key": _press(told.submission_key), "invitation": invitation_id}).one_or_none()
        if way is None:
            raise RuleBroken("invitation.ended")
        if way.pressed is not None:
            return False
        told_on = told.on_paper.told_on if told.on_paper else told.told_on or today
        guardian_needed = needs_guardian(told.age_band, guardian_age=way.guardian_age)
        events = consents.said_when_telling(
            told.consents, told.shown, band=told.age_band, language=told.language, on=told_on,
            years=way.consent_years, age=way.guardian_age,
            paper=_guardian_paper(told, way) if guardian_needed else "",
        )  # fmt: skip
        events = [{**event, **_as_on_paper(told.on_paper, event)} for event in events]
        lights = consents.folded(events, guardian_needed=guardian_needed, today=today)
        values = _story(told, way, guardian_needed=guardian_needed, today=told_on) | lights
        story_id: int = db.session.execute(ADD_STORY, values).scalar_one()
        sealing.seal_new(story_id, original_of(told))
        _write(ConsentEvent, [{"story_id": story_id, **event} for event in events])
        _write(Answer, choice_answers(story_id, way.programme_id, _by_occasion(told)))
        _write(Receipt, [receipts.receipt_values(story_id, code)])
        _hand_on(doing, story_id, way.organisation_id, values["public_id"], wants_help=told.wants_help)
        if also is not None:
            also(story_id)
        _count_on(invitation_id)
        return True


def _write(table: type[db.Model], rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(table.__table__.insert(), rows)


def _hand_on(doing: Act, story_id: int, organisation_id: int, public_id: str, *, wants_help: bool) -> None:
    if wants_help:
        story = db.session.get_one(Story, story_id)
        cases.open_case(doing, story, opened_by="teller", signals=[{"kind": "help_request", "score": 1.0}])
    doing.note(organisation_id, "story.told", f"story:{public_id}")
    read = Wish(kind=JobKind.ANALYSE_STORY, subject_id=story_id, options={"stage": "original"})
    doing.ask_all(organisation_id, [read, Wish(kind=JobKind.HARDEN_RECEIPT, subject_id=story_id)])


def _count_on(invitation_id: int) -> None:
    """Count one more story on the invitation, last of all since a class waits for this row.

    Raises RuleBroken, and nothing is kept, where the invitation has ended or is used up.
    """
    now = kit().clock()
    counted = db.session.execute(COUNT_ONE_MORE, {"invitation": invitation_id, "now": now})
    if cast("CursorResult[Any]", counted).rowcount == 0:
        invitation = db.session.get(StoryInvitation, invitation_id)
        raise RuleBroken("invitation.used-up" if is_open(invitation, now) else "invitation.ended")


def is_open(invitation: StoryInvitation | None, now: Any) -> bool:
    """Tell whether an invitation may be used at all (not counting how often it was)."""
    return invitation is not None and invitation.revoked_at is None and invitation.expires_at > now


def _story(told: StoryTold, way: Row[*tuple[Any, ...]], *, guardian_needed: bool, today: date) -> dict[str, Any]:
    waits = guardian_needed and not _guardian_paper(told, way)
    return {
        **{name: getattr(way, name) for name in TAKEN_OVER},
        "is_test": way.is_test or way.is_pilot,  # told in a pilot, it counts nowhere, not even when the pilot is over
        "invitation_id": way.id, "public_id": new_public_id(), "domain_id": told.domain_id, "language": told.language,
        "form_version_id": told.form_version_id, "age_band": told.age_band, "teller_role": told.teller_role, "direction": told.direction,
        "state": StoryState.WAITING_FOR_GUARDIAN if waits else StoryState.TOLD, "wants_help": told.wants_help,
        **({"collector_id": told.on_paper.collector_id} if told.on_paper else {}),
        "told_on": today, "n_words": count_words(told.happened, told.matters),
        "submission_key": _press(told.submission_key), "guardian_needed": guardian_needed,
        "understanding": told.understanding, **_read_back(told, way, today=today),
    }  # fmt: skip


def _guardian_paper(told: StoryTold, way: Row[*tuple[Any, ...]]) -> str:
    """Return the paper by which a guardian agreed: to this story, or to all that come by the link."""
    return (told.on_paper.guardian_paper if told.on_paper else "") or way.guardian_paper


def _as_on_paper(paper: OnPaper | None, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is otherwise about a teller's yes or no that staff read off a paper; a guardian's stays as it is."""
    if paper is None:
        return {}
    if event["by"] is ConsentBy.GUARDIAN:
        return {"recorded_by_id": paper.typed_by_id if paper.guardian_paper else None}
    return {"by": ConsentBy.STAFF_ON_PAPER, "paper": paper.name, "recorded_by_id": paper.typed_by_id}


def _read_back(told: StoryTold, way: Row[*tuple[Any, ...]], *, today: date) -> dict[str, Any]:
    said = told.read_back if way.mode in WRITTEN_DOWN else None
    return {"read_back": said, "read_back_on": today if said is not None and said.is_confirmed else None}


def original_of(told: StoryTold) -> dict[str, Any]:
    """Return what is sealed: every word the teller typed."""
    return {
        "title": told.title, "happened": told.happened, "matters": told.matters, "considered": list(told.considered),
        "answers": {sealed_key(*at): value for at, value in _by_occasion(told).items()} | dict(told.as_typed),
        "pseudonym": told.pseudonym,
    }  # fmt: skip


def sealed_key(question_id: int, occasion: int) -> str:
    """Return under which key an answer is sealed: the question's id, and from the second time on which time it is."""
    return str(question_id) if occasion == 0 else f"{question_id}.{occasion}"


def choice_answers(story_id: int, programme_id: int, answers: Mapping[tuple[int, int], Any]) -> list[dict[str, Any]]:
    """Return rows for answers (by question and occasion) that are no free text; that stays sealed until screened."""
    given = {at: value for at, value in answers.items() if value not in (None, "", [])}
    if not given:
        return []
    asked = Question.id.in_({question_id for question_id, _ in given})
    query = select(Question.id, Question.kind).where(Question.programme_id == programme_id, asked)
    chosen = {row.id for row in db.session.execute(query) if not row.kind.is_text}
    return [
        {"story_id": story_id, "question_id": question_id, "occasion": occasion, "value": value}
        for (question_id, occasion), value in given.items()
        if question_id in chosen
    ]


def _by_occasion(told: StoryTold) -> dict[tuple[int, int], Any]:
    return {(question_id, 0): value for question_id, value in told.answers.items()} | dict(told.repeated)


def count_words(*texts: str) -> int:
    """Return how many words the texts have together."""
    return sum(len(text.split()) for text in texts)


def _press(submission_key: str) -> bytes:
    return kit().vault.fingerprint(submission_key, "submission")
