"""links for telling that tellers pass on"""

import sqlalchemy as sa
from alembic import op

revision = "r4a1"
down_revision = "p5a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "passed_links",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.CheckConstraint("(depth = 0) = (invitation_id = root_id)", name=op.f("ck_passed_links_root_is_its_own")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["story_invitations.id"],
            name=op.f("fk_passed_links_invitation_id_story_invitations"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["root_id"], ["story_invitations.id"], name=op.f("fk_passed_links_root_id_story_invitations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_passed_links")),
    )  # fmt: skip
    op.create_index(op.f("ix_passed_links_root_id"), "passed_links", ["root_id"])


def downgrade() -> None:
    """Go down; links that were passed on go on working."""
    op.drop_table("passed_links")
