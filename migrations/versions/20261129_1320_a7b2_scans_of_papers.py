"""scans of guardians' papers, sealed"""

import sqlalchemy as sa
from alembic import op

revision = "a7b2"
down_revision = "a7b1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "paper_scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("n_bytes", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["accounts.id"], name=op.f("fk_paper_scans_added_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_paper_scans_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_paper_scans_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_scans")),
        sa.UniqueConstraint("public_id", name=op.f("uq_paper_scans_public_id")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_paper_scans_programme_id"), "paper_scans", ["programme_id"])
    op.create_index(op.f("ix_paper_scans_organisation_id"), "paper_scans", ["organisation_id"])
    op.create_table(
        "paper_scan_keys",
        sa.Column("scan_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["paper_scans.id"], name=op.f("fk_paper_scan_keys_scan_id_paper_scans"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_paper_scan_keys_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("scan_id", "story_id", name=op.f("pk_paper_scan_keys")),
    )  # fmt: skip
    op.create_index(op.f("ix_paper_scan_keys_story_id"), "paper_scan_keys", ["story_id"])


def downgrade() -> None:
    """Go down; the scans are lost, the papers stay recorded."""
    op.drop_index(op.f("ix_paper_scan_keys_story_id"), "paper_scan_keys")
    op.drop_table("paper_scan_keys")
    for column in ("organisation_id", "programme_id"):
        op.drop_index(op.f(f"ix_paper_scans_{column}"), "paper_scans")
    op.drop_table("paper_scans")
