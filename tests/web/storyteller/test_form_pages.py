"""A form of many kinds of questions, answered page by page without a script."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import FormSection, Programme
from storyapp.data.tables.stories import Answer, Story
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.stories import Mode
from storyapp.rules.wording import Wording
from storyapp.services.my_story import Returned, take_along
from storyapp.services.transaction import act
from tests.builders import a_programme, a_question, an_invitation
from tests.web.storyteller.walks import go_on, step_of, tell, walk

POLES = [{"code": code, "ru": ru, "en": en} for code, ru, en in (("me", "Я", "Me"), ("us", "Мы", "Us"), ("them", "Они", "Them"))]  # fmt: skip
STORY = {"family": QuestionFamily.STORY}


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def token(programme):
    return an_invitation(programme)[1]


def stored():
    return {row.question_id: row.value for row in db.session.scalars(db.select(Answer))}


def stored_each_time():
    return {(row.question_id, row.occasion): row.value for row in db.session.scalars(db.select(Answer))}


def only_if(question, *values):
    return {"question": question, "test": "ANY_OF" if values else "ANSWERED", "values": list(values)}


def a_section(programme, **changes):
    values = {"code": "camp", "title": Wording(ru="О лагере", en="About the camp"), "lead": Wording(en="Three things.")}
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    with act("shell"):
        section = FormSection(**ids, **{**values, **changes})
        db.session.add(section)
    return section.id


def test_answers_of_every_kind_are_kept_as_they_are_meant(client, programme, token):
    rated = {"two_times": True}
    triad = a_question(programme, "triad", kind=QuestionKind.TRIAD, options=POLES).id
    slider = a_question(programme, "slider", kind=QuestionKind.SLIDER, options=POLES[:2]).id
    wheel = a_question(programme, "wheel", kind=QuestionKind.WHEEL, options=POLES, settings=rated).id
    number = a_question(programme, "number", kind=QuestionKind.NUMBER, options=[]).id
    month = a_question(programme, "month", kind=QuestionKind.MONTH, options=[]).id

    walk(
        client, token,
        questions={
            f"question_{triad}": ["20", "30", "50"], f"question_{slider}": "70", f"question_{number}": "3,5",
            f"question_{wheel}": ["1", "4", "", "5", "2", "2"], f"question_{month}": ["3", "2026"],
        },
    )  # fmt: skip
    looked_over = client.text()
    client.submit()

    assert stored() == {
        triad: {"me": 20, "us": 30, "them": 50}, slider: 70, number: 3.5, month: "2026-03",
        wheel: {"then": {"teller": {"me": 1, "them": 2}}, "now": {"teller": {"me": 4, "us": 5, "them": 2}}},
    }  # fmt: skip
    assert "Me: 20 · Us: 30 · Them: 50" in looked_over and "March 2026" in looked_over


def test_what_was_placed_is_drawn_and_said(client, programme, token):
    wheel = a_question(programme, "wheel", kind=QuestionKind.WHEEL, options=POLES).id

    walk(client, token, questions={f"question_{wheel}": ["1", "4", "2", "5", "2", "2"]})

    picture = client.page.find("svg", attrs={"role": "img"})
    assert "Before: Me 1, Us 2, Them 2; Now: Me 4, Us 5, Them 2" in picture.find("desc").get_text()


def test_three_numbers_that_make_ninety_nine_are_given_back(client, russian, programme, token):
    triad = a_question(programme, "triad", kind=QuestionKind.TRIAD, options=POLES).id
    for browser in (client, russian):
        walk(browser, token, to="questions")

        browser.submit({f"question_{triad}": ["33", "33", "33"]})

        assert step_of(browser) == "questions"
        assert "99" in browser.page.find(class_="error").get_text()
        assert [one["value"] for one in browser.page.select(f"[name=question_{triad}]")] == ["33", "33", "33"]


def test_whoever_is_asked_for_an_answer_may_decline(client, programme, token):
    text = a_question(programme, "text", kind=QuestionKind.SHORT_TEXT, options=[], is_required=True).id
    choice = a_question(programme, "choice", is_required=True, position=1).id
    walk(client, token, to="questions")
    client.submit({})
    assert step_of(client) == "questions" and len(client.page.select(".error-summary li")) == 2

    client.submit({f"declined_{text}": "y", f"question_{choice}": "skipped"})
    go_on(client)
    assert client.text().count("I do not want to answer") == 2
    client.submit()

    assert step_of(client) == "receipt" and stored() == {}


def test_the_next_page_asks_what_the_answer_leads_to(client, programme, token):
    first = a_question(programme, "first", **STORY).id
    then = a_question(programme, "then", condition=only_if("first", "female"), position=1, **STORY).id
    last = a_question(programme, "last").id
    walk(client, token, to="questions")

    client.submit({f"question_{first}": "female"})
    assert step_of(client) == "questions-2"
    assert client.page.select(f"[name=question_{then}]") and client.page.select(f"[name=question_{last}]")
    client.submit({f"question_{then}": "male", f"question_{last}": "male"})

    client.get("/telling/questions?back=check")
    client.submit({f"question_{first}": "male"})
    go_on(client)
    client.submit()
    assert stored() == {first: "male", last: "male"}


def test_a_new_way_through_the_form_asks_what_was_not_asked_before(client, programme, token):
    first = a_question(programme, "first", **STORY).id
    then = a_question(programme, "then", condition=only_if("first", "female"), position=1, is_required=True, **STORY).id
    walk(client, token, questions={f"question_{first}": "male"})

    client.get("/telling/questions?back=check")
    client.submit({f"question_{first}": "female"})

    assert step_of(client) == "questions-2"
    assert client.page.select(f"[name=question_{then}]")


def test_a_section_has_its_own_heading_and_is_left_out_as_a_whole(client, programme, token):
    first = a_question(programme, "first", **STORY).id
    section = a_section(programme, condition=only_if("first", "female"))
    a_question(programme, "inside", section_id=section, **STORY)
    walk(client, token, to="questions")
    n_steps = client.page.find(class_="progress")

    client.submit({f"question_{first}": "female"})
    assert client.h1 == "About the camp" and "Three things." in client.text()
    assert n_steps is None or client.page.find(class_="progress") is not None

    client.get("/telling/questions")
    client.submit({f"question_{first}": "male"})
    assert step_of(client) == "title"


def test_a_question_that_brings_a_story_to_mind_is_asked_too(client, programme, token):
    a_question(programme, "one-day", family=QuestionFamily.ELICIT, kind=QuestionKind.LONG_TEXT, options=[], wording=Wording(en="Which day do you think of?"))  # fmt: skip

    walk(client, token, to="questions")

    assert "Which day do you think of?" in client.text()


def test_the_worker_rates_only_where_somebody_sits_beside(client, programme, token):
    wheel = a_question(programme, "wheel", kind=QuestionKind.WHEEL, options=POLES, settings={"two_raters": True}).id
    walk(client, token, to="questions")
    alone = len(client.page.select(f"select[name=question_{wheel}]"))

    _, together = an_invitation(programme, mode=Mode.INTERVIEWER)
    walk(client, together, to="questions")

    assert (alone, len(client.page.select(f"select[name=question_{wheel}]"))) == (6, 12)


def test_a_language_that_is_taken_away_leaves_the_other(client, programme, token):
    question = a_question(programme, "first", wording=Wording(ru="Кто помог?"), options=[{"code": "a", "ru": "Друг", "en": ""}, {"code": "b", "ru": "Сам", "en": ""}])  # fmt: skip

    tell(client, token, questions={f"question_{question.id}": "a"})

    assert stored() == {question.id: "a"}


def test_a_long_list_folds_into_a_drop_down_and_stays_light(client, programme, token):
    options = [{"code": f"c{n}", "ru": f"Ответ {n}", "en": f"Answer {n}"} for n in range(300)]
    question = a_question(programme, "long", options=options)
    walk(client, token, to="questions")

    assert len(client.page.select(f"select[name=question_{question.id}] option")) == 301
    assert len(client.response.data) < 60_000


def test_the_youngest_read_the_short_words_where_there_are_some(client, programme, token):
    a_question(programme, "first", wording=Wording(en="To what degree did it change?"), easy=Wording(en="How much?"))

    walk(client, token, to="questions", age={"band": "10-13", "role": "young_person"})
    assert "How much?" in client.text() and "To what degree" not in client.text()

    _, another = an_invitation(programme)
    walk(client, another, to="questions")
    assert "To what degree" in client.text()


SEVERAL = {"how": "SEVERAL_TIMES", "most": 3, "moments": [{"ru": "", "en": ""}, {"ru": "", "en": ""}]}
MOMENTS = {
    "how": "TWO_MOMENTS",
    "most": 2,
    "moments": [{"ru": "до лагеря", "en": "before the camp"}, {"ru": "", "en": ""}],
}


def test_the_same_group_is_answered_for_each_of_the_best_moments(client, programme, token):
    section = a_section(programme, title=Wording(ru="Лучшие дни", en="Best days"), repeats=SEVERAL)
    who = a_question(programme, "who", section_id=section, **STORY).id
    words = a_question(programme, "words", kind=QuestionKind.SHORT_TEXT, options=[], section_id=section, position=1, **STORY).id  # fmt: skip
    walk(client, token, to="questions")
    assert client.h1 == "Best days" and "up to 3 times" in client.text()

    client.submit({f"question_{who}": "female", f"question_{words}": "The lake", "question_more-camp-1": "y"})
    assert (
        client.h1 == "Best days – 2" and client.page.find("input", attrs={"name": f"question_{words}_2"})["value"] == ""
    )
    client.submit({f"question_{who}_2": "male", f"question_{words}_2": "The bus"})
    go_on(client)
    looked_over = client.text()
    client.submit()

    assert "The lake" in looked_over and "The bus" in looked_over and "ask me this again" not in looked_over
    assert stored_each_time() == {(who, 0): "female", (who, 1): "male"}


def test_a_time_that_is_taken_back_is_not_sent(client, programme, token):
    section = a_section(programme, repeats=SEVERAL)
    who = a_question(programme, "who", section_id=section, **STORY).id
    walk(client, token, to="questions")
    client.submit({f"question_{who}": "female", "question_more-camp-1": "y"})
    client.submit({f"question_{who}_2": "male"})

    client.get("/telling/questions?back=check")
    client.submit({f"question_{who}": "female", "question_more-camp-1": None})
    go_on(client)
    client.submit()

    assert stored_each_time() == {(who, 0): "female"}


def test_two_moments_stand_on_two_pages_with_their_own_words(client, russian, programme, token):
    section = a_section(programme, repeats=MOMENTS)
    who = a_question(programme, "who", section_id=section, is_required=True, **STORY).id
    walk(russian, token, to="questions")
    assert russian.h1 == "О лагере — до лагеря"

    walk(client, token, to="questions")
    assert client.h1 == "About the camp – before the camp"
    client.submit({f"question_{who}": "female"})
    assert client.h1 == "About the camp – now"
    client.submit({})
    assert client.page.select(".error-summary li")
    client.submit({f"question_{who}_2": "skipped"})
    go_on(client)
    client.submit()

    assert stored_each_time() == {(who, 0): "female"}


def test_whoever_comes_back_reads_each_time_by_itself(client, programme, token):
    section = a_section(programme, repeats=MOMENTS)
    words = a_question(programme, "words", kind=QuestionKind.SHORT_TEXT, options=[], section_id=section, **STORY).id

    tell(client, token, questions={f"question_{words}": "Noise"}, **{"questions-2": {f"question_{words}_2": "Quiet"}})
    story = db.session.scalars(db.select(Story)).one()
    returned = Returned(story=story, programme=db.session.get(Programme, programme.id))

    assert take_along(returned)["your_answers"] == {"Gender – before the camp": "Noise", "Gender – now": "Quiet"}
