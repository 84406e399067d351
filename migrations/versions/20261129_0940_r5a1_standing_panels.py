"""standing panels with members, terms, preparation and hours; the word of a youth panel on a round"""

import sqlalchemy as sa
from alembic import op

revision = "r5a1"
down_revision = "p5a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "panels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_youth", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("say", sa.String(40), nullable=False),
        sa.Column("agenda", sa.String(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("say = 'ADVICE' OR is_youth", name=op.f("ck_panels_a_say_is_for_young_people")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_panels_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_panels_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panels")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_panels_programme_id_name")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_panels_programme_id"), "panels", ["programme_id"])
    op.create_index(op.f("ix_panels_organisation_id"), "panels", ["organisation_id"])
    _create_members()
    with op.batch_alter_table("rounds") as table:
        table.add_column(sa.Column("panel_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("youth_word", sa.String(40), nullable=True))
        table.add_column(sa.Column("youth_word_reason", sa.String(), server_default="", nullable=False))
        table.create_foreign_key(op.f("fk_rounds_panel_id_panels"), "panels", ["panel_id"], ["id"], ondelete="SET NULL")
        table.create_check_constraint(
            op.f("ck_rounds_a_word_has_its_reason"), "youth_word IS NULL OR youth_word_reason <> ''"
        )
    op.create_index(op.f("ix_rounds_panel_id"), "rounds", ["panel_id"])


def _create_members() -> None:
    op.create_table(
        "panel_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("is_young", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("term_ends_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "term_ends_on IS NULL OR term_ends_on >= joined_on",
            name=op.f("ck_panel_members_a_term_ends_after_it_began"),
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panels.id"], name=op.f("fk_panel_members_panel_id_panels"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_members")),
        sa.UniqueConstraint("panel_id", "label", name=op.f("uq_panel_members_panel_id_label")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_panel_members_panel_id"), "panel_members", ["panel_id"])
    op.create_table(
        "prepared_steps",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["panel_members.id"], name=op.f("fk_prepared_steps_member_id_panel_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "step", name=op.f("pk_prepared_steps")),
    )  # fmt: skip
    op.create_table(
        "panel_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("compensation", sa.String(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_panel_hours_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["panel_members.id"], name=op.f("fk_panel_hours_member_id_panel_members"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_hours")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index(op.f("ix_panel_hours_member_id"), "panel_hours", ["member_id"])


def downgrade() -> None:
    """Go down."""
    op.drop_index(op.f("ix_rounds_panel_id"), "rounds")
    with op.batch_alter_table("rounds") as table:
        table.drop_constraint(op.f("ck_rounds_a_word_has_its_reason"), type_="check")
        table.drop_constraint(op.f("fk_rounds_panel_id_panels"), type_="foreignkey")
        table.drop_column("youth_word_reason")
        table.drop_column("youth_word")
        table.drop_column("panel_id")
    op.drop_index(op.f("ix_panel_hours_member_id"), "panel_hours")
    op.drop_table("panel_hours")
    op.drop_table("prepared_steps")
    op.drop_index(op.f("ix_panel_members_panel_id"), "panel_members")
    op.drop_table("panel_members")
    for column in ("organisation_id", "programme_id"):
        op.drop_index(op.f(f"ix_panels_{column}"), "panels")
    op.drop_table("panels")
