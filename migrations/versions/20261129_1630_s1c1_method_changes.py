"""a log of why domains, questions and panels changed"""

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "s1c1"
down_revision = "h8a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up, and take over the versions of forms that were published after a first one."""
    log = op.create_table(
        "method_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_method_changes_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_method_changes_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["accounts.id"],
            name=op.f("fk_method_changes_changed_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_method_changes")),
    )
    for column in ("organisation_id", "programme_id"):
        op.create_index(op.f(f"ix_method_changes_{column}"), "method_changes", [column])
    versions = sa.table(
        "form_versions",
        *(sa.column(name) for name in ("organisation_id", "programme_id", "number", "note", "made_at", "made_by_id")),
    )
    rows = (
        op.get_bind().execute(sa.select(versions).where(versions.c.number > 1).order_by(versions.c.made_at)).mappings()
    )
    lines = [
        {
            "organisation_id": row["organisation_id"], "programme_id": row["programme_id"], "part": "QUESTIONS",
            "changed_on": _day(row["made_at"]), "reason": row["note"] or "", "changed_by_id": row["made_by_id"],
            "details": [{"what": "PUBLISHED", "ru": str(row["number"]), "en": str(row["number"])}],
        }
        for row in rows
    ]  # fmt: skip
    if lines:
        op.bulk_insert(log, lines)


def downgrade() -> None:
    """Go down."""
    for column in ("programme_id", "organisation_id"):
        op.drop_index(op.f(f"ix_method_changes_{column}"), "method_changes")
    op.drop_table("method_changes")


def _day(made_at: datetime | str) -> date:
    """Return the day of a time, which SQLite hands over as it is written."""
    return made_at.date() if isinstance(made_at, datetime) else date.fromisoformat(str(made_at)[:10])
