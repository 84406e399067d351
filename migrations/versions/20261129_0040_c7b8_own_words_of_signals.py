"""own words of signals"""

import sqlalchemy as sa
from alembic import op

revision = "c7b8"
down_revision = "c3e4"
branch_labels = None
depends_on = None

TABLES = ("signal_phrases", "signal_reviews", "signal_trials")
OWNERS = ("organisation_id", "programme_id")


def _owned(table: str) -> tuple[sa.Column | sa.ForeignKeyConstraint, ...]:
    """Return the columns by which a row belongs to a programme."""
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


def _account(table: str, column: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["accounts.id"], name=op.f(f"fk_{table}_{column}_accounts"), ondelete=ondelete
    )


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "signal_phrases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("pattern", sa.String(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("is_strong", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=False),
        *_owned("signal_phrases"),
        _account("signal_phrases", "changed_by_id", "SET NULL"),
        sa.CheckConstraint("is_own = (reason = '')", name=op.f("ck_signal_phrases_put_aside_with_a_reason")),
        sa.UniqueConstraint(
            "programme_id", "language", "kind", "pattern", "is_own",
            name=op.f("uq_signal_phrases_programme_id_language_kind_pattern_is_own"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_phrases")),
    )  # fmt: skip
    op.create_table(
        "signal_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        *_owned("signal_reviews"),
        _account("signal_reviews", "reviewed_by_id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_reviews")),
    )
    op.create_table(
        "signal_trials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        *_owned("signal_trials"),
        _account("signal_trials", "account_id", "CASCADE"),
        sa.UniqueConstraint("programme_id", "account_id", name=op.f("uq_signal_trials_programme_id_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_trials")),
        sqlite_autoincrement=True,
    )
    for table in TABLES:
        for column in OWNERS:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.add_column("analyses", sa.Column("quiet", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("analyses") as table:
        table.drop_column("quiet")
    for name in reversed(TABLES):
        for column in reversed(OWNERS):
            op.drop_index(op.f(f"ix_{name}_{column}"), name)
        op.drop_table(name)
