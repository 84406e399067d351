"""Words to a teller: a beginning for the age, how easily it reads, a look with the teller's eyes; hints to a voter."""

import pytest

from storyapp.data.queries import rounds as queries
from storyapp.rules.people import AgeBand
from tests import builders
from tests.pages import PageClient
from tests.services.round_builders import Table

HEAVY = (
    "Осуществление взаимодействия несовершеннолетних благополучателей с представителями организации предполагает "
    "систематическое совершенствование организационно-методического сопровождения."
)


@pytest.fixture
def staff(app) -> PageClient:
    return PageClient(app, language="en")


@pytest.fixture
def table(app) -> Table:
    """A decided round over one story of a child who tells in Russian."""
    programme = builders.a_programme()
    stories = [builders.a_story(programme, language="ru", age_band=AgeBand.FROM_10_TO_13), builders.a_story(programme)]
    table = Table(programme=programme, stories=stories)
    for label in ("Owl", "Moth"):
        table.vote(label, 1, "Courage: she spoke first.")
    table.decide(1, criteria="Courage\nTrust")
    return table


def page_of(table):
    return f"/p/{table.programme.slug}/rounds/{table.id}/feedback/{table.public_ids[0]}"


def valued(table):
    return queries.read_of(table.id, table.public_ids[0]).row.valued


def test_heavy_words_to_a_child_get_a_quiet_hint_and_are_saved_all_the_same(staff, table):
    builders.sign_in(staff, table.facilitator)
    staff.get(page_of(table))

    staff.submit({"valued": HEAVY, "look": "1"})
    hinted = staff.text()
    staff.submit({"valued": HEAVY})

    assert "(10–13 years) it reads heavily" in hinted
    assert "взаимодействия" in hinted
    assert valued(table) == HEAVY


def test_one_looks_with_the_tellers_eyes_in_the_tellers_language_before_saving(staff, table):
    builders.sign_in(staff, table.facilitator)
    staff.get(page_of(table))

    staff.submit({"valued": "Ты рассказала просто.", "look": "1"})

    seen = staff.page.find(class_="as-teller")
    assert seen["lang"] == "ru"
    assert "Что оценили в твоей истории" in seen.get_text() or "в твоей истории" in seen.get_text()
    assert "Ты рассказала просто." in seen.get_text()
    assert valued(table) == ""


def test_an_answer_may_begin_with_words_for_the_age(staff, table):
    builders.sign_in(staff, table.facilitator)
    staff.get(page_of(table))

    staff.submit({"begin": "1"})

    begun = staff.page.find("textarea", attrs={"name": "valued"}).get_text()
    assert "Спасибо за твою историю." in begun
    assert valued(table) == ""


def test_what_the_panel_looked_for_stands_with_how_many_reasons_speak_of_it(staff, table):
    builders.sign_in(staff, table.facilitator)

    staff.get(f"/p/{table.programme.slug}/rounds/{table.id}/minutes")

    assert "Courage · in 2 reasons" in " ".join(staff.text().split())


def test_keywords_are_taken_and_gently_asked_about(client):
    table = Table(labels=("Owl", "Moth"))
    client.get(f"/panel/enter/{table.token('Owl')}")
    client.get("/panel/vote")

    client.submit({"choice": table.public_ids[0], "reason": "trust, courage"})

    assert client.h1 == "Your vote has arrived"
    assert "Your reason is a list of words" in client.text()
    client.get(client.link("Add to my reason"))
    client.submit({"reason": "It shows how trust grows."})
    assert "list of words" not in client.text()


def test_a_single_sign_may_stay(client):
    table = Table(labels=("Owl", "Moth"))
    client.get(f"/panel/enter/{table.token('Owl')}")
    client.get("/panel/vote")

    client.submit({"choice": table.public_ids[0], "reason": "x"})

    assert "Your reason is very short" in client.text()
    assert table.sitting.cast[0].reason == "x"


def test_an_answer_that_is_only_begun_is_not_sent_and_nothing_of_it_is_lost(staff, table):
    builders.sign_in(staff, table.facilitator)
    staff.get(page_of(table))
    staff.submit({"begin": "1"})

    assert "Only begun, to be ended or taken out:" in staff.text()
    staff.submit({"valued": "Спасибо за твою историю. Ты рассказала просто."}, status=422)

    assert "A sentence is only begun. Please end it or take it out." in staff.text()
    assert "Ты рассказала просто." in staff.page.find("textarea", attrs={"name": "valued"}).get_text()
    assert valued(table) == ""


def test_an_answer_goes_once_its_sentences_are_ended(staff, table):
    builders.sign_in(staff, table.facilitator)
    staff.get(page_of(table))
    staff.submit({"begin": "1"})

    staff.submit({"valued": "Спасибо за твою историю.", "will_change": "Теперь мы… будем встречаться чаще."})

    assert valued(table) == "Спасибо за твою историю."
