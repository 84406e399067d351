"""Setting up and looking after a house from the shell."""

import socket

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


def test_a_taken_port_is_said_before_anything_is_loaded(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        outcome = type_in(settings, "run", "--port", str(port))

    assert outcome.exit_code == 1
    assert (
        outcome.output == f"Error: Port {port} is taken. Choose another: --port {port + 1} (make run PORT={port + 1})\n"
    )
