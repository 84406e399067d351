"""proposals from groups: put forward, then accepted or refused"""

import sqlalchemy as sa
from alembic import op

revision = "l3a2"
down_revision = "c3a3"
branch_labels = None
depends_on = None

OWNERS = ("organisation_id", "programme_id")
REBUILT = {"sqlite_autoincrement": True}


def upgrade() -> None:
    """Go up; what was proposed until now stands in the library, so it is accepted."""
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("outcome_level", sa.String(length=40), nullable=True),
        sa.Column("seeds", sa.JSON(), nullable=False),
        sa.Column("under_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_because", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "refused_because = '' OR decided_at IS NOT NULL", name=op.f("ck_proposals_refused_at_a_time")
        ),
        sa.CheckConstraint(
            "(kind IN ('WORDING', 'INDICATOR')) = (under_id IS NOT NULL)", name=op.f("ck_proposals_stands_under_a_result")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["unplanned_groups.id"], name=op.f("fk_proposals_group_id_unplanned_groups"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["under_id"], ["social_results.id"], name=op.f("fk_proposals_under_id_social_results"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["accounts.id"], name=op.f("fk_proposals_proposed_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_proposals_decided_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_proposals_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_proposals_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )  # fmt: skip
    for column in ("group_id", "under_id", *OWNERS):
        op.create_index(op.f(f"ix_proposals_{column}"), "proposals", [column])
    with op.batch_alter_table("unplanned_groups", table_kwargs=REBUILT) as table:
        table.add_column(sa.Column("indicator_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            op.f("fk_unplanned_groups_indicator_id_indicators"), "indicators", ["indicator_id"], ["id"],
            ondelete="SET NULL",
        )  # fmt: skip
    op.execute("UPDATE unplanned_groups SET state = 'ACCEPTED' WHERE state = 'PROPOSED'")


def downgrade() -> None:
    """Go down; what waits or was refused is open again."""
    op.execute(
        "UPDATE unplanned_groups SET state = 'OPEN', decided_at = NULL, decided_by_id = NULL "
        "WHERE state IN ('PROPOSED', 'REFUSED')"
    )
    op.execute("UPDATE unplanned_groups SET state = 'PROPOSED' WHERE state = 'ACCEPTED'")
    with op.batch_alter_table("unplanned_groups", table_kwargs=REBUILT) as table:
        table.drop_constraint(op.f("fk_unplanned_groups_indicator_id_indicators"), type_="foreignkey")
        table.drop_column("arranged_at")
        table.drop_column("indicator_id")
    for column in ("group_id", "under_id", *OWNERS):
        op.drop_index(op.f(f"ix_proposals_{column}"), "proposals")
    op.drop_table("proposals")
