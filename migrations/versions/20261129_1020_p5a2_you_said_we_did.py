"""you said, we did: who owns it, what was done, what young people say, and a page for everybody"""

import sqlalchemy as sa
from alembic import op

revision = "p5a2"
down_revision = "k4a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("changes") as table:
        table.add_column(sa.Column("did", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("owner", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("is_public", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("youth_mark", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("youth_note", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("youth_marked_on", sa.Date(), nullable=True))
        table.create_check_constraint(
            op.f("ck_changes_marked_on_a_day"), "(youth_mark IS NULL) = (youth_marked_on IS NULL)"
        )


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("changes") as table:
        table.drop_constraint(op.f("ck_changes_marked_on_a_day"), type_="check")
        for column in ("youth_marked_on", "youth_note", "youth_mark", "is_public", "owner", "did"):
            table.drop_column(column)
