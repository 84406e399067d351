"""cards for guardians"""

import sqlalchemy as sa
from alembic import op

revision = "ca01"
down_revision = "d8a1"
branch_labels = None
depends_on = None

OWNERS = ("organisation_id", "programme_id")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "guardian_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("n_not_guardian", sa.Integer(), nullable=False),
        sa.Column("selector_hash", sa.LargeBinary(), nullable=True),
        sa.Column("verifier_argon2", sa.String(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_guardian_links_story_id_stories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["accounts.id"], name=op.f("fk_guardian_links_made_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_guardian_links_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_guardian_links_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "(answered_on IS NULL) = (selector_hash IS NULL) AND (answered_on IS NULL) = (kind IS NULL)",
            name=op.f("ck_guardian_links_answered_with_a_code"),
        ),
        sa.CheckConstraint(
            "(answered_on IS NULL) OR (token_sealed IS NULL)", name=op.f("ck_guardian_links_answered_once")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guardian_links_token_hash")),
        sa.UniqueConstraint("selector_hash", name=op.f("uq_guardian_links_selector_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_links")),
    )  # fmt: skip
    for column in ("story_id", *OWNERS):
        op.create_index(op.f(f"ix_guardian_links_{column}"), "guardian_links", [column])
    op.create_table(
        "guardian_visits",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["guardian_links.id"], name=op.f("fk_guardian_visits_link_id_guardian_links"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_guardian_visits")),
    )  # fmt: skip
    for column in ("link_id", "ends_at"):
        op.create_index(op.f(f"ix_guardian_visits_{column}"), "guardian_visits", [column])


def downgrade() -> None:
    """Go down."""
    op.drop_table("guardian_visits")
    op.drop_table("guardian_links")
