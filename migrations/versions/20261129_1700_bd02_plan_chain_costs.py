"""monitoring plan and its values, chain of results, what results cost; groups on two levels and on results; kind of practice"""

import sqlalchemy as sa
from alembic import op

revision = "bd02"
down_revision = "bd01"
branch_labels = None
depends_on = None

MONEY = sa.Numeric(16, 2)
PARENT = "fk_target_groups_parent_id_target_groups"


def upgrade() -> None:
    """Go up."""
    _plan()
    _costs()
    _table(
        "chain_items", _id(), sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("wording", sa.JSON(), nullable=False), sa.Column("comes_from_id", sa.Integer(), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True), sa.Column("position", sa.Integer(), nullable=False),
        _to("chain_items", "comes_from_id", "chain_items", "SET NULL"),
        _to("chain_items", "result_id", "social_results", "SET NULL"), sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_items")),
        index=("comes_from_id", "result_id"),
    )  # fmt: skip
    _table(
        "result_groups", sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False), _to("result_groups", "result_id", "social_results", "CASCADE"),
        _to("result_groups", "group_id", "target_groups", "CASCADE"),
        sa.PrimaryKeyConstraint("result_id", "group_id", name=op.f("pk_result_groups")), index=("group_id",),
    )  # fmt: skip
    op.add_column("programmes", sa.Column("practice_kind", sa.String(40), nullable=True))
    with op.batch_alter_table("target_groups") as table:
        table.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(PARENT), "target_groups", ["parent_id"], ["id"], ondelete="SET NULL")


def _plan() -> None:
    _table(
        "plan_lines", _id(), sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=True), sa.Column("from_whom", sa.JSON(), nullable=False),
        sa.Column("collector", sa.JSON(), nullable=False), sa.Column("frequency", sa.String(40), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False), sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False), sa.Column("baseline", MONEY, nullable=True),
        sa.Column("target", MONEY, nullable=True),
        sa.CheckConstraint(
            "next_due_on IS NULL OR next_due_on >= first_due_on", name=op.f("ck_plan_lines_due_from_the_first")
        ),
        _to("plan_lines", "indicator_id", "indicators", "CASCADE"),
        _to("plan_lines", "instrument_id", "instruments", "SET NULL"), sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_lines")),
        index=("indicator_id", "instrument_id"),
    )  # fmt: skip
    _table(
        "collected_values", _id(), sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False), sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("value", MONEY, nullable=True), sa.Column("n_base", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False), sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("value IS NOT NULL OR note <> ''", name=op.f("ck_collected_values_a_gap_says_why")),
        sa.CheckConstraint("n_base IS NULL OR n_base >= 0", name=op.f("ck_collected_values_of_none_or_more")),
        _to("collected_values", "line_id", "plan_lines", "CASCADE"),
        _to("collected_values", "kept_by_id", "accounts", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collected_values")),
        sa.UniqueConstraint("line_id", "due_on", name=op.f("uq_collected_values_line_id_due_on")), index=("line_id",),
    )  # fmt: skip


def _costs() -> None:
    table = "result_costs"
    _table(
        table, _id(), sa.Column("result_id", sa.Integer(), nullable=False), sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False), sa.Column("expense", MONEY, nullable=False),
        sa.Column("most_expense", MONEY, nullable=True), sa.Column("contains", sa.JSON(), nullable=False),
        sa.Column("n_families", sa.Integer(), nullable=True), sa.Column("n_families_unknown", sa.Integer(), nullable=False),
        sa.Column("n_children", sa.Integer(), nullable=True), sa.Column("n_children_unknown", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False), sa.Column("note", sa.JSON(), nullable=False),
        sa.CheckConstraint("expense > 0", name=op.f(f"ck_{table}_something_was_spent")),
        sa.CheckConstraint("most_expense IS NULL OR most_expense >= expense", name=op.f(f"ck_{table}_most_is_no_less")),
        sa.CheckConstraint("n_families IS NOT NULL OR n_children IS NOT NULL", name=op.f(f"ck_{table}_somebody_is_counted")),
        sa.CheckConstraint("n_families_unknown >= 0 AND n_children_unknown >= 0", name=op.f(f"ck_{table}_unknown_are_none_or_more")),
        sa.CheckConstraint(
            "(n_families IS NULL OR n_families >= 0) AND (n_children IS NULL OR n_children >= 0)",
            name=op.f(f"ck_{table}_reached_are_none_or_more"),
        ),
        sa.CheckConstraint("source <> ''", name=op.f(f"ck_{table}_a_cost_has_its_source")),
        _to(table, "result_id", "social_results", "CASCADE"), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("programme_id", "result_id", "year", name=op.f(f"uq_{table}_programme_id_result_id_year")),
        index=("result_id",),
    )  # fmt: skip


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _to(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)


def _table(table: str, *parts: sa.schema.SchemaItem, index: tuple[str, ...]) -> None:
    """Make a table of a programme."""
    op.create_table(
        table,
        *parts,
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        _to(table, "programme_id", "programmes", "CASCADE"),
        _to(table, "organisation_id", "organisations", "CASCADE"),
    )
    for column in (*index, "programme_id", "organisation_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Go down."""
    with op.batch_alter_table("target_groups") as table:
        table.drop_constraint(op.f(PARENT), type_="foreignkey")
        table.drop_column("parent_id")
    op.drop_column("programmes", "practice_kind")
    for table in ("result_groups", "chain_items", "result_costs", "collected_values", "plan_lines"):
        op.drop_table(table)
