"""`storyapp report`: a report of some periods, written to a file."""

import pytest

from tests.builders import a_programme, a_story
from tests.cli.houses import type_in


@pytest.fixture
def programme(app):
    programme = a_programme(slug="club")
    a_story(programme)
    return programme


def ask(settings, file, *more, period="spring"):
    return type_in(settings, "report", "--programme", "club", "--period", period, "--to", str(file), *more)


@pytest.mark.parametrize(("name", "begins"), [("docx", b"PK"), ("html", b"<!DOCTYPE html>"), ("json", b"{")])
def test_a_report_is_written_to_a_file(settings, programme, tmp_path, name, begins):
    file = tmp_path / f"report.{name}"

    outcome = ask(settings, file, "--language", "ru", "--format", name)

    assert outcome.exit_code == 0, outcome.output
    assert file.read_bytes().startswith(begins)


def test_a_period_that_is_not_there_is_named(settings, programme, tmp_path):
    outcome = ask(settings, tmp_path / "report.docx", period="winter")

    assert outcome.exit_code == 1
    assert "No such period: winter. There are: spring." in outcome.output


def test_a_programme_that_is_not_there_is_named(settings, app, tmp_path):
    outcome = ask(settings, tmp_path / "report.docx")

    assert (outcome.exit_code, "There is no programme 'club'." in outcome.output) == (1, True)
