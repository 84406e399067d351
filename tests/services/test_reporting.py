"""Reports: consent decides, small numbers stay hidden, dissent stands, the same data gives the same file."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from docx import Document

from storyapp.data.db import db
from storyapp.data.queries import reporting as queries
from storyapp.data.tables.outputs import IssuedReport, ReportUse
from storyapp.data.tables.stories import Recall, Story
from storyapp.formats import registry
from storyapp.rules import report_json
from storyapp.rules.consent import ConsentBy, Light, Purpose
from storyapp.rules.errors import RuleBroken
from storyapp.rules.jobs import JobState
from storyapp.rules.panels import PanelSay, YouthWord
from storyapp.rules.people import AgeBand, Role, TellerRole
from storyapp.rules.report import Figure, FigureKind, tables_of, walk
from storyapp.rules.results import LinkDirection
from storyapp.rules.stories import Direction
from storyapp.rules.tags import CoderKind, TagState
from storyapp.services import panels, reporting, rounds, seating
from storyapp.services.consents import change_consent, withdraw_story
from storyapp.services.reports.counting import Numbers
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests import builders
from tests.services.round_builders import Table
from tests.services.test_panels import a_panel

SAID = "I hid behind the blue shed until the rain was over."
EVERY_FORMAT = tuple(one.name for one in registry.available())


@pytest.fixture
def programme(app):
    return builders.a_programme()


def told(programme, said=SAID, *, direction=Direction.BETTER, **changes):
    """A screened story of an adult-free age whose sentence a person confirmed under a theme."""
    values = dict(happened=f"{said} Then I went home.", direction=direction, age_band=AgeBand.FROM_16_TO_17)
    return builders.a_story(programme, **{**values, **changes})


def coded(story, theme, words):
    """Confirm a theme on a story with these words as evidence."""
    return builders.a_suggested_tag(
        story, theme, words, state=TagState.CONFIRMED, decided_as=CoderKind.PERSON, coder=CoderKind.PERSON
    )


def built(programme, *, language="en", audience="inside", length="full"):
    """Build a report of the first period and return it."""
    order = Order(language=language, audience=audience, length=length, period_ids=(builders.the_period(programme).id,))
    return reporting.build_now(programme, order, actor=SHELL)


def words_in(one, name):
    """All that a file of this report says, as text."""
    data = reporting.download(one, name)
    if name == "docx":
        document = Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    if name in ("xlsx", "pptx"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(packed.read(inner).decode() for inner in packed.namelist() if inner.endswith(".xml"))
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("name", [name for name in EVERY_FORMAT if name not in ("pdf", "slides")])
def test_a_refused_quote_appears_in_no_format(programme, name):
    theme = builders.a_theme(programme)
    coded(told(programme, refused=(Purpose.QUOTE, Purpose.PUBLICATION), title="Blue shed"), theme, SAID)
    allowed = "We fixed the old radio together on Sunday."
    coded(told(programme, allowed), theme, allowed)

    text = words_in(built(programme), name)

    assert "blue shed" not in text.lower()
    assert name in ("xlsx", "csv") or "old radio" in text


def test_a_refused_quote_stands_in_no_file_of_any_kind(programme):
    coded(told(programme, refused=(Purpose.QUOTE,)), builders.a_theme(programme), SAID)

    one = built(programme)

    assert not [name for name in EVERY_FORMAT if b"blue shed" in reporting.download(one, name)]
    assert "blue shed" not in json.dumps(one.content)


def test_unknown_consent_is_counted_and_never_quoted(programme):
    story = told(programme)
    coded(story, builders.a_theme(programme), SAID)
    with act(SHELL):
        row = db.session.get_one(Story, story.id)
        row.may_count = row.may_quote = Light.UNKNOWN

    one = built(programme)

    assert uses_of(one) == {(story.id, "counted")}
    assert "blue shed" not in words_in(one, "html")


def test_the_public_sees_only_words_of_those_who_agreed_to_publication(programme):
    coded(told(programme, refused=(Purpose.PUBLICATION,)), builders.a_theme(programme), SAID)

    texts = [words_in(built(programme, audience=audience), "html") for audience in ("funder", "public")]

    assert ["blue shed" in text for text in texts] == [True, False]


def test_at_most_two_sentences_of_one_story_are_quoted(programme):
    sentences = [f"This is the sentence number {n} of mine." for n in ("one", "two", "three", "four")]
    story = told(programme, " ".join(sentences), refused=(Purpose.PUBLICATION,))
    for sentence in sentences:
        coded(story, builders.a_theme(programme), sentence)

    text = words_in(built(programme), "html")

    assert sum(sentence in text for sentence in sentences) == 2


def test_a_withdrawn_story_leaves_the_next_report_and_recalls_the_former(programme):
    story = told(programme)
    coded(story, builders.a_theme(programme), SAID)
    first = built(programme)
    first_id = first.id
    assert "blue shed" in words_in(first, "html")

    with act(SHELL) as doing:
        withdraw_story(doing, db.session.get_one(Story, story.id), by=ConsentBy.CHILD, today=builders.TODAY)
    second = built(programme)

    former = db.session.get_one(IssuedReport, first_id)
    assert (former.state, former.content) == ("recalled", None)
    assert "blue shed" not in words_in(second, "html")
    assert {row.use for row in db.session.scalars(db.select(Recall))} >= {"counted", "quoted"}
    with pytest.raises(RuleBroken):
        reporting.download(former, "html")


def test_a_public_report_is_recalled_when_publication_is_taken_back(programme):
    story = told(programme)
    coded(story, builders.a_theme(programme), SAID)
    inside, public = built(programme, audience="funder").id, built(programme, audience="public").id

    with act(SHELL) as doing:
        own = db.session.get_one(Story, story.id)
        change_consent(doing, own, {Purpose.PUBLICATION: False}, by=ConsentBy.CHILD, today=builders.TODAY)

    assert [db.session.get_one(IssuedReport, one).state for one in (inside, public)] == ["ready", "recalled"]


def test_a_held_story_is_not_counted_and_not_told_of(programme):
    story = told(programme, title="Blue shed")
    coded(story, builders.a_theme(programme), SAID)
    with act(SHELL):
        db.session.get_one(Story, story.id).is_held = True

    one = built(programme)

    text = words_in(one, "html")
    assert uses_of(one) == set()
    assert "blue shed" not in text.lower() and "held" not in text.replace("held against", "").replace("they held", "")


def test_consent_that_changes_meanwhile_makes_the_report_anew(programme, monkeypatch):
    story_id = told(programme).id
    coded(db.session.get_one(Story, story_id), builders.a_theme(programme), SAID)
    real, calls = reporting.compose, []

    def and_meanwhile(material, *, previous):
        calls.append(material.n)
        if len(calls) == 1:
            with act(SHELL) as doing:
                withdraw_story(doing, db.session.get_one(Story, story_id), by=ConsentBy.CHILD, today=builders.TODAY)
        return real(material, previous=previous)

    monkeypatch.setattr(reporting, "compose", and_meanwhile)
    one = built(programme)

    assert calls == [1, 0]
    assert "blue shed" not in words_in(one, "html")


def test_a_cell_of_three_says_fewer_than_five(programme):
    for _ in range(7):
        told(programme)
    for _ in range(3):
        told(programme, direction=Direction.WORSE)

    one = built(programme)

    rows = rows_of(one, "directions-table")
    assert rows["It got worse"][-2] == "fewer than 5"
    assert 3 not in [cell for cells in rows.values() for cell in cells]


def test_where_a_child_under_fourteen_tells_ten_are_needed(programme):
    for _ in range(8):
        told(programme, direction=Direction.WORSE)
    for _ in range(10):
        told(programme, age_band=AgeBand.FROM_10_TO_13, direction=Direction.BETTER)

    assert rows_of(built(programme), "directions-table")["It got worse"][-2] == "fewer than 10"


def test_one_who_joins_is_not_described_by_two_reports(programme):
    for _ in range(6):
        told(programme)
    for _ in range(6):
        told(programme, direction=Direction.WORSE)
    built(programme)
    told(programme, direction=Direction.WORSE)

    rows = rows_of(built(programme), "directions-table")

    assert rows["It got worse"][-2] == "not shown"


def test_children_and_guardians_are_counted_apart(programme):
    for role in (TellerRole.YOUNG_PERSON, TellerRole.GUARDIAN):
        for _ in range(5):
            told(programme, teller_role=role, age_band=AgeBand.ADULT)

    rows = rows_of(built(programme), "role-direction")

    assert (rows["Young person"][-1], rows["Guardian"][-1]) == (5, 5)


def test_what_got_worse_has_its_place_and_its_words(programme):
    bad = "It got worse for me after the summer came."
    coded(told(programme, bad, direction=Direction.WORSE), builders.a_theme(programme), bad)

    report = reporting.content_of(built(programme))
    titles = [place.section.title for place in walk(report)]

    assert titles.index("It got worse") < titles.index("It got better")
    assert bad in words_in(built(programme), "html")


def test_reasons_and_dissent_stand_with_the_choice(programme):
    table = Table(programme=programme)
    table.vote("Owl", 1, "It shows how slowly trust grows.")
    table.vote("Moth", 1, "I believed each word of it.")
    table.vote("Fern", 2, "The other one tells what it cost.")
    table.decide(1, dissent="The second story asks the harder question.")

    text = words_in(built(programme), "html")

    assert "It shows how slowly trust grows." in text
    assert "The second story asks the harder question." in text


def test_a_chosen_story_that_may_not_be_printed_is_still_said_to_be_chosen(programme):
    stories = [told(programme, refused=(Purpose.QUOTE,), title="Blue shed"), told(programme, "I sang a song out loud.")]
    table = Table(programme=programme, stories=stories)
    table.vote("Owl", 1, "The shed says it all for me.")
    table.vote("Moth", 1, "The shed says it all for me.")
    table.decide(1)

    text = words_in(built(programme), "html")

    assert "1 story that may not be printed" in text
    assert "the shed" not in text.lower() and "blue shed" not in text.lower()


def test_what_speaks_against_a_result_stands_beside_what_speaks_for_it(programme):
    result = builders.a_result(programme)
    for words, side in (
        (SAID, LinkDirection.SUPPORTS),
        ("Nobody came when I rang them twice.", LinkDirection.CONTRADICTS),
    ):
        builders.a_suggested_link(
            told(programme, words), result, words, direction=side, state=TagState.CONFIRMED,
            decided_as=CoderKind.PERSON, coder=CoderKind.PERSON,
        )  # fmt: skip

    text = words_in(built(programme), "html")

    assert text.index("What speaks against it") > 0
    assert "Nobody came when I rang them twice." in text


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_the_same_data_gives_the_same_bytes(programme, clock, name):
    coded(told(programme), builders.a_theme(programme), SAID)
    first = reporting.download(built(programme), name)
    clock.now += timedelta(days=9)

    assert reporting.download(built(programme), name) == first


def test_a_report_comes_back_from_json_as_it_was(programme):
    coded(told(programme), builders.a_theme(programme), SAID)
    report = reporting.content_of(built(programme), open_doors=("stories", "rounds"))

    assert report_json.from_dict(json.loads(json.dumps(report_json.to_dict(report)))) == report


def test_the_fingerprint_is_the_same_in_both_languages_and_changes_with_the_data(programme):
    told(programme)
    first, second = built(programme).fingerprint, built(programme, language="ru").fingerprint
    told(programme)

    assert first == second != built(programme).fingerprint


def test_an_empty_period_makes_an_honest_report(programme):
    text = words_in(built(programme), "html")

    assert "No panel has decided on stories of this time yet." in text


def test_only_periods_of_the_programme_can_be_asked_for(programme):
    other = builders.a_programme()

    with pytest.raises(RuleBroken):
        reporting.request_report(
            programme,
            Order(language="en", audience="inside", length="full", period_ids=(builders.the_period(other).id,)),
            actor=SHELL,
        )


def test_the_shares_and_numbers_of_small_groups_are_dashes(app):
    numbers = Numbers(5, {})
    protected = numbers.counts("some", {"a": 20, "b": 3, "c": 4})

    assert numbers.say(protected.cell(column="b")) == "fewer than 5"
    assert numbers.share(protected.cell(column="b"), protected.cell()) == ""


def test_a_funder_reads_no_report_for_the_inside(programme):
    told(programme)
    inside, funder = built(programme).public_id, built(programme, audience="funder").public_id

    seen = [reporting.report_for(programme, one, [Role.FUNDER_VIEWER]) for one in (inside, funder)]

    assert [one is not None for one in seen] == [False, True]


def test_a_job_that_failed_for_good_is_shown_as_stuck(programme, monkeypatch):
    monkeypatch.setattr(reporting, "gather", lambda *given: 1 / 0)
    public_id = reporting.request_report(
        programme,
        Order(language="en", audience="inside", length="full", period_ids=(builders.the_period(programme).id,)),
        actor=SHELL,
    )

    assert reporting.job_of(queries.report_by_public_id(programme, public_id)).state is not JobState.DONE
    assert queries.report_by_public_id(programme, public_id).content is None


def uses_of(one):
    rows = db.session.execute(db.select(ReportUse.story_id, ReportUse.use).where(ReportUse.report_id == one.id))
    return {(story_id, use) for story_id, use in rows}


def rows_of(one, code):
    """The rows of a table by their first cell."""
    tables = [placed.table for placed in tables_of(reporting.content_of(one)) if placed.table.code == code]
    return {row[0]: row[1:] for row in tables[0].rows}


@pytest.mark.parametrize(
    ("chosen", "said"), [((1, 2), "the panel decided to carry two"), ((), "the panel chose none")], ids=["two", "none"]
)  # fmt: skip
def test_a_report_says_how_a_tie_ended(programme, chosen, said):
    table = Table(programme=programme, labels=("Owl", "Moth"))
    table.vote("Owl", 1)
    table.vote("Moth", 2)
    table.decide(*chosen)

    report = reporting.content_of(built(programme))

    assert said in str(report)


@pytest.mark.parametrize("name", ["html", "docx", "json"])
def test_the_young_peoples_word_and_where_the_panel_split_stand_in_every_format(programme, name):
    table = Table(programme=programme, n_stories=2, labels=("Owl", "Moth", "Fern", "Lynx"))
    for n, label in enumerate(("Owl", "Moth", "Fern", "Lynx")):
        table.vote(label, 1 + n % 2)
    table.decide(1, 2)
    a_panel(programme, PanelSay.VETO)
    word = "It leaves out everybody who had to leave home."
    panels.say_youth_word(programme, table.id, YouthWord.REFUSES, word, account_id=table.facilitator.id)

    text = words_in(built(programme), name)

    assert word in text and "No, they refuse" in text
    assert "nearly half against half: 2 of 2" in text


@pytest.fixture
def divided(programme):
    """A panel split in two over two stories; the second was chosen."""
    stories = [told(programme, title="Blue shed"), told(programme, "I sang a song out loud.", title="Loud song")]
    table = Table(programme=programme, stories=stories, labels=("Owl", "Moth", "Fern", "Lynx", "Wren"))
    for n, label in enumerate(("Owl", "Moth", "Fern", "Lynx", "Wren")):
        table.vote(label, 1 + (n > 1))
    table.decide(2)
    return table


def map_of(one):
    """The picture of where readers stood in a report."""
    sections = walk(reporting.content_of(one, open_doors=()))
    drawn = [block for place in sections for block in place.section.blocks if isinstance(block, Figure)]
    return next(figure for figure in drawn if figure.kind is FigureKind.MAP)


def test_the_map_of_a_divided_panel_is_drawn_and_its_table_says_the_same(programme, divided):
    figure = map_of(built(programme))

    assert [series.values for series in figure.series] == [(0.4, 0.6), (0.96, 0.96)]
    assert {row[0][3:]: row[1:] for row in figure.twin.rows} == {
        "“Loud song”": ("split in two", 0.6),
        "“Blue shed”": ("split in two", 0.4),
    }
    assert [row[0][0] for row in figure.twin.rows] == list(figure.labels)


@pytest.mark.parametrize("name", [name for name in EVERY_FORMAT if name not in ("pdf", "slides")])
def test_outside_the_house_nobody_reads_whose_story_was_not_chosen(programme, divided, name):
    text = words_in(built(programme, audience="funder"), name)

    assert "A story that was not chosen" in text
    assert "Blue shed" not in text


def test_a_story_named_in_a_map_is_recalled_with_its_report(programme, divided):
    one = built(programme)
    not_chosen = divided.story_ids[0]

    uses = db.session.query(ReportUse.use).filter_by(report_id=one.id, story_id=not_chosen)

    assert ("quoted",) in uses.all()


@pytest.mark.parametrize(("n_adults", "is_told"), [(2, False), (3, True)])
def test_young_people_and_adults_stand_side_by_side_where_each_are_three(programme, n_adults, is_told):
    table = Table(programme=programme, labels=("Owl", "Moth", "Fern"), is_young=True, is_open=False)
    adults = ("Oak", "Elm", "Ash")[:n_adults]
    seating.add_seats(programme, table.id, adults, language="en", is_young=False, account_id=table.facilitator.id)
    rounds.open_round(programme, table.id, account_id=table.facilitator.id)
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    for label in adults:
        table.vote(label, 2)
    table.decide(*((1, 2) if n_adults == 3 else (1,)))

    assert ("Adults" in map_of(built(programme)).twin.head) is is_told


def test_a_panel_that_stood_together_needs_no_map(programme):
    table = Table(programme=programme)
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    table.decide(1)

    assert "The readers stood close together over every story." in words_in(built(programme), "html")
