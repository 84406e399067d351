"""How the house is, as its administrator reads it."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest

from storyapp.gateways.kit import kit, use_kit
from storyapp.rules.health import HealthState
from storyapp.rules.people import Role
from storyapp.services import health, safekeeping
from storyapp.worker import sweep
from tests.builders import an_account, an_organisation, sign_in
from tests.cli.houses import type_in


@pytest.fixture
def place(app):
    return an_organisation()


def of(code):
    """Return the line whose code begins so."""
    (found,) = [one for one in health.look().lines if one.code.partition(".")[0] == code]
    return found


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("There is no backup yet", "Act now", "Room on the disk", "Python")),
        ("ru", ("Резервной копии ещё нет", "Нужно действовать", "на диске", "Python")),
    ],
)
def test_an_administrator_reads_how_the_house_is(request, place, language, words):
    browser = request.getfixturevalue({"en": "client", "ru": "russian"}[language])
    slug = place.slug
    sign_in(browser, an_account(Role.ADMINISTRATOR, organisation=place))
    browser.get(f"/o/{slug}")
    browser.get(browser.link({"en": "Health of the server", "ru": "Здоровье сервера"}[language]))

    assert [one for one in words if one not in browser.text()] == []


def test_nobody_else_reads_it(client, place):
    slug = place.slug
    sign_in(client, an_account(Role.FACILITATOR, organisation=place))

    client.get(f"/o/{slug}/health", status=403)


def test_a_backup_and_a_worker_are_remembered(place, tmp_path, clock):
    use_kit(replace(kit(), settings=replace(kit().settings, tasks="local")))
    assert (of("worker").code, of("backup").code) == ("worker.never", "backup.never")

    sweep()
    safekeeping.back_up(tmp_path / "today.zip")
    assert (of("worker").state, of("backup").state) == (HealthState.WELL, HealthState.WELL)
    clock.now += timedelta(days=3)

    assert (of("worker").code, of("backup").code) == ("worker.silent", "backup.old")


def test_keys_that_others_may_read_are_named(place):
    file = kit().settings.keys
    before = file.stat().st_mode
    os.chmod(file, 0o644)
    try:
        assert of("keys").code == "keys.open"
    finally:
        os.chmod(file, before)
    assert of("keys").code == "keys"


def test_the_doctor_says_the_same(app, settings):
    outcome = type_in(settings, "doctor")

    assert "There is no backup yet." in outcome.output
    assert "The database answers" in outcome.output
