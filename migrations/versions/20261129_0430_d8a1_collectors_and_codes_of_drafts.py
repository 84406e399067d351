"""collectors with a link of their own, reading back, codes of drafts"""

import sqlalchemy as sa
from alembic import op

revision = "d8a1"
down_revision = "f0a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("stories", sa.Column("read_back", sa.String(40), nullable=True))
    op.add_column("stories", sa.Column("read_back_on", sa.Date(), nullable=True))
    op.create_table(
        "collectors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("card_read_on", sa.Date(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["story_invitations.id"], name=op.f("fk_collectors_invitation_id_story_invitations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_collectors_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_collectors_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectors")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_collectors_invitation_id")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_collectors_programme_id"), "collectors", ["programme_id"])
    op.create_index(op.f("ix_collectors_organisation_id"), "collectors", ["organisation_id"])
    op.create_table(
        "collector_visits",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("collector_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["collector_id"], ["collectors.id"], name=op.f("fk_collector_visits_collector_id_collectors"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_collector_visits")),
    )  # fmt: skip
    op.create_index(op.f("ix_collector_visits_collector_id"), "collector_visits", ["collector_id"])
    op.create_index(op.f("ix_collector_visits_ends_at"), "collector_visits", ["ends_at"])
    op.create_table(
        "worked_times",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collector_id", sa.Integer(), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_worked_times_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["collector_id"], ["collectors.id"], name=op.f("fk_worked_times_collector_id_collectors"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worked_times")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_worked_times_collector_id"), "worked_times", ["collector_id"])
    op.create_table(
        "draft_codes",
        sa.Column("selector_hash", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_hash"], ["drafts.token_hash"], name=op.f("fk_draft_codes_token_hash_drafts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("selector_hash", name=op.f("pk_draft_codes")),
    )  # fmt: skip
    op.create_index(op.f("ix_draft_codes_token_hash"), "draft_codes", ["token_hash"])
    op.create_index(op.f("ix_draft_codes_expires_at"), "draft_codes", ["expires_at"])


def downgrade() -> None:
    """Go down."""
    for column in ("expires_at", "token_hash"):
        op.drop_index(op.f(f"ix_draft_codes_{column}"), "draft_codes")
    op.drop_table("draft_codes")
    op.drop_index(op.f("ix_worked_times_collector_id"), "worked_times")
    op.drop_table("worked_times")
    for column in ("ends_at", "collector_id"):
        op.drop_index(op.f(f"ix_collector_visits_{column}"), "collector_visits")
    op.drop_table("collector_visits")
    for column in ("organisation_id", "programme_id"):
        op.drop_index(op.f(f"ix_collectors_{column}"), "collectors")
    op.drop_table("collectors")
    op.drop_column("stories", "read_back_on")
    op.drop_column("stories", "read_back")
