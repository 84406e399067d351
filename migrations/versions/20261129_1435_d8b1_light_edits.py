"""light edits of a screened text, agreed by its teller"""

import sqlalchemy as sa
from alembic import op

revision = "d8b1"
down_revision = "g7a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "text_edits",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("happened", sa.String(), nullable=False),
        sa.Column("matters", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_how", sa.String(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(agreed_on IS NULL) = is_waiting", name=op.f("ck_text_edits_holds_once_agreed")),
        sa.CheckConstraint("agreed_how = '' OR agreed_on IS NOT NULL", name=op.f("ck_text_edits_noted_once_agreed")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_text_edits_story_id_stories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["accounts.id"], name=op.f("fk_text_edits_written_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["accounts.id"], name=op.f("fk_text_edits_noted_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("story_id", "is_waiting", name=op.f("pk_text_edits")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("text_edits")
