"""when the worker was seen and a backup was made"""

import sqlalchemy as sa
from alembic import op

revision = "b7a4"
down_revision = "b7a3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "house_marks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_house_marks")),
    )


def downgrade() -> None:
    """Go down."""
    op.drop_table("house_marks")
