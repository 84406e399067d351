"""How people choose together in windows: read, vote, decide with a joint reason, answer tellers."""

from sqlalchemy import delete, func, select

from storyapp.data.db import db
from storyapp.data.tables.rounds import BallotCast, Round, Seat
from storyapp.data.tables.stories import Receipt
from storyapp.gateways.kit import kit
from storyapp.rules.rounds import RoundState
from storyapp.services import receipts
from tests.browser.window import Window

JOINT = "Эта история показывает, что помогает возвращаться."
REASON = {
    "ru": "Она честно говорит, чего это стоило, и остаётся в памяти.",
    "en": "It says honestly what it cost, and it stays with me.",
}


def the_open_round() -> int:
    """Return the round of the demo in which everybody reads everything."""
    return db.session.scalars(select(Round.id).where(Round.state == RoundState.OPEN, Round.readers == 0)).one()


def links_of(round_id: int) -> list[tuple[str, str]]:
    """Return the language and the link of every seat that has not voted yet, then of the others."""
    voted = select(BallotCast.seat_id).where(BallotCast.round_id == round_id)
    seats = db.session.scalars(select(Seat).where(Seat.round_id == round_id).order_by(Seat.id.in_(voted), Seat.id))
    return [
        (seat.language, "/panel/enter/" + kit().vault.open_for_house(seat.token_sealed, "seats/token"))
        for seat in seats
    ]


def give_a_new_code(story_id: int) -> str:
    """Give the teller of a story a code that this test knows."""
    code = receipts.fresh_code()
    db.session.execute(delete(Receipt).where(Receipt.story_id == story_id))
    db.session.add(Receipt(**receipts.receipt_values(story_id, code)))
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


def vote(phone: Window, choice: int | str, reason: str = "") -> None:
    """Choose the n-th title, or the story with this id, and say why."""
    phone.go("/panel/vote")
    if isinstance(choice, str):
        phone.choose("choice", choice)
    else:
        phone.page.locator("label:has(input[name=choice])").nth(choice).click()
    phone.fill("reason", reason or REASON[phone.language])
    phone.send()
    phone.is_at("/panel/voted")


def decide(desk: Window, address: str, reason: str = JOINT) -> None:
    """Count the ballots and close the round with what the panel said together."""
    desk.go(f"{address}/decide")
    if desk.page.locator("#page-form [name=joint_reason]").count() == 0:
        desk.press(desk.page.locator("main a[href*='decide'], main form button").first)
    desk.page.locator("label:has(input[name=choice])").first.click()
    desk.fill("joint_reason", reason)
    desk.send()
