"""levels of evidence of a practice, stated with a source"""

import sqlalchemy as sa
from alembic import op

revision = "e7a2"
down_revision = "e7a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "practice_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=40), nullable=False),
        sa.Column("evidence_level", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_practice_statements_a_level_has_its_source")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"],
            name=op.f("fk_practice_statements_organisation_id_organisations"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"],
            name=op.f("fk_practice_statements_programme_id_programmes"), ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["accounts.id"], name=op.f("fk_practice_statements_stated_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_statements")),
        sa.UniqueConstraint("programme_id", "dimension", name=op.f("uq_practice_statements_programme_id_dimension")),
    )  # fmt: skip
    for column in ("organisation_id", "programme_id"):
        op.create_index(op.f(f"ix_practice_statements_{column}"), "practice_statements", [column])


def downgrade() -> None:
    """Go down; what was stated is lost."""
    op.drop_table("practice_statements")
