"""Outputs that had used a story whose consent was since narrowed: a person sees to each (B5)."""

from sqlalchemy import Select, select

from storyapp.data.db import db
from storyapp.data.queries.stories import bounded_count
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Recall
from storyapp.gateways.kit import kit
from storyapp.services.transaction import account_actor, act

MOST_LISTED = 200


def recall_list(programme: Programme, *, handled: bool = False) -> list[Recall]:
    """Return recalls to see to, oldest first, or those seen to, newest first."""
    query = _of(programme)
    if handled:
        query = query.where(Recall.handled_on.is_not(None)).order_by(Recall.handled_on.desc(), Recall.id.desc())
    else:
        query = query.where(Recall.handled_on.is_(None)).order_by(Recall.id)
    return list(db.session.scalars(query.limit(MOST_LISTED)))


def n_unhandled(programme: Programme) -> int:
    """Count recalls that nobody has seen to."""
    return bounded_count(_of(programme).where(Recall.handled_on.is_(None)).with_only_columns(Recall.id))


def mark_handled(programme: Programme, recall_id: int, *, account_id: int) -> None:
    """Say that the output was taken back or written anew."""
    with act(account_actor(account_id)) as doing:
        recall = db.session.scalar(_of(programme).where(Recall.id == recall_id))
        if recall is not None and recall.handled_on is None:
            recall.handled_on = kit().clock().date()
            doing.note(programme.organisation_id, "recall.handled", f"{recall.output}:{recall.output_id}")


def _of(programme: Programme) -> Select[Recall]:
    return select(Recall).where(
        Recall.organisation_id == programme.organisation_id, Recall.programme_id == programme.id
    )
