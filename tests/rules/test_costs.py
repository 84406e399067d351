"""What a social result costs: worked out from its inputs, never typed."""

from decimal import Decimal

import pytest

from storyapp.rules.costs import CostRange, Reached, check_cost, cost_of_one, is_few
from storyapp.rules.errors import RuleBroken


@pytest.mark.parametrize(
    ("expense", "families", "children", "per_family", "per_child"),
    [
        ("5271224.09", 11, 12, "479202.19", "439268.67"),
        ("5500786.52", 10, 14, "550078.65", "392913.32"),
        ("6045774.34", 8, 11, "755721.79", "549615.85"),
    ],
    ids=["first year", "second year", "third year"],
)
def test_figures_of_the_field_are_worked_out_anew(expense, families, children, per_family, per_child):
    each = [cost_of_one(Decimal(expense), Reached(n=n)).each for n in (families, children)]

    assert each == [Decimal(per_family), Decimal(per_child)]


def test_the_range_says_what_is_not_known():
    cost = cost_of_one(Decimal(1000), Reached(n=4, n_unknown=1), most_expense=Decimal(1400))

    assert cost == CostRange(each=Decimal(250), least=Decimal(200), most=Decimal(350))
    assert not cost.is_exact


@pytest.mark.parametrize("n", [None, 0])
def test_nothing_is_divided_by_nobody(n):
    assert cost_of_one(Decimal(1000), Reached(n=n)) is None


GOOD = dict(
    expense=Decimal(10), most_expense=None, families=Reached(n=1), children=Reached(), year=2025, this_year=2026,
    source="Report",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expense": None}, "cost.no-expense"),
        ({"expense": Decimal(0)}, "cost.no-expense"),
        ({"most_expense": Decimal(9)}, "cost.most-below"),
        ({"year": 2027}, "cost.year"),
        ({"families": Reached()}, "cost.nobody-counted"),
        ({"source": " "}, "cost.no-source"),
    ],
    ids=["no expense", "an expense of nought", "shared expenses below the own", "a year to come", "nobody counted", "no source"],
)  # fmt: skip
def test_a_cost_that_cannot_be_looked_up_is_refused(changes, code):
    with pytest.raises(RuleBroken, match=code):
        check_cost(**{**GOOD, **changes})


@pytest.mark.parametrize(("n", "few"), [(None, False), (0, False), (1, True), (4, True), (5, False)])
def test_few_people_might_be_recognised(n, few):
    assert is_few(Reached(n=n)) is few
