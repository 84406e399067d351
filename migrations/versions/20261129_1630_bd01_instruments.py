"""instruments: one card each, which indicators they measure, for which groups they are"""

import sqlalchemy as sa
from alembic import op

revision = "bd01"
down_revision = "s1c1"
branch_labels = None
depends_on = None

WORDED = ("name", "about", "measures", "audience", "asker", "preparation", "conduct")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "instruments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in WORDED),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("practices", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("is_story_form", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("origin_words", sa.JSON(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        *_of_programme("instruments"),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_instruments_no_time_below_nought")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruments")),
        sa.UniqueConstraint("programme_id", "code", name=op.f("uq_instruments_programme_id_code")),
    )
    _index("instruments")
    for table, other, to in (
        ("instrument_indicators", "indicator_id", "indicators"),
        ("instrument_groups", "group_id", "target_groups"),
    ):
        op.create_table(
            table,
            sa.Column("instrument_id", sa.Integer(), nullable=False),
            sa.Column(other, sa.Integer(), nullable=False),
            *_of_programme(table),
            sa.ForeignKeyConstraint(
                ["instrument_id"], ["instruments.id"], name=op.f(f"fk_{table}_instrument_id_instruments"),
                ondelete="CASCADE",
            ),
            sa.ForeignKeyConstraint([other], [f"{to}.id"], name=op.f(f"fk_{table}_{other}_{to}"), ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("instrument_id", other, name=op.f(f"pk_{table}")),
        )  # fmt: skip
        _index(table)
        op.create_index(op.f(f"ix_{table}_{other}"), table, [other])


def _of_programme(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f(f"fk_{table}_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"fk_{table}_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
    )  # fmt: skip


def _index(table: str) -> None:
    for column in ("programme_id", "organisation_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Go down."""
    for table in ("instrument_groups", "instrument_indicators", "instruments"):
        op.drop_table(table)
