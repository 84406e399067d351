"""A programme speaks to who tells in its own words, and in theirs."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import Introduction, Question
from storyapp.data.tables.stories import Answer
from storyapp.rules.people import ConsentBand
from storyapp.rules.programmes import AddressForm, QuestionFamily, QuestionKind
from storyapp.rules.wording import Wording
from storyapp.services.sealing import open_original
from storyapp.services.transaction import act
from tests.builders import a_programme, an_invitation
from tests.web.storyteller.walks import tell, the_story, walk


def a_question(programme, **changes) -> Question:
    values = dict(
        organisation_id=programme.organisation_id, programme_id=programme.id, code="helped",
        family=QuestionFamily.STORY, kind=QuestionKind.ONE_OF, wording=Wording(ru="Кто помог?", en="Who helped?"),
        hint=Wording(), options=[{"code": "me", "ru": "Сам", "en": "Me"}, {"code": "friend", "ru": "Друг", "en": "A friend"}],
    )  # fmt: skip
    with act("shell"):
        question = Question(**{**values, **changes})
        db.session.add(question)
    return question


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def token(programme):
    return an_invitation(programme)[1]


def test_a_story_is_told_in_russian(russian, token):
    tell(russian, token)

    assert "Код истории" in russian.text()
    assert the_story().language == "ru"


def test_the_programme_may_say_ty(russian, token):
    russian.get(f"/t/{token}")

    assert russian.h1 == "Расскажи свою историю"


def test_the_programme_may_say_vy(russian):
    _, token = an_invitation(a_programme(address_form=AddressForm.VY))

    walk(russian, token, to="consent")

    assert "Решаете вы" in russian.h1


def test_adults_are_always_addressed_formally(russian, token):
    walk(russian, token, to="consent", age={"band": "adult", "role": "parent"})

    assert "Решаете вы" in russian.h1


def test_the_language_of_the_invitation_speaks_first(app, programme):
    _, token = an_invitation(programme, language="ru")
    from_the_message = app.test_client()

    page = from_the_message.get(f"/t/{token}", follow_redirects=True)

    assert 'lang="ru"' in page.get_data(as_text=True)


def test_switching_the_language_keeps_half_typed_words(client, token):
    walk(client, token, to="happened")
    client.language = "ru"

    client.submit({"happened": "Half a", "switch_language": "ru"})

    assert client.h1 == "Что произошло"
    assert client.page.find("textarea", attrs={"name": "happened"}).get_text().strip() == "Half a"
    assert not client.page.find(class_="error")


def test_the_programme_asks_its_own_questions_and_each_may_be_skipped(client, programme, token):
    chosen, skipped = a_question(programme), a_question(programme, code="also", position=2)
    scale = a_question(
        programme, code="long", kind=QuestionKind.SCALE, position=3, options=[{"code": str(n)} for n in range(1, 6)]
    )
    words = a_question(programme, code="words", kind=QuestionKind.LONG_TEXT, family=QuestionFamily.TELLER, options=[])
    ids = [one.id for one in (chosen, skipped, scale, words)]

    tell(
        client, an_invitation(programme)[1],
        questions={f"question_{ids[0]}": "friend", f"question_{ids[2]}": "4", f"question_{ids[3]}": "Free words"},
    )  # fmt: skip

    kept = {row.question_id: row.value for row in db.session.scalars(db.select(Answer))}
    assert kept == {ids[0]: "friend", ids[2]: "4"}
    assert open_original(the_story().id)["answers"][str(ids[3])] == "Free words"


def test_a_step_of_a_scale_can_be_taken_back(client, programme, token):
    scale = a_question(
        programme, code="long", kind=QuestionKind.SCALE, position=3, options=[{"code": str(n)} for n in range(1, 6)]
    )

    walk(client, token, to="questions")
    skip = client.page.find("input", attrs={"name": f"question_{scale.id}", "value": "skipped"})
    tell(client, an_invitation(programme)[1], questions={f"question_{scale.id}": "skipped"})

    assert skip.has_attr("checked") and not skip.find_parent(class_="options")
    assert not db.session.scalars(db.select(Answer)).all()


def test_the_programme_words_our_questions_its_own_way(client, programme, token):
    a_question(programme, code="happened", family=QuestionFamily.ELICIT, kind=QuestionKind.LONG_TEXT, options=[], wording=Wording(en="Tell us of one day."))  # fmt: skip

    walk(client, token, to="happened")

    assert "Tell us of one day." in client.text()


def test_the_introduction_speaks_to_the_youngest(client, programme, token):
    with act("shell"):
        db.session.add(
            Introduction(
                organisation_id=programme.organisation_id, programme_id=programme.id, band=ConsentBand.CHILD,
                text=Wording(en="We read it.\nWe answer."), will_not=Wording(en="No marks."),
            )
        )  # fmt: skip

    client.get(f"/t/{token}")

    assert "We answer." in client.text() and "No marks." in client.text()
