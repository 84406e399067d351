"""reports of young people alone"""

import sqlalchemy as sa
from alembic import op

revision = "e7a3"
down_revision = "e7a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("reports") as table:
        table.add_column(sa.Column("tellers", sa.String(), nullable=False, server_default="all"))
        table.create_check_constraint(op.f("ck_reports_tellers_known"), "tellers IN ('all', 'young')")


def downgrade() -> None:
    """Go down; what was written stays as it was written."""
    with op.batch_alter_table("reports") as table:
        table.drop_constraint(op.f("ck_reports_tellers_known"), type_="check")
        table.drop_column("tellers")
