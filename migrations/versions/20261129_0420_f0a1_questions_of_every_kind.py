"""questions of every kind, sections and conditions"""

import sqlalchemy as sa
from alembic import op

revision = "f0a1"
down_revision = "s1b1"
branch_labels = None
depends_on = None

OWNERS = ("organisation_id", "programme_id")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "form_sections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("lead", sa.JSON(), nullable=False),
        sa.Column("condition", sa.JSON(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_form_sections_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_form_sections_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_form_sections_programme_id_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_sections")),
    )  # fmt: skip
    for column in OWNERS:
        op.create_index(op.f(f"ix_form_sections_{column}"), "form_sections", [column])
    with op.batch_alter_table("questions") as table:
        table.add_column(sa.Column("easy", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("is_required", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("settings", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("condition", sa.JSON(), nullable=True))
        table.add_column(sa.Column("section_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_questions_section_id_form_sections"), "form_sections", ["section_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:
    """Go down: questions of the newer kinds go with their answers, since the older form cannot ask them."""
    newer = "kind IN ('SLIDER', 'TRIAD', 'WHEEL', 'NUMBER', 'MONTH')"
    op.execute(f"DELETE FROM answers WHERE question_id IN (SELECT id FROM questions WHERE {newer})")
    op.execute(f"DELETE FROM questions WHERE {newer}")
    with op.batch_alter_table("questions") as table:
        table.drop_constraint(op.f("fk_questions_section_id_form_sections"), type_="foreignkey")
        for column in ("section_id", "condition", "settings", "is_required", "easy"):
            table.drop_column(column)
    for column in reversed(OWNERS):
        op.drop_index(op.f(f"ix_form_sections_{column}"), "form_sections")
    op.drop_table("form_sections")
