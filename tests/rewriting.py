"""What somebody can do who may write the database and knows the rule of the audit chain."""

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent, AuditHead
from storyapp.rules.audit_chain import START, chain_hash
from storyapp.services.transaction import act, audit_facts


def write_the_past_anew(organisation_id: int) -> None:
    """Change every line and chain them all again, so that the chain by itself holds."""
    mine = AuditEvent.organisation_id == organisation_id
    with act("shell"):
        previous = START
        for row in db.session.scalars(db.select(AuditEvent).where(mine).order_by(AuditEvent.sequence)).all():
            row.actor = "account:999"
            facts = audit_facts(organisation_id, row.sequence, row.at, row.actor, row.act, row.subject, row.reason)
            previous = row.chain_hash = chain_hash(previous, facts)
        db.session.get(AuditHead, organisation_id).chain_hash = previous
