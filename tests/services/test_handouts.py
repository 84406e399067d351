"""News for a whole group: what was valued, chosen and done, on one page and as slides, only as far as tellers agreed."""

import io

import pypdf
import pytest
from docx import Document

from storyapp.data.db import db
from storyapp.data.tables.outputs import ReportUse
from storyapp.formats import registry
from storyapp.rules.consent import Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.people import Role
from storyapp.rules.report import blocks_of
from storyapp.rules.wording import Wording
from storyapp.services import changes, feedback, reporting
from storyapp.services.changes import ChangeMade
from storyapp.services.feedback import Answer
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL
from tests import builders
from tests.services.round_builders import JOINT, Table

needs_pdf = pytest.mark.skipif("slides" not in [one.name for one in registry.available()], reason="needs WeasyPrint")


@pytest.fixture
def table(app) -> Table:
    """A finished round: the second of three tellers did not agree to publication; each has an answer."""
    programme = builders.a_programme()
    refuses = {2: (Purpose.PUBLICATION,)}
    stories = [builders.a_story(programme, title=f"Title {n}", refused=refuses.get(n, ())) for n in (1, 2, 3)]
    table = Table(programme=programme, stories=stories)
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1, criteria="Courage\nHonesty about the price")
    for n, public_id in enumerate(table.public_ids, start=1):
        answer = Answer(valued=f"We valued how story {n} was told.")
        feedback.answer_teller(programme, table.id, public_id, answer, account_id=table.facilitator.id)
    feedback.finish_round(programme, table.id, account_id=table.facilitator.id)
    return table


def handout(table, *, length="newsletter", language="en"):
    order = Order(
        language=language, audience="public", length=length, period_ids=(builders.the_period(table.programme).id,)
    )
    return reporting.build_now(table.programme, order, actor=SHELL)


def text_of(one) -> str:
    return registry.write(reporting.content_of(one), "html").decode()


def test_it_says_what_was_valued_and_why_but_only_where_the_teller_agreed(table):
    said = text_of(handout(table))

    assert "We valued how story 1 was told." in said
    assert "We valued how story 3 was told." in said
    assert "story 2" not in said
    assert JOINT in said
    assert "Honesty about the price" in said


def test_the_reason_of_a_choice_stays_away_with_its_story(app):
    programme = builders.a_programme()
    stories = [
        builders.a_story(programme, title="Title 1", refused=(Purpose.PUBLICATION,)),
        builders.a_story(programme),
    ]
    table = Table(programme=programme, stories=stories)
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1)

    said = text_of(handout(table))

    assert JOINT not in said
    assert "Title 1" not in said


def test_changes_stand_as_on_the_public_page(table):
    made = dict(decided=Wording(en="A mentor stays for a year."), status="doing", due_on=None, round_id=None)
    for heard, is_public in (("Mentors leave.", True), ("Between us.", False)):
        changes.keep_change(
            table.programme, ChangeMade(heard=Wording(en=heard), is_public=is_public, **made),
            account_id=table.facilitator.id,
        )  # fmt: skip

    said = text_of(handout(table, length="leaflet"))

    assert "Mentors leave." in said
    assert "Between us." not in said


def test_a_change_without_words_in_the_language_of_the_page_stays_out_and_the_page_says_so(table):
    made = ChangeMade(
        heard=Wording(ru="Наставники уходят."), decided=Wording(ru="Наставник остаётся на год."), status="doing",
        due_on=None, round_id=None, is_public=True,
    )  # fmt: skip
    changes.keep_change(table.programme, made, account_id=table.facilitator.id)

    said = text_of(handout(table))

    assert "Наставники" not in said and "Nothing has been written down" not in said
    assert "More stands on the page “You said, we did”, in another language." in said


def test_what_it_prints_is_remembered_for_the_day_when_a_teller_takes_it_back(table):
    one = handout(table)

    uses = set(db.session.execute(db.select(ReportUse.story_id, ReportUse.use).where(ReportUse.report_id == one.id)))

    assert (table.story_ids[2], "published") in {tuple(use) for use in uses}
    assert (table.story_ids[1], "published") not in {tuple(use) for use in uses}


def test_a_handout_is_for_everybody_or_not_at_all(table):
    order = Order(
        language="en", audience="inside", length="leaflet", period_ids=(builders.the_period(table.programme).id,)
    )

    with pytest.raises(RuleBroken, match=r"report\.unknown-order"):
        reporting.request_report(table.programme, order, actor=SHELL)


def test_it_does_not_hide_from_the_next_report_what_the_last_one_showed(table):
    order = Order(
        language="en", audience="inside", length="full", period_ids=(builders.the_period(table.programme).id,)
    )
    full = reporting.build_now(table.programme, order, actor=SHELL)

    assert set(full.published) <= set(handout(table).published)


@needs_pdf
def test_a_newsletter_is_one_page_and_slides_are_wide_with_a_chapter_each(table):
    content = reporting.content_of(handout(table))

    paper = pypdf.PdfReader(io.BytesIO(registry.write(content, "pdf")))
    slides = pypdf.PdfReader(io.BytesIO(registry.write(content, "slides")))

    assert len(paper.pages) == 1
    assert len(slides.pages) == 1 + len(content.sections)
    assert slides.pages[0].mediabox.width > slides.pages[0].mediabox.height


@pytest.mark.parametrize("language", ["ru", "en"])
def test_word_has_neither_contents_nor_numbers_of_chapters(table, language):
    content = reporting.content_of(handout(table, language=language))

    document = Document(io.BytesIO(registry.write(content, "docx")))

    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name.startswith("Heading")]
    assert heads == [section.title for section in content.sections]


def test_what_does_not_fit_stays_out_whole(app):
    programme = builders.a_programme()
    table = Table(programme=programme, n_stories=3)
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1)
    for n, public_id in enumerate(table.public_ids):
        text = "We valued it. " * (5, 90, 5)[n] + str(n)
        feedback.answer_teller(programme, table.id, public_id, Answer(valued=text), account_id=table.facilitator.id)
    feedback.finish_round(programme, table.id, account_id=table.facilitator.id)

    content = reporting.content_of(handout(table))

    lines = next(block.items for block in blocks_of(content) if getattr(block, "own_words", False))
    assert [line[-1] for line in lines] == ["0", "2"]


def test_a_facilitator_makes_one_and_takes_the_slides_along(client, table):
    builders.sign_in(client, builders.an_account(Role.FACILITATOR, programme=table.programme))
    client.get(f"/p/{table.programme.slug}/news")

    client.submit({"language": "en", "shape": "leaflet"})

    assert client.h1 == "What we heard from you"
    assert "We valued how story 1 was told." in client.text()
    assert "XLSX" not in client.text()


RUSSIAN = "Мы выбрали её, потому что доверие растёт медленно."


def test_what_groups_looked_for_stands_in_the_language_of_the_page_alone(app):
    table = finished(criteria="Смелость\nHonesty about the price")

    said = text_of(handout(table))

    assert "Honesty about the price" in said
    assert "Смелость" not in said


def test_a_reason_in_the_other_language_says_in_which_and_is_marked(app):
    said = text_of(handout(finished(reason=RUSSIAN)))

    assert "The group wrote its reason in Russian." in said
    assert f'<blockquote lang="ru" translate="no"><p>{RUSSIAN}</p></blockquote>' in said


def test_nothing_of_a_choice_stands_in_it_before_the_round_is_finished(app):
    table = decided(criteria="Honesty about the price")

    one = handout(table)

    assert JOINT not in text_of(one)
    assert "Honesty about the price" not in text_of(one)
    assert "once every teller has an answer" in text_of(one)
    uses = db.session.execute(db.select(ReportUse.use).where(ReportUse.report_id == one.id)).scalars()
    assert not {"chosen", "quoted"} & set(uses)


def test_it_promises_an_answer_only_where_every_teller_has_one(table):
    assert "There is an answer for you" in text_of(handout(table))

    builders.a_story(table.programme)

    assert "Your answer stands there as soon as it is written" in text_of(handout(table))


def decided(reason: str = JOINT, **closing) -> Table:
    programme = builders.a_programme()
    table = Table(programme=programme, stories=[builders.a_story(programme, title=f"Title {n}") for n in (1, 2)])
    for label in ("Owl", "Moth"):
        table.vote(label, 1)
    table.decide(1, reason=reason, **closing)
    return table


def finished(reason: str = JOINT, **closing) -> Table:
    table = decided(reason, **closing)
    for public_id in table.public_ids:
        answer = Answer(valued="We valued how it was told.")
        feedback.answer_teller(table.programme, table.id, public_id, answer, account_id=table.facilitator.id)
    feedback.finish_round(table.programme, table.id, account_id=table.facilitator.id)
    return table


def test_it_does_not_say_that_nobody_agreed_where_only_the_language_differs(table):
    assert "nobody has let it be printed" in text_of(handout(decided()))

    assert "написано на другом языке" in text_of(handout(table, language="ru"))
