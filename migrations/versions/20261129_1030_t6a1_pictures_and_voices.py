"""pictures and voices"""

import sqlalchemy as sa
from alembic import op

revision = "t6a1"
down_revision = "r5a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("n_bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("about_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("transcript_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("may_be_shown", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("looked_at_on", sa.Date(), nullable=True),
        sa.Column("looked_at_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_attachments_story_id_stories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["looked_at_by_id"], ["accounts.id"], name=op.f("fk_attachments_looked_at_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_attachments_public_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )  # fmt: skip
    op.create_index(op.f("ix_attachments_story_id"), "attachments", ["story_id"])
    for column in ("takes_pictures", "takes_voices"):
        op.add_column("programmes", sa.Column(column, sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("programmes") as table:
        for column in ("takes_voices", "takes_pictures"):
            table.drop_column(column)
    op.drop_table("attachments")
