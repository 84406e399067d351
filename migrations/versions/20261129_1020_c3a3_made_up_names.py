"""made-up names that a reader has confirmed, and files of chosen quotes"""

import sqlalchemy as sa
from alembic import op

revision = "c3a3"
down_revision = "t6a1"
branch_labels = None
depends_on = None

KNOWN_BEFORE = "length IN ('full', 'summary', 'leaflet', 'newsletter')"
KNOWN = "length IN ('full', 'summary', 'leaflet', 'newsletter', 'quotes')"


def upgrade() -> None:
    """Go up."""
    op.add_column("stories", sa.Column("made_up_name", sa.String(), nullable=False, server_default=""))
    _check(KNOWN)


def downgrade() -> None:
    """Go down; files of quotes go, since the house before knew nothing like them."""
    op.execute("DELETE FROM reports WHERE length = 'quotes'")
    _check(KNOWN_BEFORE)
    op.drop_column("stories", "made_up_name")


def _check(condition: str) -> None:
    name = op.f("ck_reports_length_known")
    with op.batch_alter_table("reports") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, condition)
