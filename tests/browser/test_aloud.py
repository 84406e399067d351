"""Reading aloud: by a voice of the device itself and by no other; without one there is no button."""

import pytest
from playwright.sync_api import expect

from tests.browser.walks import Teller

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


def come_to_the_story(open_browser, voices, *, band="10-13"):
    window = open_browser(language="ru", width=360)
    window.page.add_init_script(VOICES % voices)
    teller = Teller(window=window, band=band)
    teller.begin()
    teller.go_on(to="happened")
    window.ready()
    return window


def test_the_youngest_hear_the_page_and_can_stop_it(open_browser):
    window = come_to_the_story(open_browser, HERE)
    button = window.page.locator("[data-aloud]")

    button.click()
    said = window.page.evaluate("window.said")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()

    assert {language for _, language in said} == {"ru"}
    assert any("Ошибки не важны" in text for text, _ in said)
    expect(button).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    "voices", [ELSEWHERE, OTHER_LANGUAGE, "[]"], ids=["of a server", "of another language", "none"]
)
def test_without_a_voice_of_its_own_the_device_shows_no_button(open_browser, voices):
    window = come_to_the_story(open_browser, voices)

    expect(window.page.locator("[data-aloud]")).to_be_hidden()
