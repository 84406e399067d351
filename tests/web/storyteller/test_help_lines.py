"""Whom a teller can call: own language first, with the country and the day of the last check."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.people import Helpline
from storyapp.rules.helplines import Spoken
from storyapp.rules.wording import Wording
from storyapp.services.transaction import SHELL, act
from tests.builders import TODAY, a_programme, an_invitation
from tests.web.storyteller.walks import go_on, step_of


@pytest.fixture
def link(app):
    """Return a link of a programme with a Russian line before an English one of another country."""
    programme = a_programme()
    _, token = an_invitation(programme)
    lines = [("RU", Spoken.RUSSIAN, "8 800 2000"), ("UK", Spoken.ENGLISH, "0800 1111")]
    with act(SHELL):
        db.session.add_all(
            Helpline(
                organisation_id=programme.organisation_id, name=Wording(en="Line", ru="Линия"), phone=phone,
                note=Wording(), country=country, spoken=spoken, position=position, checked_on=TODAY,
            )
            for position, (country, spoken, phone) in enumerate(lines)
        )  # fmt: skip
    return f"/t/{token}"


def phones(client):
    return [one.get_text() for one in client.page.find_all(class_="phone")]


@pytest.mark.parametrize(
    ("language", "first", "country", "checked"),
    [
        ("en", "0800 1111", "United Kingdom", "Checked on 20 May 2026"),
        ("ru", "8 800 2000", "Великобритания", "Проверено: 20 мая 2026"),
    ],
)
def test_a_teller_sees_a_line_in_their_own_language_first(request, link, language, first, country, checked):
    teller = request.getfixturevalue({"en": "client", "ru": "russian"}[language])

    teller.get(link)

    assert phones(teller)[0] == first
    assert country in teller.text() and checked in teller.text()
    teller.get("/help")
    assert phones(teller)[0] == first
    assert country in teller.text() and checked in teller.text()


@pytest.mark.parametrize(
    ("language", "promise"),
    [("en", "private unless somebody is in danger"), ("ru", "если никто не в опасности")],
)
def test_before_a_word_is_written_a_teller_reads_when_it_does_not_stay_private(request, link, language, promise):
    teller = request.getfixturevalue({"en": "client", "ru": "russian"}[language])

    teller.get(link)

    assert step_of(teller) == "start" and promise in teller.text()


def test_help_lines_stand_there_before_and_after_and_are_one_press_away_between(client, link):
    client.get(link)
    seen = {step_of(client): len(phones(client))}

    for step in ("age", "consent", "happened", "check"):
        go_on(client, to=step)
        assert client.page.find("header").find("a", href="/help")
    client.submit()
    seen[step_of(client)] = len(phones(client))

    assert seen == {"start": 2, "receipt": 2}
