"""involvement: activities written down with their source, and what people say of it"""

import sqlalchemy as sa
from alembic import op

revision = "f7a1"
down_revision = "a7b2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "involvement_activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("degree", sa.String(40), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("n_people", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("contribution", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        *_of_programme("involvement_activities"),
        sa.CheckConstraint("n_people >= 1", name=op.f("ck_involvement_activities_somebody_took_part")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_involvement_activities_no_time_below_nought")),
        sa.CheckConstraint(
            "method <> '' AND source <> ''", name=op.f("ck_involvement_activities_said_what_and_from_where")
        ),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["accounts.id"], name=op.f("fk_involvement_activities_kept_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvement_activities")),
    )  # fmt: skip
    op.create_index(op.f("ix_involvement_activities_programme_id"), "involvement_activities", ["programme_id"])
    op.create_index(op.f("ix_involvement_activities_organisation_id"), "involvement_activities", ["organisation_id"])
    op.create_table(
        "involvement_notes",
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        *_of_programme("involvement_notes"),
        sa.CheckConstraint("text <> ''", name=op.f("ck_involvement_notes_something_is_said")),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["accounts.id"], name=op.f("fk_involvement_notes_written_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("programme_id", "subject", name=op.f("pk_involvement_notes")),
    )  # fmt: skip
    op.create_index(op.f("ix_involvement_notes_organisation_id"), "involvement_notes", ["organisation_id"])


def _of_programme(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f(f"fk_{table}_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"fk_{table}_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
    )  # fmt: skip


def downgrade() -> None:
    """Go down; polls with the five questions go with them, since nothing below can read them."""
    ours = "SELECT id FROM polls WHERE kind = 'INVOLVEMENT'"
    for table in ("poll_options", "poll_visits"):
        op.execute(f"DELETE FROM {table} WHERE poll_id IN ({ours})")
    op.execute("UPDATE polls SET series_id = NULL WHERE kind = 'INVOLVEMENT'")
    op.execute("DELETE FROM polls WHERE kind = 'INVOLVEMENT'")
    op.drop_table("involvement_notes")
    op.drop_table("involvement_activities")
