"""devices that go round in a group"""

import sqlalchemy as sa
from alembic import op

revision = "a7b1"
down_revision = "b7a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "circle_visits",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["story_invitations.id"],
            name=op.f("fk_circle_visits_invitation_id_story_invitations"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_circle_visits")),
    )  # fmt: skip
    op.create_index(op.f("ix_circle_visits_invitation_id"), "circle_visits", ["invitation_id"])
    op.create_index(op.f("ix_circle_visits_ends_at"), "circle_visits", ["ends_at"])


def downgrade() -> None:
    """Go down."""
    for column in ("ends_at", "invitation_id"):
        op.drop_index(op.f(f"ix_circle_visits_{column}"), "circle_visits")
    op.drop_table("circle_visits")
