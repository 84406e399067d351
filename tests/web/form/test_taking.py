"""Beginning with another form: templates, other programmes, older versions. Nothing that was asked is lost."""

import re

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import FormSection, Question
from storyapp.rules.people import Role
from storyapp.rules.programmes import AddressForm, QuestionFamily, QuestionKind
from storyapp.rules.questionnaire.checklist import speechless
from storyapp.rules.questionnaire.conditions import check_conditions
from storyapp.rules.wording import Wording
from storyapp.services import form_templates, form_versions, questionnaires
from storyapp.services.transaction import act
from tests.builders import a_programme, a_question, an_account, an_organisation, sign_in

OTHER_ADDRESS = {
    AddressForm.TY: {"вы", "вас", "вам", "ваш", "ваша", "расскажите", "назовите", "вспомните"},
    AddressForm.VY: {"ты", "тебя", "тебе", "твой", "твоя", "расскажи", "назови", "вспомни"},
}
POLES = [{"code": code, "ru": code, "en": code} for code in ("me", "us", "them")]


@pytest.fixture
def organisation(app):
    return an_organisation()


@pytest.fixture
def programme(organisation):
    return a_programme(organisation)


@pytest.fixture
def other(organisation):
    return a_programme(organisation)


@pytest.fixture
def place(client, russian, organisation, programme):
    facilitator = an_account(Role.FACILITATOR, organisation=organisation)
    sign_in(client, facilitator)
    sign_in(russian, facilitator)
    return f"/p/{programme.slug}/form"


def form_of(programme):
    db.session.expire_all()
    return questionnaires.written_form(programme)


def take(client, place, source, button="replace"):
    client.get(f"{place}/take/{source}")
    client.submit({button: "1"})


@pytest.mark.parametrize("name", form_templates.NAMES)
@pytest.mark.parametrize("address", AddressForm)
def test_a_template_can_be_opened_as_it_is(name, address):
    form = form_templates.template_form(name, address)

    check_conditions(form)
    assert speechless(form) == {"ru": 0, "en": 0}
    assert {question.code for question in form.questions if question.is_our_own} >= {"range", "choice", "happened", "matters"}  # fmt: skip
    assert 2 < len(form.own) < 6
    spoken = " ".join(question.wording.ru.lower() for question in form.questions)
    assert not set(re.findall(r"\w+", spoken)) & OTHER_ADDRESS[address]


@pytest.mark.parametrize("name", form_templates.NAMES)
def test_a_template_is_shown_and_then_written(client, russian, place, programme, name):
    russian.get(f"{place}/take")
    russian.get(f"{place}/take/template/{name}")
    take(client, place, f"template/{name}")

    expected = form_templates.template_form(name, AddressForm.TY)
    written = form_of(programme)
    assert [one.code for one in written.own] == [one.code for one in expected.own]
    assert [one.condition for one in written.own] == [one.condition for one in expected.own]
    assert "Look through it, then publish it" in client.text()


def test_a_form_is_copied_with_its_sections_and_conditions(client, place, programme, other):
    ids = {"organisation_id": other.organisation_id, "programme_id": other.id}
    with act("shell"):
        section = FormSection(**ids, code="camp", title=Wording(en="Camp"), lead=Wording())
        db.session.add(section)
        db.session.flush()
        section_id = section.id
    a_question(other, "been", family=QuestionFamily.STORY)
    a_question(other, "whose", family=QuestionFamily.STORY, kind=QuestionKind.TRIAD, options=POLES, section_id=section_id, condition={"question": "been", "test": "ANY_OF", "values": ["female"]})  # fmt: skip

    take(client, place, f"programme/{other.slug}")

    written = form_of(programme)
    assert [(one.code, one.section) for one in written.own] == [("been", ""), ("whose", "camp")]
    assert written.by_code["whose"].condition.values == ("female",)
    assert {one.id for one in written.own}.isdisjoint(one.id for one in form_of(other).own)


def test_the_form_of_another_organisation_is_not_there(client, place):
    stranger = a_programme()
    a_question(stranger)

    client.get(f"{place}/take/programme/{stranger.slug}", status=404)


def test_added_behind_a_code_that_is_taken_becomes_another_question(client, place, programme, other):
    mine, theirs = a_question(programme, "gender"), a_question(other, "gender", wording=Wording(en="Other"))

    take(client, place, f"programme/{other.slug}", "add")

    assert [(one.code, one.wording.en) for one in form_of(programme).own] == [("gender", "Gender"), ("gender-2", "Other")]  # fmt: skip
    assert mine.id in form_of(programme).by_id and theirs.id not in form_of(programme).by_id


def test_instead_of_mine_puts_aside_what_was_asked_and_removes_the_rest(client, place, programme, other):
    asked = a_question(programme, "asked")
    form_versions.publish(programme, note="", by_id=1)
    never = a_question(programme, "never")
    asked_id, never_id = asked.id, never.id
    a_question(other, "new")

    take(client, place, f"programme/{other.slug}")

    assert [one.code for one in form_of(programme).own] == ["new"]
    assert db.session.get(Question, asked_id).is_active is False
    assert db.session.get(Question, never_id) is None


def test_an_older_version_comes_back_with_the_same_questions(client, place, programme):
    question = a_question(programme, "why", wording=Wording(ru="Почему?", en="Why?"))
    form_versions.publish(programme, note="", by_id=1)
    client.get(f"{place}/questions/{question.id}")
    client.submit({"wording_en": "What for?"})

    client.get(f"{place}/versions/1")
    client.get(client.link("Take this version over again"))
    client.submit({"replace": "1"})

    assert form_of(programme).by_id[question.id].wording.en == "Why?"
    assert form_versions.pending(programme) == ()


def test_other_poles_make_another_question(client, place, programme, other):
    mine = a_question(programme, "whose", kind=QuestionKind.TRIAD, options=POLES)
    form_versions.publish(programme, note="", by_id=1)
    a_question(other, "whose", kind=QuestionKind.TRIAD, options=[{**pole, "code": f"other-{pole['code']}"} for pole in POLES])  # fmt: skip

    take(client, place, f"programme/{other.slug}")

    (written,) = form_of(programme).own
    assert written.id != mine.id and written.codes == ("other-me", "other-us", "other-them")
