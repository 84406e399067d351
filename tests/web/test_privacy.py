"""What is kept of a teller and what they may ask for, in both languages, with its version."""

import hashlib

import pytest

from storyapp.config import shipped_folder
from storyapp.words import privacy
from tests.builders import a_programme, an_invitation
from tests.web.storyteller.walks import tell


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Version 1, in force since 29 November 2026",
                "goes after 30 days",
                "within 7 days",
                "Take the story back",
            ),
        ),
        ("ru", ("Версия 1, действует с 29 ноября 2026", "столько дней: 30", "за 7 дн.", "Забрать историю")),
    ],
)
def test_the_privacy_words_have_a_version_a_day_and_the_rights(request, app, language, words):
    reader = request.getfixturevalue({"en": "client", "ru": "russian"}[language])

    reader.get("/")
    reader.get(reader.link({"en": "Your data and your rights", "ru": "Ваши данные и ваши права"}[language]))

    assert [one for one in words if one not in reader.text()] == []


def test_a_teller_finds_them_before_telling_and_with_the_code(client, app):
    _, token = an_invitation(a_programme())
    client.get(f"/t/{token}")
    before = client.link("Your data and your rights")
    code = tell(client, token)
    client.get("/my-story")
    client.submit({"code": code})

    assert before == client.link("Your data and your rights") == "/privacy"


def test_whoever_changes_the_words_gives_them_a_new_version():
    page = (shipped_folder("templates") / "front" / "privacy.html").read_bytes()

    assert hashlib.sha256(page).hexdigest()[:16] == privacy.PAGE_OF_VERSION, "give a new version, day and fingerprint"
