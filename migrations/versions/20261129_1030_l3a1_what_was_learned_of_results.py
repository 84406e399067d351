"""what was learned of results, from which score on they are suggested, and that none fits"""

import sqlalchemy as sa
from alembic import op

revision = "l3a1"
down_revision = "r5a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    with op.batch_alter_table("learned_models") as table:
        table.add_column(sa.Column("kind", sa.String(length=40), server_default="THEMES", nullable=False))
        table.add_column(sa.Column("together", sa.JSON(), nullable=True))
        table.drop_constraint("uq_learned_models_programme_id", type_="unique")
        table.create_unique_constraint("uq_learned_models_programme_id_kind", ["programme_id", "kind"])
    with op.batch_alter_table("social_results") as table:
        table.add_column(sa.Column("threshold", sa.Double(), server_default="0.5", nullable=False))
        table.create_check_constraint(op.f("ck_social_results_threshold_is_a_share"), "threshold BETWEEN 0 AND 1")
    op.add_column("analyses", sa.Column("fits_none", sa.Double(), nullable=True))


def downgrade() -> None:
    """Go down; what was learned of results goes, and can be learned again."""
    op.execute("DELETE FROM jobs WHERE kind = 'LEARN_RESULTS'")
    op.execute("DELETE FROM learned_stories WHERE model_id IN (SELECT id FROM learned_models WHERE kind = 'RESULTS')")
    op.execute("DELETE FROM learned_models WHERE kind = 'RESULTS'")
    with op.batch_alter_table("analyses") as table:
        table.drop_column("fits_none")
    with op.batch_alter_table("social_results") as table:
        table.drop_constraint(op.f("ck_social_results_threshold_is_a_share"), type_="check")
        table.drop_column("threshold")
    with op.batch_alter_table("learned_models") as table:
        table.drop_constraint("uq_learned_models_programme_id_kind", type_="unique")
        table.create_unique_constraint("uq_learned_models_programme_id", ["programme_id"])
        table.drop_column("together")
        table.drop_column("kind")
