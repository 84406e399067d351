"""The basket of quotes as a report of its own: to take along in every format, and to call back like any other."""

from collections.abc import Iterator, Sequence

from sqlalchemy import insert

from storyapp.data.db import db
from storyapp.data.queries import reporting as queries
from storyapp.data.tables.outputs import IssuedReport, ReportUse
from storyapp.data.tables.programmes import Programme
from storyapp.gateways.kit import kit
from storyapp.gateways.vault import new_public_id
from storyapp.rules import report_json
from storyapp.rules.consent import Light
from storyapp.rules.errors import RuleBroken
from storyapp.rules.report import ColumnKind, Note, Report, Section, Table
from storyapp.services import quote_basket
from storyapp.services.quote_basket import Shelf
from storyapp.services.reports.gathering import why_left_out
from storyapp.services.reports.material import Words
from storyapp.services.reports.pages import quote, quotes
from storyapp.services.reports.quoting import MOST_OF_A_STORY, QuoteBook, smallest_shown
from storyapp.services.transaction import account_actor, act
from storyapp.words.speech import language, say, say_plural, speaking

INSIDE, LENGTH = "inside", "quotes"
Filled = tuple[Shelf, tuple[Words, ...]]


def put_together(programme: Programme, *, language_of_file: str, account_id: int) -> str:
    """Make a report of the basket as it is now, and return its public id.

    Of each story stand at most two sentences, as its teller was asked. Consent stays as it is until the act ends.
    """
    programme_id = programme.id
    with act(account_actor(account_id)) as doing, speaking(language_of_file):
        programme = db.session.get_one(Programme, programme_id)
        period_ids = [one.id for one in queries.periods_of(programme)]
        book = _book(programme, period_ids)
        filled, n_left = _filled(programme, book)
        if not filled:
            raise RuleBroken("basket.nothing-to-take")
        public_id, now = new_public_id(), kit().clock()
        report = _report(programme, book, filled, n_left)
        one = IssuedReport(
            organisation_id=programme.organisation_id, programme_id=programme.id, public_id=public_id,
            language=language(), period_ids=[], audience=INSIDE, length=LENGTH, requested_by_id=account_id,
            requested_at=now, built_on=now.date(), state="ready", content=report_json.to_dict(report), published={},
        )  # fmt: skip
        db.session.add(one)
        db.session.flush()
        db.session.execute(insert(ReportUse), [{"report_id": one.id, **use} for use in _uses(filled)])
        doing.note(programme.organisation_id, "quotes.put-together", f"report:{public_id}")
    return public_id


def _book(programme: Programme, period_ids: Sequence[int]) -> QuoteBook:
    rows = [row for row in queries.stories_told(programme, period_ids, lock=True) if why_left_out(row) is None]
    return QuoteBook(rows, audience=INSIDE, seed="", k=smallest_shown(rows))


def _filled(programme: Programme, book: QuoteBook) -> tuple[list[Filled], int]:
    """Return each shelf with the words that may be taken along, and how many of the basket may not."""
    filled, n_left = [], 0
    for shelf in quote_basket.shelves_of(programme):
        words = tuple(w for kept in shelf.kept if (w := book.one(kept.story.id, " ".join(kept.text.split()))))
        n_left += len(shelf.kept) - len(words)
        filled += [(shelf, words)] if words else []
    return filled, n_left


def _uses(filled: Sequence[Filled]) -> list[dict[str, object]]:
    """Return which story stands in the file and how; a made-up name stands there by the yes to publication."""
    words = [one for _, group in filled for one in group]
    found = {(one.story_id, "quoted") for one in words} | {(one.story_id, "published") for one in words if one.name}
    return [{"story_id": story_id, "use": use} for story_id, use in sorted(found)]


def _report(programme: Programme, book: QuoteBook, filled: Sequence[Filled], n_left: int) -> Report:
    return Report(
        title=say("Chosen quotes"), language=language(), subtitle=programme.name.say(language()),
        audience=say("the team"), dated_on=kit().clock().date(), sections=tuple(_sections(book, filled, n_left)),
        facts=((say("Programme"), programme.name.say(language())),),
    )  # fmt: skip


def _sections(book: QuoteBook, filled: Sequence[Filled], n_left: int) -> Iterator[Section]:
    for n, (shelf, words) in enumerate(filled):
        yield Section(
            code=f"shelf-{n}", title=_name(shelf), blocks=quotes(words), own_words=bool(shelf.theme or shelf.result)
        )
    left = say_plural(
        "%(num)d quote of the basket is not here: two sentences of its story stand here already, or its text was changed.",
        "%(num)d quotes of the basket are not here: two sentences of their story stand here already, or the text was changed.",
        n_left,
    )  # fmt: skip
    yield Section(
        code="table", title=say("All quotes in one table"),
        blocks=(_table(book, filled), *((Note(text=left),) if n_left else ())),
    )  # fmt: skip


def _table(book: QuoteBook, filled: Sequence[Filled]) -> Table:
    own, text = ColumnKind.OWN_WORDS, ColumnKind.TEXT
    rows = []
    for shelf, words in filled:
        for one in words:
            said = quote(one)
            is_public = book.rows[one.story_id].may_publish is Light.YES
            agreed = say("to quotes and to publication") if is_public else say("to quotes")
            rows.append((_name(shelf), said.text, said.source, agreed))
    return Table(
        code="quotes", caption=say("Chosen quotes"), rows=tuple(rows), kinds=(own, own, text, text),
        head=(say("Theme or result"), say("Quote"), say("Who says it"), say("What the teller agreed to")),
        note=say("At most %(most)s sentences of one story. Each file can be called back when a teller changes their mind.", most=MOST_OF_A_STORY),
    )  # fmt: skip


def _name(shelf: Shelf) -> str:
    if shelf.theme is not None:
        return shelf.theme.name.say(language())
    return shelf.result.general.say(language()) if shelf.result is not None else say("Without a theme")
