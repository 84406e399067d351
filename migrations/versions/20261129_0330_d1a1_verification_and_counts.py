"""verification and counts"""

import sqlalchemy as sa
from alembic import op

revision = "d1a1"
down_revision = "c7b8"
branch_labels = None
depends_on = None

TABLES = ("verification_plans", "story_checks", "others_counted", "other_evidence")
OWNERS = ("organisation_id", "programme_id")
INDEXED = (("others_counted", "story_id"), ("others_counted", "result_id"), ("other_evidence", "story_id"))


def _owned(table: str) -> tuple[sa.Column | sa.ForeignKeyConstraint, ...]:
    """Return the columns by which a row belongs to a programme."""
    return (
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        _link(table, "programme_id", "programmes", "CASCADE"),
        _link(table, "organisation_id", "organisations", "CASCADE"),
    )


def _link(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "verification_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("n_drawn_from", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=True),
        *_owned("verification_plans"),
        _link("verification_plans", "period_id", "periods", "CASCADE"),
        _link("verification_plans", "planned_by_id", "accounts", "SET NULL"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_verification_plans_a_share_of_all")),
        sa.UniqueConstraint("period_id", name=op.f("uq_verification_plans_period_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_plans")),
    )
    op.create_table(
        "story_checks",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.String(length=40), nullable=False),
        sa.Column("significance", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        *_owned("story_checks"),
        _link("story_checks", "story_id", "stories", "CASCADE"),
        _link("story_checks", "checked_by_id", "accounts", "SET NULL"),
        sa.CheckConstraint("checked_on IS NULL OR note <> ''", name=op.f("ck_story_checks_an_outcome_says_how")),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_story_checks")),
    )
    op.create_table(
        "others_counted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("n_yes", sa.Integer(), nullable=False),
        sa.Column("n_asked", sa.Integer(), nullable=False),
        sa.Column("n_in_group", sa.Integer(), nullable=True),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("counted_by_id", sa.Integer(), nullable=True),
        *_owned("others_counted"),
        _link("others_counted", "story_id", "stories", "CASCADE"),
        _link("others_counted", "result_id", "social_results", "CASCADE"),
        _link("others_counted", "counted_by_id", "accounts", "SET NULL"),
        sa.CheckConstraint(
            "(story_id IS NULL) <> (result_id IS NULL)", name=op.f("ck_others_counted_of_a_story_or_a_result")
        ),
        sa.CheckConstraint(
            "n_asked >= 1 AND n_yes BETWEEN 0 AND n_asked", name=op.f("ck_others_counted_a_part_of_those_asked")
        ),
        sa.CheckConstraint(
            "n_in_group IS NULL OR n_in_group >= n_asked", name=op.f("ck_others_counted_asked_among_the_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_others_counted")),
    )
    op.create_table(
        "other_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=True),
        sa.Column("indicator_value", sa.String(), nullable=False),
        sa.Column("other_story_id", sa.Integer(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        *_owned("other_evidence"),
        _link("other_evidence", "story_id", "stories", "CASCADE"),
        _link("other_evidence", "indicator_id", "indicators", "SET NULL"),
        _link("other_evidence", "other_story_id", "stories", "CASCADE"),
        _link("other_evidence", "noted_by_id", "accounts", "SET NULL"),
        sa.CheckConstraint("text <> ''", name=op.f("ck_other_evidence_evidence_is_said")),
        sa.CheckConstraint(
            "other_story_id IS NULL OR other_story_id <> story_id", name=op.f("ck_other_evidence_not_beside_itself")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_evidence")),
    )
    for table in TABLES:
        for column in OWNERS:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Go down."""
    for table, column in reversed(INDEXED):
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
    for table in reversed(TABLES):
        for column in reversed(OWNERS):
            op.drop_index(op.f(f"ix_{table}_{column}"), table)
        op.drop_table(table)
