"""Whose stories were chosen, over all rounds that have decided (C12): one round alone is mostly too small to say."""

from dataclasses import dataclass

from storyapp.data.queries import reporting as queries
from storyapp.data.tables.programmes import Programme
from storyapp.rules.equity import EquityCheck, check_equity
from storyapp.services.equity import EquityLine, asked_of, cautions, tell_equity
from storyapp.services.equity_facts import facts_of_rounds
from storyapp.services.reports.counting import Numbers
from storyapp.services.reports.gathering import why_left_out
from storyapp.services.reports.quoting import smallest_shown


@dataclass(frozen=True, kw_only=True)
class EquityTold:
    """The check over all decided rounds of a programme, in words."""

    check: EquityCheck
    lines: tuple[EquityLine, ...]
    cautions: tuple[str, ...]
    n_rounds: int


def equity_of(programme: Programme) -> EquityTold:
    """Compare all stories that panels chose with all that lay beside them; who wrote down is told in a sentence only."""
    periods = [period.id for period in queries.periods_of(programme)]
    counted = [row for row in queries.stories_told(programme, periods) if why_left_out(row) is None]
    tables, asked = queries.tables_of(programme, periods), asked_of(programme)
    check = check_equity(facts_of_rounds(counted, tables, asked), questions=[one.id for one in asked])
    numbers = Numbers(smallest_shown(counted), {})
    return EquityTold(
        check=check, lines=tell_equity(check, asked, numbers, collectors={}), cautions=cautions(check),
        n_rounds=len({row.round_id for row in tables}),
    )  # fmt: skip
