"""The organisation, new programmes, help lines, the audit log."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.house import AuditEvent
from storyapp.data.tables.people import Helpline, Organisation
from storyapp.data.tables.programmes import Programme
from storyapp.rules.people import Role
from storyapp.services import auditing
from storyapp.services.transaction import act
from storyapp.words.acts import reason_words
from storyapp.words.speech import speaking
from tests.builders import a_programme, an_account, an_organisation, sign_in
from tests.rewriting import write_the_past_anew

NEW = {
    "name_ru": "Наставники",
    "name_en": "Mentors",
    "period_name_ru": "Весна",
    "period_name_en": "Spring",
    "starts_on": "2026-03-01",
    "ends_on": "2026-06-30",
}


@pytest.fixture
def organisation(app):
    return an_organisation()


@pytest.fixture
def place(client, russian, organisation):
    boss = an_account(Role.ADMINISTRATOR, organisation=organisation)
    sign_in(client, boss)
    sign_in(russian, boss)
    return f"/o/{organisation.slug}"


def test_an_administrator_without_programmes_is_told_to_make_one(client, russian, place):
    client.get("/home")
    assert "Make a programme" in client.text()

    russian.get("/home")
    russian.get(place)
    assert russian.h1 == "Организация"


def test_a_new_programme_can_be_used_at_once(client, russian, place):
    client.get(f"{place}/programmes/new")

    client.submit(NEW)

    assert client.url == "/p/mentors/set-up"
    assert "no introduction" not in client.text()
    assert "no words yet" not in client.text()
    russian.get("/p/mentors/set-up/consent")
    assert "на обоих языках" in russian.text()
    russian.get("/p/mentors/set-up/domains")
    assert "Любое другое изменение" in russian.text()


def test_two_programmes_of_one_name_get_two_addresses(client, place):
    for _ in range(2):
        client.get(f"{place}/programmes/new")
        client.submit(NEW)

    assert set(db.session.scalars(db.select(Programme.slug))) == {"mentors", "mentors-2"}


def test_a_taken_address_is_refused(client, place, organisation):
    taken = a_programme(organisation).slug
    client.get(f"{place}/programmes/new")

    client.submit({**NEW, "slug": taken})

    assert "taken already" in client.text()


def test_a_help_line_is_made_and_changed_in_both_languages(client, russian, place):
    client.get(f"{place}/set-up/helplines/new")
    client.submit(
        {"name_ru": "Телефон доверия", "name_en": "Listening line", "phone": "8 800 000 00 00", "country": "RU"}
    )
    assert "Listening line" in client.text()

    russian.get(f"{place}/set-up/helplines")
    russian.get(russian.link("Телефон доверия"))
    russian.submit({"checked_on": "2026-05-01"})

    assert str(db.session.scalar(db.select(Helpline.checked_on))) == "2026-05-01"
    client.get("/help")
    assert "Listening line" in client.text()


def test_programme_nouns_are_not_the_organisations(client, place):
    client.get(f"{place}/set-up/domains", status=404)


def test_settings_are_changed(client, russian, place, organisation):
    client.get(f"{place}/settings")
    client.submit({"name_en": "Open Doors", "default_language": "en", "country": "KZ"})

    assert db.session.get(Organisation, organisation.id).default_language == "en"
    russian.get(f"{place}/settings")


def test_the_audit_log_is_searched(client, russian, place):
    client.get(f"{place}/settings")
    client.submit({"name_en": "Open Doors"})

    client.get(f"{place}/audit?q=organisation.saved")
    assert "organisation.saved" in client.text()
    client.get(f"{place}/audit?q=dragon")
    assert "Nothing found" in client.text()
    russian.get(f"{place}/audit?check=1")
    assert "Цепочка цела" in russian.text()


def test_the_audit_log_says_acts_in_words(client, russian, place):
    client.get(f"{place}/settings")
    client.submit({"name_en": "Open Doors"})

    client.get(f"{place}/audit?q=organisation+SAVED")
    assert "Organisation saved organisation.saved" in client.text()
    russian.get(f"{place}/audit?q=сохранены")
    assert "Данные организации сохранены organisation.saved" in russian.text()


@pytest.mark.parametrize(
    ("reason", "russian"),
    [
        ("NO_GUARDIAN_IN_TIME", "Законный представитель не дал согласия в срок"),
        ("TURN-2", "Голосование 2"),
        ("theme-7", "Тема № 7"),
        ("QUOTE.TEENAGER.ru", "Цитаты без имени, 14–17 лет, Русский"),
        ("SELF_HARM", "Самоповреждение"),
        ("DOCX", "DOCX"),
        ("some-other-version", ""),
    ],
)
def test_the_audit_log_says_reasons_in_words(reason, russian):
    with speaking("ru"):
        assert reason_words(reason) == russian


def test_the_audit_log_is_narrowed_to_one_act(client, place, organisation):
    with act("shell") as doing:
        doing.note(organisation.id, "round.opened", "round:1")
        doing.note(organisation.id, "round.decided", "round:1")

    client.get(f"{place}/audit?act=round.opened")

    assert [code.get_text() for code in client.page.select("tbody .act-code")] == ["round.opened"]
    client.get(f"{place}/audit?act=dragon.seen")
    assert len(client.page.select("tbody tr")) > 1


def test_the_words_of_case_acts_are_offered_to_leads_alone(client, place, organisation):
    client.get(f"{place}/audit")
    assert "Case taken in hand" not in client.text()

    sign_in(client, an_account(Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD, organisation=organisation))
    client.get(f"{place}/audit")
    assert "Case taken in hand" in client.text()


def test_a_changed_row_breaks_the_chain(client, place, organisation):
    client.get(f"{place}/settings")
    client.submit({"name_en": "Open Doors"})
    with act("shell"):
        db.session.execute(db.update(AuditEvent).values(actor="account:999"))

    assert auditing.verify(organisation.id) == 1
    client.get(f"{place}/audit?check=1")
    assert "breaks at line 1" in client.text()


def test_a_past_written_anew_is_said_on_the_page(client, place, organisation):
    client.get(f"{place}/settings")
    client.submit({"name_en": "Open Doors"})
    client.get(f"{place}/audit?check=1")
    assert "The file beside the database says the same" in client.text()

    write_the_past_anew(organisation.id)
    client.get(f"{place}/audit?check=1")

    assert "is not the one that the file beside the database knows" in client.text()


def test_the_audit_log_is_not_for_facilitators(client, organisation):
    sign_in(client, an_account(Role.FACILITATOR, organisation=organisation))

    client.get(f"/o/{organisation.slug}/audit", status=403)


def test_a_long_audit_log_has_pages(client, place, organisation):
    with act("shell") as doing:
        for n in range(60):
            doing.note(organisation.id, "test.happened", f"thing:{n}")

    client.get(f"{place}/audit")
    client.get(client.link("Next"))

    assert "thing:0" in client.text()


def test_nonsense_in_the_address_of_the_audit_log_opens_the_newest_lines(client, place):
    client.get(f"{place}/audit?before=soon&q=%27")

    assert client.h1 == "Audit log"
