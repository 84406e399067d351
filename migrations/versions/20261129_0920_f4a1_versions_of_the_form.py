"""versions of the story form"""

import sqlalchemy as sa
from alembic import op

revision = "f4a1"
down_revision = "p5a1"
branch_labels = None
depends_on = None

OWNERS = ("organisation_id", "programme_id")


def upgrade() -> None:
    """Go up: stories that are there already were told by no version that anybody kept."""
    op.create_table(
        "form_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["accounts.id"], name=op.f("fk_form_versions_made_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_form_versions_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_form_versions_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_form_versions_programme_id_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_versions")),
    )  # fmt: skip
    for column in OWNERS:
        op.create_index(op.f(f"ix_form_versions_{column}"), "form_versions", [column])
    op.add_column("stories", sa.Column("form_version_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Go down."""
    op.drop_column("stories", "form_version_id")
    op.drop_table("form_versions")
