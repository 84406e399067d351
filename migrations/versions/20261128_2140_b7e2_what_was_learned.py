"""what was learned from decisions"""

import sqlalchemy as sa
from alembic import op

revision = "b7e2"
down_revision = "a1f0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "learned_models",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("n_decisions", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("n_decisions > 0", name=op.f("ck_learned_models_from_decisions")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_learned_models_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_learned_models_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_models")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_learned_models_programme_id")),
    )
    op.create_index(op.f("ix_learned_models_organisation_id"), "learned_models", ["organisation_id"])
    op.create_index(op.f("ix_learned_models_programme_id"), "learned_models", ["programme_id"])
    op.create_table(
        "learned_stories",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["learned_models.id"],
            name=op.f("fk_learned_stories_model_id_learned_models"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_learned_stories_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("model_id", "story_id", name=op.f("pk_learned_stories")),
    )
    op.create_index(op.f("ix_learned_stories_story_id"), "learned_stories", ["story_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_table("learned_stories")
    op.drop_table("learned_models")
