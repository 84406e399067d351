"""A report that was taken back is made anew: as it was asked for, of what may be used now."""

from storyapp.data.tables.outputs import IssuedReport
from storyapp.data.tables.programmes import Programme
from storyapp.rules.errors import RuleBroken
from storyapp.services import exchange, quote_files, reporting
from storyapp.services.transaction import account_actor

PUT_TOGETHER = {exchange.LENGTH: exchange.put_together, quote_files.LENGTH: quote_files.put_together}


def make_anew(programme: Programme, one: IssuedReport, *, account_id: int) -> str:
    """Ask for the same report once more and return the public id of the new one; the old one stays on the recall list."""
    if one.state != "recalled":
        raise RuleBroken("report.not-recalled")
    put_together = PUT_TOGETHER.get(one.length)
    if put_together is not None:
        return put_together(programme, language_of_file=one.language, account_id=account_id)
    order = reporting.order_of(one)
    return reporting.request_report(programme, order, actor=account_actor(account_id), account_id=account_id)
