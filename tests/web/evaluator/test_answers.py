"""What tellers answered, drawn and as tables, small numbers hidden."""

import pytest

from storyapp.data.db import db
from storyapp.data.tables.programmes import FormSection
from storyapp.data.tables.stories import Answer
from storyapp.rules.people import Role
from storyapp.rules.programmes import QuestionKind
from storyapp.rules.wording import Wording
from storyapp.services.transaction import act
from tests.builders import a_programme, a_question, a_story, an_account, sign_in

POLES = [{"code": code, "ru": ru, "en": en} for code, ru, en in (("me", "Я", "Me"), ("us", "Мы", "Us"), ("them", "Они", "Them"))]  # fmt: skip


@pytest.fixture
def programme(app):
    return a_programme()


@pytest.fixture
def place(client, russian, programme):
    evaluator = an_account(Role.EVALUATOR, programme=programme)
    sign_in(client, evaluator)
    sign_in(russian, evaluator)
    return f"/p/{programme.slug}/answers"


def answered(programme, question, values, **story):
    for value in values:
        told = a_story(programme, **story)
        with act("shell"):
            db.session.add(Answer(story_id=told.id, question_id=question.id, value=value))


def answered_often(programme, question, stories):
    for values in stories:
        told = a_story(programme)
        with act("shell"):
            db.session.add_all(Answer(story_id=told.id, question_id=question.id, occasion=n, value=value) for n, value in enumerate(values))  # fmt: skip


def a_section(programme, how):
    moments = [{"ru": "до лагеря", "en": "before the camp"}, {"ru": "", "en": ""}]
    ids = {"organisation_id": programme.organisation_id, "programme_id": programme.id}
    with act("shell"):
        section = FormSection(**ids, code="camp", title=Wording(en="Camp"), lead=Wording(), repeats={"how": how, "most": 3, "moments": moments})  # fmt: skip
        db.session.add(section)
    return section.id


def rows(client, n=0):
    table = client.page.find_all("table")[n]
    return {row.find("th").get_text(strip=True): [cell.get_text(strip=True) for cell in row.find_all("td")] for row in table.select("tbody tr")}  # fmt: skip


def test_a_triad_is_drawn_with_small_numbers_hidden(client, russian, place, programme):
    triad = a_question(programme, "triad", kind=QuestionKind.TRIAD, options=POLES)
    answered(programme, triad, [{"me": 70, "us": 20, "them": 10}] * 7 + [{"me": 33, "us": 33, "them": 34}] * 2 + [{"me": 45, "us": 50, "them": 5}] * 8)  # fmt: skip

    client.get(place)
    russian.get(place)

    shown = rows(client)
    assert shown["all three alike"] == ["fewer than 5"]
    assert client.page.find("svg", attrs={"role": "img"}) and "2" not in {cell for row in shown.values() for cell in row}  # fmt: skip
    assert "в основном «Я»" in russian.text()


def test_a_wheel_shows_means_only_where_enough_rated(client, place, programme):
    wheel = a_question(programme, "wheel", kind=QuestionKind.WHEEL, options=POLES)
    now = {"me": 4, "us": 5, "them": 3}
    answered(programme, wheel, [{"then": {"teller": {"me": 2}}, "now": {"teller": now}}] * 3 + [{"now": {"teller": {"me": 3}}}] * 3)  # fmt: skip

    client.get(place)

    assert rows(client) == {"Me": ["–", "3.5"], "Us": ["–", "–"], "Them": ["–", "–"]}


def test_test_stories_count_nowhere(client, place, programme):
    question = a_question(programme)
    told = a_story(programme)
    with act("shell"):
        told = db.session.merge(told)
        told.is_test = True
        db.session.add(Answer(story_id=told.id, question_id=question.id, value="female"))

    client.get(place)

    assert "Nothing answered yet" in client.text()


def test_the_same_numbers_are_given_as_a_sheet(client, place, programme):
    number = a_question(programme, "times", kind=QuestionKind.NUMBER, options=[])
    answered(programme, number, [1] * 6 + [2] * 6)
    client.get(place)

    sheet = client.http.get(f"{place}/csv").get_data(as_text=True)

    assert "times,Gender,1,Stories,5 or more" in sheet and "times,Gender,2,Stories,5 or more" in sheet


def test_a_story_page_says_what_its_teller_answered(client, programme):
    sign_in(client, an_account(Role.FACILITATOR, programme=programme))
    triad = a_question(programme, "triad", kind=QuestionKind.TRIAD, options=POLES)
    answered(programme, triad, [{"me": 20, "us": 30, "them": 50}])
    story = db.session.scalars(db.select(Answer)).one().story_id
    public_id = db.session.execute(db.text("SELECT public_id FROM stories WHERE id = :id"), {"id": story}).scalar_one()

    client.get(f"/p/{programme.slug}/stories/{public_id}")

    assert "Me: 20 · Us: 30 · Them: 50" in client.text()


def test_two_moments_stand_beside_each_other_with_who_moved(client, russian, place, programme):
    steps = [{"code": str(n), "ru": str(n), "en": str(n)} for n in range(1, 4)]
    scale = a_question(
        programme, "calm", kind=QuestionKind.SCALE, options=steps, section_id=a_section(programme, "TWO_MOMENTS")
    )
    answered_often(programme, scale, [["1", "3"]] * 7 + [["2", "2"]] * 6 + [["1"]] * 2)

    client.get(place)
    client.press("Show exact numbers")
    russian.get(place)

    assert [rows(client, n) for n in range(3)] == [
        {"1": ["9"], "2": ["6"], "3": ["0"]}, {"1": ["0"], "2": ["6"], "3": ["7"]},
        {"lower than at first": ["0"], "the same": ["6"], "higher than at first": ["7"]},
    ]  # fmt: skip
    assert "Gender – before the camp" in client.text() and "больше, чем вначале" in russian.text()
    sheet = client.http.get(f"{place}/csv").get_data(as_text=True)
    assert "calm,Gender – before the camp,1,Stories,5 or more" in sheet and "now,3,Stories,5 or more" in sheet


def test_a_story_counts_once_however_often_its_teller_was_asked(client, place, programme):
    question = a_question(programme, "who", section_id=a_section(programme, "SEVERAL_TIMES"))
    answered_often(programme, question, [["female", "female", "female"]] * 6 + [["female", "male"]] * 6)

    client.get(place)
    client.press("Show exact numbers")

    assert rows(client) == {"Female": ["12"], "Male": ["6"]}
    assert "a story counts once for each answer" in client.text()
