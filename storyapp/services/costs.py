"""What a social result costs: inputs kept, costs worked out with their range, and a file to take along (G7, SD23)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storyapp.data.db import db
from storyapp.data.tables.costs import ResultCost
from storyapp.data.tables.programmes import Programme, SocialResult
from storyapp.gateways.kit import kit
from storyapp.rules.costs import FEW, CostRange, Reached, check_cost, cost_of_one, is_few
from storyapp.rules.errors import RuleBroken
from storyapp.rules.report import BulletList, ColumnKind, Report, Section, Table
from storyapp.services.handing_out import hand_out_written
from storyapp.services.transaction import account_actor, act
from storyapp.words.dates import number
from storyapp.words.speech import language, mark, say, say_plural

FILES = ("docx", "xlsx", "pdf", "csv")
TEXT, OWN, NUMBER = ColumnKind.TEXT, ColumnKind.OWN_WORDS, ColumnKind.NUMBER
FAMILY, CHILD = mark("for one family"), mark("for one child or young person")
CAVEATS = (
    mark("A low cost is no merit by itself: a result that is easy to reach costs little."),
    mark("Only those who reached the result are counted. What the others were given is in the expense all the same."),
    mark("The programme did not bring the result about alone: family, school and chance had their part."),
    mark("Costs of two programmes can be compared only where the result, its sign and the expense mean the same."),
)


@dataclass(frozen=True, kw_only=True)
class Each:
    """The cost for one of a kind; `cost` is None where nobody reached it or so few that they might be recognised."""

    words: str
    reached: Reached
    cost: CostRange | None
    is_hidden: bool


@dataclass(frozen=True, kw_only=True)
class CostLine:
    """One result and year, with what it costs."""

    row: ResultCost
    result: SocialResult
    each: tuple[Each, ...]


def costs_of(programme: Programme, *, is_exact: bool) -> list[CostLine]:
    """Return the costs, newest year first; small counts stay hidden for who does not keep them."""
    own = programme.owner
    query = (
        select(ResultCost, SocialResult)
        .join(SocialResult, SocialResult.id == ResultCost.result_id)
        .where(ResultCost.organisation_id == programme.organisation_id, ResultCost.programme_id == own["programme_id"])
        .order_by(ResultCost.year.desc(), SocialResult.position, ResultCost.id)
    )
    return [
        CostLine(row=row, result=result, each=tuple(_each(row, is_exact=is_exact)))
        for row, result in db.session.execute(query)
    ]


def cost_of(programme: Programme, cost_id: int) -> ResultCost | None:
    """Return one row of this programme."""
    return db.session.scalar(select(ResultCost).filter_by(**programme.owner, id=cost_id))


def save_cost(programme: Programme, cost_id: int | None, values: Mapping[str, Any], *, by_id: int) -> int:
    """Keep the inputs of a result and year."""
    own = programme.owner
    check_cost(
        expense=values["expense"], most_expense=values["most_expense"], year=values["year"], source=values["source"],
        families=Reached(n=values["n_families"]), children=Reached(n=values["n_children"]),
        this_year=kit().clock().year,
    )  # fmt: skip
    try:
        with act(account_actor(by_id)) as doing:
            if db.session.scalar(select(SocialResult.id).filter_by(**own, id=values["result_id"])) is None:
                raise RuleBroken("setup.gone")
            row = cost_of(programme, cost_id) if cost_id is not None else ResultCost(**own)
            if row is None:
                raise RuleBroken("setup.gone")
            for name, value in values.items():
                setattr(row, name, value)
            db.session.add(row)
            db.session.flush()
            doing.note(own["organisation_id"], "cost.saved", f"cost:{row.id}")
            return row.id
    except IntegrityError as twice:
        raise RuleBroken("cost.twice") from twice


def remove_cost(programme: Programme, cost_id: int, *, by_id: int) -> None:
    """Take a row away."""
    own = programme.owner
    with act(account_actor(by_id)) as doing:
        row = cost_of(programme, cost_id)
        if row is not None:
            db.session.delete(row)
            doing.note(own["organisation_id"], "cost.removed", f"cost:{cost_id}")


def hand_out(programme: Programme, format_name: str, *, actor: str) -> bytes:
    """Write the costs for somebody who takes them away, and note that; raises FormatUnavailable."""
    return hand_out_written(programme, written, "costs.taken-along", format_name, files=FILES, actor=actor)


def written(programme: Programme) -> Report:
    """Write the costs with inputs and formula; a file travels, so small counts are always hidden in it."""
    lines = costs_of(programme, is_exact=False)
    return Report(
        title=say("What a social result costs"), subtitle=programme.name.say(language()), language=language(),
        dated_on=kit().clock().date(),
        sections=(
            Section(code="costs", title=say("Costs by year"), blocks=(_table(lines),)),
            Section(
                code="reading", title=say("How to read this"),
                blocks=(BulletList(items=(say(FORMULA), *(say(one) for one in CAVEATS))),),
            ),
        ),
    )  # fmt: skip


FORMULA = mark(
    "Expense of the year ÷ number of those who reached the result. The lower end takes everybody of whom it is not "
    "known as having reached it; the upper end takes the expense with a full part of what is shared."
)


def said_money(amount: Decimal, currency: str = "") -> str:
    """Write an amount of money with both decimals."""
    whole, _, cents = f"{amount:.2f}".partition(".")
    point = "," if language() == "ru" else "."
    return f"{number(int(whole))}{point}{cents} {currency}".strip()


def said_reached(each: Each) -> str:
    """Say how many reached it, and of how many nobody knows."""
    if each.is_hidden:
        return say_plural("fewer than %(num)d", "fewer than %(num)d", FEW)
    sure = number(each.reached.n or 0)
    if not each.reached.n_unknown:
        return sure
    return say("%(n)s, not known of %(unknown)s", n=sure, unknown=number(each.reached.n_unknown))


def said_range(cost: CostRange) -> str:
    """Say between which values a cost lies, in the currency that stands beside it."""
    if cost.is_exact:
        return "–"
    return say("from %(least)s to %(most)s", least=said_money(cost.least), most=said_money(cost.most))


def _table(lines: Iterable[CostLine]) -> Table:
    return Table(
        code="result-costs", caption=say("Inputs, and what was worked out from them"),
        head=(
            say("Year"), say("Result"), say("Expense"), say("For whom"), say("Reached it"), say("Cost of one"),
            say("Range"), say("Where it can be looked up"),
        ),
        kinds=(TEXT, OWN, TEXT, TEXT, TEXT, TEXT, TEXT, OWN),
        rows=tuple(
            (
                str(line.row.year), line.result.general.say(language()), said_money(line.row.expense, line.row.currency),
                say(one.words), said_reached(one), said_money(one.cost.each, line.row.currency) if one.cost else "–",
                said_range(one.cost) if one.cost else "–", line.row.source,
            )
            for line in lines
            for one in line.each
        ),
    )  # fmt: skip


def _each(row: ResultCost, *, is_exact: bool) -> Iterable[Each]:
    for words, n, n_unknown in (
        (FAMILY, row.n_families, row.n_families_unknown), (CHILD, row.n_children, row.n_children_unknown),
    ):  # fmt: skip
        if n is None:
            continue
        reached = Reached(n=n, n_unknown=n_unknown)
        is_hidden = is_few(reached) and not is_exact
        # Beside the expense the cost of one would tell how few they are.
        cost = None if is_hidden else cost_of_one(row.expense, reached, most_expense=row.most_expense)
        yield Each(words=words, reached=reached, cost=cost, is_hidden=is_hidden)
