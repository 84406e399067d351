"""Setting up and looking after a house from the shell."""

from storyapp.data.db import db
from storyapp.data.tables.people import Organisation
from tests.cli.houses import type_in


def test_the_doctor_names_what_is_missing_and_how_to_add_it(settings):
    outcome = type_in(settings, "doctor")

    assert outcome.exit_code == 0, outcome.output
    assert "PostgreSQL driver" in outcome.output
    assert "spacy download ru_core_news_sm" in outcome.output


def test_the_founder_gets_a_link(app, settings):
    outcome = type_in(settings, "founder", "--organisation", "Our house", "--email", "me@example.org", "--name", "Me")

    assert outcome.exit_code == 0, outcome.output
    assert "/invitation/" in outcome.output
    assert db.session.scalar(db.select(Organisation.slug)) == "our-house"


def test_a_wrong_setting_is_a_plain_sentence(settings, monkeypatch):
    monkeypatch.setenv("STORYAPP_IDLE_MINUTES", "soon")

    outcome = type_in(settings, "doctor")

    assert outcome.exit_code == 1
    assert "STORYAPP_IDLE_MINUTES must be a whole number" in outcome.output
