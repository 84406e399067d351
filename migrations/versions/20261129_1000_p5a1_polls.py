"""anonymous polls"""

import sqlalchemy as sa
from alembic import op

revision = "p5a1"
down_revision = "ca01"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "polls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("n_invited", sa.Integer(), nullable=False),
        sa.Column("n_answers", sa.Integer(), nullable=False),
        sa.Column("n_dots", sa.Integer(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "n_answers >= 0 AND n_answers <= n_invited", name=op.f("ck_polls_no_more_answers_than_people")
        ),
        sa.CheckConstraint("k >= 3", name=op.f("ck_polls_never_fewer_than_three")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["polls.id"], name=op.f("fk_polls_series_id_polls"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["accounts.id"], name=op.f("fk_polls_asked_by_id_accounts"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_polls_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_polls_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_polls_token_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sqlite_autoincrement=True,
    )  # fmt: skip
    for column in ("series_id", "programme_id", "organisation_id"):
        op.create_index(op.f(f"ix_polls_{column}"), "polls", [column])
    op.create_table(
        "poll_options",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("wording", sa.JSON(), nullable=False),
        sa.Column("n_chosen", sa.Integer(), nullable=False),
        sa.CheckConstraint("n_chosen >= 0", name=op.f("ck_poll_options_counted_from_nought")),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_options_poll_id_polls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("poll_id", "item", "position", name=op.f("pk_poll_options")),
    )
    op.create_table(
        "poll_visits",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("has_answered", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["poll_id"], ["polls.id"], name=op.f("fk_poll_visits_poll_id_polls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_poll_visits")),
    )
    for column in ("poll_id", "ends_at"):
        op.create_index(op.f(f"ix_poll_visits_{column}"), "poll_visits", [column])


def downgrade() -> None:
    """Go down."""
    op.drop_table("poll_visits")
    op.drop_table("poll_options")
    op.drop_table("polls")
