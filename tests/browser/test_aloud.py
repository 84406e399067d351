"""Reading aloud: by a voice of the device itself and by no other; without one there is no button."""

import pytest
from playwright.sync_api import expect

from tests.browser.walks import Teller
from tests.demo_house import RETURNED, SEAT, SEAT_AFTERWARDS, cookies_of

VOICES = """
window.said = [];
const voices = %s;
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => voices, addEventListener: () => {}, cancel: () => {}, speak: (one) => window.said.push([one.text, one.lang]),
}});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
HERE, ELSEWHERE = '[{lang: "ru-RU", localService: true}]', '[{lang: "ru-RU", localService: false}]'
OTHER_LANGUAGE = '[{lang: "en-US", localService: true}]'


BOTH = '[{lang: "ru-RU", localService: true}, {lang: "en-US", localService: true}]'


def come_to_the_story(open_browser, voices, *, band="10-13"):
    window = open_browser(language="ru", width=360)
    window.page.add_init_script(VOICES % voices)
    teller = Teller(window=window, band=band)
    teller.begin()
    teller.go_on(to="happened")
    window.ready()
    return window


@pytest.mark.parametrize("band", ["10-13", "16-17"])
def test_tellers_of_every_age_hear_the_page_and_can_stop_it(open_browser, band):
    window = come_to_the_story(open_browser, HERE, band=band)
    button = window.page.locator("[data-aloud]")

    button.click()
    said = window.page.evaluate("window.said")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()

    assert {language for _, language in said} == {"ru"}
    assert [text for text, _ in said].count(window.page.locator("main h1").inner_text()) == 1
    assert any("Ошибки" in text for text, _ in said)
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    "voices", [ELSEWHERE, OTHER_LANGUAGE, "[]"], ids=["of a server", "of another language", "none"]
)
def test_without_a_voice_of_its_own_the_device_shows_no_button(open_browser, voices):
    window = come_to_the_story(open_browser, voices)

    expect(window.page.locator("[data-aloud]")).to_be_hidden()


@pytest.mark.parametrize(
    ("visitor", "path", "selector"),
    [(SEAT, "/panel/read/1", ".story-text"), (SEAT_AFTERWARDS, "/panel", ".decision blockquote"), (RETURNED, "/my-story/view", ".steps li")],
    ids=["a story before a panel", "what a panel decided", "what became of the own story"],
)  # fmt: skip
def test_a_story_a_decision_and_an_answer_are_heard(open_browser, house, visitor, path, selector):
    window = open_browser(width=360, closely=False)
    window.page.add_init_script(VOICES % BOTH)
    window.let_in(**house.ask(lambda: cookies_of(house.app, visitor)))
    window.go(path)
    window.ready()

    window.page.locator("[data-aloud]").click()

    shown = window.page.locator(selector).first.inner_text().split()
    said = [word for text, _ in window.page.evaluate("window.said") for word in text.split()]
    assert set(shown) <= set(said)
