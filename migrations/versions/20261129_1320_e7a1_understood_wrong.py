"""words of tellers who were understood wrong, and what a report may say of them"""

import sqlalchemy as sa
from alembic import op

revision = "e7a1"
down_revision = "c7a1"
branch_labels = None
depends_on = None

KNOWN = "kind IN ('reply', 'question', 'complaint', 'misread', 'help', 'answer')"
KNOWN_BEFORE = "kind IN ('reply', 'question', 'complaint', 'help', 'answer')"


def upgrade() -> None:
    """Go up."""
    name = op.f("ck_teller_messages_kind_known")
    with op.batch_alter_table("teller_messages") as table:
        table.add_column(sa.Column("may_print", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("for_report", sa.String(), nullable=False, server_default=""))
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, KNOWN)
        table.create_check_constraint(op.f("ck_teller_messages_printed_as_allowed"), "for_report = '' OR may_print")


def downgrade() -> None:
    """Go down; who was understood wrong has replied, as before."""
    op.execute("UPDATE teller_messages SET kind = 'reply' WHERE kind = 'misread'")
    name = op.f("ck_teller_messages_kind_known")
    with op.batch_alter_table("teller_messages") as table:
        table.drop_constraint(op.f("ck_teller_messages_printed_as_allowed"), type_="check")
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, KNOWN_BEFORE)
        table.drop_column("for_report")
        table.drop_column("may_print")
