"""Cards and posters of an invitation speak its language; where that is gone, the link still opens kindly (A10)."""

import pytest

from storyapp.data.db import db
from storyapp.rules.people import Role
from storyapp.rules.programmes import AddressForm
from storyapp.rules.wording import Wording
from tests.builders import a_programme, an_account, an_invitation, sign_in
from tests.web.storyteller.walks import step_of, tell, the_story


@pytest.fixture
def programme(app):
    return a_programme(address_form=AddressForm.TY)


@pytest.fixture
def staff(client, programme):
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    return client


@pytest.fixture
def staff_reading_russian(russian, programme):
    sign_in(russian, an_account(Role.FACILITATOR, programme=programme))
    return russian


def test_four_cards_with_the_link_stand_on_a_sheet(staff, programme):
    invitation, token = an_invitation(programme)
    staff.get(f"/p/{programme.slug}/invitations/{invitation.id}")

    staff.get(staff.link("Print small cards"))

    cards = staff.page.find_all(class_="small-card")
    assert len(cards) == 4
    assert all(card.find("svg") and f"/t/{token}" in card.get_text() for card in cards)


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        ("CHILD", "Расскажи об этом здесь"), ("TEENAGER", "решаешь ты"), ("YOUNG_ADULT", "решаете вы"),
        ("ADULT", "решаете вы"), ("nobody", "решаешь ты"),
    ],
    ids=["a child", "a teenager", "a young adult", "an adult", "no such age"],
)  # fmt: skip
def test_cards_are_worded_for_an_age_and_in_the_language_of_the_link(staff, programme, ages, words):
    invitation, _ = an_invitation(programme, language="ru")
    staff.language = "ru"  # of the page, whatever its reader speaks

    staff.get(f"/p/{programme.slug}/invitations/{invitation.id}/cards?ages={ages}")

    assert words in staff.text()


@pytest.mark.parametrize(
    ("form", "words"), [(AddressForm.TY, "Ты получишь код"), (AddressForm.VY, "Вы получите код")], ids=["ty", "vy"]
)
def test_a_poster_addresses_tellers_as_the_programme_does(staff, programme, form, words):
    programme.address_form = form
    db.session.commit()
    invitation, _ = an_invitation(programme, language="ru")
    staff.language = "ru"  # of the page, whatever its reader speaks

    staff.get(f"/p/{programme.slug}/invitations/{invitation.id}/sheet")

    assert words in staff.text()


def test_a_poster_in_a_language_that_is_gone_opens_in_one_that_is_there(russian, programme):
    _, token = an_invitation(programme, language="tt")
    russian.http.delete_cookie("language")

    tell(russian, token)

    assert russian.h1 == "Твой код" and the_story().language == "ru"


def test_a_poster_opens_in_the_language_that_the_reader_chose_before(client, programme):
    _, token = an_invitation(programme, language="tt")

    client.get(f"/t/{token}")

    assert step_of(client) == "start" and client.h1 == "Tell your story"


@pytest.mark.parametrize("path", ["sheet", "cards"])
def test_what_is_printed_for_a_language_that_is_gone_speaks_one_that_is_there(staff_reading_russian, programme, path):
    invitation, _ = an_invitation(programme, language="tt")

    staff_reading_russian.get(f"/p/{programme.slug}/invitations/{invitation.id}/{path}")

    assert programme.name.ru in staff_reading_russian.text()


def test_where_the_programme_took_its_words_in_a_language_away_the_others_stand_there(client, programme):
    programme.name, programme.will_do = Wording(ru="Наставники", en=""), Wording(ru="Мы прочитаем.", en="")
    db.session.commit()
    _, token = an_invitation(programme, language="en")

    client.get(f"/t/{token}")

    assert "Наставники" in client.text() and "Мы прочитаем." in client.text()
