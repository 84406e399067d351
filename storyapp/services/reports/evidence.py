"""The evidence card of every counted story, added up question by question."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from storyapp.data.queries import reporting as queries
from storyapp.data.queries.reporting import AnsweredRow, StoryRow
from storyapp.data.tables.programmes import Programme, TargetGroup
from storyapp.rules.consent import ConsentAct
from storyapp.rules.evidence import EvidenceFacts, ItemCount, evidence_card, items_counted
from storyapp.rules.programmes import DomainKind


def count_evidence(
    programme: Programme, period_ids: Collection[int], counted: Iterable[StoryRow], tables: Iterable[AnsweredRow], *,
    domains: Sequence[Any],
) -> tuple[ItemCount, ...]:  # fmt: skip
    """Count the answers to the eleven questions over all counted stories; nothing is added up across questions."""
    receipts = queries.with_receipt(programme, period_ids)
    contact = {event.story_id: event.act for event in queries.contact_events(programme, period_ids)}
    has_targets = any(row.n_target for row in queries.books(programme, TargetGroup))
    kinds = {row.kind for row in domains}
    tables_at = _tables_by_story(tables)
    is_explained = not programme.purpose.is_empty
    cards = (
        evidence_card(
            EvidenceFacts(
                mode=row.mode, may_be_contacted=contact.get(row.id) is ConsentAct.GRANT,
                has_receipt=row.id in receipts, was_asked_for_several=True, n_changes_named=row.n_considered,
                agreements_whole=True, text_is_deidentified=True, question_is_explained=is_explained,
                asked_for_worse=DomainKind.LESSONS in kinds, asked_for_other=DomainKind.ANY_OTHER in kinds,
                invitation_is_known=row.has_link, has_presence_targets=has_targets, consent=row.may_count,
                n_rounds=len(tables_at.get(row.id, ())), n_rounds_with_whole_trail=len(tables_at.get(row.id, ())),
                feedback_given=any(one.is_answered for one in tables_at.get(row.id, ())),
                feedback_seen=any(one.is_seen for one in tables_at.get(row.id, ())),
            )
        )
        for row in counted
    )  # fmt: skip
    return items_counted(cards)


def _tables_by_story(tables: Iterable[AnsweredRow]) -> dict[int, list[AnsweredRow]]:
    found: dict[int, list[AnsweredRow]] = {}
    for row in tables:
        found.setdefault(row.story_id, []).append(row)
    return found
