"""`storyapp minutes verify`: the fingerprint of a round, worked out again."""

import zipfile

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import Story
from storyapp.formats import registry
from storyapp.services import minutes_file
from storyapp.services.minutes import minutes_of
from storyapp.services.transaction import act
from storyapp.words.speech import speaking
from tests.cli.houses import type_in
from tests.services.round_builders import Table


@pytest.fixture
def table(app):
    table = Table()
    for label in ("Owl", "Moth", "Fern"):
        table.vote(label, 1)
    table.decide(1)
    return table


def verify(settings, table, *more, round_id=None):
    words = ("--programme", table.programme.slug, "--round", str(round_id or table.id))
    return type_in(settings, "minutes", "verify", *words, *more)


def test_minutes_that_hold_are_the_same(settings, table):
    whole = minutes_file.fingerprint_of(table.sitting).whole

    outcome = verify(settings, table, whole)

    assert (outcome.exit_code, "The same." in outcome.output) == (0, True), outcome.output


def test_a_text_that_was_changed_shows(settings, table):
    before = minutes_file.fingerprint_of(table.sitting)
    with act("shell"):
        db.session.get_one(Story, table.story_ids[0]).matters = "Something else."

    outcome = verify(settings, table, before.whole)

    assert outcome.exit_code == 1
    assert "ANOTHER FINGERPRINT" in outcome.output
    assert before.ballots in outcome.output


def test_a_round_that_is_not_decided_has_no_minutes(settings, table):
    outcome = verify(settings, table, round_id=table.id + 1)

    assert outcome.exit_code == 1
    assert "There is no decided round" in outcome.output


@pytest.fixture
def take(table, tmp_path):
    """Take the minutes along as a file."""

    def taken(kind="docx", language="en"):
        with speaking(language):
            data = minutes_file.hand_out_minutes(minutes_of(table.sitting), kind, actor="shell")
        path = tmp_path / f"minutes.{kind}"
        path.write_bytes(data)
        return path

    return taken


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", [one.name for one in registry.available() if one.name in minutes_file.FILES])
def test_a_file_of_minutes_proves_itself_in_both_languages(settings, take, kind, language):
    outcome = type_in(settings, "minutes", "verify", str(take(kind, language)))

    assert (outcome.exit_code, "to the last sign" in outcome.output) == (0, True), outcome.output


def test_a_file_does_not_hold_once_a_text_was_changed(settings, table, take):
    path = take()
    with act("shell"):
        db.session.get_one(Story, table.story_ids[0]).matters = "Something else."

    outcome = type_in(settings, "minutes", "verify", str(path))

    assert (outcome.exit_code, "ANOTHER FINGERPRINT" in outcome.output) == (1, True), outcome.output


def test_a_file_whose_own_words_were_changed_is_not_proved(settings, take):
    path = take()
    with zipfile.ZipFile(path) as packed:
        inner = {name: packed.read(name) for name in packed.namelist()}
    inner["word/document.xml"] = inner["word/document.xml"].replace(b"trust grows slowly", b"money grows slowly")
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in inner.items():
            packed.writestr(name, data)

    outcome = type_in(settings, "minutes", "verify", str(path))

    assert (outcome.exit_code, "NOT PROVED" in outcome.output) == (2, True), outcome.output


@pytest.mark.parametrize("data", [b"Hello", b"%PDF-1.7 broken", b"PK broken"])
def test_a_file_without_minutes_is_said_to_be_none(settings, tmp_path, data):
    path = tmp_path / "letter.pdf"
    path.write_bytes(data)

    outcome = type_in(settings, "minutes", "verify", str(path))

    assert (outcome.exit_code, "holds no minutes" in outcome.output) == (1, True), outcome.output
