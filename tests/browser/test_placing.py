"""A place between two or three poles: pointer, keyboard and plain numbers give the same answer."""

import pytest
from playwright.sync_api import expect

from storyapp.data.db import db
from storyapp.data.tables.programmes import Programme
from storyapp.data.tables.stories import Answer, Story
from storyapp.rules.programmes import QuestionFamily, QuestionKind
from storyapp.rules.wording import Wording
from storyapp.services import form_versions
from tests.browser.walks import Teller
from tests.builders import a_question

POLES = [
    {"code": "me", "ru": "Я сам(а)", "en": "Myself"}, {"code": "mentor", "ru": "Наставник", "en": "My mentor"},
    {"code": "friends", "ru": "Друзья", "en": "Friends"},
]  # fmt: skip
ASKED = {"family": QuestionFamily.STORY, "position": -1}


def two_questions() -> tuple[int, int]:
    programme = db.session.scalars(db.select(Programme).where(Programme.slug == "mentors")).one()
    triad = a_question(programme, "doing", kind=QuestionKind.TRIAD, options=POLES, wording=Wording(ru="Чья это заслуга?", en="Whose doing was it?"), **ASKED).id  # fmt: skip
    slider = a_question(programme, "led", kind=QuestionKind.SLIDER, options=POLES[:2], wording=Wording(ru="Кто вёл?", en="Who led?"), **ASKED).id  # fmt: skip
    form_versions.publish(db.session.merge(programme), note="", by_id=1)
    return triad, slider


def answers_of_newest(*questions: int) -> list:
    story = db.session.scalars(db.select(Story.id).order_by(Story.id.desc()).limit(1)).one()
    return [db.session.get(Answer, (story, question, 0)).value for question in questions]


def by_pointer(window, triad, slider):
    window.ready()
    for target, right, down in ((".triad-picture", 0.5, 0.1), ("[data-slider] input[type=range]", 0.995, 0.5)):
        place = window.page.locator(target)
        box = place.bounding_box()
        place.click(position={"x": box["width"] * right, "y": box["height"] * down})


def by_keyboard(window, triad, slider):
    window.ready()
    for box in ("[data-triad]", "[data-slider]"):
        window.page.locator(f"{box} input[type=range]").first.focus()
        window.page.keyboard.press("End")


def by_numbers(window, triad, slider):
    for n, number in enumerate(("100", "0", "0")):
        window.page.locator(f'[name="question_{triad}"]').nth(n).fill(number)
    window.fill(f"question_{slider}", "100")


@pytest.mark.parametrize(
    ("place", "language", "javascript"),
    [(by_pointer, "ru", True), (by_keyboard, "en", True), (by_numbers, "ru", False)],
    ids=["pointer", "keyboard", "numbers without JavaScript"],
)
def test_every_way_of_placing_gives_the_same_answer(open_browser, house, place, language, javascript):
    triad, slider = house.ask(two_questions)
    window = open_browser(language=language, javascript=javascript, width=360)
    teller = Teller(window=window)
    teller.begin()
    teller.go_on(to="questions")

    place(window, triad, slider)
    window.look()
    window.send()
    teller.go_on(to="check")
    window.send()

    window.is_at("/telling/receipt")
    assert house.ask(lambda: answers_of_newest(triad, slider)) == [{"me": 100, "mentor": 0, "friends": 0}, 100]


def test_the_three_sliders_always_make_a_hundred_and_can_be_taken_back(open_browser, house):
    triad, _ = house.ask(two_questions)
    window = open_browser(width=360)
    teller = Teller(window=window)
    teller.begin()
    teller.go_on(to="questions")
    window.ready()
    sliders = window.page.locator("[data-triad] input[type=range]")

    sliders.nth(0).focus()
    window.page.keyboard.press("ArrowRight")
    sliders.nth(2).focus()
    window.page.keyboard.press("PageUp")
    values = [int(sliders.nth(n).input_value()) for n in range(3)]
    said = sliders.nth(2).get_attribute("aria-valuetext")
    window.page.get_by_role("button", name="Take it away again").first.click()

    assert sum(values) == 100 and said == f"{values[2]} of 100"
    expect(window.page.locator("[data-triad]")).to_contain_text("Not placed yet")
    assert window.page.locator(f'[name="question_{triad}"]').first.input_value() == ""


def test_a_screen_reader_finds_three_named_sliders_and_hears_what_they_make(open_browser, house):
    house.ask(two_questions)
    window = open_browser(width=360)
    teller = Teller(window=window)
    teller.begin()
    teller.go_on(to="questions")
    window.ready()
    question = window.page.get_by_role("group", name="Whose doing was it?")

    question.get_by_role("slider", name="My mentor").focus()
    window.page.keyboard.press("End")

    assert [one.get_attribute("aria-valuetext") for one in question.get_by_role("slider").all()] == ["0 of 100", "100 of 100", "0 of 100"]  # fmt: skip
    expect(question.get_by_role("status")).to_have_text("Myself 0 · My mentor 100 · Friends 0")
    expect(question.locator("svg")).to_have_attribute("aria-hidden", "true")
