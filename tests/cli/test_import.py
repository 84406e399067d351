"""`storyapp import`: a table and a map, from the shell."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from storyapp.cli import commands
from storyapp.cli.opening import House
from storyapp.data.db import db
from storyapp.data.tables.outputs import ImportBatch
from storyapp.data.tables.stories import Story
from storyapp.services import import_files
from storyapp.services.transaction import SHELL, act
from tests.builders import a_programme, a_question

SHEET = "Text;How old;Sex\nI began to speak in class again.;14;w\nWe made a film about our street.;old;w\n;12;m\n"
MAP = """
[columns]
Text = "story"
"How old" = "age"
Sex = "question:gender"

[values."question:gender"]
w = "female"
m = "male"

[settings]
language = "en"
already_deidentified = true
"""


@pytest.fixture
def programme(app):
    programme = a_programme(slug="club")
    a_question(programme)
    return programme


@pytest.fixture
def shell(app: Flask, programme, tmp_path: Path):
    """Type the command; the house is the one of this test."""
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    (tmp_path / "old.csv").write_text(SHEET, encoding="utf-8")

    def type_in(*words: str, programme: str = "club", file: str = "old.csv") -> Result:
        house = House(create_app=lambda settings: app, run_worker=print, register_celery=print)
        line = ["import", str(tmp_path / file), "--programme", programme, "--map", str(tmp_path / "map.toml"), *words]
        return CliRunner().invoke(commands, line, obj=house)

    return type_in


def n_stories() -> int:
    return db.session.scalar(db.select(db.func.count(Story.id)))


def test_stories_come_in_and_the_rest_is_explained(shell):
    typed = shell()

    assert (typed.exit_code, n_stories()) == (0, 2)
    assert "stories taken 2, rows refused 1" in typed.output
    assert "The age cannot be read" in typed.output


def test_a_dry_run_says_what_would_come_and_writes_nothing(shell):
    typed = shell("--dry-run")

    assert (typed.exit_code, n_stories(), db.session.scalar(db.select(db.func.count(ImportBatch.id)))) == (0, 0, 0)
    assert "2 would be taken, 1 refused" in typed.output
    assert "Row 4, column 'Text': There is no story text." in typed.output


def test_the_same_file_is_not_taken_twice_by_mistake(shell):
    shell()

    second, third = shell(), shell("--again")

    assert (second.exit_code, third.exit_code, n_stories()) == (1, 0, 4)
    assert "taken before" in second.output


def test_an_import_that_broke_off_goes_on(shell, programme):
    shell()
    with act(SHELL):
        batch = db.session.scalars(db.select(ImportBatch)).one()
        batch.state = "stopped"
        batch.file_sealed_at = kept_again()

    typed = shell()

    assert (typed.exit_code, n_stories()) == (0, 2)
    assert "Going on with import" in typed.output


def kept_again() -> str:
    return import_files.keep(SHEET.encode())


def test_nothing_to_take_ends_with_one(shell, tmp_path):
    (tmp_path / "old.csv").write_text("Text;How old;Sex\n;12;m\n;13;w\n", encoding="utf-8")

    typed = shell()

    assert (typed.exit_code, n_stories(), list((tmp_path / "imports").iterdir())) == (1, 0, [])


@pytest.mark.parametrize(("wrong", "right", "words"), [
    ('Text = "story"', 'Story = "story"', "There is no column “Story”"),
    ('language = "en"', 'period = "winter"', "There is no period “winter” in this programme. There are: spring."),
    ("question:gender", "question:sex", "There is no such question in this programme: “question:sex”."),
    ('w = "female"', 'w = "lady"', "“lady” is not an answer"),
    ("[columns]", "[columns", "The map cannot be read"),
    ('language = "en"', 'encoding = "klingon"', "We do not know the encoding klingon"),
])  # fmt: skip
def test_a_map_that_does_not_fit_is_explained(shell, tmp_path, wrong, right, words):
    (tmp_path / "map.toml").write_text(MAP.replace(wrong, right), encoding="utf-8")

    typed = shell()

    assert (typed.exit_code, n_stories()) == (1, 0)
    assert words in typed.output


@pytest.mark.parametrize(("raw", "words"), [
    (b"", "There is nothing in this table"), (b"%PDF-1.7 some", "not a table that we can read"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Excel format"), (b"Text;How old;Sex\n", "no rows below"),
])  # fmt: skip
def test_a_file_that_is_no_sheet_is_explained(shell, tmp_path, raw, words):
    (tmp_path / "old.csv").write_bytes(raw)

    typed = shell()

    assert (typed.exit_code, words in typed.output) == (1, True)


def test_an_unknown_programme_is_named(shell):
    assert "There is no programme 'nowhere'" in shell(programme="nowhere").output
