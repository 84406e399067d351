"""A round in one room: a screen, three phones that come in by its digits, Russian and English, and one that drops out."""

from playwright.sync_api import expect

from storyapp.rules.rounds import RoundState
from storyapp.services import rooms
from tests.browser.rounds import decide, n_ballots, state_of, the_open_round, vote
from tests.browser.window import House
from tests.demo_house import cookies_of

NAMES = (("ru", "Сойка"), ("en", "Comet"), ("ru", "Вереск"))


def test_a_screen_and_three_phones_by_code(open_browser, house: House, app):
    round_id = house.ask(the_open_round)
    address, before = f"/p/mentors/rounds/{round_id}", house.ask(lambda: n_ballots(round_id))
    screen = open_browser(language="ru")
    screen.page.set_viewport_size({"width": 1920, "height": 1080})
    screen.let_in(**house.ask(lambda: cookies_of(app, "staff, facilitator")))
    screen.go(f"{address}/room")
    screen.press(screen.page.locator("button[value=code]"))
    digits = house.ask(lambda: rooms.code_of(round_id))
    expect(screen.page.locator(".room-code")).to_contain_text(digits[:3])
    for seen in (".poll-code", ".room-code", "#room .ballots"):  # by the whole room, though nobody scrolls
        expect(screen.page.locator(seen)).to_be_in_viewport(ratio=1)
    phones = [
        open_browser(language=language, javascript=n > 0, width=360, closely=n == 0)
        for n, (language, _) in enumerate(NAMES)
    ]

    for phone, (_, name) in zip(phones, NAMES, strict=True):
        phone.go("/panel/code")
        phone.fill("code", digits)
        phone.fill("name", name)
        phone.send()
        phone.is_at("/panel")
    screen.page.keyboard.press("ArrowRight")
    expect(screen.page.locator("#room .story-text").first).to_be_visible()
    screen.page.keyboard.press("b")
    expect(screen.page.locator("#room .story-text")).to_have_count(0)
    expect(screen.page.locator("button[value=go-on]")).to_be_visible()
    screen.page.keyboard.press("b")
    expect(screen.page.locator("button[value=pause]")).to_be_visible()
    for n, phone in enumerate(phones):
        vote(phone, n % 2)

    phones[2].page.context.set_offline(True)
    phones[2].page.context.set_offline(False)
    phones[2].go("/panel/vote")
    assert phones[2].page.locator("input[name=choice]:checked").count() == 1
    assert house.ask(lambda: n_ballots(round_id)) == before + 3
    phones[1].go("/panel")
    decide(screen, address)
    house.wait_for(lambda: state_of(round_id), RoundState.DECIDED)
    expect(phones[1].page.locator(".decision").first).to_contain_text("Эта история показывает")  # by itself
