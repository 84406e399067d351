"""Backup, restore and the audit log, as an administrator types them."""

import os
import resource
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select, update

from storyapp.app import create_app
from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent, AuditHead
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Story, Tombstone
from storyapp.gateways.kit import use_kit
from storyapp.services import demo, erasing, sealing
from tests import builders
from tests.cli.houses import type_in
from tests.rewriting import write_the_past_anew


@pytest.fixture
def elsewhere(settings, tmp_path):
    """Settings of another, empty machine: new folder, no keys, SQLite."""
    folder = tmp_path / "elsewhere"
    return replace(
        settings,
        data_folder=folder,
        database_url="",
        key_file=folder / "k" / "wrapping.key",
        secret_file=folder / "k" / "s.json",
    )


@contextmanager
def in_house(settings):
    """Open another house for a look."""
    db.session.remove()
    other = create_app(settings)
    with other.app_context():
        use_kit(other.extensions["kit"])
        yield
        db.session.remove()
        db.engine.dispose()


def back_up(settings, tmp_path: Path) -> tuple[Path, Path]:
    archive, keys = tmp_path / "safe.zip", tmp_path / "keys.json"
    outcome = type_in(settings, "backup", str(archive), "--keys", str(keys))
    assert outcome.exit_code == 0, outcome.output
    return archive, keys


def test_a_lost_house_comes_back_with_its_seals(app, settings, elsewhere, tmp_path):
    story_id = builders.a_story(builders.a_programme()).id
    archive, keys = back_up(settings, tmp_path)

    outcome = type_in(elsewhere, "restore", str(archive), "--keys", str(keys))

    assert outcome.exit_code == 0, outcome.output
    with in_house(elsewhere):
        assert sealing.open_original(story_id)["happened"] == builders.HAPPENED


def test_the_demo_year_survives_a_move(app, settings, elsewhere, tmp_path):
    demo.load()
    n_before = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables
    }
    archive, keys = back_up(settings, tmp_path)

    outcome = type_in(elsewhere, "restore", str(archive), "--keys", str(keys))

    assert outcome.exit_code == 0, outcome.output
    with in_house(elsewhere):
        n_after = {
            table.name: db.session.scalar(select(func.count()).select_from(table))
            for table in db.metadata.sorted_tables
        }
    assert n_after == n_before


def test_what_was_erased_after_the_backup_stays_erased(app, settings, elsewhere, tmp_path):
    story = builders.a_story(builders.a_programme())
    story_id, public_id = story.id, story.public_id
    archive, keys = back_up(settings, tmp_path)
    erasing.erase_story(story_id, actor="teller", reason="TELLER")
    (elsewhere.data_folder).mkdir()
    (elsewhere.data_folder / erasing.LOG_NAME).write_bytes((settings.data_folder / erasing.LOG_NAME).read_bytes())

    outcome = type_in(elsewhere, "restore", str(archive), "--keys", str(keys))

    assert "1 erased again" in outcome.output, outcome.output
    with in_house(elsewhere):
        assert db.session.scalar(select(Tombstone.public_id)) == public_id
        assert db.session.get(Story, story_id).happened == ""


def test_a_story_told_while_a_backup_is_made_is_in_it_whole_or_not_at_all(app, settings, elsewhere, tmp_path):
    programme_id = builders.a_programme().id
    builders.a_story(db.session.get_one(Programme, programme_id))
    told: list[int] = []

    def tell() -> None:
        with app.app_context():
            use_kit(app.extensions["kit"])
            told.append(builders.a_story(db.session.get_one(Programme, programme_id)).id)
            db.session.remove()

    def tell_meanwhile(connection, cursor, statement: str, *rest) -> None:
        if not told and "FROM consent_events" in statement:
            told.append(0)
            with ThreadPoolExecutor(1) as pool:
                pool.submit(tell).result()

    event.listen(Engine, "before_cursor_execute", tell_meanwhile)
    try:
        archive, keys = back_up(settings, tmp_path)
    finally:
        event.remove(Engine, "before_cursor_execute", tell_meanwhile)
    outcome = type_in(elsewhere, "restore", str(archive), "--keys", str(keys))

    assert len(told) == 2 and outcome.exit_code == 0, outcome.output
    with in_house(elsewhere):
        assert db.session.scalar(select(func.count()).select_from(Story)) == 1


def test_a_disk_that_fills_up_leaves_the_backup_of_yesterday(app, settings, tmp_path):
    builders.a_story(builders.a_programme())
    archive, _ = back_up(settings, tmp_path)
    yesterday = archive.read_bytes()

    outcome = with_little_room(settings, tmp_path, "backup", str(archive))

    assert outcome.returncode == 1 and "no room" in outcome.stderr and "Traceback" not in outcome.stderr
    assert archive.read_bytes() == yesterday
    assert not list(tmp_path.glob("*.part"))


def with_little_room(settings, folder: Path, *words: str) -> subprocess.CompletedProcess:
    """Run a command that may write no file longer than a few kilobytes, as on a disk that is nearly full."""
    environment = os.environ | {
        "STORYAPP_DATA": str(settings.data_folder), "STORYAPP_DATABASE": settings.database_url,
        "STORYAPP_KEYS": str(settings.keys), "STORYAPP_SECRETS": str(settings.secrets), "STORYAPP_TASKS": "local",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "storyapp", *words], env=environment, capture_output=True, text=True, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["files//{there}", "files/../{name}", "files/keys/secrets.json", "files/storyapp.sqlite"]
)
def test_a_backup_writes_nowhere_but_where_its_files_belong(app, settings, elsewhere, tmp_path, name):
    builders.a_story(builders.a_programme())
    archive, keys = back_up(settings, tmp_path)
    there = tmp_path / "outside"
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr(name.format(there=there, name=there.name), "taken over")

    outcome = type_in(elsewhere, "restore", str(archive), "--keys", str(keys))

    assert outcome.exit_code == 1 and "not a backup" in outcome.output
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes() == b"taken over"]
    assert not written


def test_a_damaged_backup_is_refused(app, settings, elsewhere, tmp_path):
    builders.a_story(builders.a_programme())
    archive, keys = back_up(settings, tmp_path)
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(damaged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(
                name,
                content[:-1] + bytes([content[-1] ^ 1]) if name == "tables/story_invitations.sealed" else content,
            )

    outcome = type_in(elsewhere, "restore", str(damaged), "--keys", str(keys))

    assert outcome.exit_code == 1
    assert "damaged" in outcome.output


def test_a_full_house_is_not_overwritten(app, settings, tmp_path):
    builders.a_story(builders.a_programme())
    archive, _ = back_up(settings, tmp_path)

    outcome = type_in(settings, "restore", str(archive))

    assert outcome.exit_code == 1
    assert "not empty" in outcome.output


def test_no_key_is_in_the_backup(app, settings, tmp_path):
    builders.a_story(builders.a_programme())
    archive, _ = back_up(settings, tmp_path)

    with zipfile.ZipFile(archive) as packed:
        content = b"".join(packed.read(name) for name in packed.namelist())

    assert settings.keys.read_bytes().strip() not in content
    assert settings.secrets.read_bytes() not in content


def test_no_word_of_a_story_is_read_in_a_backup_without_the_keys(app, settings, elsewhere, tmp_path):
    builders.a_story(builders.a_programme())
    archive, _ = back_up(settings, tmp_path)

    with zipfile.ZipFile(archive) as packed:
        content = b"".join(packed.read(name) for name in packed.namelist())
    outcome = type_in(elsewhere, "restore", str(archive))

    assert b"shaking" not in content and b"Speaking again" not in content
    assert outcome.exit_code == 1 and "not the keys" in outcome.output


def test_the_audit_log_is_whole(app, settings):
    builders.a_story(builders.a_programme())

    outcome = type_in(settings, "audit", "verify")

    assert outcome.exit_code == 0
    assert "whole" in outcome.output


def test_a_changed_past_shows(app, settings):
    builders.a_story(builders.a_programme())
    db.session.execute(update(AuditEvent).values(act="nothing.happened"))
    db.session.commit()

    outcome = type_in(settings, "audit", "verify")

    assert outcome.exit_code == 1
    assert "BROKEN at 1" in outcome.output


def test_who_writes_the_past_anew_is_found_by_the_log_apart_and_by_a_copy_of_it(app, settings, tmp_path):
    builders.a_story(builders.a_programme())
    copy = tmp_path / "copy.log"
    copy.write_bytes(settings.audit_log.read_bytes())
    organisation_id = db.session.scalar(select(AuditHead.organisation_id))
    write_the_past_anew(organisation_id)
    settings.audit_log.unlink()  # who can do one can do the other; a copy elsewhere stays

    alone = type_in(settings, "audit", "verify")
    with_copy = type_in(settings, "audit", "verify", "--log", str(copy))

    assert alone.exit_code == 0 and "no log apart" in alone.output
    assert with_copy.exit_code == 1 and "NOT WHAT THE LOG APART KNOWS" in with_copy.output


def test_a_house_brought_back_from_yesterday_goes_on_with_its_log_apart(app, settings, elsewhere, tmp_path):
    programme = builders.a_programme()
    builders.a_story(programme)
    archive, keys = back_up(settings, tmp_path)
    builders.a_story(programme)
    elsewhere.data_folder.mkdir()
    elsewhere.audit_log.write_bytes(settings.audit_log.read_bytes())  # it knows today, the backup does not

    outcome = type_in(elsewhere, "restore", str(archive), "--keys", str(keys))
    with in_house(elsewhere):
        builders.a_story(builders.a_programme())
    checked = type_in(elsewhere, "audit", "verify")

    assert outcome.exit_code == 0, outcome.output
    assert checked.exit_code == 0 and "brought back to" in checked.output, checked.output


def test_a_backup_that_is_not_of_this_log_is_said(app, settings, elsewhere, tmp_path):
    builders.a_story(builders.a_programme())
    write_the_past_anew(db.session.scalar(select(AuditHead.organisation_id)))
    archive, keys = back_up(settings, tmp_path)
    elsewhere.data_folder.mkdir()
    elsewhere.audit_log.write_bytes(settings.audit_log.read_bytes())

    outcome = type_in(elsewhere, "restore", str(archive), "--keys", str(keys))

    assert outcome.exit_code == 1 and "this backup was changed" in outcome.output, outcome.output
