"""reports of a page or two to hand out"""

from alembic import op

revision = "p5a3"
down_revision = "l3a1"
branch_labels = None
depends_on = None

KNOWN, KNOWN_BEFORE = "length IN ('full', 'summary', 'leaflet', 'newsletter')", "length IN ('full', 'summary')"


def upgrade() -> None:
    """Go up."""
    _check(KNOWN)


def downgrade() -> None:
    """Go down; what was handed out goes, since the house before knew nothing like it."""
    op.execute("DELETE FROM reports WHERE length IN ('leaflet', 'newsletter')")
    _check(KNOWN_BEFORE)


def _check(condition: str) -> None:
    name = op.f("ck_reports_length_known")
    with op.batch_alter_table("reports") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, condition)
