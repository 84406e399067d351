"""The evidence card of stories, worked out from what the house knows; nobody fills it in (D2)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from storyapp.data.queries import reporting as queries
from storyapp.data.queries import verifying
from storyapp.data.queries.reporting import AnsweredRow, StoryRow
from storyapp.data.tables.evidence import StoryCheck
from storyapp.data.tables.programmes import Domain, Programme, TargetGroup
from storyapp.data.tables.stories import Story
from storyapp.rules.consent import ConsentAct
from storyapp.rules.evidence import EvidenceFacts, Finding, evidence_card
from storyapp.rules.programmes import DomainKind
from storyapp.rules.stories import ReadBack, StoryState
from storyapp.services.verifying import outcome_of

Card = tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Around:
    """What is known of a programme and its periods, asked for once for all cards."""

    kinds: frozenset[DomainKind]
    has_targets: bool
    is_explained: bool
    receipts: frozenset[int]
    contact: Mapping[int, ConsentAct]
    tables: Mapping[int, tuple[AnsweredRow, ...]]
    checks: Mapping[int, StoryCheck]
    overused: frozenset[int]


def around(programme: Programme, period_ids: Collection[int], tables: Iterable[AnsweredRow]) -> Around:
    """Ask for all that the cards of these periods need, in a fixed number of queries."""
    at: dict[int, list[AnsweredRow]] = {}
    for row in tables:
        at.setdefault(row.story_id, []).append(row)
    return Around(
        kinds=frozenset(row.kind for row in queries.books(programme, Domain) if row.is_active),
        has_targets=any(row.n_target for row in queries.books(programme, TargetGroup)),
        is_explained=not programme.purpose.is_empty, receipts=queries.with_receipt(programme, period_ids),
        contact={event.story_id: event.act for event in queries.contact_events(programme, period_ids)},
        tables={story_id: tuple(rows) for story_id, rows in at.items()},
        checks={check.story_id: check for check in verifying.checks_of(programme, period_ids)},
        overused=verifying.overused(programme, period_ids),
    )  # fmt: skip


def card_of(row: StoryRow, known: Around) -> Card:
    """Answer the eleven questions about one story."""
    tables = known.tables.get(row.id, ())
    return evidence_card(
        EvidenceFacts(
            mode=row.mode, may_be_contacted=known.contact.get(row.id) is ConsentAct.GRANT,
            has_receipt=row.id in known.receipts, was_asked_for_several=True, n_changes_named=row.n_considered,
            was_read_back=row.read_back is ReadBack.AWAITED,
            read_back_confirmed=row.read_back is not None and row.read_back.is_confirmed,
            agreements_whole=row.state is not StoryState.WAITING_FOR_GUARDIAN,
            text_is_deidentified=row.state is StoryState.SCREENED, is_held=row.is_held,
            question_is_explained=known.is_explained, asked_for_worse=DomainKind.LESSONS in known.kinds,
            asked_for_other=DomainKind.ANY_OTHER in known.kinds, invitation_is_known=row.has_link,
            has_presence_targets=known.has_targets, consent=row.may_count,
            used_within_consent=row.id not in known.overused, verification=outcome_of(known.checks.get(row.id)),
            n_rounds=len(tables), n_rounds_with_whole_trail=len(tables),
            feedback_given=any(one.is_answered for one in tables), feedback_seen=any(one.is_seen for one in tables),
        )
    )  # fmt: skip


def card_of_story(programme: Programme, story: Story) -> Card:
    """Answer the eleven questions about one story for its page."""
    period_ids = (story.period_id,) if story.period_id is not None else ()
    row = queries.row_of(programme, story.id)
    known = around(programme, period_ids, queries.tables_of(programme, period_ids))
    return card_of(row, known)
