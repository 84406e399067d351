"""The basket taken along: a report with its own recall list, and the made-up name where it may stand."""

import io

import pytest
from openpyxl import load_workbook

from storyapp.data.db import db
from storyapp.data.tables.outputs import IssuedReport, ReportUse
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Recall, Story
from storyapp.formats import registry
from storyapp.rules import report_json
from storyapp.rules.coding import working_text
from storyapp.rules.consent import ConsentBy, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.report import Quote, blocks_of
from storyapp.services import quote_basket, quote_files, reporting
from storyapp.services.consents import change_consent
from storyapp.services.transaction import SHELL, act
from tests import builders

SAID = "I hid behind the blue shed until the rain was over."
MORE = ("We walked home along the river after the lesson.", "My brother waited for me at the old bridge.")


@pytest.fixture
def programme(app):
    return builders.a_programme()


@pytest.fixture
def evaluator(programme):
    return builders.an_account(Role.EVALUATOR, programme=programme).id


@pytest.fixture
def theme(programme):
    return builders.a_theme(programme)


def told(programme, *, name="", said=SAID, **changes) -> Story:
    story = builders.a_story(programme, happened=said, **changes)
    with act(SHELL):
        db.session.get(Story, story.id).made_up_name = name
    return db.session.get(Story, story.id)


def choose(programme, evaluator, story, words=SAID, **subject) -> None:
    start = working_text(story.happened, story.matters).index(words)
    quote_basket.choose_quote(
        db.session.get(Programme, programme.id), story.public_id, start=start, end=start + len(words),
        text_version=story.text_version, account_id=evaluator, **subject,
    )  # fmt: skip


def taken(programme, evaluator, language="en") -> IssuedReport:
    public_id = quote_files.put_together(
        db.session.get(Programme, programme.id), language_of_file=language, account_id=evaluator
    )
    return db.session.scalars(db.select(IssuedReport).where(IssuedReport.public_id == public_id)).one()


def quotes_in(one: IssuedReport) -> list[Quote]:
    return [block for block in blocks_of(report_json.from_dict(one.content)) if isinstance(block, Quote)]


def test_the_made_up_name_stands_beside_the_words_where_the_teller_agreed_to_publication(programme, evaluator, theme):
    named = told(programme, name="Third Step")
    unnamed = told(programme, name="Tollgate", said=MORE[0], refused=(Purpose.PUBLICATION,))
    choose(programme, evaluator, named, theme_id=theme.id)
    choose(programme, evaluator, unnamed, MORE[0])

    one = taken(programme, evaluator)

    sources = {quote.text: quote.source for quote in quotes_in(one)}
    assert sources[SAID].startswith("Third Step")
    assert "Tollgate" not in str(one.content)


def test_a_table_of_quotes_says_what_each_teller_agreed_to(programme, evaluator, theme):
    choose(programme, evaluator, told(programme), theme_id=theme.id)
    choose(programme, evaluator, told(programme, said=MORE[0], refused=(Purpose.PUBLICATION,)), MORE[0])

    book = load_workbook(io.BytesIO(reporting.download(taken(programme, evaluator), "xlsx")))

    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert SAID in cells and "to quotes and to publication" in cells and "to quotes" in cells


@pytest.mark.parametrize("name", ["docx", "csv", "html", "json"])
def test_the_quotes_go_into_every_format(programme, evaluator, theme, name):
    choose(programme, evaluator, told(programme), theme_id=theme.id)

    assert len(registry.write(report_json.from_dict(taken(programme, evaluator, "ru").content), name)) > 500


def test_of_one_story_two_sentences_are_taken_and_the_rest_is_said(programme, evaluator, theme):
    story = told(programme, said=" ".join((SAID, *MORE)))
    for words in (SAID, *MORE):
        choose(programme, evaluator, story, words, theme_id=theme.id)

    one = taken(programme, evaluator)

    assert [quote.text for quote in quotes_in(one)] == [SAID, MORE[0]]
    assert "1 quote of the basket is not here" in str(one.content)


def test_who_takes_a_yes_to_quotes_back_empties_the_file_and_puts_it_on_the_list(programme, evaluator, theme):
    story = told(programme)
    choose(programme, evaluator, story, theme_id=theme.id)
    report_id = taken(programme, evaluator).id

    with act(SHELL) as doing:
        change_consent(
            doing, db.session.get(Story, story.id), {Purpose.QUOTE: False}, by=ConsentBy.CHILD, today=builders.TODAY
        )

    one = db.session.get(IssuedReport, report_id)
    assert (one.state, one.content) == ("recalled", None)
    assert db.session.scalars(db.select(Recall.output_id)).all() == [report_id]


def test_a_name_that_was_printed_is_called_back_with_the_yes_to_publication(programme, evaluator, theme):
    story = told(programme, name="Third Step")
    choose(programme, evaluator, story, theme_id=theme.id)
    report_id = taken(programme, evaluator).id
    uses = set(db.session.scalars(db.select(ReportUse.use)))

    with act(SHELL) as doing:
        change_consent(
            doing, db.session.get(Story, story.id), {Purpose.PUBLICATION: False}, by=ConsentBy.CHILD,
            today=builders.TODAY,
        )  # fmt: skip

    assert uses == {"quoted", "published"}
    assert db.session.get(IssuedReport, report_id).state == "recalled"


def test_an_empty_basket_makes_no_file(programme, evaluator):
    with pytest.raises(RuleBroken, match=r"basket\.nothing-to-take"):
        taken(programme, evaluator)

    assert db.session.scalars(db.select(IssuedReport)).all() == []
