"""Instruments: cards, what each measures, what nothing measures, and how one is found."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.instruments import Instrument, InstrumentIndicator
from storyapp.data.tables.programmes import Indicator, Programme, SocialResult
from storyapp.rules.people import Role
from storyapp.services import instruments
from tests.builders import a_programme, an_account, sign_in

RESULT = {
    "general_ru": "Есть взрослый, которому доверяет", "general_en": "Has an adult they trust", "outcome_level": "SHORT",
    "particulars": "", "indicators": "Сколько называют взрослого | How many name an adult\nСколько звонят | How many ring",
}  # fmt: skip
CARD = {
    "name_ru": "Лист", "name_en": "A sheet", "method": "OBSERVATION", "purpose": "CHANGE", "minutes": "5",
    "languages": ["ru"], "practices": ["MENTORING"],
}  # fmt: skip


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def place(client, russian, programme):
    """The address of the programme, with an evaluator signed in in both browsers and one result with two indicators."""
    evaluator = an_account(Role.EVALUATOR, programme=programme)
    sign_in(client, evaluator)
    sign_in(russian, evaluator)
    client.get(f"/p/{programme.slug}/set-up/results/new")
    client.submit(RESULT)
    return f"/p/{programme.slug}"


@pytest.fixture
def first_indicator(place, programme):
    query = db.select(Indicator).where(Indicator.programme_id == programme.id).order_by(Indicator.position)
    return db.session.scalars(query).first()


def programme_of(row):
    return db.session.get_one(Programme, row.programme_id)


def add(client, place, **changes):
    client.get(f"{place}/set-up/instruments/new")
    client.submit({**CARD, **changes})


def test_an_instrument_says_which_indicators_it_measures(client, russian, place, first_indicator):
    add(client, place, indicators=[str(first_indicator.id)])

    client.get(f"{place}/instruments")
    client.get(client.link("A sheet"))
    assert "How many name an adult" in client.text()
    assert "Has an adult they trust" in client.text()

    russian.get(f"{place}/measuring")
    assert "Лист" in russian.text()


def test_what_nothing_measures_stands_first_and_leads_to_a_choice(client, place, first_indicator):
    add(client, place)
    client.get(f"{place}/measuring")
    assert "2 indicators that nothing measures" in client.text()

    client.get(client.link("Choose"))
    client.submit({"instruments": [client.page.select_one("[name=instruments]")["value"]]})

    assert "1 indicator that nothing measures" in client.text()


def test_a_gap_is_named_beside_results_without_a_story(client, place):
    client.get(f"{place}/results")

    assert "How many name an adult" in client.page.find(id="unmeasured").get_text()


def test_five_facets_count_what_each_choice_would_show(client, place, programme):
    add(client, place)
    add(client, place, name_en="A talk", name_ru="Беседа", method="INTERVIEW", practices=["LEISURE"])
    client.get(f"{place}/instruments")

    client.get(client.link("Talk with one person"))

    shown = [one.get_text(strip=True) for one in client.page.select(".card-name")]
    assert shown == ["A talk"]
    facets = {one.get_text(" ", strip=True) for one in client.page.select(".facets a")}
    assert {"Talk with one person 1", "Observation 1", "Camps, clubs, leisure 1", "Mentoring 0"} <= facets


def test_a_card_of_the_shelf_is_copied_and_remembers_where_it_came_from(client, place, programme):
    client.get(f"{place}/instruments/shelf")
    client.post(f"{place}/instruments/shelf/talk-after")
    taken = db.session.scalars(db.select(Instrument).where(Instrument.programme_id == programme.id)).one()
    client.get(f"{place}/instruments/{taken.id}")
    assert "as it was" in client.text()

    client.get(f"{place}/set-up/instruments/{taken.id}")
    client.submit({"name_en": "Our talk"})

    client.get(f"{place}/instruments/{taken.id}")
    assert "and changed here" in client.text()


def test_a_result_saved_anew_keeps_what_measures_its_indicators(client, place, programme, first_indicator):
    add(client, place, indicators=[str(first_indicator.id)])
    result = db.session.scalars(db.select(SocialResult).where(SocialResult.programme_id == programme.id)).one()
    client.get(f"{place}/set-up/results/{result.id}")

    client.submit({"general_en": "Trusts an adult"})

    ties = db.session.scalars(db.select(InstrumentIndicator.indicator_id)).all()
    assert ties == [first_indicator.id]


def test_an_indicator_is_removed_with_its_ties_but_the_instrument_stays(client, place, programme, first_indicator):
    add(client, place, indicators=[str(first_indicator.id)])
    result = db.session.scalars(db.select(SocialResult).where(SocialResult.programme_id == programme.id)).one()
    client.get(f"{place}/set-up/results/{result.id}")

    client.submit({"indicators": ""})

    assert db.session.scalars(db.select(Indicator)).all() == []
    assert db.session.scalars(db.select(Instrument.code)).all() == ["a-sheet"]


def test_an_instrument_of_another_programme_cannot_be_tied(client, place, first_indicator):
    stranger = a_programme()
    sign_in(client, an_account(Role.EVALUATOR, programme=stranger))
    add(client, f"/p/{stranger.slug}")
    other = db.session.scalars(db.select(Instrument.id)).one()

    instruments.measure_by(programme_of(first_indicator), first_indicator.id, [other], by_id=1)

    assert db.session.scalars(db.select(InstrumentIndicator)).all() == []


def test_who_only_reads_reports_sees_cards_and_changes_nothing(client, place, programme):
    add(client, place)
    sign_in(client, an_account(Role.FUNDER_VIEWER, programme=programme))

    client.get(f"{place}/instruments")

    assert "A sheet" in client.text()
    assert not client.page.find("a", string="Add an instrument")
    client.get(f"{place}/instruments/shelf", status=403)
