"""A round with three phones: read, vote, step back, decide with a joint reason, answer every teller."""

from playwright.sync_api import expect
from sqlalchemy import func, select, update

from storyapp.data.db import db
from storyapp.data.tables.rounds import BallotCast, Dissent, Recusal, Round, RoundStory, Seat
from storyapp.data.tables.stories import Receipt
from storyapp.gateways.kit import kit
from storyapp.rules.rounds import RoundState
from storyapp.services import receipts
from tests.browser.window import House, Window
from tests.demo_house import cookies_of

THANKS = "Спасибо. Мы запомнили скамейку и то, как ты о ней сказала."
REASON = {
    "ru": "Она честно говорит, чего это стоило, и остаётся в памяти.",
    "en": "It says honestly what it cost, and it stays with me.",
}


def the_open_round() -> int:
    return db.session.scalars(select(Round.id).where(Round.state == RoundState.OPEN)).one()


def links_of(round_id: int) -> list[tuple[str, str]]:
    """Return the language and the link of every seat that has not voted yet, then of the others."""
    voted = select(BallotCast.seat_id).where(BallotCast.round_id == round_id)
    seats = db.session.scalars(select(Seat).where(Seat.round_id == round_id).order_by(Seat.id.in_(voted), Seat.id))
    return [
        (seat.language, "/panel/enter/" + kit().vault.open_for_house(seat.token_sealed, "seats/token"))
        for seat in seats
    ]


def give_a_new_code(round_id: int) -> str:
    """Give the teller of one of the round's stories a code that this test knows."""
    code = receipts.fresh_code()
    story_id = db.session.scalars(select(RoundStory.story_id).where(RoundStory.round_id == round_id).limit(1)).one()
    db.session.execute(
        update(Receipt)
        .where(Receipt.story_id == story_id)
        .values(verifier_argon2=None, **receipts.receipt_values(story_id, code))
    )
    db.session.commit()
    return code.digits


def n_ballots(round_id: int) -> int:
    return db.session.scalar(select(func.count(BallotCast.id)).where(BallotCast.round_id == round_id))


def state_of(round_id: int) -> RoundState:
    return db.session.get_one(Round, round_id).state


def read_everything(phone: Window, *, leaves_out: int = 0) -> None:
    """Read story after story; say of one that its teller is known."""
    n = 1
    phone.press(phone.page.locator("a[href='/panel/read/1']").first)
    while True:
        if n == leaves_out:
            phone.press(phone.page.locator(f"a[href='/panel/recusal/{n}']"))
            phone.send()
        following = phone.page.locator(f"a[href='/panel/read/{n + 1}']")
        if following.count() == 0:
            return
        phone.press(following)
        n += 1


def vote(phone: Window, choice: int) -> None:
    """Choose the n-th title and say why."""
    phone.go("/panel/vote")
    phone.page.locator("label:has(input[name=choice])").nth(choice).click()
    phone.fill("reason", REASON[phone.language])
    phone.send()
    phone.is_at("/panel/voted")


def decide(desk: Window, address: str) -> None:
    """Count the ballots and close the round with what the panel said together."""
    desk.go(f"{address}/decide")
    if desk.page.locator("#page-form [name=joint_reason]").count() == 0:
        desk.press(desk.page.locator("main a[href*='decide'], main form button").first)
    desk.page.locator("label:has(input[name=choice])").first.click()
    desk.fill("joint_reason", "Эта история показывает, что помогает возвращаться.")
    desk.send()


def answer_everybody(desk: Window, address: str, n: int) -> None:
    """Tell each teller what was valued; then the round is finished."""
    for _ in range(n):
        desk.go(f"{address}/feedback")
        waits = desk.page.locator(".round-row:has(.badge-warn) h2 a")
        if waits.count() == 0:
            break
        desk.press(waits.first)
        desk.fill("valued", THANKS)
        desk.send()
    desk.go(f"{address}/feedback")
    desk.send("form[action$='/finish']")


def find_the_answer(teller: Window, code: str) -> None:
    teller.go("/my-story")
    teller.fill("code", code)
    teller.send()
    teller.is_at("/my-story/view")
    expect(teller.page.locator(".decision")).to_contain_text(THANKS)


def test_a_round_with_three_phones(open_browser, house: House, app):
    round_id = house.ask(the_open_round)
    address, before = f"/p/mentors/rounds/{round_id}", house.ask(lambda: n_ballots(round_id))
    links = house.ask(lambda: links_of(round_id))[:3]
    desk = open_browser(language="ru")
    desk.let_in(**house.ask(lambda: cookies_of(app, "staff, facilitator")))
    desk.go(address)
    phones = [
        open_browser(language=language, javascript=False, width=360, closely=n == 0)
        for n, (language, _) in enumerate(links)
    ]

    for n, (phone, (_, link)) in enumerate(zip(phones, links, strict=True)):
        phone.go(link)
        phone.is_at("/panel")
        read_everything(phone, leaves_out=2 if n == 2 else 0)
        vote(phone, 0)
    vote(phones[1], 1)

    assert house.ask(lambda: db.session.scalar(select(func.count()).select_from(Recusal))) == 1
    assert house.ask(lambda: db.session.scalar(select(func.max(BallotCast.n_changes)))) >= 1
    assert house.ask(lambda: n_ballots(round_id)) >= max(before, 3)
    desk.go(address)
    decide(desk, address)
    house.wait_for(lambda: state_of(round_id), RoundState.DECIDED)
    phones[0].go("/panel")
    expect(phones[0].page.locator(".decision").first).to_contain_text("Эта история показывает")
    phones[2].go("/panel")
    phones[2].fill("text", REASON[phones[2].language])
    phones[2].send()
    assert house.ask(lambda: db.session.scalar(select(func.count(Dissent.id)).where(Dissent.round_id == round_id))) >= 1
    n_stories = house.ask(
        lambda: db.session.scalar(select(func.count()).select_from(RoundStory).where(RoundStory.round_id == round_id))
    )
    answer_everybody(desk, address, n_stories)
    house.wait_for(lambda: state_of(round_id), RoundState.FINISHED)
    find_the_answer(open_browser(language="ru", width=360), house.ask(lambda: give_a_new_code(round_id)))
