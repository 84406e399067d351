"""stories that were moved to another domain"""

import sqlalchemy as sa
from alembic import op

revision = "r5a2"
down_revision = "c3a2"
branch_labels = None
depends_on = None
OWNERS = (
    ("story_id", "stories", "CASCADE"),
    ("round_id", "rounds", "SET NULL"),
    ("from_domain_id", "domains", "SET NULL"),
    ("to_domain_id", "domains", "CASCADE"),
    ("moved_by_id", "accounts", "SET NULL"),
    ("programme_id", "programmes", "CASCADE"),
    ("organisation_id", "organisations", "CASCADE"),
)
INDEXED = ("story_id", "round_id", "programme_id", "organisation_id")
MAY_LACK = ("round_id", "from_domain_id", "moved_by_id")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "domain_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=column in MAY_LACK) for column, _, _ in OWNERS),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_domain_moves_a_move_has_its_reason")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_domain_moves_{column}_{table}"), ondelete=ends
            )
            for column, table, ends in OWNERS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domain_moves")),
        sqlite_autoincrement=True,
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_domain_moves_{column}"), "domain_moves", [column])


def downgrade() -> None:
    """Go down."""
    op.drop_table("domain_moves")
