"""Letters to staff."""

from dataclasses import replace

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import Job, Letter
from storyapp.gateways.kit import use_kit
from storyapp.rules.jobs import JobState
from storyapp.services import letters
from storyapp.services.transaction import act
from tests.builders import an_organisation


class Post:
    """A post office that keeps letters, or has no room."""

    is_on = True

    def __init__(self, *, works=True):
        self.works, self.sent = works, []

    def send(self, mail):
        if not self.works:
            raise OSError("no server")
        self.sent.append(mail)


def write(organisation, language="ru"):
    with act("shell") as doing:
        letters.write_letter(
            doing,
            organisation.id,
            "notice",
            to="a@example.org",
            language=language,
            values={"url": "https://example.org/"},
        )
    return db.session.scalar(db.select(Letter))


@pytest.mark.parametrize(("language", "greeting"), [("ru", "Здравствуйте"), ("en", "Hello")])
def test_a_letter_speaks_its_readers_language(app, kit, language, greeting):
    post = Post()
    use_kit(replace(kit, post=post))

    write(an_organisation(), language)

    assert post.sent[0].text.startswith(greeting)
    assert "https://example.org/" in post.sent[0].text


def test_a_letter_that_could_not_leave_waits_for_another_try(app, kit):
    use_kit(replace(kit, post=Post(works=False)))

    letter = write(an_organisation())

    assert letter.state == "waiting"
    assert db.session.scalar(db.select(Job.state)) is JobState.QUEUED


def test_without_e_mail_nothing_is_queued_and_nothing_kept(app):
    letter = write(an_organisation())

    assert (letter.state, letter.sealed) == ("shown", b"")
    assert db.session.scalar(db.select(Job.id)) is None
