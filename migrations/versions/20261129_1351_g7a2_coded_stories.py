"""files of coded stories for other programs of analysis"""

from alembic import op

revision = "g7a2"
down_revision = "g7a1"
branch_labels = None
depends_on = None

KNOWN_BEFORE = "length IN ('full', 'summary', 'leaflet', 'newsletter', 'quotes')"
KNOWN = "length IN ('full', 'summary', 'leaflet', 'newsletter', 'quotes', 'coded')"


def upgrade() -> None:
    """Go up."""
    _check(KNOWN)


def downgrade() -> None:
    """Go down; what says which stories went goes, since the house before knew nothing like it."""
    coded = "(SELECT id FROM reports WHERE length = 'coded')"
    op.execute(f"DELETE FROM report_uses WHERE report_id IN {coded}")
    op.execute("DELETE FROM reports WHERE length = 'coded'")
    _check(KNOWN_BEFORE)


def _check(condition: str) -> None:
    name = op.f("ck_reports_length_known")
    with op.batch_alter_table("reports") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, condition)
