"""Months later the same teller is asked again, linked by nothing but the code."""

from datetime import timedelta

import pytest

from storyapp.data.db import db
from storyapp.data.tables.stories import LastingAnswer, Story, TellerMessage
from storyapp.rules.lasting import Lasted
from storyapp.rules.people import Role
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.wording import Wording
from storyapp.services import asking_again, erasing, my_story, reporting
from storyapp.services.my_story import Returned
from storyapp.services.reports.material import Order
from storyapp.services.transaction import SHELL, act
from tests import builders
from tests.pages import PageClient
from tests.services.test_reporting import words_in
from tests.web.storyteller.test_form_pages import POLES
from tests.web.storyteller.test_my_story import come_back, the_story
from tests.web.storyteller.walks import tell

ASKS = {"en": "How is it now?", "ru": "Как это сейчас?"}
KEEPS = {"en": "It is kept beside your story", "ru": "Ответ сохранён рядом с историей"}


@pytest.fixture
def programme(app):
    return builders.a_programme(lasting_months=6)


def half_a_year_later(clock):
    clock.now += timedelta(days=200)


def tells(app, programme, language="en", **answers):
    teller = PageClient(app, language=language)
    return teller, tell(teller, builders.an_invitation(programme)[1], **answers)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_whoever_comes_back_after_months_says_whether_it_has_lasted(app, programme, clock, language):
    teller, code = tells(app, programme, language)
    come_back(teller, code)
    assert ASKS[language] not in teller.text()

    half_a_year_later(clock)
    come_back(teller, code)
    assert ASKS[language] in teller.text()
    teller.get("/my-story/lasting")
    teller.submit({"lasted": "partly", "words": "I speak, but only with friends."})

    assert teller.url == "/my-story/view" and KEEPS[language] in teller.text()
    said = db.session.get(LastingAnswer, the_story().id)
    assert (said.lasted, said.answered_on) == (Lasted.PARTLY, clock.now.date())
    assert [one.text for one in my_story.messages_of(the_story())] == ["I speak, but only with friends."]


def test_the_receipt_says_when_it_will_be_asked(app, programme):
    teller = PageClient(app, language="en")

    tell(teller, builders.an_invitation(programme)[1])

    assert "In 6 months we ask you here, under your code" in teller.text()


def test_nothing_chosen_is_kindly_said_and_the_words_stay(app, programme, clock):
    teller, code = tells(app, programme, "ru")
    half_a_year_later(clock)
    come_back(teller, code)
    teller.get("/my-story/lasting")

    teller.submit({"words": "Всё ещё говорю."})

    assert "Выбери что-нибудь одно" in teller.text()
    assert teller.page.find("textarea", {"name": "words"}).get_text(strip=True) == "Всё ещё говорю."
    assert db.session.get(LastingAnswer, the_story().id) is None


def test_too_early_the_page_leads_back(app, programme):
    teller, code = tells(app, programme)
    come_back(teller, code)

    teller.get("/my-story/lasting")

    assert teller.url == "/my-story/view" and "we do not ask this" in teller.text()


def test_a_wheel_is_rated_once_more_by_the_same_teller(app, programme, clock):
    wheel = builders.a_question(
        programme, "wheel", kind=QuestionKind.WHEEL, options=POLES, settings={"two_times": True},
        wording=Wording(ru="Колесо", en="Wheel"),
    ).id  # fmt: skip
    rated = {f"question_{wheel}": ["1", "2", "1", "2", "1", "2"]}
    teller, code = tells(app, programme, questions=rated)
    half_a_year_later(clock)
    come_back(teller, code)
    teller.get("/my-story/lasting")
    assert len(teller.page.select(f"select[name=question_{wheel}]")) == 3

    teller.submit({"lasted": "more", f"question_{wheel}": ["4", "5", ""]})

    assert db.session.get(LastingAnswer, the_story().id).ratings == {str(wheel): {"me": 4, "us": 5}}
    who = Returned(story=the_story(), programme=programme)
    assert list(my_story.take_along(who)["asked_again_later"]["your_answers"]) == ["Wheel"]


def told_and_said(programme, clock, *lasted):
    stories = [builders.a_story(programme).id for _ in lasted]
    half_a_year_later(clock)
    for story_id, said in zip(stories, lasted, strict=True):
        if said is not None:
            asking_again.say_lasting(story_id, said)


def test_evaluators_see_how_many_came_back_and_how_many_did_not(client, programme, clock):
    told_and_said(programme, clock, *[Lasted.STILL] * 10, *[None] * 10)
    builders.sign_in(client, builders.an_account(Role.EVALUATOR, programme=programme))

    client.get(f"/p/{programme.slug}/answers")

    assert "Asked again after 6 months: is it still so?" in client.text()
    assert "Did not come back to say 10 or more" in client.text()


def test_a_report_says_it_with_those_who_did_not_come_back(programme, clock):
    told_and_said(programme, clock, *[Lasted.STILL] * 6, *[None] * 7)
    order = Order(language="en", audience="inside", length="full", period_ids=(builders.the_period(programme).id,))

    words = words_in(reporting.build_now(programme, order, actor=SHELL), "html")

    assert "Stories told so long ago: 13; of these nobody came back to say: 7." in words


def test_an_erased_story_takes_it_along(programme, clock):
    told_and_said(programme, clock, Lasted.GONE)

    erasing.erase_story(the_story().id, actor=SHELL, reason="TELLER_ASKED")

    assert db.session.scalars(db.select(LastingAnswer)).all() == []


def test_it_says_of_nobody_what_was_taken_back(programme, clock):
    told_and_said(programme, clock, Lasted.GONE)
    my_story.withdraw(the_story().id)

    with pytest.raises(asking_again.RuleBroken, match=r"lasting\.not-asked"):
        asking_again.say_lasting(the_story().id, Lasted.STILL)


def test_a_programme_that_does_not_ask_stays_silent(app, clock):
    teller, code = tells(app, builders.a_programme())
    half_a_year_later(clock)

    come_back(teller, code)

    assert "How is it now?" not in teller.text()


def test_who_says_it_anew_replaces_what_was_said(programme, clock):
    told_and_said(programme, clock, Lasted.STILL)

    asking_again.say_lasting(the_story().id, Lasted.GONE)

    assert [one.lasted for one in db.session.scalars(db.select(LastingAnswer))] == [Lasted.GONE]
    assert db.session.scalar(db.select(db.func.count(TellerMessage.id))) == 0
    with act(SHELL):
        assert db.session.scalar(db.select(db.func.count(Story.id))) == 1


def test_evaluators_see_the_later_ratings_beside_the_first_ones(client, programme, clock):
    wheel = builders.a_question(programme, "wheel", kind=QuestionKind.WHEEL, options=POLES, settings={"two_times": True})  # fmt: skip
    wheel_id, first = wheel.id, {"then": {"teller": {"me": 1}}, "now": {"teller": {"me": 2}}}
    stories = [builders.a_story(programme, answers={wheel_id: first}).id for _ in range(12)]
    half_a_year_later(clock)
    for story_id in stories[:10]:
        asking_again.say_lasting(story_id, Lasted.MORE, ratings={wheel_id: {"now": {"teller": {"me": 5}}}})
    builders.sign_in(client, builders.an_account(Role.EVALUATOR, programme=programme))

    client.get(f"/p/{programme.slug}/answers")

    table = next(one for one in client.page.find_all("table") if "Asked again later" in one.get_text())
    me = next(row for row in table.find_all("tr") if row.get_text(" ", strip=True).startswith("Me"))
    assert [cell.get_text(strip=True) for cell in me.find_all(["td"])][-3:] == ["1", "2", "5"]
