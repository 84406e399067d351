"""A new programme and its lists, beneath the pages."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import ConsentText, Domain, Introduction, Programme
from storyapp.rules.codes import code_of, free_code, read_lines, write_lines
from storyapp.rules.errors import RuleBroken
from storyapp.rules.programmes import AddressForm, DomainKind
from storyapp.rules.wording import Wording
from storyapp.services import programme_setup
from tests.builders import an_organisation


def make(organisation, **changes):
    values = dict(slug="", name=Wording(en="Mentors", ru="Наставники"), actor="shell")
    programme_id = programme_setup.new_programme(organisation.id, **{**values, **changes})
    return db.session.get_one(Programme, programme_id)


def missing(programme):
    return {section.missing for section in programme_setup.sections_of(programme)} - {""}


def test_a_new_programme_lacks_only_what_nobody_else_can_know(app):
    programme = make(an_organisation())

    assert missing(programme) == {"purpose", "open-period", "helpline", "leads"}


def test_a_new_programme_asks_for_the_unexpected_and_for_lessons(app):
    make(an_organisation())

    assert set(db.session.scalars(db.select(Domain.kind))) == set(DomainKind)


@pytest.mark.parametrize(("form", "word"), [(AddressForm.TY, "твою"), (AddressForm.VY, "вашу")], ids=["ty", "vy"])
def test_young_people_are_addressed_as_the_programme_chooses(app, form, word):
    make(an_organisation(), address_form=form)

    texts = [
        r.text for r in db.session.scalars(db.select(ConsentText)) if r.language == "ru" and r.band.name == "TEENAGER"
    ]
    assert any(word in text for text in texts)


def test_adults_are_never_addressed_informally(app):
    make(an_organisation(), address_form=AddressForm.TY)

    texts = [row.text for row in db.session.scalars(db.select(ConsentText)) if row.band.name == "ADULT"]
    assert not any("твою" in text or "твоей" in text for text in texts)


def test_every_introduction_says_what_will_not_happen(app):
    make(an_organisation())

    assert all(row.will_not.ru and row.will_not.en for row in db.session.scalars(db.select(Introduction)))


def test_codes_are_made_of_names():
    assert code_of("", "Что стало хуже, уроки") == "chto-stalo-huzhe-uroki"
    assert free_code("mentors", {"mentors", "mentors-2"}) == "mentors-3"


def test_lines_read_as_they_were_written():
    options = [{"code": "yes", "ru": "Да", "en": "Yes"}, {"code": "no", "ru": "Нет", "en": "No"}]

    assert read_lines(write_lines(options)) == options


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a | b | c | d", "setup.line-unclear"),
        ("x | Да | Yes\nx | Нет | No", "setup.code-twice"),
        ("Нет! | Нет | No", "setup.code-wrong"),
    ],
    ids=["too many", "twice", "no code"],
)
def test_lines_that_are_not_clear_are_refused(text, code):
    with pytest.raises(RuleBroken) as broken:
        read_lines(text)

    assert broken.value.code == code
