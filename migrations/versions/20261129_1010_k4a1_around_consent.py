"""around consent"""

import sqlalchemy as sa
from alembic import op

revision = "k4a1"
down_revision = "c3a1"
branch_labels = None
depends_on = None

WORDS = ("wording", "right", "wrong", "wrong_too", "explanation")


def upgrade() -> None:
    """Go up."""
    op.add_column("stories", sa.Column("approved_version", sa.Integer(), server_default="0", nullable=False))
    op.add_column("stories", sa.Column("text_objected_on", sa.Date(), nullable=True))
    op.add_column("stories", sa.Column("understanding", sa.String(40), nullable=True))
    op.add_column("stories", sa.Column("consent_ends_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_stories_consent_ends_on"), "stories", ["consent_ends_on"])
    op.add_column("programmes", sa.Column("country", sa.String(), server_default="", nullable=False))
    op.add_column("programmes", sa.Column("consent_years", sa.Integer(), server_default="5", nullable=False))
    op.add_column("programmes", sa.Column("original_months", sa.Integer(), server_default="24", nullable=False))
    op.create_table(
        "understanding_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in WORDS),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        *_owners("understanding_questions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_understanding_questions")),
    )
    op.create_table(
        "guardian_waivers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        *(_account("guardian_waivers", name) for name in ("decided_by_id", "ended_by_id")),
        *_owners("guardian_waivers"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_waivers")),
    )
    op.create_table(
        "text_approvals",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_text_approvals_story_id_stories"), ondelete="CASCADE"
        ),
        _account("text_approvals", "account_id"),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_text_approvals")),
    )
    op.create_table(
        "destructions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("destroyed", sa.String(40), nullable=False),
        sa.Column("ground", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        *_owners("destructions", programme_stays=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_destructions_something_was_destroyed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destructions")),
    )
    for table in ("understanding_questions", "guardian_waivers", "destructions"):
        for column in ("organisation_id", "programme_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Go down."""
    for table in ("destructions", "text_approvals", "guardian_waivers", "understanding_questions"):
        op.drop_table(table)
    for column in ("original_months", "consent_years", "country"):
        op.drop_column("programmes", column)
    op.drop_index(op.f("ix_stories_consent_ends_on"), "stories")
    for column in ("consent_ends_on", "understanding", "text_objected_on", "approved_version"):
        op.drop_column("stories", column)


def _owners(table, *, programme_stays=True):
    return (
        sa.Column("programme_id", sa.Integer(), nullable=not programme_stays),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f(f"fk_{table}_programme_id_programmes"),
            ondelete="CASCADE" if programme_stays else "SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"fk_{table}_organisation_id_organisations"),
            ondelete="CASCADE",
        ),
    )  # fmt: skip


def _account(table, column):
    return sa.ForeignKeyConstraint(
        [column], ["accounts.id"], name=op.f(f"fk_{table}_{column}_accounts"), ondelete="SET NULL"
    )
